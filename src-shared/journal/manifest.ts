/**
 * The first record of a journal file or a `.aplec` file (settled, 13): "APLM", one version byte, a CBOR map. It says
 * which plan the file belongs to; in a bundle also what must follow, in a journal file what went before.
 */
import { type Hex, concat, fromHex, toHex } from '../base/bytes.ts'
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from '../base/cbor.ts'
import { type Result, err, ok } from '../base/result.ts'
import { RECORD, recordLetters } from './records.ts'
import { type SeqRange, type StreamState, type Vector, stateOf } from './vector.ts'

export const MANIFEST_VERSION = 1

export type Manifest = JournalManifest | BundleManifest

export interface JournalManifest {
  readonly purpose: 'journal'
  readonly roomId: Hex
  /** The number in the file's name. */
  readonly file: number
  /** Size of the file before when this one was begun, bytes; 0 for the first. */
  readonly sizeBefore: number
}

export interface BundleManifest {
  readonly purpose: 'bundle'
  readonly roomId: Hex
  readonly vector: Vector
  /** Entries that follow. */
  readonly count: number
  /** Bytes of all their records. */
  readonly bytes: number
  /** H("bundle-entries", the entry hashes in the order of the file). */
  readonly entriesHash: Hex
}

export type ManifestError =
  { readonly code: 'E_NEWER'; readonly version: number } | { readonly code: 'E_BUNDLE'; readonly reason: string }

const PURPOSE = { journal: 1, bundle: 2 } as const
const KEY = { purpose: 1, roomId: 2, file: 3, sizeBefore: 4, vector: 5, count: 6, bytes: 7, entriesHash: 8 } as const
const LETTERS = Uint8Array.of(0x41, 0x50, 0x4c, 0x4d)

export function encodeManifest(manifest: Manifest): Uint8Array {
  const map = new Map<number, CborValue>([
    [KEY.purpose, PURPOSE[manifest.purpose]],
    [KEY.roomId, fromHex(manifest.roomId)],
  ])
  if (manifest.purpose === 'journal') {
    map.set(KEY.file, manifest.file).set(KEY.sizeBefore, manifest.sizeBefore)
  } else {
    map.set(KEY.vector, vectorToCbor(manifest.vector)).set(KEY.count, manifest.count)
    map.set(KEY.bytes, manifest.bytes).set(KEY.entriesHash, fromHex(manifest.entriesHash))
  }
  return concat(LETTERS, Uint8Array.of(MANIFEST_VERSION), encodeCbor(map))
}

export function decodeManifest(record: Uint8Array): Result<Manifest, ManifestError> {
  if (recordLetters(record) !== RECORD.manifest) return refuse('no manifest')
  const version = record[4] ?? 0
  if (version > MANIFEST_VERSION) return err({ code: 'E_NEWER', version })
  const map = decodeCbor(record.subarray(5))
  if (!map.ok) return refuse(map.error.reason)
  const roomId = bytesOf(map.value, KEY.roomId, 32)
  if (version !== MANIFEST_VERSION || roomId === undefined) return refuse('manifest')
  return map.value.get(KEY.purpose) === PURPOSE.journal
    ? journalManifest(map.value, roomId)
    : bundleManifest(map.value, roomId)
}

function journalManifest(map: CborMap, roomId: Hex): Result<Manifest, ManifestError> {
  const [file, sizeBefore] = [wholeOf(map, KEY.file), wholeOf(map, KEY.sizeBefore)]
  if (file === undefined || sizeBefore === undefined) return refuse('manifest')
  return ok({ purpose: 'journal', roomId, file, sizeBefore })
}

function bundleManifest(map: CborMap, roomId: Hex): Result<Manifest, ManifestError> {
  if (map.get(KEY.purpose) !== PURPOSE.bundle) return refuse('purpose')
  const vector = vectorFromCbor(map.get(KEY.vector))
  const [count, bytes] = [wholeOf(map, KEY.count), wholeOf(map, KEY.bytes)]
  const entriesHash = bytesOf(map, KEY.entriesHash, 32)
  if (vector === undefined || count === undefined || bytes === undefined || entriesHash === undefined) {
    return refuse('manifest')
  }
  return ok({ purpose: 'bundle', roomId, vector, count, bytes, entriesHash })
}

const refuse = (reason: string): Result<never, ManifestError> => err({ code: 'E_BUNDLE', reason })

/** [stream, length, from, to, from, to, …] for each stream, ordered by stream. */
const vectorToCbor = (vector: Vector): CborValue =>
  [...vector]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([stream, state]) => [
      fromHex(stream),
      state.length,
      ...state.ranges.flatMap((range) => [range.from, range.to]),
    ])

function vectorFromCbor(value: CborValue | undefined): Vector | undefined {
  if (!Array.isArray(value)) return undefined
  const out = new Map<Hex, StreamState>()
  for (const line of value as readonly CborValue[]) {
    if (!Array.isArray(line) || line.length % 2 !== 0) return undefined
    const [stream, length, ...bounds] = line as readonly CborValue[]
    if (!(stream instanceof Uint8Array) || stream.length !== 16 || !isWhole(length)) return undefined
    const ranges: SeqRange[] = length === 0 ? [] : [{ from: 0, to: length - 1 }]
    for (let i = 0; i < bounds.length; i += 2) {
      const [from, to] = [bounds[i], bounds[i + 1]]
      if (!isWhole(from) || !isWhole(to) || to < from) return undefined
      ranges.push({ from, to })
    }
    out.set(toHex(stream), stateOf(ranges))
  }
  return out
}

const isWhole = (value: CborValue | undefined): value is number => typeof value === 'number' && value >= 0

function wholeOf(map: CborMap, key: number): number | undefined {
  const value = map.get(key)
  return isWhole(value) ? value : undefined
}

function bytesOf(map: CborMap, key: number, length: number): Hex | undefined {
  const value = map.get(key)
  return value instanceof Uint8Array && value.length === length ? toHex(value) : undefined
}
