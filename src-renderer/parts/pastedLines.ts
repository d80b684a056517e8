/** More at once is no list of actions but a document pasted in the wrong place. */
export const MAX_LINES = 200

/** The lines of a pasted list, without the marks that lists have elsewhere: `- `, `* `, `1. `, `[ ] `. */
export function pastedLines(text: string): readonly string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^\s*(?:[-*•–]\s+|\d{1,3}[.)]\s+)?(?:\[[ xX]?\]\s+)?/, '').trim())
    .filter((line) => line !== '')
}
