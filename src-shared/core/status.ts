/** The status of a plan: numbers and states from which every host makes its sentences (CR24). */
import type { Hex } from '../base/bytes.ts'
import { type Notice, notice } from '../base/codes.ts'
import type { Vector } from '../journal/vector.ts'
import type { PlanStanding, PlanStatus } from './contract.ts'
import type { LocalState } from './localState.ts'
import { gapNotices } from './missing.ts'
import { ownStreams } from './ownStreams.ts'
import type { PlanCore } from './planCore.ts'
import type { RelayLinks } from './relayLinks.ts'
import { viewRoster } from './rosterView.ts'
import { canWrite, roleOf, selfId, selfOf } from './self.ts'
import { countElsewhere, countOwn, lastChange, peopleStatus, type StandingParts } from './standing.ts'

export function makeStatus(core: PlanCore, relays: RelayLinks, waiting: number): PlanStatus {
  const { state } = core
  const parts = standingParts(core, relays)
  const ownTotal = countOwn(parts)
  return {
    planId: core.planId,
    title: state.facts.title,
    role: roleOf(selfOf(core)),
    canEdit: canWrite(core),
    saved:
      state.notSaved !== null
        ? { state: 'notSaved', ...state.notSaved }
        : { state: waiting + state.unwritten.length > 0 ? 'saving' : 'saved' },
    drafts: state.pending.length,
    entries: {
      total: core.journal.count(),
      own: ownTotal,
      onlyHere: ownTotal - countElsewhere(parts) + relays.filesOnlyHere(),
      parked: state.parked.size + state.waiting.size,
      quarantined: state.quarantined.size,
      notUnderstood: state.notUnderstood.size,
    },
    relays: relays.statuses(),
    ...nearOf(core, relays),
    people: peopleStatus(parts),
    agreement: state.facts.agreement,
    notices: [...core.health.notices(), ...gapNotices(core), ...stewardNotices(core)],
  }
}

/** Own streams and how many entries of each are held here. */
export const ownLengths = (core: PlanCore): ReadonlyMap<Hex, number> =>
  ownLengthsIn(core.journal.vector(), core.local.state())

export const ownLengthsIn = (held: Vector, local: LocalState): ReadonlyMap<Hex, number> =>
  new Map(ownStreams(local).map((stream) => [stream, held.get(stream)?.length ?? 0]))

/** What a list of plans says of one that is open. */
export function standingOf(core: PlanCore, relays: RelayLinks, status: PlanStatus): PlanStanding {
  const { saved, drafts, people, agreement, entries } = status
  return {
    saved,
    drafts,
    relays: status.relays,
    people,
    agreement,
    entries: { own: entries.own, onlyHere: entries.onlyHere },
    lastChange: lastChange(standingParts(core, relays)),
  }
}

const standingParts = (core: PlanCore, relays: RelayLinks): StandingParts => ({
  planId: core.planId,
  state: core.state,
  self: selfId(core),
  own: ownLengths(core),
  acked: relays.acked(),
  drafts: core.state.pending.length,
})

function nearOf(core: PlanCore, relays: RelayLinks): Pick<PlanStatus, 'near'> {
  const near = relays.near.status()
  if (near === undefined) return {}
  const named = (id: Hex | null): string => viewRoster(core).members.find(({ memberId }) => memberId === id)?.name ?? ''
  return { near: { ...near, hosts: near.hosts.map((host) => ({ ...host, name: named(host.memberId) })) } }
}

function stewardNotices(core: PlanCore): readonly Notice[] {
  const standing = [...core.state.roster.members.values()].filter((member) => member.standing)
  const stewards = standing.filter((member) => member.role === 'steward')
  if (roleOf(selfOf(core)) !== 'steward') return []
  const { members } = viewRoster(core)
  return [
    ...(stewards.length === 1 && standing.length > 1 ? [notice('W_ONE_STEWARD')] : []),
    ...members.filter((one) => one.excess).map(({ name }) => notice('W_INVITE_EXCESS', { member: name })),
    ...members.filter((one) => one.besideVoid).map(({ name }) => notice('W_INVITE_VOID', { member: name })),
  ]
}
