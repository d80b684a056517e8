/**
 * Names. A person of the plan (`members{id}`) who carries a roster member's id gives the name; until there is one, the
 * name proposed in the JOIN stands for it (settled 6).
 */
import type { Hex } from '../base/bytes.ts'
import { shownTitle } from '../base/shownText.ts'
import { openName } from '../roster/sealedName.ts'
import { ZERO_HASH } from '../roster/foundRoom.ts'
import type { Member, Roster } from '../roster/roster.ts'
import type { AuthorView } from './contract.ts'
import { actorOfStream, allOwnStreams } from './ownStreams.ts'
import type { PlanCore } from './planCore.ts'
import { memberOf, selfId } from './self.ts'

export interface Person {
  readonly personId: Hex
  readonly name: string
}

/** What names are read from: an open plan, or what is kept of a closed one. */
export interface NameSource {
  readonly planId: Hex
  readonly state: {
    readonly facts: { readonly people: ReadonlyMap<Hex, Person> }
    readonly epochs: ReadonlyMap<Hex, Uint8Array>
    readonly roster: Roster
  }
}

/** People of the plan by the roster member they are, from the plan as canonical JSON holds it. */
export function peopleOf(view: Readonly<Record<string, unknown>>): ReadonlyMap<Hex, Person> {
  const out = new Map<Hex, Person>()
  for (const [personId, value] of Object.entries((view['members'] ?? {}) as Record<string, unknown>)) {
    const { identity, name, removed } = value as { identity?: unknown; name?: unknown; removed?: unknown }
    if (typeof identity !== 'string' || (removed !== undefined && removed !== null)) continue
    // Two people who claim one member (merged renames): the smaller id, on every device.
    const other = out.get(identity)
    if (other !== undefined && other.personId < personId) continue
    out.set(identity, { personId, name: typeof name === 'string' ? name : '' })
  }
  return out
}

/** As it may stand in any sentence: what steers the line it is in, or the terminal, is shown as a mark. */
export const nameOfMember = (from: NameSource, member: Member): string => shownTitle(storedName(from, member))

function storedName(from: NameSource, member: Member): string {
  const person = from.state.facts.people.get(member.id)
  if (person !== undefined && person.name !== '') return person.name
  return proposedName(from, member) ?? `${member.id.slice(0, 8)}`
}

/** The name in GENESIS or JOIN, when it can be opened. */
export function proposedName({ planId, state }: NameSource, member: Member): string | undefined {
  const epochId = member.nameEpoch === ZERO_HASH ? firstEpoch(state.roster) : member.nameEpoch
  const secret = epochId === undefined ? undefined : state.epochs.get(epochId)
  if (member.name === undefined || secret === undefined) return undefined
  return openName(member.name, secret, planId, member.device)
}

const firstEpoch = (roster: Roster): Hex | undefined =>
  [...roster.epochs.values()].find((epoch) => epoch.body.number === 1)?.id

/** Name of whoever owns a device. */
export function nameOf(core: PlanCore, device: Hex): string {
  const member = memberOf(core, device)
  return member === undefined ? device.slice(0, 8) : nameOfMember(core, member)
}

/** Who an Automerge actor is: actor → stream → device → member → person. */
export function authorsOf(core: PlanCore): (actor: Hex) => AuthorView {
  // One's own streams are in no entry before the first of them is sealed.
  const own = allOwnStreams(core).map((stream) => [stream, core.device] as const)
  const byActor = new Map(
    [...core.state.devices, ...own].map(([stream, device]) => [actorOfStream(device, stream), device]),
  )
  return (actor) => authorOf(core, actor, byActor.get(actor))
}

export function authorOf(core: PlanCore, actor: Hex, device: Hex | undefined): AuthorView {
  const member = device === undefined ? undefined : memberOf(core, device)
  const person = member === undefined ? undefined : core.state.facts.people.get(member.id)
  return {
    actor,
    memberId: member?.id ?? null,
    personId: person?.personId ?? null,
    name: member === undefined ? '' : nameOfMember(core, member),
    isSelf: member !== undefined && member.id === selfId(core),
  }
}
