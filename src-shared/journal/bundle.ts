/**
 * The `.aplec` file: entries to carry on a stick (settled, 13), and after them the sealed pieces of attached files. A journal
 * file whose first record is a manifest of what must follow and whose last is "APLT" and H("bundle", all bytes before that
 * record), by which a copy can be checked without opening it. Whether all entries came is judged by the manifest; a reader that
 * knows no files passes over them. No secrets are in it.
 */
import { type Hex, concat, fromHex, toHex } from '../base/bytes.ts'
import { hash, hashOfParts } from '../base/crypto.ts'
import { type Result, err, ok } from '../base/result.ts'
import { type Entry, isControlKind, parseEntry } from './entry.ts'
import type { Journal } from './journal.ts'
import { type Manifest, decodeManifest, encodeManifest } from './manifest.ts'
import {
  type ByteSource,
  type Found,
  RECORD,
  RECORD_HEAD_BYTES,
  frameRecord,
  readRecords,
  recordLetters,
} from './records.ts'
import { emptyVector, vectorWith } from './vector.ts'

export const MAX_BUNDLE_BYTES = 300 * 1024 * 1024
export const MAX_BUNDLE_ENTRIES = 200_000

/**
 * `E_BUNDLE`: not such a file, or beyond the limits. `E_WRONG_PLAN`: of another plan. `E_NEWER`: written by a later
 * version of Aplec. `E_TOO_LARGE`: these entries do not fit one file.
 */
export type BundleError =
  | { readonly code: 'E_BUNDLE'; readonly reason: string }
  | { readonly code: 'E_WRONG_PLAN'; readonly roomId: Hex }
  | { readonly code: 'E_NEWER'; readonly version: number }
  | { readonly code: 'E_TOO_LARGE'; readonly limit: string }

export interface BundleSummary {
  /** Entries that could be read. */
  readonly usable: number
  /** Entries the file was made with; for a journal file, those found. */
  readonly total: number
  /** False: say `E_BUNDLE_PART` with both numbers. A whole file may still hold entries of a later version, not usable here. */
  readonly isWhole: boolean
  /** Highest version of such entries; absent when there are none. */
  readonly newer?: number
}

export interface BundleReader {
  readonly manifest: Manifest
  /** All readable entries, in the order of the file. To be read once; each has its own bytes. */
  entries(): AsyncIterable<Entry>
  /** After the last entry: sealed pieces of files, each with its own bytes. Whether they are wanted their names tell. */
  pieces(): AsyncIterable<Uint8Array>
  /** After the last entry has been read. */
  summary(): BundleSummary
}

const TRAILER_LETTERS = Uint8Array.of(0x41, 0x50, 0x4c, 0x54)
const PIECE_LETTERS = Uint8Array.of(0x41, 0x50, 0x4c, 0x42)

/**
 * Everything the journal holds that can be read, control entries first, and `more` that it does not hold. `pieces`: of
 * attached files, each file's list before its pieces.
 */
export async function makeBundle(
  journal: Journal,
  more: readonly Entry[] = [],
  pieces: readonly Uint8Array[] = [],
): Promise<Result<Uint8Array, BundleError>> {
  const entries: Entry[] = []
  let bytes = more.reduce((sum, entry) => sum + RECORD_HEAD_BYTES + entry.bytes.length, 0)
  bytes += pieces.reduce((sum, { length }) => sum + RECORD_HEAD_BYTES + PIECE_LETTERS.length + length, 0)
  for await (const entry of journal.read(journal.places())) {
    entries.push(entry)
    bytes += RECORD_HEAD_BYTES + entry.bytes.length
    if (bytes > MAX_BUNDLE_BYTES) return err({ code: 'E_TOO_LARGE', limit: '300 MB' })
  }
  entries.push(...more)
  if (entries.length > MAX_BUNDLE_ENTRIES) return err({ code: 'E_TOO_LARGE', limit: '200,000 entries' })
  return ok(encodeBundle(journal.roomId, entries, pieces))
}

/** The bytes of a bundle. Write them with `replaceFile`, which reads them back before the old file goes. */
export function encodeBundle(roomId: Hex, entries: readonly Entry[], pieces: readonly Uint8Array[] = []): Uint8Array {
  const isControl = (entry: Entry): boolean => isControlKind(entry.header.kind)
  const ordered = [...entries.filter(isControl), ...entries.filter((entry) => !isControl(entry))]
  const records = ordered.map((entry) => frameRecord(entry.bytes))
  const manifest = encodeManifest({
    purpose: 'bundle',
    roomId,
    vector: vectorWith(
      emptyVector,
      ordered.map((entry) => entry.header),
    ),
    count: ordered.length,
    bytes: records.reduce((sum, record) => sum + record.length, 0),
    entriesHash: hashOfEntries(ordered.map((entry) => entry.hash)),
  })
  const body = [frameRecord(manifest), ...records, ...pieces.map((piece) => frameRecord(concat(PIECE_LETTERS, piece)))]
  const parts = [...body, frameRecord(concat(TRAILER_LETTERS, hashOfParts('bundle', body)))]
  const out = new Uint8Array(parts.reduce((size, { length }) => size + length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

const hashOfEntries = (hashes: readonly Hex[]): Hex => toHex(hash('bundle-entries', ...hashes.map(fromHex)))

/**
 * Opens a bundle, or a single journal file. Sizes are judged by the file's own size and the manifest before anything
 * else is read. `roomId`: the plan it must belong to.
 */
export async function openBundle(source: ByteSource, roomId?: Hex): Promise<Result<BundleReader, BundleError>> {
  if (source.size > MAX_BUNDLE_BYTES + 4 * 1024 * 1024) return refuse('larger than 300 MB')
  const items = readRecords(source)
  const first = await items.next()
  if (first.done === true || first.value.found !== 'record') return refuse('no manifest')
  const manifest = decodeManifest(new Uint8Array(first.value.bytes))
  if (!manifest.ok) return manifest
  const room = manifest.value.roomId
  if (roomId !== undefined && room !== roomId) return err({ code: 'E_WRONG_PLAN', roomId: room })
  if (manifest.value.purpose === 'bundle') {
    if (manifest.value.count > MAX_BUNDLE_ENTRIES) return refuse('more than 200,000 entries')
    if (manifest.value.bytes > MAX_BUNDLE_BYTES) return refuse('larger than 300 MB')
  }
  return ok(createReader(manifest.value, items))
}

const refuse = (reason: string): Result<never, BundleError> => err({ code: 'E_BUNDLE', reason })

const pieceOf = (record: Uint8Array): Uint8Array => record.slice(PIECE_LETTERS.length)

function createReader(manifest: Manifest, items: AsyncGenerator<Found, void>): BundleReader {
  const hashes: Hex[] = []
  let isEnded = false
  let isHit = false
  /** The first piece ends the entries. */
  let firstPiece: Uint8Array | null = null
  let [newer, countNewer] = [0, 0]

  function readOne(bytes: Uint8Array): Entry | undefined {
    if (recordLetters(bytes) === RECORD.trailer) {
      isEnded = true
      return undefined
    }
    if (recordLetters(bytes) === RECORD.piece) {
      firstPiece = pieceOf(bytes)
      return undefined
    }
    const entry = recordLetters(bytes) === RECORD.entry ? parseEntry(new Uint8Array(bytes)) : undefined
    if (entry?.ok === true && entry.value.header.roomId === manifest.roomId) return entry.value
    if (entry?.ok === false && entry.error.code === 'E_NEWER') {
      newer = Math.max(newer, entry.error.version)
      countNewer += 1
    } else isHit = true
    return undefined
  }

  return {
    manifest,
    async *entries() {
      for (let next = await items.next(); next.done !== true; next = await items.next()) {
        const item = next.value
        const entry = item.found === 'record' ? readOne(item.bytes) : undefined
        if (item.found !== 'record') isHit = true
        if (isEnded || firstPiece !== null || hashes.length === MAX_BUNDLE_ENTRIES) break
        if (entry === undefined) continue
        hashes.push(entry.hash)
        yield entry
      }
    },
    async *pieces() {
      if (firstPiece === null) return
      yield firstPiece
      for await (const item of items) {
        if (item.found !== 'record') continue
        if (recordLetters(item.bytes) === RECORD.trailer) return
        if (recordLetters(item.bytes) === RECORD.piece) yield pieceOf(item.bytes)
      }
    },
    summary() {
      const usable = hashes.length
      const later = newer > 0 ? { newer } : {}
      if (manifest.purpose === 'journal') return { usable, total: usable + countNewer, isWhole: !isHit, ...later }
      // The hash is over the names of all entries; those of a later version have names that cannot be made here.
      const isSame = newer > 0 ? !isHit : hashOfEntries(hashes) === manifest.entriesHash
      return { usable, total: manifest.count, isWhole: isSame && usable + countNewer === manifest.count, ...later }
    },
  }
}
