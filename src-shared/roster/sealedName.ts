/** Names in control entries: readable by whoever holds the epoch secret, padded so that their length says little. */
import sodium from 'libsodium-wrappers'
import { type Hex, concat, fromHex, utf8 } from '../base/bytes.ts'
import { NONCE_BYTES, aeadOpen, aeadSeal, epochKey } from '../base/crypto.ts'
import type { Random } from '../base/ports.ts'

const PAD_BYTES = 64

/** `device`: public sign key of who bears the name. */
export function sealName(name: string, epochSecret: Uint8Array, roomId: Hex, device: Hex, random: Random): Uint8Array {
  const nonce = random.bytes(NONCE_BYTES)
  const padded = sodium.pad(utf8(name), PAD_BYTES)
  return concat(nonce, aeadSeal(controlKey(epochSecret, roomId), nonce, padded, associated(roomId, device)))
}

/** `undefined` when it was sealed with another secret, for another device, or is not a name. */
export function openName(sealed: Uint8Array, epochSecret: Uint8Array, roomId: Hex, device: Hex): string | undefined {
  const nonce = sealed.subarray(0, NONCE_BYTES)
  if (nonce.length < NONCE_BYTES) return undefined
  const key = controlKey(epochSecret, roomId)
  const padded = aeadOpen(key, nonce, sealed.subarray(NONCE_BYTES), associated(roomId, device))
  if (padded === undefined) return undefined
  try {
    return sodium.to_string(sodium.unpad(padded, PAD_BYTES))
  } catch {
    return undefined
  }
}

const controlKey = (epochSecret: Uint8Array, roomId: Hex): Uint8Array =>
  epochKey(epochSecret, 'control', fromHex(roomId))

const associated = (roomId: Hex, device: Hex): Uint8Array =>
  concat(utf8('aplec/v1/name\0'), fromHex(roomId), fromHex(device))
