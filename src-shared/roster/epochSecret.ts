/** The secret E of an epoch: making it, handing it on, opening it and checking that it is the one everybody got. */
import { type Hex, concat, equalBytes, fromHex, toHex, utf8 } from '../base/bytes.ts'
import { NONCE_BYTES, aeadOpen, aeadSeal, hash, kdf, keyCommit, subscribeKeys } from '../base/crypto.ts'
import type { Random } from '../base/ports.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { EpochBody, LockedSecret } from './controlBodies.ts'
import { type ActorKeys, openSealed } from './keys.ts'

/** `E_EPOCH_KEY`: what was sealed is not the secret the epoch record commits to. `E_NO_KEY`: nothing sealed for these keys. */
export type EpochSecretError = { readonly code: 'E_EPOCH_KEY' | 'E_NO_KEY' }

type Committed = Pick<EpochBody, 'number' | 'keyCommit' | 'subscribe'>

/** Opens E from an EPOCH for a device, an invite or a code. 32 bytes. */
export function openEpochSecret(epoch: EpochBody, keys: ActorKeys, roomId: Hex): Result<Uint8Array, EpochSecretError> {
  const box = toHex(keys.box.publicKey)
  const mine = epoch.sealed.filter((item) => item.box === box)
  if (mine.length === 0) return err({ code: 'E_NO_KEY' })
  for (const { sealed } of mine) {
    const opened = openCommitted(sealed, epoch, keys, roomId)
    if (opened.ok) return opened
  }
  return err({ code: 'E_EPOCH_KEY' })
}

/** Opens E from the box of an INVITE_GRANT; `epoch` is the EPOCH named in the grant's header. */
export function openGrantSecret(
  sealed: Uint8Array,
  epoch: Committed,
  keys: ActorKeys,
  roomId: Hex,
): Result<Uint8Array, EpochSecretError> {
  return openCommitted(sealed, epoch, keys, roomId)
}

function openCommitted(
  sealed: Uint8Array,
  epoch: Committed,
  keys: ActorKeys,
  roomId: Hex,
): Result<Uint8Array, EpochSecretError> {
  const secret = openSealed(sealed, keys.box)
  return secret !== undefined && isCommittedSecret(secret, epoch, roomId) ? ok(secret) : err({ code: 'E_EPOCH_KEY' })
}

/** Whether this is the secret the EPOCH commits to, and its subscribe key the one the relay checks. */
export function isCommittedSecret(secret: Uint8Array, epoch: Committed, roomId: Hex): boolean {
  if (secret.length !== 32) return false
  const room = fromHex(roomId)
  return (
    equalBytes(keyCommit(secret, room, epoch.number), epoch.keyCommit) &&
    toHex(subscribeKeys(secret, room).publicKey) === epoch.subscribe
  )
}

/** The parent epoch's secret, locked with the new one, so that newcomers read what came before. */
export function lockPrevious(
  previous: Uint8Array,
  parentEpoch: Hex,
  secret: Uint8Array,
  roomId: Hex,
  random: Random,
): LockedSecret {
  const nonce = random.bytes(NONCE_BYTES)
  const key = kdf(secret, 'epoch/previous', fromHex(roomId))
  return {
    epoch: parentEpoch,
    locked: concat(nonce, aeadSeal(key, nonce, previous, associated(roomId, parentEpoch))),
  }
}

/** `undefined` when it was not locked with `secret`. The caller checks the result against the parent's commitment. */
export function openPrevious({ epoch, locked }: LockedSecret, secret: Uint8Array, roomId: Hex): Uint8Array | undefined {
  const key = kdf(secret, 'epoch/previous', fromHex(roomId))
  return aeadOpen(key, locked.subarray(0, NONCE_BYTES), locked.subarray(NONCE_BYTES), associated(roomId, epoch))
}

const associated = (roomId: Hex, epoch: Hex): Uint8Array =>
  concat(utf8('aplec/v1/previous\0'), fromHex(roomId), fromHex(epoch))

/** Hash of who stands at an epoch; `members` are roster ids, in any order. */
export const electorateHash = (members: readonly Hex[]): Uint8Array =>
  hash('electorate', ...[...members].sort().map(fromHex))
