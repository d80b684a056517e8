import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex } from '#shared/base/bytes.ts'
import { type CborValue, encodeCbor } from '#shared/base/cbor.ts'
import { type Entry, KIND, parseEntry } from '#shared/journal/entry.ts'
import { hasBit } from '#shared/roster/controlGraph.ts'
import { extendRoster, roleAt } from '#shared/roster/computeRoster.ts'
import { encodeInviteVoid, encodeSteward } from '#shared/roster/controlCodec.ts'
import { openName } from '#shared/roster/sealedName.ts'
import { type Person, World, cutAt, factsOf } from './world.ts'

const rolesOf = (world: World, entries?: readonly Entry[]) => {
  const roster = world.roster(entries)
  return (person: Person) => {
    const owner = roster.devices.get(person.sign)
    const member = owner === undefined || owner.is !== 'device' ? undefined : roster.members.get(owner.member)
    return member === undefined ? 'nobody' : member.standing ? member.role : 'gone'
  }
}

describe('the set', () => {
  test.each([
    ['a steward and then the founder withdrawn', sixInARow, ['writer', 'steward']],
    ['founder and steward withdraw each other at once', sixWithMutualWithdrawal, ['steward', 'writer']],
    ['a link void while someone joins by it', sixWithVoidAtOnce, ['steward', 'nobody']],
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
          const shuffled = [...world.entries, ...world.entries.slice(0, 3)]
            .map((entry) => [dice.next().value ?? 0, entry] as const)
            .sort(([a], [b]) => a - b)
            .map(([, entry]) => entry)
          expect(factsOf(world.roster(shuffled))).toEqual(expected)
          const half = world.roster(shuffled.slice(0, shuffled.length >> 1))
          expect(factsOf(extendRoster(half, shuffled.slice(shuffled.length >> 1)))).toEqual(expected)
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
      7,
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
})

describe('rights', () => {
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
    expect([rolesOf(world)(ana), rolesOf(world)(rut)]).toEqual(['writer', 'nobody'])
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

  test('[RO9] a grant used too often is an excess to be shown; every JOIN stands', () => {
    const world = new World()
    const grant = world.grant(world.founder, 'writer', { maxUses: 1, notAfter: 1 })
    const [pau, rut] = [world.join(grant), world.join(grant)]
    expect([rolesOf(world)(pau), rolesOf(world)(rut)]).toEqual(['writer', 'writer'])
    expect(world.roster().grants.get(grant.hash)?.joins).toEqual([pau.memberId, rut.memberId])
  })

  test('[RO10] a void link admits nobody more, keeps those who came before, and takes along whom it names', () => {
    const world = new World()
    const grant = world.grant(world.founder)
    const [pau, rut] = [world.join(grant), world.join(grant)]
    const heads = world.heads()
    world.void(world.founder, grant.hash, heads, [cutAt(rut)])
    const late = world.join(grant, { heads })
    const roster = world.roster()
    expect([rolesOf(world)(pau), rolesOf(world)(rut), rolesOf(world)(late)]).toEqual(['writer', 'gone', 'nobody'])
    expect(roster.refused.get(late.memberId)).toBe('E_INVITE_VOID')
    expect(roster.grants.get(grant.hash)?.isVoid).toBe(true)
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

  test('[RO12] one device that joins twice is one member with the larger role', () => {
    const world = new World()
    const deviceSecret = new Uint8Array(32).fill(60)
    const first = world.join(world.grant(world.founder, 'reader'), { deviceSecret, name: 'Ona' })
    const second = world.join(world.grant(world.founder), { deviceSecret, name: 'Ona Puig' })
    const member = world.roster().members.get(first.memberId)
    expect(world.roster().members.size).toBe(2)
    expect(member).toMatchObject({ id: first.memberId, role: 'writer', origins: [first.memberId, second.memberId] })
    const { epochSecret, roomId } = world.room
    expect(openName(member?.name as Uint8Array, epochSecret, roomId, first.sign)).toBe('Ona Puig')
  })

  test('[RO12] a recovery code belongs to its member', () => {
    const world = new World()
    const pau = world.join(world.grant(world.founder))
    const { devices, members } = world.roster()
    const recovery = members.get(pau.memberId)?.recovery
    expect(devices.get(recovery?.sign as string)).toEqual({ is: 'recovery', member: pau.memberId })
    expect(devices.get(world.root.sign)).toEqual({ is: 'root' })
    expect(devices.size).toBe(5)
  })
})

describe('what is kept and passed on', () => {
  test('[RO20] what does not count by its own past is no head, so nobody names it as parent', () => {
    const world = new World()
    const pau = world.join(world.grant(world.founder))
    const heads = world.heads()
    world.grant(pau, 'writer', { heads })
    world.withdraw(pau, world.room.roomId, heads)
    expect(world.heads()).toEqual(heads)
    const onTop = world.grant(world.founder, 'writer', { heads: [world.entries.at(-1)?.hash as string] })
    expect(world.roster().refused.get(onTop.hash)).toBe('E_CONTEXT')
    expect(world.heads()).toEqual(heads)
  })

  test('[RO20] what falls by something concurrent stays a head: the author of the next entry has seen it', () => {
    const world = new World()
    const pau = world.join(world.grant(world.founder, 'steward'))
    const heads = world.heads()
    const fallen = world.grant(pau, 'writer', { heads })
    const withdrawal = world.withdraw(world.founder, pau.memberId, heads)
    expect(world.roster().refused.get(fallen.hash)).toBe('E_CUTOFF')
    expect(world.heads()).toEqual([fallen.hash, withdrawal.hash].sort())
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
    const [a, b] = [
      world.join(world.grant(world.founder, 'steward')),
      world.join(world.grant(world.founder, 'steward')),
    ]
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

  test('[RO20] whatever is kept in the whole is kept in every part that holds its past', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9_999), { minLength: 4, maxLength: 12 }), (acts) => {
        const world = randomWorld(acts)
        const whole = world.roster()
        for (const node of whole.graph.nodes) {
          const past = whole.graph.nodes.filter((other) => other === node || hasBit(node.past, other.index))
          const part = world.roster(past.map(({ entry }) => entry))
          const same = part.graph.byHash.get(node.hash)
          expect(same && part.rights?.isKept(same)).toBe(whole.rights?.isKept(node))
          // By its own past an entry counts exactly when it counts in the part that is its past and itself.
          if (same && part.rights?.ownVerdictOf(same) === 'counts') expect(part.rights.verdictOf(same)).toBe('counts')
        }
      }),
      { numRuns: 40, seed: 11 },
    )
  })
})

test('[CO4] two hundred who join at once are two hundred heads, and the next act names them all', () => {
  const world = new World()
  const grant = world.grant(world.founder, 'writer', { maxUses: 200 })
  const heads = world.heads()
  for (let i = 0; i < 200; i++) world.join(grant, { heads, deviceSecret: world.random.bytes(32) })
  expect(world.heads()).toHaveLength(200)
  const next = world.grant(world.founder)
  expect(world.roster().refused.size).toBe(0)
  expect(world.heads()).toEqual([next.hash])
  expect(world.roster().members.size).toBe(201)
})

describe('epochs', () => {
  test('[RO13] only the founder opens the first epoch, and numbers follow their parents', () => {
    const world = new World()
    const second = world.join(world.grant(world.founder, 'steward'))
    const heads = world.heads()
    const orphan = world.epoch(second, { parentEpochs: [], number: 1 }, heads)
    const skipping = world.epoch(second, { number: 7 }, heads)
    const right = world.epoch(second, { number: 2 }, heads)
    const { refused, epochs } = world.roster()
    expect([orphan, skipping, right].map(({ hash }) => refused.get(hash))).toEqual([
      'E_CONTEXT',
      'E_CONTEXT',
      undefined,
    ])
    expect([...epochs.keys()].sort()).toEqual([world.epochId, right.hash].sort())
  })

  test('[RO14] of two concurrent epochs the smaller id is written in, and a third ends the question', () => {
    const world = new World()
    const second = world.join(world.grant(world.founder, 'steward'))
    const heads = world.heads()
    expect(world.roster().sendingEpoch).toBe(world.epochId)
    const [a, b] = [world.epoch(world.founder, {}, heads), world.epoch(second, {}, heads)]
    expect(world.roster().sendingEpoch).toBe([a.hash, b.hash].sort()[0])
    const merged = world.epoch(world.founder, { parentEpochs: [a.hash, b.hash], number: 3 })
    expect(world.roster().sendingEpoch).toBe(merged.hash)
    expect(world.roster().epochs.size).toBe(4)
  })
})

test('[RO16] a role is read at the heads an entry names', () => {
  const world = new World()
  const grant = world.grant(world.founder)
  const before = world.heads()
  const pau = world.join(grant)
  const roster = world.roster()
  expect(roleAt(roster, pau.sign, before)).toBeNull()
  expect(roleAt(roster, pau.sign, [pau.memberId])).toBe('writer')
  expect(roleAt(roster, pau.sign, ['ff'.repeat(32)])).toBeUndefined()
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

function sixWithVoidAtOnce() {
  const world = new World()
  const grant = world.grant(world.founder)
  const heads = world.heads()
  world.void(world.founder, grant.hash, heads)
  world.grant(world.founder, 'reader', { heads })
  return { world, pau: world.join(grant, { heads }) }
}

function* permutations<T>(items: readonly T[]): Generator<readonly T[]> {
  if (items.length < 2) return yield items
  for (const [i, item] of items.entries()) {
    for (const rest of permutations([...items.slice(0, i), ...items.slice(i + 1)])) yield [item, ...rest]
  }
}

/** Up to four people who act on heads picked from what there was, seen or not. */
function randomWorld(acts: readonly number[]): World {
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
    switch ((act >> 6) % 6) {
      case 0:
        world.withdraw(by, subject.memberId, heads)
        break
      case 1:
        world.steward(by, subject.memberId, heads)
        break
      case 2:
        grants.push(world.grant(by, act % 2 === 0 ? 'steward' : 'writer', { heads }))
        break
      case 3:
        if (sees(grant.hash) && people.length < 5) people.push(world.join(grant, { heads }))
        break
      case 4:
        if (sees(grant.hash)) world.void(by, grant.hash, heads, act % 3 === 0 ? [cutAt(subject)] : [])
        break
      default:
        world.epoch(by, { removed: [subject.memberId], cutOffs: act % 2 === 0 ? [cutAt(subject)] : [] }, heads)
    }
  }
  return world
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
