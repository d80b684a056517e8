/** The link this device joined by: the way in until its JOIN is everywhere, and to the keys that were sealed to the link. */
import { type Hex, fromHex, toHex } from '../base/bytes.ts'
import { type ActorKeys, inviteKeys } from '../roster/keys.ts'
import type { LocalState } from './localState.ts'
import type { PlanCore } from './planCore.ts'
import type { Vault } from './sealed.ts'

export const sealInvite = (
  vault: Vault,
  invite: { readonly grant: Hex; readonly seed: Uint8Array },
): NonNullable<LocalState['invite']> => ({
  grant: invite.grant,
  sealed: toHex(vault.seal('invite', invite.seed)),
})

/** Keys of the link this device joined by; undefined for a founder. */
export function ownInvite(core: PlanCore): ActorKeys | undefined {
  const { invite } = core.local.state()
  const seed = invite === undefined ? undefined : core.vault.open('invite', fromHex(invite.sealed))
  return seed === undefined ? undefined : inviteKeys(seed, core.planId)
}
