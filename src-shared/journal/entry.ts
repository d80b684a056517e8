/**
 * The entry: one format on disk, on the wire and on the stick (docs/specs/journal.md). 188 bytes of header, the payload
 * (ciphertext, or a clear control body), 64 bytes of signature. Verified over the received bytes, never re-encoded.
 */
import sodium from 'libsodium-wrappers'
import { type Hex, concat, fromHex, toHex } from '../base/bytes.ts'
import { assert } from '../base/assert.ts'
import { AEAD_TAG_BYTES, NONCE_BYTES, aeadOpen, aeadSeal, hash, sign, verify } from '../base/crypto.ts'
import type { Random } from '../base/ports.ts'
import { type Result, err, ok } from '../base/result.ts'

export const ENTRY_VERSION = 1
export const HEADER_BYTES = 188
export const SIGNATURE_BYTES = 64
/** Largest payload; a larger entry is refused before it is read (limits of docs/specs/journal.md). */
export const MAX_PAYLOAD_BYTES = 1_048_576
export const MAX_ENTRY_BYTES = HEADER_BYTES + MAX_PAYLOAD_BYTES + SIGNATURE_BYTES
/** Largest content body: padded to whole 4 KB it fills a payload. */
export const MAX_CONTENT_BYTES = Math.floor((MAX_PAYLOAD_BYTES - AEAD_TAG_BYTES) / 4096) * 4096 - 1

export const KIND = {
  GENESIS: 1,
  STEWARD: 2,
  INVITE_GRANT: 3,
  INVITE_VOID: 4,
  JOIN: 5,
  DEVICE_LINK: 6,
  ROLE: 7,
  EPOCH: 8,
  FORK_NOTE: 9,
  CONTENT: 16,
  SNAPSHOT: 17,
  SNAPSHOT_ACK: 18,
  BLOB_REF: 22,
  IMPORT: 23,
  /** Reserved for changes of a device that is gone. */
  RESCUE: 24,
} as const

/** Kinds 1–9 carry a clear body; every other kind, known or not, carries ciphertext. */
export const isControlKind = (kind: number): boolean => kind >= KIND.GENESIS && kind <= KIND.FORK_NOTE

export interface EntryHeader {
  /** Any number 1–255: an unknown kind is kept and passed on. */
  readonly kind: number
  /** 64 hex digits each: roomId, epochId, device (Ed25519 public key), prev. */
  readonly roomId: Hex
  readonly epochId: Hex
  readonly device: Hex
  /** 32 hex digits. */
  readonly stream: Hex
  /** Below 2^53 - 1. */
  readonly seq: number
  readonly prev: Hex
}

export interface Entry {
  readonly header: EntryHeader
  /** The 188 bytes as received: associated data of the ciphertext. */
  readonly headerBytes: Uint8Array
  /** 24 bytes. */
  readonly nonce: Uint8Array
  /** Ciphertext, or the clear body of a control entry. */
  readonly payload: Uint8Array
  readonly signature: Uint8Array
  /** entryHash, 64 hex digits: the entry's name everywhere. */
  readonly hash: Hex
  /** The whole entry as received. */
  readonly bytes: Uint8Array
}

/**
 * Why bytes are not an entry, or why an entry cannot be opened. `E_NEWER` has the header of a later version of Aplec: it
 * cannot be verified here, and is refused at the door and left as it is in a file. `E_CONTEXT`: key, room, epoch or header are not those it was sealed with.
 */
export type EntryError =
  | { readonly code: 'E_ENTRY'; readonly reason: 'length' | 'magic' | 'version' | 'kind' | 'flags' | 'seq' | 'size' }
  | { readonly code: 'E_NEWER'; readonly version: number }
  | { readonly code: 'E_CONTEXT'; readonly reason: 'seal' | 'padding' }

/** "APLE". */
const MAGIC = Uint8Array.of(0x41, 0x50, 0x4c, 0x45)

/**
 * Reads one entry. Nothing but the form is judged: the signature is `verifyEntry`, membership the roster's.
 * The result holds views into `bytes`; the caller must not change them afterwards.
 */
export function parseEntry(bytes: Uint8Array): Result<Entry, EntryError> {
  const refuse = (reason: Extract<EntryError, { code: 'E_ENTRY' }>['reason']) =>
    err({ code: 'E_ENTRY', reason } as const)
  if (bytes.length < HEADER_BYTES + SIGNATURE_BYTES) return refuse('length')
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) return refuse('magic')
  const version = bytes[4] as number
  if (version > ENTRY_VERSION) return err({ code: 'E_NEWER', version })
  if (version !== ENTRY_VERSION) return refuse('version')
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES)
  const payloadBytes = view.getUint32(160)
  if (payloadBytes > MAX_PAYLOAD_BYTES) return refuse('size')
  if (bytes.length !== HEADER_BYTES + payloadBytes + SIGNATURE_BYTES) return refuse('length')
  if (bytes[5] === 0) return refuse('kind')
  if (bytes[6] !== 0 || bytes[7] !== 0) return refuse('flags')
  const seq = Number(view.getBigUint64(120))
  if (seq >= Number.MAX_SAFE_INTEGER) return refuse('seq')
  return ok(assemble(bytes, seq))
}

function assemble(bytes: Uint8Array, seq: number): Entry {
  const hex = (from: number, to: number): Hex => toHex(bytes.subarray(from, to))
  const headerBytes = bytes.subarray(0, HEADER_BYTES)
  const payload = bytes.subarray(HEADER_BYTES, bytes.length - SIGNATURE_BYTES)
  return {
    header: {
      kind: bytes[5] as number,
      roomId: hex(8, 40),
      epochId: hex(40, 72),
      device: hex(72, 104),
      stream: hex(104, 120),
      seq,
      prev: hex(128, 160),
    },
    headerBytes,
    nonce: bytes.subarray(164, HEADER_BYTES),
    payload,
    signature: bytes.subarray(bytes.length - SIGNATURE_BYTES),
    hash: toHex(entryHashOf(headerBytes, payload)),
    bytes,
  }
}

/**
 * What an entry of a later version is called to whoever handed it in: its hash as this version would make it, which need
 * not be its own. At least a header and a signature long.
 */
export const nameOfNewer = (bytes: Uint8Array): Uint8Array =>
  entryHashOf(bytes.subarray(0, HEADER_BYTES), bytes.subarray(HEADER_BYTES, bytes.length - SIGNATURE_BYTES))

const entryHashOf = (headerBytes: Uint8Array, payload: Uint8Array): Uint8Array =>
  hash('entry', headerBytes, hash('ct', payload))

/** A signature costs 0.25 ms: an entry that has been read is verified once, however many rooms ask. */
const verified = new WeakMap<Entry, boolean>()

/** Whether the device named in the header signed these bytes. */
export function verifyEntry(entry: Entry): boolean {
  const known = verified.get(entry)
  if (known !== undefined) return known
  const isSigned = verify(fromHex(entry.header.device), 'entry-sig', fromHex(entry.hash), entry.signature)
  verified.set(entry, isSigned)
  return isSigned
}

/** Signs a clear body (kinds 1–9). `privateKey` belongs to `header.device`. */
export function signControlEntry(header: EntryHeader, body: Uint8Array, privateKey: Uint8Array, random: Random): Entry {
  assert(isControlKind(header.kind), 'Only kinds 1 to 9 carry a clear body.')
  const headerBytes = encodeHeader(header, body.length, random.bytes(NONCE_BYTES))
  return signed(headerBytes, body, privateKey)
}

/** Pads, seals and signs a body (kinds 16 and up). `contentKey`: `epochKey(E, 'content', roomId)` of `header.epochId`. */
export function sealContentEntry(
  header: EntryHeader,
  body: Uint8Array,
  contentKey: Uint8Array,
  privateKey: Uint8Array,
  random: Random,
): Entry {
  assert(!isControlKind(header.kind), 'Control bodies are not sealed.')
  assert(body.length <= MAX_CONTENT_BYTES, 'A content body fits one entry; the caller splits before.')
  const padded = pad(body)
  const nonce = random.bytes(NONCE_BYTES)
  const headerBytes = encodeHeader(header, padded.length + AEAD_TAG_BYTES, nonce)
  return signed(headerBytes, aeadSeal(contentKey, nonce, padded, headerBytes), privateKey)
}

/** The body of a sealed entry. Call after `verifyEntry` and the roster: a reader can make ciphertext, not signatures. */
export function openContentEntry(entry: Entry, contentKey: Uint8Array): Result<Uint8Array, EntryError> {
  const padded = aeadOpen(contentKey, entry.nonce, entry.payload, entry.headerBytes)
  if (padded === undefined) return err({ code: 'E_CONTEXT', reason: 'seal' })
  const body = unpad(padded)
  return body === undefined ? err({ code: 'E_CONTEXT', reason: 'padding' }) : ok(body)
}

function encodeHeader(header: EntryHeader, payloadBytes: number, nonce: Uint8Array): Uint8Array {
  assert(payloadBytes <= MAX_PAYLOAD_BYTES, 'A payload has at most 1 MiB.')
  assert(Number.isInteger(header.kind) && header.kind > 0 && header.kind < 256, 'A kind is one byte, not zero.')
  assert(header.seq >= 0 && header.seq < Number.MAX_SAFE_INTEGER, 'A sequence number is below 2^53 - 1.')
  const out = new Uint8Array(HEADER_BYTES)
  const view = new DataView(out.buffer)
  out.set(MAGIC, 0)
  out[4] = ENTRY_VERSION
  out[5] = header.kind
  setHex(out, 8, 32, header.roomId)
  setHex(out, 40, 32, header.epochId)
  setHex(out, 72, 32, header.device)
  setHex(out, 104, 16, header.stream)
  view.setBigUint64(120, BigInt(header.seq))
  setHex(out, 128, 32, header.prev)
  view.setUint32(160, payloadBytes)
  out.set(nonce, 164)
  return out
}

function setHex(out: Uint8Array, offset: number, length: number, hex: Hex): void {
  assert(hex.length === length * 2, 'An id in a header has its full length.')
  out.set(fromHex(hex), offset)
}

function signed(headerBytes: Uint8Array, payload: Uint8Array, privateKey: Uint8Array): Entry {
  const signature = sign(privateKey, 'entry-sig', entryHashOf(headerBytes, payload))
  const bytes = concat(headerBytes, payload, signature)
  const parsed = parseEntry(bytes)
  assert(parsed.ok, 'What we write we can read.')
  return parsed.value
}

/** Sizes show a relay little: steps of 256 bytes up to 4 KB, of 4 KB beyond. */
const stepOf = (paddedBytes: number): number => (paddedBytes <= 4096 ? 256 : 4096)

/** ISO 7816-4: 0x80, then zeros; always at least one byte. */
const pad = (body: Uint8Array): Uint8Array => sodium.pad(body, stepOf(body.length + 1))

function unpad(padded: Uint8Array): Uint8Array | undefined {
  const step = stepOf(padded.length)
  if (padded.length === 0 || padded.length % step !== 0) return undefined
  try {
    return sodium.unpad(padded, step)
  } catch {
    return undefined
  }
}
