/** Epoch secrets: from the local state, from the cache, and from what was sealed to this device in control entries. */
import { type Hex, fromHex, toHex } from '../base/bytes.ts'
import { isCommittedSecret, openEpochSecret, openPrevious } from '../roster/epochSecret.ts'
import type { LocalState } from './localState.ts'
import { ownInvite } from './ownInvite.ts'
import type { PlanCore } from './planCore.ts'
import type { Vault } from './sealed.ts'

/** Opens whatever can be opened; a secret that is not the one its epoch commits to is never used. */
export function findEpochSecrets(core: PlanCore): void {
  const { state, keys, planId } = core
  const invite = ownInvite(core)
  const links = invite === undefined ? [] : [invite]
  for (const epoch of state.roster.epochs.values()) {
    const known = state.epochs.get(epoch.id)
    if (known !== undefined && !isCommittedSecret(known, epoch.body, planId)) state.epochs.delete(epoch.id)
    if (state.epochs.has(epoch.id)) continue
    // Who came by a link while the key was changed has the new one by the link.
    for (const own of [keys, ...links]) {
      const opened = openEpochSecret(epoch.body, own, planId)
      if (opened.ok) state.epochs.set(epoch.id, opened.value)
    }
  }
  for (const epoch of state.roster.epochs.values()) {
    const secret = state.epochs.get(epoch.id)
    if (secret === undefined) continue
    for (const locked of epoch.body.previous) {
      const parent = state.roster.epochs.get(locked.epoch)
      const previous = openPrevious(locked, secret, planId)
      if (parent !== undefined && previous !== undefined && isCommittedSecret(previous, parent.body, planId)) {
        state.epochs.set(parent.id, previous)
      }
    }
  }
}

/** As the local state keeps them. */
export const sealSecrets = (vault: Vault, epochs: ReadonlyMap<Hex, Uint8Array>): LocalState['epochs'] =>
  [...epochs].map(([epochId, secret]) => ({ epochId, sealed: toHex(vault.seal('epoch', secret)) }))

export function openSecrets(vault: Vault, state: LocalState): Map<Hex, Uint8Array> {
  const out = new Map<Hex, Uint8Array>()
  for (const { epochId, sealed } of state.epochs) {
    const secret = vault.open('epoch', fromHex(sealed))
    if (secret !== undefined) out.set(epochId, secret)
  }
  return out
}
