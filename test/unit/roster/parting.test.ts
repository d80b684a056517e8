import { expect, test } from 'vitest'
import { type Hex, toHex } from '#shared/base/bytes.ts'
import type { Entry } from '#shared/journal/entry.ts'
import { acceptBeyond, changeRole } from '#shared/roster/controlActs.ts'
import { latestEpochs } from '#shared/roster/computeRoster.ts'
import { isBeyondCutOff } from '#shared/roster/authorise.ts'
import type { CutOff } from '#shared/roster/controlBodies.ts'
import { openEpochSecret, openPrevious } from '#shared/roster/epochSecret.ts'
import { inviteKeys, recoveryKeys, rootKeys } from '#shared/roster/keys.ts'
import { type EpochInput, grantsThatOpen, renewEpoch, whyRenew } from '#shared/roster/renewEpoch.ts'
import { permutations, rolesOf } from './helpers.ts'
import { type Person, World, cutAt, factsOf } from './world.ts'

const role = (
  world: World,
  by: Person,
  subject: Person,
  to: 'reader' | 'writer',
  heads?: readonly Hex[],
  cutOffs: readonly CutOff[] = [],
): Entry =>
  world.add(by, changeRole(world.author(by, heads), { subject: subject.memberId, role: to, cutOffs }, world.random))

function renew(world: World, by: Person, input: Partial<EpochInput>, entries = world.entries) {
  const roster = world.roster(entries)
  const secrets = new Map([[world.epochId, world.room.epochSecret]])
  const made = renewEpoch(
    world.author(by, roster.heads),
    { roster, secrets, grants: [], reason: 'removal', ...input },
    world.random,
  )
  world.add(by, made.entry)
  return made
}

const bodyOf = (world: World, id: Hex) => world.roster().epochs.get(id)!.body

test('[RO22] a role is lowered and given again, and never makes a steward or a member', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder, 'steward'))
  role(world, world.founder, pau, 'reader', undefined, [cutAt(pau)])
  expect(rolesOf(world)(pau)).toBe('reader')
  role(world, world.founder, pau, 'writer')
  expect(rolesOf(world)(pau)).toBe('writer')
  world.epoch(world.founder, { removed: [pau.memberId] })
  role(world, world.founder, pau, 'writer')
  expect(rolesOf(world)(pau)).toBe('gone')
})

test('[RO22] who is no steward changes no role', () => {
  const world = new World()
  const [pau, rut] = [world.join(world.grant(world.founder)), world.join(world.grant(world.founder))]
  const act = role(world, pau, rut, 'reader')
  expect([rolesOf(world)(rut), world.roster().refused.get(act.hash)]).toEqual(['writer', 'E_ROLE'])
})

test('[RO22] of two concurrent changes the smaller role stands, in all orders of six entries', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder))
  const heads = world.heads()
  role(world, world.founder, pau, 'writer', heads)
  role(world, world.founder, pau, 'reader', heads)
  expect(world.entries).toHaveLength(6)
  const expected = factsOf(world.roster())
  for (const order of permutations(world.entries)) expect(factsOf(world.roster(order))).toEqual(expected)
  expect(rolesOf(world)(pau)).toBe('reader')
})

test('[RO23] who joined under a grant that fell is gone, not a stranger: what they wrote can be kept', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder, 'steward'))
  const heads = world.heads()
  const fallen = world.grant(pau, 'writer', { heads })
  world.epoch(world.founder, { removed: [pau.memberId] }, heads)
  const rut = world.join(fallen, { heads: [fallen.hash] })
  const member = world.roster().members.get(rut.memberId)
  expect(member).toMatchObject({ standing: false, hasWritten: true })
  expect(isBeyondCutOff(member!, rut.stream, 1, 'ab'.repeat(32))).toBe(true)
})

test('[RO24] [RO15] all who remain open the new epoch, the removed do not, and the old ones are read through it', () => {
  const world = new World()
  const stays = world.grant(world.founder)
  const ends = world.grant(world.founder)
  const [pau, ana] = [world.join(ends), world.join(stays)]
  const { roomId } = world.room
  const made = renew(world, world.founder, { removed: [pau.memberId], cutOffs: [cutAt(pau)], grants: [stays.hash] })
  const body = bodyOf(world, made.entry.hash)
  const opens = [
    world.founder.device,
    ana.device,
    recoveryKeys(ana.recoveryCode, roomId),
    recoveryKeys(world.room.recoveryCode, roomId),
    rootKeys(world.room.rootCode),
    inviteKeys(world.seeds.get(stays.hash)!, roomId),
  ]
  for (const keys of opens) expect(openEpochSecret(body, keys, roomId)).toEqual({ ok: true, value: made.secret })
  const shut = [pau.device, recoveryKeys(pau.recoveryCode, roomId), inviteKeys(world.seeds.get(ends.hash)!, roomId)]
  for (const keys of shut)
    expect(openEpochSecret(body, keys, roomId)).toEqual({ ok: false, error: { code: 'E_NO_KEY' } })
  expect(openPrevious(body.previous[0]!, made.secret, roomId)).toEqual(world.room.epochSecret)
  expect(world.roster().sendingEpoch).toBe(made.entry.hash)
  expect(rolesOf(world)(pau)).toBe('gone')
})

test('[RO25] [RO18] [CO12] the latest of several cut-offs counts, and what a steward accepts goes further', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder))
  const cut = (seq: number): CutOff => ({ stream: pau.stream, seq, hash: toHex(new Uint8Array(32).fill(seq)) })
  const isBeyond = (seq: number) =>
    isBeyondCutOff(world.roster().members.get(pau.memberId)!, pau.stream, seq, cut(seq).hash)
  const heads = world.heads()
  world.epoch(world.founder, { removed: [pau.memberId], cutOffs: [cut(3)] }, heads)
  world.epoch(world.founder, { removed: [pau.memberId], cutOffs: [cut(5)] }, heads)
  expect([5, 6].map(isBeyond)).toEqual([false, true])
  world.add(world.founder, acceptBeyond(world.author(world.founder), pau.memberId, [cut(8)], world.random))
  expect([8, 9].map(isBeyond)).toEqual([false, true])
  expect(rolesOf(world)(pau)).toBe('gone')
})

test('[RO25] nobody but a steward accepts', () => {
  const world = new World()
  const [pau, ana] = [world.join(world.grant(world.founder)), world.join(world.grant(world.founder))]
  world.epoch(world.founder, { removed: [pau.memberId], cutOffs: [] })
  world.add(ana, acceptBeyond(world.author(ana), pau.memberId, [cutAt(pau)], world.random))
  expect(world.roster().members.get(pau.memberId)?.cutOffs.size).toBe(0)
})

test('[RO25] a reader who was a steward for a while wrote with a right', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder, 'reader'))
  const known = () => world.roster().members.get(pau.memberId)
  expect(known()?.hasWritten).toBe(false)
  world.steward(world.founder, pau.memberId)
  expect(known()).toMatchObject({ role: 'steward', hasWritten: true })
  world.withdraw(world.founder, pau.memberId, undefined, [cutAt(pau)])
  expect(known()).toMatchObject({ role: 'reader', hasWritten: true })
  const isBeyond = (seq: number, hash: Hex) => isBeyondCutOff(known()!, pau.stream, seq, hash)
  expect([isBeyond(pau.seq - 1, pau.prev), isBeyond(pau.seq, 'ab'.repeat(32))]).toEqual([false, true])
})

test('[RO26] who may write again does so in new streams', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder))
  role(world, world.founder, pau, 'reader', undefined, [cutAt(pau)])
  role(world, world.founder, pau, 'writer')
  const member = world.roster().members.get(pau.memberId)!
  const at = (stream: Hex) => isBeyondCutOff(member, stream, 7, 'ab'.repeat(32))
  expect([at(pau.stream), at('cd'.repeat(16))]).toEqual([true, false])
})

test('[RO27] [RO14] two removals apart: both are gone, one epoch is written in, and a third joins them, in all orders', () => {
  const world = new World()
  const second = world.join(world.grant(world.founder, 'steward'))
  const [pau, ana] = [world.join(world.grant(world.founder)), world.join(world.grant(world.founder))]
  const known = [...world.entries]
  const a = renew(world, world.founder, { removed: [pau.memberId] }, known)
  const b = renew(world, second, { removed: [ana.memberId] }, known)
  const { roomId } = world.room
  expect([pau, ana].map(rolesOf(world))).toEqual(['gone', 'gone'])
  expect(latestEpochs(world.roster().epochs)).toEqual([a.entry.hash, b.entry.hash].sort())
  expect([world.roster().sendingEpoch, whyRenew(world.roster())]).toEqual([
    [a.entry.hash, b.entry.hash].sort()[0],
    'merge',
  ])
  const secrets = new Map([
    [a.entry.hash, a.secret],
    [b.entry.hash, b.secret],
  ])
  const merged = renew(world, second, { reason: 'merge', secrets })
  const roster = world.roster()
  expect([roster.sendingEpoch, whyRenew(roster)]).toEqual([merged.entry.hash, null])
  const body = bodyOf(world, merged.entry.hash)
  expect([body.number, body.parentEpochs]).toEqual([3, [a.entry.hash, b.entry.hash].sort()])
  for (const { device } of [pau, ana]) expect(openEpochSecret(body, device, roomId).ok).toBe(false)
  const expected = factsOf(roster)
  for (const acts of permutations([...world.entries.slice(2, 5), a.entry, b.entry, merged.entry])) {
    const others = world.entries.filter((entry) => !acts.includes(entry))
    expect(factsOf(world.roster([...acts, ...others]))).toEqual(expected)
  }
})

test('[RO27] an epoch sealed to somebody who is gone is due to be followed', () => {
  const world = new World()
  const second = world.join(world.grant(world.founder, 'steward'))
  const [pau, ana] = [world.join(world.grant(world.founder)), world.join(world.grant(world.founder))]
  const open = renew(world, world.founder, { reason: 'refresh' })
  expect(whyRenew(world.roster())).toBe(null)
  world.epoch(second, { removed: [pau.memberId, ana.memberId], parentEpochs: [world.epochId] }, [open.entry.hash])
  // Joined by one that forgot whom to leave out.
  const latest = latestEpochs(world.roster().epochs)
  world.epoch(second, {
    number: 3,
    parentEpochs: latest,
    sealed: [{ box: toHex(pau.device.box.publicKey), sealed: new Uint8Array(80) }],
  })
  expect(whyRenew(world.roster())).toBe('removal')
})

test('[RO28] a further epoch keeps the links that open all before it', () => {
  const world = new World()
  const [stays, ends] = [world.grant(world.founder), world.grant(world.founder)]
  expect(grantsThatOpen(world.roster())).toEqual(
    world.roster().grants.size === 2 ? [stays.hash, ends.hash].sort(byOrder(world)) : [],
  )
  renew(world, world.founder, { grants: [stays.hash], reason: 'refresh' })
  expect(grantsThatOpen(world.roster())).toEqual([stays.hash])
  world.void(world.founder, stays.hash)
  expect(grantsThatOpen(world.roster())).toEqual([])
})

const byOrder = (world: World) => (a: Hex, b: Hex) => {
  const order = [...world.roster().grants.keys()]
  return order.indexOf(a) - order.indexOf(b)
}
