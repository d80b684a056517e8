import { expect, test } from 'vitest'
import { KIND } from '#shared/journal/entry.ts'
import { encodeSteward } from '#shared/roster/controlCodec.ts'
import { rolesOf } from './helpers.ts'
import { World, cutAt } from './world.ts'

test('[RO5] what a writer, a reader or a stranger signs as a steward does not count', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder))
  const rut = world.join(world.grant(world.founder, 'reader'))
  const stranger = new World(9).founder
  const acts = [
    world.grant(pau),
    world.steward(rut, rut.memberId),
    world.raw(
      stranger,
      KIND.STEWARD,
      encodeSteward({ parents: world.heads(), subject: pau.memberId, withdrawn: false, cutOffs: [] }),
      { prev: pau.memberId, seq: 3 },
    ),
  ]
  const roster = world.roster()
  expect(acts.map(({ hash }) => roster.refused.get(hash))).toEqual(['E_ROLE', 'E_ROLE', 'E_NOT_MEMBER'])
  expect(rolesOf(world)(pau)).toBe('writer')
})

test('[RO5] the root appoints a steward when all others are gone, and cannot be withdrawn', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder))
  world.withdraw(world.founder, world.room.roomId)
  expect(rolesOf(world)(world.founder)).toBe('writer')
  world.steward(world.root, pau.memberId)
  expect(rolesOf(world)(pau)).toBe('steward')
})

test('[RO6] what a steward did before the withdrawal stands', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder, 'steward'))
  const rut = world.join(world.grant(pau))
  world.withdraw(world.founder, pau.memberId)
  expect([rolesOf(world)(pau), rolesOf(world)(rut)]).toEqual(['writer', 'writer'])
  const late = world.grant(pau)
  expect(world.roster().refused.get(late.hash)).toBe('E_ROLE')
})

test('[RO7] what is concurrent with the withdrawal falls, with all that rests on it, unless a cut-off keeps it', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder, 'steward'))
  const heads = world.heads()
  const kept = world.grant(pau, 'writer', { heads })
  const cut = cutAt(pau)
  const fallen = world.grant(pau, 'writer', { heads: [kept.hash] })
  world.withdraw(world.founder, pau.memberId, heads, [cut])
  const [ana, rut] = [world.join(kept, { heads: [kept.hash] }), world.join(fallen, { heads: [fallen.hash] })]
  const roster = world.roster()
  expect(roster.refused.get(fallen.hash)).toBe('E_CUTOFF')
  expect(roster.refused.get(rut.memberId)).toBe('E_INVITE_UNKNOWN')
  expect([rolesOf(world)(ana), rolesOf(world)(rut)]).toEqual(['writer', 'gone'])
})

test('[RO8] concurrent removals are united, and an old link does not bring the removed back', () => {
  const world = new World()
  const old = world.grant(world.founder, 'writer')
  const [pau, rut] = [world.join(old, { deviceSecret: new Uint8Array(32).fill(50) }), world.join(old)]
  const second = world.join(world.grant(world.founder, 'steward'))
  const heads = world.heads()
  world.epoch(world.founder, { removed: [pau.memberId] }, heads)
  world.epoch(second, { removed: [rut.memberId] }, heads)
  expect([rolesOf(world)(pau), rolesOf(world)(rut)]).toEqual(['gone', 'gone'])
  world.join(old, { deviceSecret: new Uint8Array(32).fill(50) })
  expect(rolesOf(world)(pau)).toBe('gone')
  world.join(world.grant(second), { deviceSecret: new Uint8Array(32).fill(50) })
  expect(rolesOf(world)(pau)).toBe('writer')
  expect(world.roster().members.get(pau.memberId)?.origins).toHaveLength(3)
})

test('[RO11] of two stewards who remove each other the one appointed earlier stays', () => {
  const world = new World()
  const early = world.join(world.grant(world.founder, 'steward'))
  const late = world.join(world.grant(world.founder, 'steward'))
  const heads = world.heads()
  const byLate = world.withdraw(late, early.memberId, heads)
  const byEarly = world.withdraw(early, late.memberId, heads)
  const roster = world.roster()
  expect([rolesOf(world)(early), rolesOf(world)(late)]).toEqual(['steward', 'writer'])
  expect([roster.refused.get(byLate.hash), roster.refused.has(byEarly.hash)]).toEqual(['E_CUTOFF', false])
})

test('[RO11] a junior withdraws a senior who has not acted against it; a ring of three ends with the eldest', () => {
  const world = new World()
  const join = () => world.join(world.grant(world.founder, 'steward'))
  const [a, b, c] = [join(), join(), join()]
  const heads = world.heads()
  world.withdraw(a, b.memberId, heads)
  world.withdraw(b, c.memberId, heads)
  world.withdraw(c, a.memberId, heads)
  // a is eldest: b falls, so b's act against c does not count, so c's act against a does.
  expect([a, b, c].map(rolesOf(world))).toEqual(['writer', 'writer', 'steward'])
})

test('[RO11] the one who stays after a mutual withdrawal can act again, also to withdraw and to void', () => {
  const world = new World()
  const early = world.join(world.grant(world.founder, 'steward'))
  const [late, third] = [
    world.join(world.grant(world.founder, 'steward')),
    world.join(world.grant(world.founder, 'steward')),
  ]
  const heads = world.heads()
  world.withdraw(late, early.memberId, heads)
  world.withdraw(early, late.memberId, heads)
  const grant = world.grant(early)
  world.join(grant)
  const acts = [world.withdraw(early, third.memberId), world.void(early, grant.hash)]
  const { refused } = world.roster()
  expect(acts.map(({ hash }) => refused.get(hash))).toEqual([undefined, undefined])
  expect([early, late, third].map(rolesOf(world))).toEqual(['steward', 'writer', 'writer'])
})

test('[RO11] two appointments that each undo the other: the act of the senior author is decided first', () => {
  const world = new World()
  const [a, b] = [world.join(world.grant(world.founder, 'steward')), world.join(world.grant(world.founder, 'steward'))]
  const [c, d] = [world.join(world.grant(world.founder)), world.join(world.grant(world.founder))]
  const heads = world.heads()
  // a appoints c, who withdraws b; b appoints d, who withdraws a: neither side has seen the other.
  const byC = world.withdraw(c, b.memberId, [world.steward(a, c.memberId, heads).hash])
  const byD = world.withdraw(d, a.memberId, [world.steward(b, d.memberId, heads).hash])
  const roster = world.roster()
  const fallen = [byC, byD].filter(({ hash }) => roster.refused.has(hash))
  expect(fallen).toHaveLength(1)
  const stewards = [a, b, c, d].filter((person) => rolesOf(world)(person) === 'steward')
  expect(stewards.length).toBe(2)
})
