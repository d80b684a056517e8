import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex } from '#shared/base/bytes.ts'
import { type CborValue, encodeCbor } from '#shared/base/cbor.ts'
import { type Entry, KIND, parseEntry } from '#shared/journal/entry.ts'
import { extendRoster } from '#shared/roster/computeRoster.ts'
import { encodeInviteVoid } from '#shared/roster/controlCodec.ts'
import { permutations, randomWorld, rolesOf, shuffled } from './helpers.ts'
import { World, factsOf } from './world.ts'

test.each([
  ['a steward and then the founder withdrawn', sixInARow, ['writer', 'steward']],
  ['founder and steward withdraw each other at once', sixWithMutualWithdrawal, ['steward', 'writer']],
  ['a link void while someone joins by it', sixWithVoidAtOnce, ['steward', 'writer']],
  ['two joins by a void link, of which one has seen the void', sixWithVoidSeen, ['steward', 'nobody']],
] as const)('[RO1] all orders of six control entries give one roster: %s', (_name, build, roles) => {
  const { world, pau } = build()
  expect(world.entries).toHaveLength(6)
  const expected = factsOf(world.roster())
  let orders = 0
  for (const order of permutations(world.entries)) {
    orders += 1
    expect(factsOf(world.roster(order))).toEqual(expected)
  }
  expect(orders).toBe(720)
  expect([world.founder, pau].map(rolesOf(world))).toEqual(roles)
})

test('[RO1] random concurrent acts in any order, doubled and piece by piece, give one roster', () => {
  let refusals = 0
  fc.assert(
    fc.property(
      fc.array(fc.nat(9_999), { minLength: 4, maxLength: 10 }),
      fc.infiniteStream(fc.nat(9_999)),
      (acts, dice) => {
        const world = randomWorld(acts)
        const expected = factsOf(world.roster())
        refusals += expected.refused.size
        const order = shuffled([...world.entries, ...world.entries.slice(0, 3)], dice)
        expect(factsOf(world.roster(order))).toEqual(expected)
        const half = world.roster(order.slice(0, order.length >> 1))
        expect(factsOf(extendRoster(half, order.slice(order.length >> 1)))).toEqual(expected)
      },
    ),
    { numRuns: 60, seed: 7 },
  )
  expect(refusals).toBeGreaterThan(10)
})

test('[RO2] entries of another room and with a wrong device signature change nothing', () => {
  const [world, other] = [new World(1), new World(2)]
  const pau = world.join(world.grant(world.founder))
  const before = factsOf(world.roster())
  const forged = flipLast(world.withdraw(pau, world.room.roomId))
  world.entries.pop()
  expect(factsOf(world.roster([...world.entries, ...other.entries, forged]))).toEqual(before)
})

test('[RO2] a forged root signature founds nothing', () => {
  const world = new World()
  const { genesis, device } = world.room
  const body = Uint8Array.from(genesis.payload)
  body[body.length - 1] = (body.at(-1) as number) ^ 1
  const forger = { ...world.founder, device, seq: 0, prev: '00'.repeat(32) }
  const forged = world.raw(forger, KIND.GENESIS, body, genesis.header)
  expect(world.roster([forged, world.room.epoch]).genesis).toBeUndefined()
  // Beside the true one it is an entry without effect.
  expect(world.roster().genesis).toBe(genesis.hash)
})

test('[RO2] a forged invite signature and a forged recovery proof make no member', () => {
  const world = new World()
  const grant = world.grant(world.founder)
  const pau = world.join(grant)
  world.entries.pop()
  const before = factsOf(world.roster())
  for (const at of [pau.join.payload.length - 1, indexOfProof(pau.join.payload)]) {
    const body = Uint8Array.from(pau.join.payload)
    body[at] = (body[at] as number) ^ 1
    const forged = world.raw({ ...pau, seq: 0, prev: grant.hash }, KIND.JOIN, body)
    const roster = world.roster()
    world.entries.pop()
    expect(roster.refused.get(forged.hash)).toBe('E_SIG')
    expect({ members: roster.members, grants: roster.grants }).toEqual({
      members: before.members,
      grants: before.grants,
    })
  }
})

test('[RO3] an entry waits for its parents and counts once they are there', () => {
  const world = new World()
  const grant = world.grant(world.founder)
  const pau = world.join(grant)
  const without = world.entries.filter((entry) => entry !== grant)
  const waiting = world.roster(without)
  expect(waiting.missing).toEqual([grant.hash])
  expect(waiting.members.size).toBe(1)
  expect(extendRoster(waiting, [grant]).members.get(pau.memberId)?.role).toBe('writer')
})

test('[RO4] unknown kinds are counted and block nothing', () => {
  const world = new World()
  const unknown = world.raw(
    world.founder,
    KIND.FORK_NOTE,
    encodeCbor(
      new Map<number, CborValue>([
        [0, world.heads().map(fromHex)],
        [99, 'later'],
      ]),
    ),
  )
  const pau = world.join(world.grant(world.founder))
  const roster = world.roster()
  expect(roster.unknown).toBe(1)
  expect(roster.refused.has(unknown.hash)).toBe(false)
  expect(roster.members.get(pau.memberId)?.role).toBe('writer')
})

test('[RO2] a void of a grant nobody made has no effect', () => {
  const world = new World()
  const before = world.roster()
  const odd = world.raw(
    world.founder,
    KIND.INVITE_VOID,
    encodeInviteVoid({ parents: world.heads(), grant: 'ee'.repeat(32), cutOffs: [] }),
  )
  expect(world.roster().refused.get(odd.hash)).toBe('E_CONTEXT')
  expect(world.roster().grants).toEqual(before.grants)
})

function sixInARow() {
  const world = new World()
  const pau = world.join(world.grant(world.founder))
  world.steward(world.founder, pau.memberId)
  world.withdraw(pau, world.room.roomId)
  return { world, pau }
}

function sixWithMutualWithdrawal() {
  const world = new World()
  const pau = world.join(world.grant(world.founder, 'steward'))
  const heads = world.heads()
  world.withdraw(pau, world.room.roomId, heads)
  world.withdraw(world.founder, pau.memberId, heads)
  return { world, pau }
}

function flipLast(entry: Entry): Entry {
  const bytes = Uint8Array.from(entry.bytes)
  bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1
  const parsed = parseEntry(bytes)
  if (!parsed.ok) throw new Error('The form of the entry is unchanged.')
  return parsed.value
}

/** Somewhere inside the recovery proof of a JOIN: after the two keys of the list. */
function indexOfProof(body: Uint8Array): number {
  const list = body.findIndex((byte, i) => byte === 0x83 && body[i + 1] === 0x58 && body[i + 2] === 0x20)
  return list + 1 + 34 + 34 + 10
}

function sixWithVoidAtOnce() {
  const world = new World()
  const grant = world.grant(world.founder)
  const heads = world.heads()
  world.void(world.founder, grant.hash, heads)
  world.grant(world.founder, 'reader', { heads })
  return { world, pau: world.join(grant, { heads }) }
}

function sixWithVoidSeen() {
  const world = new World()
  const grant = world.grant(world.founder)
  const heads = world.heads()
  world.void(world.founder, grant.hash, heads)
  const pau = world.join(grant)
  world.join(grant, { heads })
  return { world, pau }
}
