/** What stands for a character that would change the line it is in, as on paper. */
const MARK = '\u25a1'
/** Controls (of terminals too), separators of lines, and overrides, embeddings and isolates of the direction of writing.
 * The marks that only hint at a direction stay: people who write from right to left need them. */
const STEERING = /(?![\t\n])\p{Cc}|[\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu
/** Most characters of a name or title in a list; the whole of it is there on demand. */
const MOST_IN_LISTS = 500

/** Text of others as it may be shown anywhere: what steers instead of being read becomes a mark. */
export const shownText = (text: string): string => text.replace(STEERING, MARK)

/** A title or name as it stands in a list: in one line, steering characters as marks, cut when longer than anyone reads. */
export function shownTitle(text: string): string {
  const short = text.length > MOST_IN_LISTS ? `${text.slice(0, MOST_IN_LISTS - 1)}…` : text
  return shownText(short.replace(/\s+/g, ' '))
}
