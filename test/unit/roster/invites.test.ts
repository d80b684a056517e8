import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roleAt } from '#shared/roster/computeRoster.ts'
import type { RosterRole } from '#shared/roster/roles.ts'
import { larger, randomWorld, rolesOf, shuffled } from './helpers.ts'
import { World, cutAt } from './world.ts'

test('[RO9] a grant used too often is an excess to be shown; every JOIN stands', () => {
  const world = new World()
  const grant = world.grant(world.founder, 'writer', { maxUses: 1, notAfter: 1 })
  const [pau, rut] = [world.join(grant), world.join(grant)]
  expect([rolesOf(world)(pau), rolesOf(world)(rut)]).toEqual(['writer', 'writer'])
  expect(world.roster().grants.get(grant.hash)?.joins).toEqual([pau.memberId, rut.memberId])
})

test('[RO10] a JOIN that has seen the void does not count; one that has not stands, and is shown', () => {
  const world = new World()
  const grant = world.grant(world.founder)
  const before = world.join(grant)
  const heads = world.heads()
  world.void(world.founder, grant.hash, heads)
  const beside = world.join(grant, { heads })
  const after = world.join(grant)
  const roster = world.roster()
  expect([before, beside, after].map(rolesOf(world))).toEqual(['writer', 'writer', 'nobody'])
  expect(roster.refused.get(after.memberId)).toBe('E_INVITE_VOID')
  expect(roster.grants.get(grant.hash)).toMatchObject({ isVoid: true, besideVoid: [beside.memberId] })
})

test('[RO10] who joined beside the void keeps the role at heads that have both, so nothing built on it waits', () => {
  const world = new World()
  const grant = world.grant(world.founder)
  const heads = world.heads()
  const gone = world.void(world.founder, grant.hash, heads)
  const pau = world.join(grant, { heads })
  expect(roleAt(world.roster(), pau.sign, [pau.memberId])).toBe('writer')
  expect(roleAt(world.roster(), pau.sign, [gone.hash, pau.memberId].sort())).toBe('writer')
})

test('[RO10] a JOIN that one of two voids has seen came before: it is not shown', () => {
  const world = new World()
  const second = world.join(world.grant(world.founder, 'steward'))
  const grant = world.grant(world.founder)
  const heads = world.heads()
  const pau = world.join(grant, { heads })
  world.void(world.founder, grant.hash, heads)
  expect(world.roster().grants.get(grant.hash)?.besideVoid).toEqual([pau.memberId])
  world.void(second, grant.hash, [pau.memberId])
  expect(world.roster().grants.get(grant.hash)?.besideVoid).toEqual([])
})

test('[RO10] a void takes along the members whose streams its cut-offs name, and nobody else', () => {
  const world = new World()
  const grant = world.grant(world.founder)
  const [pau, rut] = [world.join(grant), world.join(grant)]
  const heads = world.heads()
  world.void(world.founder, grant.hash, heads, [cutAt(rut)])
  const beside = world.join(grant, { heads })
  expect([pau, rut, beside].map(rolesOf(world))).toEqual(['writer', 'gone', 'writer'])
  expect([...(world.roster().members.get(rut.memberId)?.cutOffs.keys() ?? [])]).toEqual([rut.stream])
})

test('[RO21] of what this version writes, nothing takes a right back: whoever once counted counts with all that comes', () => {
  let joinedBesideVoid = 0
  fc.assert(
    fc.property(
      fc.array(fc.nat(9_999), { minLength: 6, maxLength: 14 }),
      fc.infiniteStream(fc.nat(9_999)),
      (acts, dice) => {
        const world = randomWorld(acts, { withLosses: false })
        const order = shuffled(world.entries, dice)
        let known = new Map<string, RosterRole>()
        for (let held = 1; held <= order.length; held++) {
          const { members, refused } = world.roster(order.slice(0, held))
          const now = new Map([...members.values()].map(({ device, role }) => [device, role]))
          for (const [device, role] of known) expect(larger(now.get(device), role)).toBe(true)
          for (const code of refused.values()) expect(code).not.toBe('E_CUTOFF')
          expect([...members.values()].every(({ standing }) => standing)).toBe(true)
          known = now
        }
        for (const { besideVoid } of world.roster().grants.values()) joinedBesideVoid += besideVoid.length
      },
    ),
    { numRuns: 60, seed: 21 },
  )
  expect(joinedBesideVoid).toBeGreaterThan(3)
})
