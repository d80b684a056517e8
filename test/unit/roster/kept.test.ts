import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasBit } from '#shared/roster/controlGraph.ts'
import { randomWorld } from './helpers.ts'
import { World } from './world.ts'

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
