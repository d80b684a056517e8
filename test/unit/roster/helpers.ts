/** What several files of roster tests ask of a `World`. */
import type { Entry } from '#shared/journal/entry.ts'
import { roleAt } from '#shared/roster/computeRoster.ts'
import { type RosterRole, largerRole } from '#shared/roster/roles.ts'
import { type Person, World, cutAt } from './world.ts'

/** A person's role now; `gone`: a member no more; `nobody`: never one. */
export const rolesOf = (world: World, entries?: readonly Entry[]) => {
  const roster = world.roster(entries)
  return (person: Person) => {
    const owner = roster.devices.get(person.sign)
    const member = owner === undefined || owner.is !== 'device' ? undefined : roster.members.get(owner.member)
    return member === undefined ? 'nobody' : member.standing ? member.role : 'gone'
  }
}

export function* permutations<T>(items: readonly T[]): Generator<readonly T[]> {
  if (items.length < 2) return yield items
  for (const [i, item] of items.entries()) {
    for (const rest of permutations([...items.slice(0, i), ...items.slice(i + 1)])) yield [item, ...rest]
  }
}

export const shuffled = <T>(items: readonly T[], dice: Iterator<number>): readonly T[] =>
  items
    .map((item) => [dice.next().value ?? 0, item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)

/** Whether `role` is at least `than`. */
export const larger = (role: RosterRole | undefined, than: RosterRole): boolean =>
  role !== undefined && largerRole(role, than) === role

/** Up to five people who act on heads picked from what there was, seen or not; without losses, as this version acts. */
export function randomWorld(acts: readonly number[], { withLosses } = { withLosses: true }): World {
  const world = new World(acts[0])
  const people: Person[] = [world.founder, world.join(world.grant(world.founder, 'steward'))]
  const grants = [world.grant(world.founder)]
  for (const act of acts) {
    const by = people[act % people.length] as Person
    const subject = people[(act >> 2) % people.length] as Person
    const known = world.entries.slice(0, Math.max(2, world.entries.length - ((act >> 4) % 4)))
    const heads = world.roster(known).heads
    const grant = grants[act % grants.length] as Entry
    const sees = (hash: string) => roleAt(world.roster(known), by.sign, [hash]) !== undefined
    const cutOffs = (isNamed: boolean) => (withLosses && isNamed ? [cutAt(subject)] : [])
    switch ((act >> 6) % (withLosses ? 6 : 4)) {
      case 0:
        world.steward(by, subject.memberId, heads)
        break
      case 1:
        grants.push(world.grant(by, act % 2 === 0 ? 'steward' : 'writer', { heads }))
        break
      case 2:
        if (sees(grant.hash) && people.length < 5) people.push(world.join(grant, { heads }))
        break
      case 3:
        if (sees(grant.hash)) world.void(by, grant.hash, heads, cutOffs(act % 3 === 0))
        break
      case 4:
        world.withdraw(by, subject.memberId, heads)
        break
      default:
        world.epoch(by, { removed: [subject.memberId], cutOffs: cutOffs(act % 2 === 0) }, heads)
    }
  }
  return world
}
