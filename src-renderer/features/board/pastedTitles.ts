import { MAX_TITLE } from '#shared/plan/kinds.ts'

/** More lines than this at once are no list of projects. */
export const MOST_PASTED = 500

/** The lines of a pasted list, without its bullets and numbers; each cut where a title would be too long. */
export function pastedTitles(text: string): readonly string[] {
  const titles: string[] = []
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    const title = line
      .slice(0, MAX_TITLE + 20)
      .trim()
      .replace(/^(?:[-–—*•·▪◦☐☑]|\d{1,3}[.)]|\[[ xX]?\])\s+/, '')
    if (title !== '') titles.push(title.slice(0, MAX_TITLE))
    if (titles.length > MOST_PASTED) break
  }
  return titles
}
