import { MAX_BATCH_ENTRIES, MAX_ENTRY_BYTES, MIN_ENTRY_BYTES } from './limits.ts'

/** Type byte, a map of one pair, key 1: what follows is the array of entries. */
const ONE_PAIR = 0xa1
const KEY_OF_ENTRIES = 1
const ARRAY = 4
const BYTES = 2

/**
 * The entries of a PUT or DELIVER in the one form in which they are written: this is what nearly all frames are, and
 * reading it so takes a tenth of the time. `undefined`: another form, or no frame at all; the general reader decides.
 */
export function readPlainEntries(frame: Uint8Array): readonly Uint8Array[] | undefined {
  if (frame[1] !== ONE_PAIR || frame[2] !== KEY_OF_ENTRIES) return undefined
  const count = readHead(frame, 3, ARRAY)
  if (count === undefined || count.argument < 1 || count.argument > MAX_BATCH_ENTRIES) return undefined
  const entries: Uint8Array[] = []
  let { next } = count
  for (let i = 0; i < count.argument; i++) {
    const head = readHead(frame, next, BYTES)
    if (head === undefined || head.argument < MIN_ENTRY_BYTES || head.argument > MAX_ENTRY_BYTES) return undefined
    next = head.next + head.argument
    if (next > frame.length) return undefined
    // Copied: an entry may be kept for as long as its room, the message may not.
    entries.push(new Uint8Array(frame.subarray(head.next, next)))
  }
  return next === frame.length ? entries : undefined
}

/** A length of up to four bytes. */
function readHead(
  bytes: Uint8Array,
  at: number,
  major: number,
): { readonly argument: number; readonly next: number } | undefined {
  const first = bytes[at] ?? 0xff
  const minor = first & 31
  if (first >> 5 !== major || minor > 26) return undefined
  if (minor < 24) return { argument: minor, next: at + 1 }
  const width = 1 << (minor - 24)
  let argument = 0
  for (let i = 1; i <= width; i++) argument = argument * 256 + (bytes[at + i] ?? 0)
  return { argument, next: at + 1 + width }
}
