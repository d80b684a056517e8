/**
 * A removal, or another loss of rights, can leave out what is in the document already. Then the document is built once more
 * from the journal, by what counts now: so all who hold the same entries hold the same plan, whatever came first (CR38).
 */
import type { Hex } from '../base/bytes.ts'
import { KIND } from '../journal/entry.ts'
import type { EntryPlace } from '../journal/journal.ts'
import { isBeyondCutOff, memberOfDevice } from '../roster/authorise.ts'
import { mayWriteContent } from '../roster/roles.ts'
import type { Member, Roster } from '../roster/roster.ts'
import type { PlanCore } from './planCore.ts'
import { replay } from './repair.ts'
import { sealPending } from './sealDrafts.ts'
import { selfOf } from './self.ts'

/** After control entries: `before` is the roster without them. Runs in the turn. */
export async function followRights(core: PlanCore, before: Roster): Promise<void> {
  const { state } = core
  const self = selfOf(core)
  // Who was removed goes on reading what is here.
  if (self?.standing !== true) return
  // Drafts of somebody who may not write any more become late entries.
  const areDraftsLate = state.pending.length > 0 && !mayWriteContent(self.role)
  if (before !== state.roster && !state.isRebuildDue) state.isRebuildDue = areDraftsLate || leavesOut(core, before)
  if (!state.isRebuildDue) return
  // Own drafts may build on what is left out: as an entry they vouch for it. Without a key they wait, and all with them.
  if (state.pending.length > 0 && !(await sealPending(core)).ok) return
  if (state.pending.length > 0 || state.sealed.length > 0) return
  await rebuild(core)
}

async function rebuild(core: PlanCore): Promise<void> {
  const { state } = core
  const loaded = await core.docs.load({ cache: null })
  if (!loaded.ok) return core.deps.log.error('plan.notRebuilt', { code: loaded.error.code })
  state.isRebuildDue = false
  state.heads = []
  state.bytes = null
  state.quarantined.clear()
  state.parked.clear()
  state.waiting.clear()
  state.late.clear()
  await replay(core, null)
  state.cacheStale = true
  core.events.changes.emit({ kind: 'reset', heads: state.heads })
}

/** Whether some entry that is in the document lies beyond a cut-off now, and did not before. */
function leavesOut(core: PlanCore, before: Roster): boolean {
  const { state } = core
  const touched = new Set<Hex>()
  for (const member of state.roster.members.values()) {
    const known = before.members.get(member.id)
    if (known !== undefined && !isSameLimit(known, member)) touched.add(member.device)
  }
  if (touched.size === 0) return false
  const isIn = ({ kind, hash }: EntryPlace): boolean =>
    kind === KIND.CONTENT && ![state.quarantined, state.waiting, state.parked].some((aside) => aside.has(hash))
  for (const place of core.journal.places()) {
    const device = state.devices.get(place.stream)
    if (device === undefined || !touched.has(device) || !isIn(place)) continue
    if (isBeyond(state.roster, device, place) && !isBeyond(before, device, place)) return true
  }
  return false
}

function isBeyond(roster: Roster, device: Hex, { stream, seq, hash }: EntryPlace): boolean {
  const member = memberOfDevice(roster, device)
  return member !== undefined && isBeyondCutOff(member, stream, seq, hash)
}

function isSameLimit(a: Member, b: Member): boolean {
  if (a.standing !== b.standing || mayWriteContent(a.role) !== mayWriteContent(b.role)) return false
  if (a.cutOffs.size !== b.cutOffs.size) return false
  return [...a.cutOffs].every(([stream, { hash }]) => b.cutOffs.get(stream)?.hash === hash)
}
