// A member's laptop during the hour without internet: its own process and data folder, keystroke by keystroke.
import '@automerge/automerge'
import * as A from '@automerge/automerge/slim'
import sodium from 'libsodium-wrappers'
import { assert } from '#shared/base/assert.ts'
import { newId } from '#shared/base/id.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { changePlan } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import { type Planned, planAdd, planRemove, planSet } from '#shared/plan/operations.ts'
import { planMove } from '#shared/plan/order.ts'
import { THE_PLAN, type ThingRef } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'
import { systemRandom } from '#node/system/ports.ts'
import { asText, asThing, standing } from '#shared/print/planJson.ts'
import { offlineHours, type OfflineStep } from './offlineHours.ts'

async function liveTheHour(plan: PlanSession, steps: readonly OfflineStep[]): Promise<number> {
  const lease = await plan.lease()
  const bytes = await plan.documentBytes()
  assert(lease.ok && bytes.ok, 'the plan can be edited')
  const document = openForEditing(lease.value, bytes.value)
  assert(document.ok, 'the document holds the heads of the lease')
  let doc = document.value
  let count = 0
  for (const step of steps) {
    for (const planned of keystrokes(step)) {
      const edits = planned(doc)
      assert(edits.ok, `the step is allowed: ${JSON.stringify(edits)}`)
      const before = A.getHeads(doc)
      doc = changePlan(doc, edits.value, HOUR_BEGINS + step.at * 1000)
      const made = A.getChanges(A.view(doc, before), doc)
      const submitted = await plan.submitChanges(lease.value.leaseId, made)
      assert(submitted.ok, `the change is durable: ${JSON.stringify(submitted)}, at ${step.at} s`)
      count += made.length
    }
  }
  await plan.release(lease.value.leaseId)
  return count
}

const HOUR_BEGINS = Date.UTC(2026, 6, 20, 17)

type Stroke = (doc: A.Doc<PlanDoc>) => Planned

/** Text comes letter by letter, as a person types it; everything else is one stroke. */
function keystrokes(step: OfflineStep): readonly Stroke[] {
  if ('vision' in step)
    return letters(step.vision).map((typed) => (doc) => planSet(doc, THE_PLAN, { vision: typed(asText(doc.vision)) }))
  if ('type' in step) {
    const { of, into, type } = step
    // The title changes under the fingers while it is typed, so the card is found once.
    let ref: ThingRef | null = null
    return letters(type).map((typed) => (doc) => {
      ref ??= projectNamed(doc, of)
      const project = cards(doc).find(({ id }) => id === ref!.id)!
      return planSet(doc, ref, { [into]: typed(asText(project.thing[into])) })
    })
  }
  if ('add' in step)
    return [
      (doc) =>
        planAdd(
          doc,
          { type: 'Project', id: newId(systemRandom) },
          {
            title: step.add,
            place: { stage: stageNamed(doc, step.stage) },
            ...(step.years ? { years: years(step.years) } : {}),
          },
          systemRandom,
        ),
    ]
  if ('move' in step)
    return [
      (doc) => planMove(doc, projectNamed(doc, step.move).id, { stage: stageNamed(doc, step.stage) }, systemRandom),
    ]
  if ('years' in step) return [(doc) => planSet(doc, projectNamed(doc, step.of), { years: years(step.years) })]
  if ('remove' in step)
    return [(doc) => planRemove(doc, projectNamed(doc, step.remove), null, HOUR_BEGINS + step.at * 1000)]
  if ('tick' in step)
    return [
      (doc) => {
        const project = projectNamed(doc, step.of)
        const thing = cards(doc).find(({ id }) => id === project.id)!.thing
        const action = standing(thing['actions']).find((entry) => asText(entry.thing['title']) === step.tick)
        assert(action, `there is an action ${step.tick}`)
        return planSet(doc, { type: 'Action', id: action.id, in: project }, { done: true })
      },
    ]
  if ('give' in step) {
    const { give, of, unit, minor, year } = step
    return [
      (doc) => inside(doc, 'Contribution', of, { title: give, amount: { unit, minor }, year, status: 'promised' }),
    ]
  }
  const { output, of, sort, licence } = step
  return [(doc) => inside(doc, 'Output', of, { title: output, sort, licence })]
}

const letters = (text: string): readonly ((before: string) => string)[] =>
  [...text].map((letter) => (before) => before + letter)
const years = ([from, to]: readonly [number, number]) => ({ from, to })

const inside = (
  doc: A.Doc<PlanDoc>,
  type: 'Contribution' | 'Output',
  of: string,
  fields: Readonly<Record<string, unknown>>,
): Planned => planAdd(doc, { type, id: newId(systemRandom), in: projectNamed(doc, of) }, fields, systemRandom)

const cards = (doc: A.Doc<PlanDoc>) => Object.values(asThing(doc.projects)).flatMap((bucket) => standing(bucket))

function projectNamed(doc: A.Doc<PlanDoc>, title: string): ThingRef {
  const found = cards(doc).find(({ thing }) => asText(thing['title']) === title)
  assert(found, `there is a project ${title}`)
  return { type: 'Project', id: found.id }
}

function stageNamed(doc: A.Doc<PlanDoc>, title: string): string {
  const found = standing(doc.stages).find(({ thing }) => asText(thing['title']) === title)
  assert(found, `there is a stage ${title}`)
  return found.id
}

const [folder, planId, who] = process.argv.slice(2)
assert(folder && planId && (who === 'nuria' || who === 'pau'), 'usage: editOffline.ts FOLDER PLAN nuria|pau')
await sodium.ready
const opened = await openMemberFolder(folder)
assert(opened.ok, 'the member’s folder opens')
const session = await opened.value.open(planId)
assert(session.ok, 'the member has the plan')
const changes = await liveTheHour(session.value, offlineHours[who])
await opened.value.close()
process.stdout.write(JSON.stringify({ changes }))
