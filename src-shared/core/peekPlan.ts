/** A plan for a list, from its cache alone: no document is loaded for it, and nothing is repaired. */
import { type Hex, toHex } from '../base/bytes.ts'
import { type Entry, parseEntry } from '../journal/entry.ts'
import { memberOfDevice } from '../roster/authorise.ts'
import { computeRoster } from '../roster/computeRoster.ts'
import { deviceKeys } from '../roster/keys.ts'
import { readCache } from './cacheFile.ts'
import type { PlanListing } from './contract.ts'
import type { CoreDeps } from './deps.ts'
import { openLocalFile } from './localFile.ts'
import { emptyLocalState } from './localState.ts'
import { vaultOf } from './openPlan.ts'
import { roleOf } from './self.ts'

/** `null`: no plan (left over from a try); `undefined`: the plan has to be opened to be listed. */
export async function peekPlan(deps: CoreDeps, planId: Hex): Promise<PlanListing | null | undefined> {
  const disk = deps.folders.disk(planId)
  try {
    const found = await readCache(disk, vaultOf(deps, planId))
    if (found.at !== 'found') return undefined
    const local = await openLocalFile(disk, { ...emptyLocalState(''), ready: true })
    if (!local.ok) return undefined
    if (!local.value.file.state().ready) return null
    const { control, facts } = found.cache
    const roster = computeRoster(planId, control.flatMap(entryOf))
    const self = memberOfDevice(roster, toHex(deviceKeys(deps.deviceSecret, planId).sign.publicKey))
    const { title } = facts
    // A plan whose device died right after founding it has its title in the drafts, not yet in the cache.
    if (title === '') return undefined
    return {
      planId,
      title,
      role: roleOf(self),
      memberId: self?.id ?? planId,
      notices: [],
    }
  } finally {
    await disk.close()
  }
}

function entryOf(bytes: Uint8Array): readonly Entry[] {
  const entry = parseEntry(bytes)
  return entry.ok ? [entry.value] : []
}
