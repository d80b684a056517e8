/** What a device seals for itself: drafts, document cache, epoch secrets. The key never leaves the device. */
import { type Hex, concat, fromHex, utf8 } from '../base/bytes.ts'
import { NONCE_BYTES, aeadOpen, aeadSeal } from '../base/crypto.ts'
import type { Random } from '../base/ports.ts'

export type SealedUse = 'draft' | 'cache' | 'epoch' | 'invite'

/** Seals and opens under one plan's storage key. What is sealed for one use opens for no other and in no other plan. */
export interface Vault {
  seal(use: SealedUse, plain: Uint8Array): Uint8Array
  /** `undefined` when a bit of it is not as sealed. */
  open(use: SealedUse, sealed: Uint8Array): Uint8Array | undefined
}

export function makeVault(key: Uint8Array, roomId: Hex, random: Random): Vault {
  const room = fromHex(roomId)
  const associated = (use: SealedUse): Uint8Array => concat(utf8(`aplec/v1/own/${use}\0`), room)
  return {
    seal(use, plain) {
      const nonce = random.bytes(NONCE_BYTES)
      return concat(nonce, aeadSeal(key, nonce, plain, associated(use)))
    },
    open: (use, sealed) =>
      sealed.length < NONCE_BYTES
        ? undefined
        : aeadOpen(key, sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES), associated(use)),
  }
}
