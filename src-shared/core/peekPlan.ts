/** A plan for a list, from its cache and drafts alone: no document is loaded for it, and nothing is repaired. */
import { type Hex, fromHex, toHex } from '../base/bytes.ts'
import { storageKey } from '../base/crypto.ts'
import type { Disk } from '../journal/disk.ts'
import { mergeDraftFiles, openDraftFiles } from '../journal/draftFiles.ts'
import { type Entry, parseEntry } from '../journal/entry.ts'
import { memberOfDevice } from '../roster/authorise.ts'
import { computeRoster } from '../roster/computeRoster.ts'
import { deviceKeys } from '../roster/keys.ts'
import { type PlanCache, readCache } from './cacheFile.ts'
import type { PlanListing, PlanStanding } from './contract.ts'
import type { CoreDeps } from './deps.ts'
import { openLocalFile } from './localFile.ts'
import { type LocalState, emptyLocalState } from './localState.ts'
import { vaultOf } from './openPlan.ts'
import { statusOf } from './relayLink.ts'
import { roleOf } from './self.ts'
import { type StandingParts, countElsewhere, countOwn, lastChange, peopleStatus } from './standing.ts'
import { ownLengthsIn } from './status.ts'

/** `null`: no plan (left over from a try); `undefined`: the plan has to be opened to be listed. */
export async function peekPlan(deps: CoreDeps, planId: Hex): Promise<PlanListing | null | undefined> {
  const disk = deps.folders.disk(planId)
  try {
    const found = await readCache(disk, vaultOf(deps, planId))
    if (found.at !== 'found') return undefined
    const opened = await openLocalFile(disk, { ...emptyLocalState(''), ready: true })
    if (!opened.ok) return undefined
    const local = opened.value.file.state()
    if (!local.ready) return null
    const { cache } = found
    const drafts = await countDrafts(deps, planId, disk)
    // After a crash the drafts hold what the cache does not know of: it could not say what is only here.
    if (drafts !== cache.unsealed.length) return undefined
    // A plan whose device died right after founding it has its title in the drafts, not yet in the cache.
    if (cache.facts.title === '') return undefined
    const roster = computeRoster(planId, cache.control.flatMap(entryOf))
    const self = memberOfDevice(roster, toHex(deviceKeys(deps.deviceSecret, planId).sign.publicKey))
    const { facts, epochs, ledger } = cache
    return {
      planId,
      title: facts.title,
      role: roleOf(self),
      memberId: self?.id ?? planId,
      notices: [],
      putAway: local.putAway ?? null,
      standing: standingIn(cache, local, {
        planId,
        state: { facts, epochs, ledger, roster },
        self: self?.id ?? null,
        own: ownLengthsIn(cache.covered, local),
        acked: local.relays.map((relay) => new Map(Object.entries(relay.acked ?? {}))),
        drafts,
      }),
    }
  } finally {
    await disk.close()
  }
}

function standingIn(cache: PlanCache, local: LocalState, parts: StandingParts): PlanStanding {
  const own = countOwn(parts)
  return {
    saved: { state: 'saved' },
    drafts: parts.drafts,
    relays: local.relays
      .filter((relay) => relay.listed)
      .map((relay) => statusOf(relay.url, undefined, new Map(Object.entries(relay.acked ?? {})))),
    people: peopleStatus(parts),
    agreement: cache.facts.agreement,
    entries: { own, onlyHere: own - countElsewhere(parts) },
    lastChange: lastChange(parts),
  }
}

/** `null`: the disk does not say. */
async function countDrafts(deps: CoreDeps, planId: Hex, disk: Disk): Promise<number | null> {
  const files = await openDraftFiles(disk, storageKey(deps.deviceSecret, fromHex(planId)))
  return files.ok ? mergeDraftFiles(files.value).drafts.length : null
}

function entryOf(bytes: Uint8Array): readonly Entry[] {
  const entry = parseEntry(bytes)
  return entry.ok ? [entry.value] : []
}
