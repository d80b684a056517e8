/**
 * The proofs of a connection (docs/specs/sync.md, Handshake). Every proof covers the transcript hash, and with it the
 * relay's key, both ephemeral keys and the relay's nonce: a proof made for one relay says nothing to another.
 */
import sodium from 'libsodium-wrappers'
import { concat, u32, u64 } from '../base/bytes.ts'
import { type KeyPair, hash, sessionKey, sign, verify } from '../base/crypto.ts'
import { encodeFrame } from './frameCodec.ts'
import { type FrameInput, OPEN_MODES, type OpenMode } from './frames.ts'

/** X25519 pair of one connection, from 32 fresh random bytes. */
export function ephemeralKeys(seed: Uint8Array): KeyPair {
  const { publicKey, privateKey } = sodium.crypto_kx_seed_keypair(seed)
  return { publicKey, privateKey }
}

const framed = (bytes: Uint8Array): Uint8Array => concat(u32(bytes.length), bytes)
const SIGNATURE_BYTES = 64

/** HELLO as received, and CHAL up to its signature, which is its last 64 bytes. */
const challengeMessage = (hello: Uint8Array, chal: Uint8Array): Uint8Array =>
  concat(framed(hello), framed(chal.subarray(0, chal.length - SIGNATURE_BYTES)))

/** Makes the relay's answer to `hello` (the received bytes of HELLO). */
export function makeChallenge(
  hello: Uint8Array,
  relay: KeyPair,
  body: Omit<FrameInput<'CHAL'>, 'relayKey' | 'signature'>,
): Uint8Array {
  const chal = encodeFrame('CHAL', {
    ...body,
    relayKey: relay.publicKey,
    signature: new Uint8Array(SIGNATURE_BYTES),
  })
  chal.set(sign(relay.privateKey, 'relay-hello', challengeMessage(hello, chal)), chal.length - SIGNATURE_BYTES)
  return chal
}

export function verifyChallenge(hello: Uint8Array, chal: Uint8Array, relayKey: Uint8Array): boolean {
  const signature = chal.subarray(chal.length - SIGNATURE_BYTES)
  return verify(relayKey, 'relay-hello', challengeMessage(hello, chal), signature)
}

/** th: binds everything after it to this connection with this relay. */
export const transcriptHash = (hello: Uint8Array, chal: Uint8Array): Uint8Array =>
  hash('th', framed(hello), framed(chal))

/** m = th‖roomId‖mode‖epochId, under the label "open" for every key that proves something. */
export const openMessage = (th: Uint8Array, roomId: Uint8Array, mode: OpenMode, epochId: Uint8Array): Uint8Array =>
  concat(th, roomId, Uint8Array.of(OPEN_MODES[mode]), epochId)

export const openProof = (privateKey: Uint8Array, message: Uint8Array): Uint8Array => sign(privateKey, 'open', message)

export const verifyOpenProof = (publicKey: Uint8Array, message: Uint8Array, proof: Uint8Array): boolean =>
  verify(publicKey, 'open', message, proof)

/** What SIG(relay,"root",…) covers. */
export const rootMessage = (roomId: Uint8Array, logId: Uint8Array, pos: number, root: Uint8Array): Uint8Array =>
  concat(roomId, logId, u64(pos), root)

/** root_0 of a log, then one step for each entry appended to it. */
export const firstRoot = (logId: Uint8Array): Uint8Array => hash('root', logId)
export const nextRoot = (root: Uint8Array, entryHash: Uint8Array): Uint8Array => hash('root', root, entryHash)

/** Keys of a sealed session, or `undefined` when the other side's ephemeral key is worthless (all zero, low order). */
export function sessionKeys(
  side: 'client' | 'relay',
  own: KeyPair,
  other: Uint8Array,
  th: Uint8Array,
): { readonly send: Uint8Array; readonly receive: Uint8Array } | undefined {
  try {
    const derive = side === 'client' ? sodium.crypto_kx_client_session_keys : sodium.crypto_kx_server_session_keys
    const { sharedRx, sharedTx } = derive(own.publicKey, own.privateKey, other)
    return { send: sessionKey(sharedTx, th), receive: sessionKey(sharedRx, th) }
  } catch {
    return undefined
  }
}
