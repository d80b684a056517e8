import { expect, test } from 'vitest'
import { readRegressions } from './campaign.ts'
import { optionsOf } from './options.ts'
import { stepsOf } from './steps.ts'
import { runWorld } from './world.ts'

const regressions = await readRegressions()

test.each(regressions)('[SM4] what once failed does not fail again: $file', async ({ options, steps }) => {
  const { failure, notes } = await runWorld(options, steps)
  expect(failure, notes.join('\n')).toBeNull()
})

test('[SM5] one seed is one world: the same events, messages and words each time', async () => {
  for (const seed of [3, 7]) {
    const options = optionsOf(seed)
    const first = await runWorld(options, stepsOf(options))
    const second = await runWorld(options, stepsOf(options))
    expect(second).toEqual(first)
    expect(first.events).toBeGreaterThan(100)
  }
})
