import type { PlanEdit, StoredPath } from './edits.ts'

/** A paste or an import of more is written in several changes (PL22). */
export const MAX_INSERT = 50_000

/** How Automerge shows a block (a paragraph, a heading) in the string of a rich text. */
const BLOCK = '\ufffc'

/** A rich text as plain text: one line a paragraph. */
export const plainFromRich = (stored: string): string => stored.replaceAll(BLOCK, '\n')

/** The shortest edits that bring a stored text to what a person wants it to say; none when it says so already. */
export function textEdits(path: StoredPath, stored: string, wanted: string, rich: boolean): readonly PlanEdit[] {
  const now = rich ? plainFromRich(stored) : stored
  if (now === wanted) return []
  const middle = changedMiddle(now, wanted)
  const isLong = middle.insert.length > MAX_INSERT
  const hasBreaks =
    rich && (middle.insert.includes('\n') || now.slice(middle.index, middle.index + middle.remove).includes('\n'))
  if (!isLong && !hasBreaks) return [{ do: 'updateText', path, text: rich ? keepBlocks(stored, wanted) : wanted }]
  return spliceEdits(path, middle, rich)
}

interface Middle {
  readonly index: number
  readonly remove: number
  readonly insert: string
}

function changedMiddle(now: string, wanted: string): Middle {
  const shorter = Math.min(now.length, wanted.length)
  let start = 0
  while (start < shorter && now[start] === wanted[start]) start++
  if (start > 0 && isHighSurrogate(now, start - 1)) start--
  let end = 0
  while (end < shorter - start && now[now.length - 1 - end] === wanted[wanted.length - 1 - end]) end++
  if (end > 0 && isLowSurrogate(now, now.length - end)) end--
  return { index: start, remove: now.length - start - end, insert: wanted.slice(start, wanted.length - end) }
}

/** The blocks of the unchanged beginning and end stay as they are; the changed middle holds none. */
function keepBlocks(stored: string, wanted: string): string {
  const { index, remove, insert } = changedMiddle(plainFromRich(stored), wanted)
  return stored.slice(0, index) + insert + stored.slice(index + remove)
}

function spliceEdits(path: StoredPath, { index, remove, insert }: Middle, rich: boolean): readonly PlanEdit[] {
  const pieces = piecesOf(insert)
  let at = index
  return pieces.map((piece, number) => {
    const edit: PlanEdit = { do: 'splice', path, index: at, remove: number === 0 ? remove : 0, insert: piece, rich }
    at += piece.length
    return edit
  })
}

/** Cuts a long text without ever parting a surrogate pair; one piece, empty, for an empty text. */
export function piecesOf(text: string): readonly string[] {
  const pieces: string[] = []
  let start = 0
  do {
    let end = Math.min(start + MAX_INSERT, text.length)
    if (end < text.length && isHighSurrogate(text, end - 1)) end--
    pieces.push(text.slice(start, end))
    start = end
  } while (start < text.length)
  return pieces
}

const isHighSurrogate = (text: string, index: number): boolean => (text.charCodeAt(index) & 0xfc00) === 0xd800
const isLowSurrogate = (text: string, index: number): boolean => (text.charCodeAt(index) & 0xfc00) === 0xdc00
