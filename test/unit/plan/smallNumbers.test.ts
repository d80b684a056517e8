import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import { changePlan } from '#shared/plan/edits.ts'
import type { PlanDoc } from '#shared/plan/types.ts'

test('[PL11] zero and negative numbers inside a new thing are stored whole, not as floats', () => {
  const empty = A.change(A.init<PlanDoc>({ actor: 'aa'.repeat(16) }), (doc) => {
    Object.assign(doc, { groups: {} })
  })
  const value = { a: 0, b: -3, c: 7, piece: { minor: 0, unit: new A.ImmutableString('EUR') } }
  const doc = changePlan(empty, [{ do: 'put', path: ['groups', 'g'], value }], 0)
  const ops = A.decodeChange(A.getLastLocalChange(doc)!).ops as readonly { datatype?: string; value?: unknown }[]
  const numbers = ops.filter((op) => typeof op.value === 'number').map((op) => [op.datatype, op.value])
  expect(numbers.sort()).toEqual([
    ['int', -3],
    ['int', 0],
    ['int', 0],
    ['int', 7],
  ])
  expect(A.toJS(doc)).toEqual({ groups: { g: value } })
})
