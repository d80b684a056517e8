import { expect, test } from 'vitest'
import { type Case, readRegressions } from './campaign.ts'
import { MUTATIONS } from './mutations.ts'
import { optionsOf } from './options.ts'
import { shrink } from './shrink.ts'
import { type Action, type Step, stepsOf } from './steps.ts'
import { type WorldChanges, runWorld } from './world.ts'

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

test('[SM4] a failing world is made smaller and still fails in the same way', { timeout: 60_000 }, async () => {
  const changes = { sabotage: MUTATIONS.find(({ name }) => name === 'a relay hands nothing on')!.sabotage }
  const found = await firstFailing(changes)
  expect(found.failure.invariant).toBe('I11')
  const small = await shrink(found, changes, 12)
  expect(small.steps.length).toBeLessThan(found.steps.length / 2)
  expect((await runWorld(found.options, small.steps, changes)).failure).toEqual(small.failure)
})

test('[SM7] who is given what others wrote after it, and not what that builds on, says what is missing', async () => {
  const quiet = { breaks: 0, duplicates: 0, reorders: 0, maxDelayMs: 20 }
  const roles = ['steward', 'writer', 'writer'] as const
  const options = { ...optionsOf(1), roles, net: quiet, beginsTogether: true, hasLatecomer: false, hasForger: false }
  const step = (salt: number, action: Action): Step => ({ ...action, after: 500, salt })
  const edit = { do: 'edit', kind: 'add', now: true } as const
  const steps = [
    step(1, { ...edit, peer: 0 }),
    step(2, { do: 'flush', peer: 0 }),
    step(3, { do: 'stick', from: 0, to: 1, part: 1 }),
    step(4, { ...edit, peer: 1 }),
    step(5, { do: 'flush', peer: 1 }),
    step(6, { do: 'stick', from: 1, to: 2, part: 1, withholds: true }),
    step(7, { ...edit, peer: 2 }),
    step(8, { do: 'flush', peer: 2 }),
  ]
  const { failure, notes } = await runWorld({ ...options, hasRollbacks: false }, steps)
  expect(failure, notes.join('\n')).toBeNull()
  expect(notes.join('\n')).toMatch(/peer2 lacks .* and says so/)
})

/** Not every world has something to hand on. */
async function firstFailing(changes: WorldChanges): Promise<Case> {
  for (let seed = 1; ; seed++) {
    const options = optionsOf(seed)
    const steps = stepsOf(options)
    const { failure } = await runWorld(options, steps, changes)
    if (failure !== null) return { options, steps, failure }
  }
}
