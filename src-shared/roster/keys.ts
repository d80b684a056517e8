/** Key pairs of those who act in a room: devices, codes, invites. */
import sodium from 'libsodium-wrappers'
import { type Hex, concat, fromHex, toHex } from '../base/bytes.ts'
import {
  type KeyPair,
  boxOpen,
  deviceBoxKeys,
  deviceSignKeys,
  inviteBoxKeys,
  inviteSignKeys,
  kdf,
  recoveryKey,
  rootSignKeys,
  sign,
  verify,
} from '../base/crypto.ts'
import type { Random } from '../base/ports.ts'
import type { RecoveryKeys } from './controlBodies.ts'

/** Signs with one, opens sealed epoch secrets with the other. */
export interface ActorKeys {
  readonly sign: KeyPair
  readonly box: KeyPair
}

/** `deviceSecret`: D, 32 bytes, one for each installation; its keys differ from room to room. */
export function deviceKeys(deviceSecret: Uint8Array, roomId: Hex): ActorKeys {
  const room = fromHex(roomId)
  return { sign: deviceSignKeys(deviceSecret, room), box: deviceBoxKeys(deviceSecret, room) }
}

export function inviteKeys(inviteSeed: Uint8Array, roomId: Hex): ActorKeys {
  const room = fromHex(roomId)
  return { sign: inviteSignKeys(inviteSeed, room), box: inviteBoxKeys(inviteSeed, room) }
}

/** The device that a recovery code (16 bytes) is. */
export const recoveryKeys = (code: Uint8Array, roomId: Hex): ActorKeys => deviceKeys(recoveryKey(code), roomId)

/** The keys of the root code (16 bytes). The roomId is made from them, so it takes no part. */
export function rootKeys(code: Uint8Array): ActorKeys {
  const secret = recoveryKey(code)
  const privateKey = kdf(secret, 'root/box')
  return {
    sign: rootSignKeys(kdf(secret, 'root/sign')),
    box: { publicKey: sodium.crypto_scalarmult_base(privateKey), privateKey },
  }
}

/** What a JOIN or GENESIS says of a recovery code, with the proof that its author holds the code. */
export function recoveryOf(code: Uint8Array, roomId: Hex, device: Uint8Array): RecoveryKeys {
  const keys = recoveryKeys(code, roomId)
  const proof = sign(keys.sign.privateKey, 'recovery', recoveryMessage(roomId, device, keys.box.publicKey))
  return { sign: toHex(keys.sign.publicKey), box: toHex(keys.box.publicKey), proof }
}

export const isRecoveryProved = (recovery: RecoveryKeys, roomId: Hex, device: Hex): boolean =>
  verify(
    fromHex(recovery.sign),
    'recovery',
    recoveryMessage(roomId, fromHex(device), fromHex(recovery.box)),
    recovery.proof,
  )

const recoveryMessage = (roomId: Hex, device: Uint8Array, box: Uint8Array): Uint8Array =>
  concat(fromHex(roomId), device, box)

/**
 * crypto_box_seal with the ephemeral key taken from `random`, so that a simulated world gives the same bytes each time;
 * `boxOpen` opens it. 48 bytes longer than `plain`.
 */
export function sealTo(box: Uint8Array, plain: Uint8Array, random: Random): Uint8Array {
  const ephemeral = sodium.crypto_box_seed_keypair(random.bytes(32))
  const nonce = sodium.crypto_generichash(24, concat(ephemeral.publicKey, box), null)
  return concat(ephemeral.publicKey, sodium.crypto_box_easy(plain, nonce, box, ephemeral.privateKey))
}

export const openSealed = boxOpen
