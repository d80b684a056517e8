import { join } from 'node:path'
import * as A from '@automerge/automerge/slim'
import { assert } from '#shared/base/assert.ts'
import { plainPlan } from '#shared/plan/canonical.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { typesetPlan } from '#node/pdf/typesetPlan.ts'
import { largePlan } from './largePlan.ts'
import { ms, type Row, timed } from './measure.ts'

const COLD_MS = 2_000
const AGAIN_MS = 500

/** The PDF of a plan of 500 projects: first in the process, and again after one title has changed. */
export function pdfRows(): readonly Row[] {
  const plain = plainPlan(A.load<PlanDoc>(largePlan(500).bytes))
  assert(plain.ok, 'the plan can be printed')
  const plan = plain.value
  const typeset = (title: string) =>
    timed(() => {
      const made = typesetPlan(
        {
          planId: 'ab'.repeat(32),
          plan: { ...plan, title },
          agreement: null,
          day: '2026-07-27',
          language: 'ca',
          appVersion: '0.0.0',
        },
        join(import.meta.dirname, '../../resources'),
      )
      assert(made.ok, 'the plan is typeset')
      return made.value
    })
  const cold = typeset('Pla gran')
  const again = typeset('Pla gran')
  const edited = typeset('Pla gran, revisat')
  const row = (what: string, time: number, target: number): Row => ({
    what: `PDF of 500 projects, ${cold.value.pages} pages, ${what}`,
    ours: ms(time),
    target: `≤ ${target} ms`,
    met: time <= target,
  })
  return [
    row('first', cold.ms, COLD_MS),
    row('again', again.ms, AGAIN_MS),
    row('after the title in every head has changed', edited.ms, COLD_MS),
  ]
}
