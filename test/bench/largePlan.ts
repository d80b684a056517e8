import * as A from '@automerge/automerge/slim'
import { newId } from '#shared/base/id.ts'
import { createPlan } from '#shared/plan/birth.ts'
import { changePlan } from '#shared/plan/edits.ts'
import { type Planned, planAll, planSet } from '#shared/plan/operations.ts'
import { ranksInOrder } from '#shared/plan/ranks.ts'
import { templateOperations } from '#shared/plan/templates.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { systemRandom as random } from '#node/system/ports.ts'
import { assert } from '#shared/base/assert.ts'
import { ok } from '#shared/base/result.ts'

export type LargePlan = {
  readonly bytes: Uint8Array
  readonly ids: readonly string[]
  readonly stages: readonly string[]
}

const ACTORS = 10
const EDITS_A_CARD = 5
/** As when somebody edits a selection: making each change alone would take most of the benchmark's minutes. */
const CARDS_A_CHANGE = 20

/** A plan of `cards` projects, each edited up to five times, by ten people one after the other. */
export function largePlan(cards: number): LargePlan {
  const actors = Array.from({ length: ACTORS }, () => newId(random))
  let doc = A.load<PlanDoc>(createPlan(actors[0]!).bytes, { actor: actors[0]! })
  doc = written(doc, planAll(doc, templateOperations('blank', { title: 'Pla gran', language: 'ca' }, random), random))
  const stages = Object.keys(doc.stages)
  const ranks = ranksInOrder(cards, random)
  const ids: string[] = []
  const per = Math.ceil(cards / ACTORS)
  for (const actor of actors) {
    doc = A.clone(doc, { actor })
    const own = Array.from({ length: Math.min(per, cards - ids.length) }, () => newId(random))
    const adds = own.map((id, i) => ({
      do: 'add' as const,
      ref: { type: 'Project' as const, id },
      fields: {
        title: `Projecte número ${ids.length + i}`,
        summary: 'Un resum de tres línies que diu què es vol fer, amb qui i per a què serveix al barri.',
        years: { from: 2027, to: 2027 + (i % 9) },
        place: { stage: stages[i % stages.length]!, rank: ranks[ids.length + i]! },
        tags: ['barri'],
      },
    }))
    doc = written(doc, planAll(doc, adds, random))
    for (let edit = 1; edit < EDITS_A_CARD; edit++) {
      const edited = own.filter((_, i) => i % (edit + 1) === 0)
      for (let i = 0; i < edited.length; i += CARDS_A_CHANGE) {
        const planned = edited
          .slice(i, i + CARDS_A_CHANGE)
          .map((id) =>
            planSet(doc, { type: 'Project', id }, { title: `Projecte revisat ${edit} de ${id.slice(0, 6)}` }),
          )
        doc = written(doc, together(planned))
      }
    }
    ids.push(...own)
  }
  return { bytes: A.save(doc), ids, stages }
}

export function written(doc: A.Doc<PlanDoc>, planned: Planned): A.Doc<PlanDoc> {
  assert(planned.ok, `the edit is allowed: ${JSON.stringify(planned)}`)
  return changePlan(doc, planned.value, 0)
}

function together(planned: readonly Planned[]): Planned {
  const edits = planned.map((one) => {
    assert(one.ok, 'the edit is allowed')
    return one.value
  })
  return ok(edits.flat())
}
