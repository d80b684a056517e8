/** The status of a plan: numbers and states from which every host makes its sentences (CR24). */
import type { Hex } from '../base/bytes.ts'
import { type Notice, notice } from '../base/codes.ts'
import type { PersonStatus, PlanStatus } from './contract.ts'
import { countSeen } from './ledger.ts'
import { gapNotices } from './missing.ts'
import { ownStreams } from './ownStreams.ts'
import { nameOfMember } from './people.ts'
import type { PlanCore } from './planCore.ts'
import type { RelayLinks } from './relayLinks.ts'
import { viewRoster } from './rosterView.ts'
import { canWrite, roleOf, selfId, selfOf } from './self.ts'

export function makeStatus(core: PlanCore, relays: RelayLinks, waiting: number): PlanStatus {
  const { state } = core
  const own = ownLengths(core)
  const ownTotal = sum(own.values())
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
      onlyHere: ownTotal - elsewhere(core, relays, own),
      parked: state.parked.size + state.waiting.size,
      quarantined: state.quarantined.size,
      notUnderstood: state.notUnderstood.size,
    },
    relays: relays.statuses(),
    people: peopleStatus(core, own, ownTotal),
    agreement: state.facts.agreement,
    notices: [...core.health.notices(), ...gapNotices(core), ...stewardNotices(core)],
  }
}

/** Own streams and how many entries of each are held here. */
export function ownLengths(core: PlanCore): ReadonlyMap<Hex, number> {
  const vector = core.journal.vector()
  return new Map(ownStreams(core.local.state()).map((stream) => [stream, vector.get(stream)?.length ?? 0]))
}

/** Own entries that some relay or some member is known to have. */
function elsewhere(core: PlanCore, relays: RelayLinks, own: ReadonlyMap<Hex, number>): number {
  const acked = relays.acked()
  let count = 0
  for (const [stream, length] of own) {
    const byRelays = acked.map((known) => known.get(stream) ?? 0)
    const byMembers = [...core.state.ledger.seenBy.values()].map((known) => known.get(stream) ?? 0)
    count += Math.min(length, Math.max(0, ...byRelays, ...byMembers))
  }
  return count
}

function peopleStatus(core: PlanCore, own: ReadonlyMap<Hex, number>, ownTotal: number): readonly PersonStatus[] {
  const { ledger, roster, facts } = core.state
  const self = selfId(core)
  return [...roster.members.values()]
    .filter((member) => member.standing && member.id !== self)
    .map((member) => {
      const hasSeen = countSeen(ledger, member.id, own)
      return {
        memberId: member.id,
        personId: facts.people.get(member.id)?.personId ?? null,
        name: nameOfMember(core, member),
        hasSeen,
        hasEverything: hasSeen === ownTotal && core.state.pending.length === 0,
        lastHeard: ledger.heardAt.get(member.id) ?? null,
      }
    })
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

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0)
