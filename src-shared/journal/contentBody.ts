/** What a CONTENT entry says once opened (docs/specs/journal.md, "Content body"): CBOR with named keys. */
import * as v from 'valibot'
import { type Hex, fromHex, toHex } from '../base/bytes.ts'
import { type CborValue, decodeNamedCbor, encodeNamedCbor } from '../base/cbor.ts'
import { type Result, err, ok } from '../base/result.ts'

/** This version of the body. A body with a higher `minReader` is kept and passed on, never read. */
export const CONTENT_VERSION = 1

/** How far the writer had read another stream: the entry at `seq`, its hash cut to 8 bytes (16 hex digits). */
export interface Seen {
  readonly stream: Hex
  readonly seq: number
  readonly hash8: Hex
}

export interface ContentBody {
  readonly v: number
  readonly minReader: number
  /** The n of this stream's actor: 0 for the life of the stream. */
  readonly n: number
  /** One Automerge bundle chunk. */
  readonly bundle: Uint8Array
  /** Only what changed since the entry before. */
  readonly seen: readonly Seen[]
  /** Heads of the control entries known to the writer (entry hashes): the roster it wrote under. */
  readonly ctrl: readonly Hex[]
  /** Claimed time, UTC ms; for display only. */
  readonly t: number
}

/** `E_BODY`: not this format. `E_NEWER`: a reader of at least `version` is needed. */
export type ContentBodyError =
  { readonly code: 'E_BODY'; readonly reason: string } | { readonly code: 'E_NEWER'; readonly version: number }

/** Most lines of `seen` and `ctrl`: beyond what 500 members with 10 devices and their streams can need in one entry. */
export const MAX_SEEN = 20_000
export const MAX_CTRL = 1_000

const whole = v.pipe(v.number(), v.integer(), v.minValue(0))
const bytes = (length: number) =>
  v.pipe(
    v.instance(Uint8Array),
    v.length(length),
    v.transform((value) => toHex(value)),
  )
const seen = v.pipe(
  v.tuple([bytes(16), whole, bytes(8)]),
  v.transform(([stream, seq, hash8]): Seen => ({ stream, seq, hash8 })),
)
const schema = v.object({
  v: v.pipe(whole, v.minValue(1)),
  minReader: v.pipe(whole, v.minValue(1)),
  n: v.pipe(whole, v.maxValue(0xffff_ffff)),
  bundle: v.instance(Uint8Array),
  seen: v.pipe(v.array(seen), v.maxLength(MAX_SEEN)),
  ctrl: v.pipe(v.array(bytes(32)), v.maxLength(MAX_CTRL)),
  t: whole,
})

export function encodeContentBody(body: ContentBody): Uint8Array {
  return encodeNamedCbor(
    new Map<string, CborValue>([
      ['v', body.v],
      ['minReader', body.minReader],
      ['n', body.n],
      ['bundle', body.bundle],
      ['seen', body.seen.map((line) => [fromHex(line.stream), line.seq, fromHex(line.hash8)])],
      ['ctrl', body.ctrl.map(fromHex)],
      ['t', body.t],
    ]),
  )
}

export function decodeContentBody(body: Uint8Array): Result<ContentBody, ContentBodyError> {
  const map = decodeNamedCbor(body)
  if (!map.ok) return err({ code: 'E_BODY', reason: map.error.reason })
  const minReader = map.value.get('minReader')
  if (typeof minReader === 'number' && minReader > CONTENT_VERSION) return err({ code: 'E_NEWER', version: minReader })
  const known = Object.fromEntries(Object.keys(schema.entries).map((key) => [key, map.value.get(key)]))
  const parsed = v.safeParse(schema, known)
  return parsed.success ? ok(parsed.output) : err({ code: 'E_BODY', reason: v.summarize(parsed.issues).slice(0, 200) })
}
