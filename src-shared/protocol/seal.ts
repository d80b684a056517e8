import sodium from 'libsodium-wrappers'
import { concat, u64 } from '../base/bytes.ts'

/** One direction of a sealed session. `counter` is the number of frames so far; it is never sent. */
export interface SealState {
  readonly key: Uint8Array
  readonly counter: number
}

export const SEAL_OVERHEAD_BYTES = 16

/** A key serves one direction of one session, so the counter alone makes the nonce unique. */
const nonceOf = (counter: number): Uint8Array => concat(new Uint8Array(16), u64(counter))

export function sealFrame(state: SealState, frame: Uint8Array): readonly [SealState, Uint8Array] {
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(frame, null, null, nonceOf(state.counter), state.key)
  return [{ ...state, counter: state.counter + 1 }, sealed]
}

/** `undefined`: lost, doubled, reordered or changed on the way; the session must close (SY4). */
export function openFrame(state: SealState, sealed: Uint8Array): readonly [SealState, Uint8Array] | undefined {
  if (sealed.length <= SEAL_OVERHEAD_BYTES) return undefined
  try {
    const nonce = nonceOf(state.counter)
    const frame = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, null, nonce, state.key)
    return [{ ...state, counter: state.counter + 1 }, frame]
  } catch {
    return undefined
  }
}
