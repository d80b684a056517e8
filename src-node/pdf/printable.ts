import { openSync } from 'fontkit'
import { fontFiles } from './fonts.ts'

/** What stands for a character that no embedded font has: PDF/A forbids a missing glyph. */
const UNPRINTABLE = '\u25a1'
// Invisible, shaping or line-breaking characters: typesetting uses them without a glyph.
const SHAPING = /^(?:[\t\n\r\u00ad\u200b-\u200d\u2060]|\ufe0e|\ufe0f)$/u
// Controls, bidi overrides and isolates, tags, surrogates, private use, non-characters: never text a person reads.
const NEVER = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}\p{Cs}\p{Co}\p{Cn}]/gu

let covered: ReadonlySet<number> | null = null

function coveredCharacters(): ReadonlySet<number> {
  covered ??= new Set(
    fontFiles().flatMap((file) => {
      const font = openSync(file)
      return 'characterSet' in font ? font.characterSet : []
    }),
  )
  return covered
}

/** Text that the embedded fonts can print: anything else becomes one box, so that the reader sees that something stood there. */
export function printable(text: string): string {
  // Latin text, which is nearly all of it, needs no look at the fonts.
  if (/^[\n\x20-\x7e\u00a0-\u00ac\u00ae-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u20ac]*$/.test(text))
    return text
  const fonts = coveredCharacters()
  return text
    .replace(NEVER, UNPRINTABLE)
    .replace(/[^\x20-\x7e]/gu, (char) => (SHAPING.test(char) || fonts.has(char.codePointAt(0)!) ? char : UNPRINTABLE))
}

/** `printable` over every string of a plain value. */
export function printableAll<T>(value: T): T {
  if (typeof value === 'string') return printable(value) as T
  if (Array.isArray(value)) return value.map((item) => printableAll<unknown>(item)) as T
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, printableAll<unknown>(item)])) as T
  return value
}
