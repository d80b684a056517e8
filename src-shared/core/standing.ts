/** Where one's own entries are and who has written last: of an open plan, and of one that is only listed. */
import type { Hex } from '../base/bytes.ts'
import type { PersonStatus, PlanStanding } from './contract.ts'
import { type Counts, type Ledger, countSeen } from './ledger.ts'
import { type NameSource, nameOfMember } from './people.ts'

export interface StandingParts extends NameSource {
  readonly state: NameSource['state'] & { readonly ledger: Ledger }
  /** Roster member at this device. */
  readonly self: Hex | null
  /** Own stream → number of its entries held here. */
  readonly own: Counts
  /** What each relay has acknowledged of them. */
  readonly acked: readonly Counts[]
  /** Own changes that are in no entry yet. */
  readonly drafts: number
}

export const countOwn = ({ own }: StandingParts): number => [...own.values()].reduce((sum, length) => sum + length, 0)

/** Own entries that some relay or some member is known to have. */
export function countElsewhere({ own, acked, state }: StandingParts): number {
  let count = 0
  for (const [stream, length] of own) {
    const byRelays = acked.map((known) => known.get(stream) ?? 0)
    const byMembers = [...state.ledger.seenBy.values()].map((known) => known.get(stream) ?? 0)
    count += Math.min(length, Math.max(0, ...byRelays, ...byMembers))
  }
  return count
}

export function peopleStatus(parts: StandingParts): readonly PersonStatus[] {
  const { ledger, roster, facts } = parts.state
  const ownTotal = countOwn(parts)
  return [...roster.members.values()]
    .filter((member) => member.standing && member.id !== parts.self)
    .map((member) => {
      const hasSeen = countSeen(ledger, member.id, parts.own)
      return {
        memberId: member.id,
        personId: facts.people.get(member.id)?.personId ?? null,
        name: nameOfMember(parts, member),
        hasSeen,
        hasEverything: hasSeen === ownTotal && parts.drafts === 0,
        lastHeard: ledger.heardAt.get(member.id) ?? null,
      }
    })
}

export function lastChange(parts: StandingParts): PlanStanding['lastChange'] {
  const { ledger, roster } = parts.state
  const heard = [...roster.members.values()].flatMap((member) => {
    const at = ledger.heardAt.get(member.id)
    return member.standing && at !== undefined ? [{ member, at }] : []
  })
  const newest = heard.toSorted((a, b) => a.at - b.at || (a.member.id < b.member.id ? -1 : 1)).at(-1)
  if (newest === undefined) return null
  return { at: newest.at, name: nameOfMember(parts, newest.member), isSelf: newest.member.id === parts.self }
}
