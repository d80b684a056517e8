/**
 * One attached file as it is kept and carried: sealed pieces, and a sealed list of their addresses (AT1–AT4). Nobody but the
 * members can tell what it is, and everybody, relays too, can tell whether a piece is the one its address names.
 *
 * The key comes from the epoch's secret and the file's own hash, so equal files give equal pieces, and a key never seals two
 * different texts under one nonce. Nothing random is in it: who has the clear file can make every piece again.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { type Hex, concat, fromHex, toHex, u32, u64, utf8 } from '../base/bytes.ts'
import { AEAD_TAG_BYTES, NONCE_BYTES, aeadOpen, aeadSeal, epochKey, hash, kdf } from '../base/crypto.ts'
import { type Steps, atOnce } from '../base/steps.ts'
import { MAX_FILE_BYTES } from './limits.ts'

/** Clear bytes of one piece; the last one is filled up to a multiple of PADDING_BYTES. */
export const PIECE_BYTES = 65_536
export const MAX_SEALED_PIECE_BYTES = PIECE_BYTES + AEAD_TAG_BYTES
export const PADDING_BYTES = 4_096

const LIST_VERSION = 1
const LIST_HEAD_BYTES = 9
const ADDRESS_BYTES = 32
const END_OF_FILE = 0x80

export interface FileList {
  /** Clear bytes of the file. */
  readonly size: number
  /** Of its sealed pieces, in order. */
  readonly pieces: readonly Hex[]
  readonly key: Uint8Array
}

/** One file, sealed. */
export interface SealedFile {
  /** Address of the sealed list: the one name by which all of it is found. */
  readonly address: Hex
  readonly list: Uint8Array
  readonly pieces: readonly Uint8Array[]
}

/** Pieces that are hashed or sealed in one step: some ten milliseconds. */
const STEP_PIECES = 8

/** Name of a file in the plan: SHA-256 of its clear bytes. */
export const fileHash = (bytes: Uint8Array): Hex => atOnce(fileHashSteps(bytes))

export function* fileHashSteps(bytes: Uint8Array): Steps<Hex> {
  const made = sha256.create()
  for (let at = 0; at < bytes.length; at += STEP_PIECES * PIECE_BYTES) {
    if (at > 0) yield
    made.update(bytes.subarray(at, at + STEP_PIECES * PIECE_BYTES))
  }
  return toHex(made.digest())
}

/** Name of sealed bytes, a piece or a list, wherever they are. */
export const addressOf = (sealed: Uint8Array): Hex => toHex(hash('file-piece', sealed))

export const fileKey = (epochSecret: Uint8Array, roomId: Hex, file: Hex): Uint8Array =>
  kdf(epochKey(epochSecret, 'blob', fromHex(roomId)), 'file', fromHex(file))

const countPieces = (size: number): number => Math.ceil((size + 1) / PIECE_BYTES)
const paddedSize = (size: number): number => Math.ceil((size + 1) / PADDING_BYTES) * PADDING_BYTES

/** Bytes that a file of this size takes, sealed, with its list: what quotas count. */
export function sealedSize(size: number): number {
  const count = countPieces(size)
  return paddedSize(size) + count * AEAD_TAG_BYTES + LIST_HEAD_BYTES + count * ADDRESS_BYTES + AEAD_TAG_BYTES
}

export const sealFile = (clear: Uint8Array, key: Uint8Array): SealedFile => atOnce(sealFileSteps(clear, key))

export function* sealFileSteps(clear: Uint8Array, key: Uint8Array): Steps<SealedFile> {
  const count = countPieces(clear.length)
  const pieces: Uint8Array[] = []
  const addresses: Uint8Array[] = []
  for (let number = 0; number < count; number++) {
    if (number > 0 && number % STEP_PIECES === 0) yield
    const piece = aeadSeal(key, nonceOf(number), clearPiece(clear, number), associated(number, count))
    pieces.push(piece)
    addresses.push(hash('file-piece', piece))
  }
  const plain = concat(Uint8Array.of(LIST_VERSION), u64(clear.length), ...addresses)
  const list = aeadSeal(listKey(key), nonceOf(0), plain, utf8('aplec/v1/file-list\0'))
  return { address: addressOf(list), list, pieces }
}

/** `undefined`: not sealed under this key, or of another form. */
export function openList(sealed: Uint8Array, key: Uint8Array): FileList | undefined {
  const plain = aeadOpen(listKey(key), nonceOf(0), sealed, utf8('aplec/v1/file-list\0'))
  if (plain === undefined || plain.length < LIST_HEAD_BYTES || plain[0] !== LIST_VERSION) return undefined
  const size = Number(new DataView(plain.buffer, plain.byteOffset).getBigUint64(1))
  const addresses = plain.subarray(LIST_HEAD_BYTES)
  if (size > MAX_FILE_BYTES || addresses.length !== countPieces(size) * ADDRESS_BYTES) return undefined
  const pieces = Array.from({ length: countPieces(size) }, (_, i) =>
    toHex(addresses.subarray(i * ADDRESS_BYTES, (i + 1) * ADDRESS_BYTES)),
  )
  return { size, pieces, key }
}

/** Clear bytes of one piece; `undefined` when a bit of it is wrong, or it belongs elsewhere. */
export function openPiece({ size, pieces, key }: FileList, number: number, sealed: Uint8Array): Uint8Array | undefined {
  const plain = aeadOpen(key, nonceOf(number), sealed, associated(number, pieces.length))
  return plain?.subarray(0, Math.max(0, Math.min(PIECE_BYTES, size - number * PIECE_BYTES)))
}

/** Bytes of a sealed piece of this file. */
export const pieceSize = ({ size, pieces }: FileList, number: number): number =>
  (number < pieces.length - 1 ? PIECE_BYTES : paddedSize(size) - number * PIECE_BYTES) + AEAD_TAG_BYTES

function clearPiece(clear: Uint8Array, number: number): Uint8Array {
  const start = number * PIECE_BYTES
  const part = clear.subarray(start, start + PIECE_BYTES)
  if (part.length === PIECE_BYTES) return part
  const out = new Uint8Array(paddedSize(clear.length) - start)
  out.set(part)
  out[part.length] = END_OF_FILE
  return out
}

/** Of its own, so that the list and the first piece never share key and nonce. */
const listKey = (key: Uint8Array): Uint8Array => kdf(key, 'file-list')

const nonceOf = (number: number): Uint8Array => concat(new Uint8Array(NONCE_BYTES - 4), u32(number))

/** Where a piece belongs, of how many: reordering and cutting off are found. */
const associated = (number: number, count: number): Uint8Array =>
  concat(utf8('aplec/v1/file-piece\0'), u32(number), u32(count))
