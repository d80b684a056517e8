import { expect, test } from 'vitest'
import { MUTATIONS, catchMutation } from './mutations.ts'

const TRIED_HERE = [
  'drafts are never written',
  'a relay does not sync its log',
  'a relay hands nothing on',
  'the gate ignores whose actor a change has',
  'the worker says it has applied an entry and has not',
]

test.each(TRIED_HERE)('[SM9] %s: caught', { timeout: 120_000 }, async (name) => {
  const mutation = MUTATIONS.find((one) => one.name === name)!
  const { failure } = await catchMutation(mutation, 20)
  expect(mutation.breaks).toContain(failure?.invariant)
})
