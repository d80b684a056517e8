import { expect, test } from 'vitest'
import { World } from './world.ts'

test('[RO13] only the founder opens the first epoch, and numbers follow their parents', () => {
  const world = new World()
  const second = world.join(world.grant(world.founder, 'steward'))
  const heads = world.heads()
  const orphan = world.epoch(second, { parentEpochs: [], number: 1 }, heads)
  const skipping = world.epoch(second, { number: 7 }, heads)
  const right = world.epoch(second, { number: 2 }, heads)
  const { refused, epochs } = world.roster()
  expect([orphan, skipping, right].map(({ hash }) => refused.get(hash))).toEqual(['E_CONTEXT', 'E_CONTEXT', undefined])
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
