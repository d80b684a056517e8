import { Encoder } from 'cbor-x'
import { type Result, err, ok } from './result.ts'

export type CborValue = number | string | boolean | null | Uint8Array | readonly CborValue[] | CborMap
/** Maps have integer keys, except where a format says otherwise. */
export type CborMap = ReadonlyMap<number, CborValue>
/** The outer map of the formats with named keys. */
export type NamedCborMap = ReadonlyMap<string, CborValue>

/** Why bytes are not the CBOR of our formats. */
export type CborError = { readonly kind: 'NotCbor'; readonly at: number; readonly reason: string }

const options = {
  useRecords: false,
  mapsAsObjects: false,
  tagUint8Array: false,
  variableMapSize: true,
  // Not in the types of cbor-x: without it every integer above 2^32 comes back as a BigInt.
  int64AsNumber: true,
}
const codec = new Encoder(options)

/** Deepest nesting of maps and arrays, the outer map included. */
export const MAX_CBOR_DEPTH = 8
/** Most items (values, keys, elements) in one message: bounds the memory that a small message can ask for. */
const MAX_CBOR_ITEMS = 200_000

/** Keys in the order of the map; numbers are integers within ±(2^53-1). */
export function encodeCbor(map: CborMap): Uint8Array {
  return plainBytes(codec.encode(widen(map)))
}

/** The same with named keys in the outer map: the content body, whose names are fixed in docs/specs/journal.md. */
export const encodeNamedCbor = (map: NamedCborMap): Uint8Array => plainBytes(codec.encode(widen(map)))

/**
 * Reads one map with integer keys: definite lengths, no tags, no floats, integers below 2^53, depth ≤ 8, nothing after
 * it. The scan comes first, so that the decoder allocates only what the bytes can hold.
 */
export const decodeCbor = (bytes: Uint8Array): Result<CborMap, CborError> =>
  decodeWith<CborMap>(bytes, UNSIGNED, 'key is not a positive integer')

/** The same with text keys everywhere. */
export const decodeNamedCbor = (bytes: Uint8Array): Result<NamedCborMap, CborError> =>
  decodeWith<NamedCborMap>(bytes, TEXT, 'key is not text')

function decodeWith<T>(bytes: Uint8Array, keyMajor: number, wrongKey: string): Result<T, CborError> {
  const problem = scan(bytes, keyMajor, wrongKey)
  if (problem !== undefined) return err(problem)
  try {
    return ok(plain(codec.decode(bytes)) as T)
  } catch (cause) {
    return err({ kind: 'NotCbor', at: 0, reason: cause instanceof Error ? cause.message : 'unreadable' })
  }
}

/** cbor-x writes numbers above 2^32 as floats; as BigInt they become the integers the formats ask for. */
function widen(value: CborValue | NamedCborMap): unknown {
  if (typeof value === 'number') return value > 0xffff_ffff || value < -0x8000_0000 ? BigInt(value) : value
  if (value instanceof Map) {
    const out = new Map<unknown, unknown>()
    for (const [key, item] of value) out.set(key, widen(item))
    return out
  }
  if (Array.isArray(value)) return value.map(widen)
  return value
}

/** Byte strings as Uint8Array of their own: under Node cbor-x gives Buffers that share the memory of the message. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return plainBytes(value)
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, plain(item)]))
  return value
}

const plainBytes = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes)

const UNSIGNED = 0
const NEGATIVE = 1
const BYTES = 2
const TEXT = 3
const ARRAY = 4
const MAP = 5
const SIMPLE = 7

/** One pass without recursion: `open` holds how many items each open container still expects. */
function scan(bytes: Uint8Array, keyMajor: number, wrongKey: string): CborError | undefined {
  const fail = (at: number, reason: string): CborError => ({ kind: 'NotCbor', at, reason })
  if ((bytes[0] ?? 0) >> 5 !== MAP) return fail(0, 'not a map')
  const open: { left: number; readonly keyed: boolean; expectsKey: boolean }[] = []
  let at = 0
  let items = 0
  do {
    if (at >= bytes.length) return fail(at, 'ends too early')
    if (++items > MAX_CBOR_ITEMS) return fail(at, 'too many items')
    const start = at
    const major = (bytes[at] as number) >> 5
    const minor = (bytes[at] as number) & 31
    at += 1
    if (minor > 27) return fail(start, 'indefinite or reserved length')
    const width = minor < 24 ? 0 : 1 << (minor - 24)
    if (at + width > bytes.length) return fail(start, 'ends too early')
    let argument = minor < 24 ? minor : 0
    for (let i = 0; i < width; i++) argument = argument * 256 + (bytes[at + i] as number)
    at += width
    if (argument >= Number.MAX_SAFE_INTEGER) return fail(start, 'number too large')
    const parent = open.at(-1)
    if (parent?.keyed === true) {
      if (parent.expectsKey && major !== keyMajor) return fail(start, wrongKey)
      parent.expectsKey = !parent.expectsKey
    }
    if (parent !== undefined) parent.left -= 1
    if (major === BYTES || major === TEXT) {
      at += argument
      if (at > bytes.length) return fail(start, 'ends too early')
    } else if (major === ARRAY || major === MAP) {
      if (argument > bytes.length - at) return fail(start, 'length beyond the message')
      if (open.length >= MAX_CBOR_DEPTH) return fail(start, 'too deep')
      open.push({ left: major === MAP ? argument * 2 : argument, keyed: major === MAP, expectsKey: major === MAP })
    } else if (major === SIMPLE) {
      if (minor < 20 || minor > 22) return fail(start, 'float or unknown simple value')
    } else if (major !== UNSIGNED && major !== NEGATIVE) return fail(start, 'tag')
    while (open.length > 0 && open.at(-1)?.left === 0) open.pop()
  } while (open.length > 0)
  return at === bytes.length ? undefined : fail(at, 'bytes after the map')
}
