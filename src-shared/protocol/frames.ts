/**
 * The frames between a client and a relay: 1 type byte, then a CBOR map with integer keys (docs/specs/frames.md). This
 * table is the whole contract; its hash is pinned by a test, and changing it means a new protocol number.
 *
 * Key 0 is never used, so that it can mark an extension later. Unknown keys are ignored.
 */
import * as v from 'valibot'
import {
  MAX_ASKED_PIECES,
  MAX_BATCH_ENTRIES,
  MAX_BATCH_PIECES,
  MAX_ENTRY_BYTES,
  MAX_EPHEMERAL_BYTES,
  MAX_PIECE_BYTES,
  MAX_STREAM_RANGES,
  MAX_VECTOR_STREAMS,
  MIN_ENTRY_BYTES,
} from './limits.ts'

const u32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff))
const u53 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
// Without the cast the type would ask for an ArrayBuffer of one's own, which views of a message do not have.
const binary = v.instance(Uint8Array) as v.GenericSchema<Uint8Array>
const bit = v.picklist([0, 1])
const bytes = (length: number) => v.pipe(binary, v.length(length))
const upTo = (length: number) => v.pipe(binary, v.maxLength(length))
const text = (length: number) => v.pipe(v.string(), v.maxLength(length))
const entry = v.pipe(binary, v.minLength(MIN_ENTRY_BYTES), v.maxLength(MAX_ENTRY_BYTES))
const entries = v.pipe(v.array(entry), v.minLength(1), v.maxLength(MAX_BATCH_ENTRIES))
/** Hashes one after the other, 32 bytes each. */
const hashRow = (most: number) =>
  v.pipe(
    upTo(32 * most),
    v.check((value) => value.length % 32 === 0, 'not a row of hashes'),
  )
const hashes = hashRow(MAX_BATCH_ENTRIES)
const pieces = v.pipe(
  v.array(v.pipe(binary, v.minLength(1), v.maxLength(MAX_PIECE_BYTES))),
  v.maxLength(MAX_BATCH_PIECES),
)
const hash = bytes(32)
const signature = bytes(64)
const logId = bytes(16)
const code = v.pipe(text(40), v.regex(/^[EW]_[A-Z_]+$/))

/** [stream 16, contiguous length, then pairs from, to (both held) beyond it, ascending]. */
const streamState = v.pipe(
  v.array(v.union([bytes(16), u53])),
  v.minLength(2),
  v.maxLength(2 + 2 * MAX_STREAM_RANGES),
  v.check(
    (value) => value.length % 2 === 0 && value.every((item, i) => (i === 0) === item instanceof Uint8Array),
    'shape',
  ),
)
const vector = v.pipe(v.array(streamState), v.maxLength(MAX_VECTOR_STREAMS))
/** [stream 16, from, to, from, to, …], both ends wanted. */
const streamRanges = v.pipe(
  v.array(v.union([bytes(16), u53])),
  v.minLength(3),
  v.maxLength(1 + 2 * MAX_STREAM_RANGES),
  v.check(
    (value) => value.length % 2 === 1 && value.every((item, i) => (i === 0) === item instanceof Uint8Array),
    'shape',
  ),
)

const field = <const K extends number, S extends v.GenericSchema>(key: K, schema: S) => ({ key, schema })
const maybe = <const K extends number, S extends v.GenericSchema>(key: K, schema: S) => ({
  key,
  schema: v.optional(schema),
})

/** What a relay has signed about its log: root_i = H("root", root_{i-1}‖entryHash_i). */
const signedRoot = {
  logId: field(1, logId),
  pos: field(2, u53),
  root: field(3, hash),
  rootSignature: field(4, signature),
}

export const FRAMES = {
  HELLO: {
    type: 0x01,
    fields: {
      protoMin: field(1, u32),
      protoMax: field(2, u32),
      /** X25519 public key of this connection. */
      ephemeral: field(3, hash),
      app: field(4, text(64)),
      sealed: field(5, bit),
    },
  },
  CHAL: {
    type: 0x02,
    fields: {
      proto: field(1, u32),
      relayKey: field(2, hash),
      ephemeral: field(3, hash),
      nonce: field(4, hash),
      /** UTC seconds by the relay's clock. */
      time: field(5, u53),
      /** Leading zero bits asked of a proof of work for `create`; 255: this client may create no room here. */
      work: field(6, v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))),
      maxEntryBytes: field(7, u32),
      maxBatchEntries: field(8, u32),
      /** Last of all: the frame's final 64 bytes. */
      signature: field(15, signature),
    },
  },
  OPEN: {
    type: 0x03,
    fields: {
      roomId: field(1, hash),
      mode: field(2, v.picklist([1, 2, 3, 4])),
      epochId: field(3, hash),
      vector: field(4, vector),
      lastLogId: maybe(5, logId),
      lastPos: maybe(6, u53),
      lastRoot: maybe(7, hash),
      subscribeProof: maybe(8, signature),
      deviceKey: maybe(9, hash),
      deviceProof: maybe(10, signature),
      inviteKey: maybe(11, hash),
      inviteProof: maybe(12, signature),
      workDay: maybe(13, u32),
      workNonce: maybe(14, u53),
      token: maybe(15, upTo(256)),
      /** `create`: the whole control log, in an order in which parents come first. */
      control: maybe(16, v.pipe(v.array(entry), v.maxLength(2_000))),
    },
  },
  OPENED: {
    type: 0x04,
    fields: {
      ...signedRoot,
      vector: field(5, vector),
      /** Root at the client's `lastPos`, where this log has it and its logId is the same. */
      rootAtLast: maybe(6, hash),
      quotaBytes: field(7, u53),
      usedBytes: field(8, u53),
    },
  },
  /** What the sender holds now. To a relay it is also the question: what do you hold? */
  HAVE: { type: 0x05, fields: { vector: field(1, vector) } },
  WANT: { type: 0x06, fields: { ranges: field(1, v.pipe(v.array(streamRanges), v.maxLength(MAX_VECTOR_STREAMS))) } },
  PUT: { type: 0x07, fields: { entries: field(1, entries) } },
  /** Only after these entries are durable at the relay. */
  ACK: { type: 0x08, fields: { ...signedRoot, hashes: field(5, hashes) } },
  /** Without `hashes` it refuses the session or the question, with them these entries of a PUT. */
  NACK: {
    type: 0x09,
    fields: {
      code: field(1, code),
      retryable: field(2, bit),
      retryAfterMs: field(3, u32),
      hashes: maybe(4, hashes),
      used: maybe(5, u53),
      limit: maybe(6, u53),
    },
  },
  DELIVER: { type: 0x0a, fields: { entries: field(1, entries) } },
  /** Everything asked for in the WANT before it has been sent. */
  CAUGHT_UP: { type: 0x0b, fields: signedRoot },
  /** Presence: sealed for the members, handed on and never stored. */
  EPH: { type: 0x0c, fields: { body: field(1, upTo(MAX_EPHEMERAL_BYTES)) } },
  /** Sealed pieces of files: to a relay, to be kept; from a relay, what a BLOB_GET asked for, up to the first that is not there. */
  BLOB_PUT: { type: 0x0d, fields: { pieces: field(1, pieces) } },
  BLOB_GET: { type: 0x0e, fields: { addresses: field(1, hashRow(MAX_BATCH_PIECES)) } },
  PING: { type: 0x0f, fields: { nonce: field(1, u32) } },
  PONG: { type: 0x10, fields: { nonce: field(1, u32) } },
  GOAWAY: { type: 0x11, fields: { code: field(1, code), retryAfterMs: field(2, u32) } },
  /** Before a close: why. Nothing of the offending frame is repeated. */
  ERROR: { type: 0x12, fields: { code: field(1, code) } },
  /**
   * To a relay: which of these do you hold? From a relay: these. With `news` nobody asked just now: they came since a question
   * to which they were no answer yet.
   */
  BLOB_HAVE: { type: 0x13, fields: { addresses: field(1, hashRow(MAX_ASKED_PIECES)), news: maybe(2, bit) } },
  /** Without a code: these pieces are durable at the relay. With one: it did not take them. */
  BLOB_ACK: {
    type: 0x14,
    fields: {
      addresses: field(1, hashRow(MAX_BATCH_PIECES)),
      code: maybe(2, code),
      used: maybe(3, u53),
      limit: maybe(4, u53),
    },
  },
} as const

export type FrameName = keyof typeof FRAMES
type Fields<N extends FrameName> = (typeof FRAMES)[N]['fields']
type FieldValue<F> = F extends { readonly schema: infer S extends v.GenericSchema } ? v.InferOutput<S> : never
type OptionalNames<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T]
type Values<N extends FrameName> = { readonly [F in keyof Fields<N>]: FieldValue<Fields<N>[F]> }

/** What a frame says, as received: optional fields are there or `undefined`. */
export type FrameBody<N extends FrameName> = Values<N>
/** What a frame is made from: optional fields may be left out. */
export type FrameInput<N extends FrameName> = Omit<Values<N>, OptionalNames<Values<N>>> &
  Partial<Pick<Values<N>, Extract<OptionalNames<Values<N>>, keyof Values<N>>>>
/** One received frame; `bytes` are those received, over which transcripts are taken. */
export type Frame = {
  [N in FrameName]: { readonly name: N; readonly body: FrameBody<N>; readonly bytes: Uint8Array }
}[FrameName]

export const OPEN_MODES = { create: 1, join: 2, read: 3, write: 4 } as const
export type OpenMode = keyof typeof OPEN_MODES
export type WireStream = v.InferOutput<typeof streamState>
export type WireVector = readonly WireStream[]
export type WireRanges = v.InferOutput<typeof streamRanges>
