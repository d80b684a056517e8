/**
 * Every cryptographic step of Aplec, under one set of labels (docs/specs/journal.md, "Keys"). All of it is libsodium;
 * here are only the labels and contexts, which are fixed for ever: changing one breaks every plan.
 *
 * Keys, hashes and signatures are bytes here; rooms turn them into hex where they are map keys.
 */
import sodium from 'libsodium-wrappers'
import { assert } from './assert.ts'
import { concat, u32, utf8 } from './bytes.ts'

export interface KeyPair {
  readonly publicKey: Uint8Array
  /** Ed25519: 64 bytes, as libsodium keeps them; X25519: 32 bytes. */
  readonly privateKey: Uint8Array
}

const labels = new Map<string, Uint8Array>()

/** The labels are a few dozen constants, asked for with every entry. */
function labelled(label: string): Uint8Array {
  const known = labels.get(label)
  if (known !== undefined) return known
  const made = utf8(`aplec/v1/${label}\0`)
  labels.set(label, made)
  return made
}

/** BLAKE2b-256 keyed with `key` (32 bytes) over label and context. */
export function kdf(key: Uint8Array, label: string, context: Uint8Array = new Uint8Array()): Uint8Array {
  assert(key.length === 32, 'A key to derive from has 32 bytes.')
  return sodium.crypto_generichash(32, concat(labelled(label), context), key)
}

/** BLAKE2b-256 over label and the parts one after the other. Parts of variable length are framed by the caller. */
export const hash = (label: string, ...parts: readonly Uint8Array[]): Uint8Array =>
  sodium.crypto_generichash(32, concat(labelled(label), ...parts), null)

/** The same hash of one text that is there in parts, without putting it together. */
export function hashOfParts(label: string, parts: Iterable<Uint8Array>): Uint8Array {
  const state = sodium.crypto_generichash_init(null, 32)
  sodium.crypto_generichash_update(state, labelled(label))
  for (const part of parts) sodium.crypto_generichash_update(state, part)
  return sodium.crypto_generichash_final(state, 32)
}

/** Ed25519 as libsodium does it. Keys and signatures have their right lengths. */
export interface Ed25519 {
  sign(message: Uint8Array, privateKey: Uint8Array): Uint8Array
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean
}

export const wasmEd25519: Ed25519 = {
  sign: (message, privateKey) => sodium.crypto_sign_detached(message, privateKey),
  verify: (signature, message, publicKey) => sodium.crypto_sign_verify_detached(signature, message, publicKey),
}
let ed25519 = wasmEd25519

/** For a process that lives on signatures and has the same library as machine code: the same answers, sooner. */
export function useEd25519(faster: Ed25519): void {
  ed25519 = faster
}

/** Ed25519 signature, 64 bytes. */
export const sign = (privateKey: Uint8Array, label: string, message: Uint8Array): Uint8Array =>
  ed25519.sign(concat(labelled(label), message), privateKey)

/** False for anything but a good signature, also for keys and signatures of a wrong length. */
export function verify(publicKey: Uint8Array, label: string, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  return ed25519.verify(signature, concat(labelled(label), message), publicKey)
}

const signPair = (seed: Uint8Array): KeyPair => plainPair(sodium.crypto_sign_seed_keypair(seed))
// From the scalar itself (crypto_scalarmult_base), not crypto_box_seed_keypair, which would hash it once more.
const boxPair = (secret: Uint8Array): KeyPair => ({
  publicKey: sodium.crypto_scalarmult_base(secret),
  privateKey: secret,
})
const plainPair = ({ publicKey, privateKey }: KeyPair): KeyPair => ({ publicKey, privateKey })

/** A root key pair (Ed25519) from a 32-byte seed. */
export const rootSignKeys = (seed: Uint8Array): KeyPair => signPair(seed)
export const roomIdOf = (rootPublicKey: Uint8Array, salt16: Uint8Array): Uint8Array =>
  hash('room-id', rootPublicKey, salt16)

/** `deviceSecret`: D of an installation, or k of a recovery code, which is a device of its own. */
export const deviceSignKeys = (deviceSecret: Uint8Array, roomId: Uint8Array): KeyPair =>
  signPair(kdf(deviceSecret, 'device/sign', roomId))
export const deviceBoxKeys = (deviceSecret: Uint8Array, roomId: Uint8Array): KeyPair =>
  boxPair(kdf(deviceSecret, 'device/box', roomId))

export const inviteSignKeys = (inviteSeed: Uint8Array, roomId: Uint8Array): KeyPair =>
  signPair(kdf(inviteSeed, 'invite/sign', roomId))
export const inviteBoxKeys = (inviteSeed: Uint8Array, roomId: Uint8Array): KeyPair =>
  boxPair(kdf(inviteSeed, 'invite/box', roomId))

/** Symmetric keys of one epoch: entry contents, names in control entries, presence, blobs. */
export type EpochUse = 'content' | 'control' | 'presence' | 'blob'
export const epochKey = (epochSecret: Uint8Array, use: EpochUse, roomId: Uint8Array): Uint8Array =>
  kdf(epochSecret, `epoch/${use}`, roomId)
export const subscribeKeys = (epochSecret: Uint8Array, roomId: Uint8Array): KeyPair =>
  signPair(kdf(epochSecret, 'epoch/subscribe', roomId))
export const keyCommit = (epochSecret: Uint8Array, roomId: Uint8Array, epochNumber: number): Uint8Array =>
  kdf(epochSecret, 'epoch/commit', concat(roomId, u32(epochNumber)))

/** Automerge actor of one stream, 16 bytes; `n` stays 0 for the life of a stream. */
export const actorOf = (devicePublicKey: Uint8Array, stream: Uint8Array, n = 0): Uint8Array =>
  sodium.crypto_generichash(16, concat(labelled('actor'), devicePublicKey, stream, u32(n)), null)

/** `shared`: rx or tx of crypto_kx. */
export const sessionKey = (shared: Uint8Array, transcriptHash: Uint8Array): Uint8Array =>
  kdf(shared, 'session', transcriptHash)

/** k of a recovery code of 16 bytes. */
export function recoveryKey(code: Uint8Array): Uint8Array {
  assert(code.length === 16, 'A recovery code has 16 bytes.')
  return hash('recovery-key', code)
}

/** Key under which one device seals what it keeps for itself (drafts, epoch secrets). It never leaves the device. */
export const storageKey = (deviceSecret: Uint8Array, roomId: Uint8Array): Uint8Array =>
  kdf(deviceSecret, 'storage', roomId)

/** Key under which a window seals its cache. Whoever has it can read the cache, and nothing else of the device. */
export const windowCacheKey = (deviceSecret: Uint8Array): Uint8Array => kdf(deviceSecret, 'window-cache')

export const AEAD_TAG_BYTES = 16
export const NONCE_BYTES = 24

/** XChaCha20-Poly1305-IETF. */
export const aeadSeal = (key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, associated: Uint8Array): Uint8Array =>
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, associated, null, nonce, key)

/** `undefined` when key, nonce, associated data or a byte of the ciphertext is not the sealed one. */
export function aeadOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  associated: Uint8Array,
): Uint8Array | undefined {
  if (sealed.length < AEAD_TAG_BYTES) return undefined
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, associated, nonce, key)
  } catch {
    return undefined
  }
}

/** Anonymous box to an X25519 public key: 48 bytes longer than `plain`. Throws on a worthless key. */
export const boxSeal = (plain: Uint8Array, publicKey: Uint8Array): Uint8Array =>
  sodium.crypto_box_seal(plain, publicKey)

/** `undefined` when it was not sealed to these keys, or damaged. */
export function boxOpen(sealed: Uint8Array, keys: KeyPair): Uint8Array | undefined {
  try {
    return sodium.crypto_box_seal_open(sealed, keys.publicKey, keys.privateKey)
  } catch {
    return undefined
  }
}
