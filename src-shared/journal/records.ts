/**
 * Records: what journal files, draft files and `.aplec` files are made of. u32 length, u32 CRC-32C of the bytes, then
 * the bytes, which begin with four letters saying what they are. One reader for all of them; it finds its way back after
 * a damaged stretch, so that exactly what was hit is missing.
 */
import { crc32c } from '../base/crc32c.ts'
import { type Result, ok } from '../base/result.ts'
import type { Disk, DiskError } from './disk.ts'
import { HEADER_BYTES, MAX_ENTRY_BYTES, SIGNATURE_BYTES } from './entry.ts'

export const RECORD_HEAD_BYTES = 8
/** The first four bytes of a record, as a big-endian number: "APLE", "APLM", "APLT", "APLD", "APLB". */
export const RECORD = {
  entry: 0x41504c45,
  manifest: 0x41504c4d,
  trailer: 0x41504c54,
  draft: 0x41504c44,
  /** A sealed piece of an attached file; in bundles only. */
  piece: 0x41504c42,
} as const
export const MAX_RECORD_BYTES = MAX_ENTRY_BYTES
const LETTERS_BYTES = 4
const KNOWN: ReadonlySet<number> = new Set(Object.values(RECORD))

export const frameRecord = (bytes: Uint8Array): Uint8Array => frameRecords([bytes])

/** One record after the other, each copied once: what a group commit writes is made in one piece. */
export function frameRecords(contents: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(contents.reduce((size, { length }) => size + RECORD_HEAD_BYTES + length, 0))
  const view = new DataView(out.buffer)
  let offset = 0
  for (const bytes of contents) {
    view.setUint32(offset, bytes.length)
    view.setUint32(offset + 4, crc32c(bytes))
    out.set(bytes, offset + RECORD_HEAD_BYTES)
    offset += RECORD_HEAD_BYTES + bytes.length
  }
  return out
}

export const recordLetters = (bytes: Uint8Array): number =>
  bytes.length < LETTERS_BYTES ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)

export type Found =
  /** `bytes` without the record's head; a view, valid until the next item is asked for. */
  | { readonly found: 'record'; readonly offset: number; readonly bytes: Uint8Array }
  /** A stretch that holds no readable record. */
  | { readonly found: 'damage'; readonly offset: number; readonly length: number }
  /** The file ends inside a record, as a crash leaves it. */
  | { readonly found: 'tail'; readonly offset: number; readonly length: number }

/** Bytes that can be read piece by piece. */
export interface ByteSource {
  readonly size: number
  read(offset: number, length: number): Promise<Result<Uint8Array, DiskError>>
}

export const fileSource = (disk: Disk, name: string, size: number): ByteSource => ({
  size,
  read: (offset, length) => disk.read(name, offset, length),
})

export const bytesSource = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (offset, length) => Promise.resolve(ok(bytes.subarray(offset, offset + length))),
})

/** Reads at most this much at once; a file of any size costs two such windows of memory. */
const WINDOW_BYTES = 4 * 1024 * 1024
/** Unreadable sectors are stepped over in pieces of this size. */
const SECTOR_BYTES = 4096
/**
 * Most bytes checksummed while looking for the way back, per file: a hostile file full of false heads costs seconds, not
 * hours. What lies beyond counts as damaged.
 */
const MAX_SEARCH_BYTES = 256 * 1024 * 1024
/** A false head costs at least as much as this many bytes checksummed. */
const FALSE_HEAD_BYTES = 1_024

/** Every byte of the source is in exactly one item. Ends early only when the disk fails to read at all. */
export async function* readRecords(source: ByteSource): AsyncGenerator<Found, void> {
  const window = openWindow(source)
  const search = { bytesLeft: MAX_SEARCH_BYTES }
  let offset = 0
  while (offset < source.size) {
    const bytes = await recordAt(window, offset)
    if (bytes !== undefined) {
      yield { found: 'record', offset, bytes }
      offset += RECORD_HEAD_BYTES + bytes.length
      continue
    }
    const next = await findNext(window, offset, search)
    const isTail = next === source.size && (await looksTorn(window, offset))
    yield { found: isTail ? 'tail' : 'damage', offset, length: next - offset }
    offset = next
  }
}

async function recordAt(window: Window, offset: number): Promise<Uint8Array | undefined> {
  const length = await lengthAt(window, offset)
  if (length === undefined || offset + RECORD_HEAD_BYTES + length > window.size) return undefined
  const whole = await window.get(offset, RECORD_HEAD_BYTES + length)
  const bytes = whole.subarray(RECORD_HEAD_BYTES)
  return crc32c(bytes) === numberAt(whole, 4) ? bytes : undefined
}

async function lengthAt(window: Window, offset: number): Promise<number | undefined> {
  const head = await window.get(offset, RECORD_HEAD_BYTES + LETTERS_BYTES)
  if (head.length < RECORD_HEAD_BYTES + LETTERS_BYTES) return undefined
  const length = numberAt(head, 0)
  return length >= LETTERS_BYTES && length <= MAX_RECORD_BYTES ? length : undefined
}

/** Where the damage at `offset` ends: at the next good record, or at the end of the file. */
async function findNext(window: Window, offset: number, search: { bytesLeft: number }): Promise<number> {
  const length = await lengthAt(window, offset)
  if (length !== undefined) {
    const end = offset + RECORD_HEAD_BYTES + length
    if (end === window.size || (end < window.size && (await recordAt(window, end)) !== undefined)) return end
  }
  const overlap = RECORD_HEAD_BYTES + LETTERS_BYTES - 1
  for (let start = offset + 1; start < window.size;) {
    const piece = await window.get(start, WINDOW_BYTES)
    for (let head = findLetters(piece, 0); head !== undefined; head = findLetters(piece, head + 1)) {
      const at = start + head
      search.bytesLeft -= Math.max(FALSE_HEAD_BYTES, (await lengthAt(window, at)) ?? 0)
      if (search.bytesLeft < 0) return window.size
      if ((await recordAt(window, at)) !== undefined) return at
    }
    if (start + piece.length >= window.size) break
    start += piece.length - overlap
  }
  return window.size
}

/** First place in `piece`, `from` on, where a record's head could begin: known letters, all of them "APL" and one more, eight bytes on. */
function findLetters(piece: Uint8Array, from: number): number | undefined {
  for (let at = from + RECORD_HEAD_BYTES; at + LETTERS_BYTES <= piece.length; at++) {
    if (piece[at] !== 0x41 || piece[at + 1] !== 0x50 || piece[at + 2] !== 0x4c) continue
    if (KNOWN.has(numberAt(piece, at))) return at - RECORD_HEAD_BYTES
  }
  return undefined
}

/**
 * Whether what is left of the file is a record that was being written when the machine stopped: too short for what its
 * own head says, or ending in zeros where the system had grown the file first. A record with a damaged length is not: an
 * entry says its length a second time.
 */
async function looksTorn(window: Window, offset: number): Promise<boolean> {
  const rest = await window.get(offset, RECORD_HEAD_BYTES + MAX_RECORD_BYTES)
  if (offset + rest.length < window.size) return false
  if (rest.length < RECORD_HEAD_BYTES + LETTERS_BYTES) return true
  if (rest.subarray(-16).every((byte) => byte === 0)) return true
  const letters = numberAt(rest, RECORD_HEAD_BYTES)
  const length = numberAt(rest, 0)
  if (!KNOWN.has(letters) || length > MAX_RECORD_BYTES || RECORD_HEAD_BYTES + length <= rest.length) return false
  return letters !== RECORD.entry || rest.length < RECORD_HEAD_BYTES + 164 || entryLength(rest) === length
}

const entryLength = (record: Uint8Array): number =>
  HEADER_BYTES + numberAt(record, RECORD_HEAD_BYTES + 160) + SIGNATURE_BYTES

const numberAt = (bytes: Uint8Array, offset: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset)

interface Window {
  readonly size: number
  /** Up to `length` bytes; fewer at the end of the file. What cannot be read is zeros. */
  get(offset: number, length: number): Promise<Uint8Array>
}

function openWindow(source: ByteSource): Window {
  let start = 0
  let held: Uint8Array = new Uint8Array()
  return {
    size: source.size,
    async get(offset, wanted) {
      const length = Math.max(0, Math.min(wanted, source.size - offset))
      if (offset < start || offset + length > start + held.length) {
        held = await readAnyway(source, offset, Math.min(Math.max(WINDOW_BYTES, length), source.size - offset))
        start = offset
      }
      return held.subarray(offset - start, offset - start + length)
    },
  }
}

async function readAnyway(source: ByteSource, offset: number, length: number): Promise<Uint8Array> {
  const whole = await source.read(offset, length)
  if (whole.ok && whole.value.length === length) return whole.value
  const out = new Uint8Array(length)
  for (let at = 0; at < length; at += SECTOR_BYTES) {
    const piece = await source.read(offset + at, Math.min(SECTOR_BYTES, length - at))
    if (piece.ok) out.set(piece.value, at)
  }
  return out
}

/** The bytes of a whole framed record, or `undefined` when length or checksum is wrong. */
export function unframe(whole: Uint8Array): Uint8Array | undefined {
  if (whole.length < RECORD_HEAD_BYTES + LETTERS_BYTES) return undefined
  const bytes = whole.subarray(RECORD_HEAD_BYTES)
  return numberAt(whole, 0) === bytes.length && numberAt(whole, 4) === crc32c(bytes) ? bytes : undefined
}
