/**
 * A note: what members tell each other in passing, in an EPH frame of at most 2 KiB (docs/specs/frames.md, "Notes").
 * Sealed under the epoch's presence key and then signed by the device, so that whoever is no member learns only that a
 * device of this plan is here, and nobody can speak for another.
 */
import { type Hex, concat, fromHex, toHex, u32, u64 } from '../base/bytes.ts'
import { AEAD_TAG_BYTES, NONCE_BYTES, aeadOpen, aeadSeal, epochKey, sign, verify } from '../base/crypto.ts'
import type { Random } from '../base/ports.ts'

/** What is signed beside the words, and by what a note that comes twice is known. */
export interface NoteHead {
  readonly epochId: Hex
  /** Ed25519 public key of the device. */
  readonly device: Hex
  /** 8 random bytes for as long as the device has the plan open, as 16 hex digits. */
  readonly session: Hex
  /** 1, 2, 3, … within the session. */
  readonly count: number
  /** UTC ms as claimed. */
  readonly time: number
}

export interface Note extends NoteHead {
  /** Everything before the signature. */
  readonly signed: Uint8Array
  readonly nonce: Uint8Array
  readonly sealed: Uint8Array
  readonly signature: Uint8Array
}

const VERSION = 1
const HEAD_BYTES = 1 + 32 + 32 + 8 + 4 + 8
const SIGNATURE_BYTES = 64
const BEFORE_SEALED = HEAD_BYTES + NONCE_BYTES
/** What a note takes beside its words. */
export const NOTE_BYTES = BEFORE_SEALED + AEAD_TAG_BYTES + SIGNATURE_BYTES

export interface NoteKeys {
  readonly roomId: Hex
  /** E of the epoch named in the head. */
  readonly epochSecret: Uint8Array
}

const headBytes = ({ epochId, device, session, count, time }: NoteHead): Uint8Array =>
  concat(Uint8Array.of(VERSION), fromHex(epochId), fromHex(device), fromHex(session), u32(count), u64(time))

/** `devicePrivateKey`: of `head.device`. `clear`: so short that the whole fits into one frame. */
export function sealNote(
  head: NoteHead,
  clear: Uint8Array,
  keys: NoteKeys & { readonly devicePrivateKey: Uint8Array },
  random: Random,
): Uint8Array {
  const roomId = fromHex(keys.roomId)
  const bytes = headBytes(head)
  const nonce = random.bytes(NONCE_BYTES)
  const key = epochKey(keys.epochSecret, 'presence', roomId)
  const signed = concat(bytes, nonce, aeadSeal(key, nonce, clear, concat(roomId, bytes)))
  return concat(signed, sign(keys.devicePrivateKey, 'presence', concat(roomId, signed)))
}

/** `undefined`: these bytes are no note of this version. Nothing is verified yet. */
export function parseNote(bytes: Uint8Array): Note | undefined {
  if (bytes.length < NOTE_BYTES || bytes[0] !== VERSION) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const time = view.getBigUint64(77)
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) return undefined
  const end = bytes.length - SIGNATURE_BYTES
  return {
    epochId: toHex(bytes.subarray(1, 33)),
    device: toHex(bytes.subarray(33, 65)),
    session: toHex(bytes.subarray(65, 73)),
    count: view.getUint32(73),
    time: Number(time),
    signed: bytes.subarray(0, end),
    nonce: bytes.subarray(HEAD_BYTES, BEFORE_SEALED),
    sealed: bytes.subarray(BEFORE_SEALED, end),
    signature: bytes.subarray(end),
  }
}

/** The device in its head signed it, for this room. */
export const verifyNote = (note: Note, roomId: Hex): boolean =>
  verify(fromHex(note.device), 'presence', concat(fromHex(roomId), note.signed), note.signature)

/** The words; `undefined` when it was sealed for another room or epoch, or under another head. */
export function openNote(note: Note, { roomId, epochSecret }: NoteKeys): Uint8Array | undefined {
  const room = fromHex(roomId)
  const head = note.signed.subarray(0, HEAD_BYTES)
  return aeadOpen(epochKey(epochSecret, 'presence', room), note.nonce, note.sealed, concat(room, head))
}
