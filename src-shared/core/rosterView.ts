/** The roster as people see it. */
import type { Hex } from '../base/bytes.ts'
import type { Grant } from '../roster/roster.ts'
import type { InviteView, MemberView, RosterView } from './contract.ts'
import { nameOfMember } from './people.ts'
import type { PlanCore } from './planCore.ts'
import { memberOf, roleOf, selfId } from './self.ts'

export function viewRoster(core: PlanCore): RosterView {
  const { roster, facts } = core.state
  const self = selfId(core) ?? ''
  const excess = excessJoins(roster.grants.values())
  const besideVoid = new Set([...roster.grants.values()].flatMap((grant) => grant.besideVoid))
  const members = [...roster.members.values()].flatMap((member): readonly MemberView[] => {
    const role = roleOf(member)
    if (role === null) return []
    return [
      {
        memberId: member.id,
        personId: facts.people.get(member.id)?.personId ?? null,
        name: nameOfMember(core, member),
        role,
        isSelf: member.id === self,
        isFounder: member.isFounder,
        devices: 1,
        grant: member.grant ?? null,
        excess: excess.has(member.id),
        besideVoid: besideVoid.has(member.id),
      },
    ]
  })
  const former = [...roster.members.values()]
    .filter(({ standing }) => !standing)
    .map((member) => ({ memberId: member.id, name: nameOfMember(core, member) }))
  return { self, members, former, invites: [...roster.grants.values()].flatMap((grant) => viewInvite(core, grant)) }
}

function viewInvite(core: PlanCore, grant: Grant): readonly InviteView[] {
  if (grant.role === 'unknown') return []
  return [
    {
      grant: grant.hash,
      role: grant.role,
      notAfter: grant.body.notAfter,
      maxUses: grant.body.maxUses,
      usedBy: grant.joins,
      voided: grant.isVoid,
      by: memberOf(core, grant.by)?.id ?? '',
    },
  ]
}

/** JOINs beyond the uses of their link: they stand, and stewards are shown them. */
const excessJoins = (grants: Iterable<Grant>): ReadonlySet<Hex> =>
  new Set([...grants].flatMap((grant) => grant.joins.slice(grant.body.maxUses)))
