import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { planAdd, planSet } from '#shared/plan/operations.ts'
import { type HistoryStep, projectHistory } from '#shared/plan/report/projectHistory.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import { actorOf, type Doc, handTo, newPlan, seededRandom, take, write } from './builders.ts'

const random = seededRandom(7)
const bakery: ThingRef = { type: 'Project', id: newId(random) }
const mill: ThingRef = { type: 'Project', id: newId(random) }
const HOUR = 3_600_000
const start = 1_800_000_000_000

/** The bakery by `0`; then, hour after hour, `0` dates it and `1` the mill. */
function hours(count: number): Doc {
  let doc = newPlan()
  doc = write(doc, planAdd(doc, bakery, { title: 'Forn' }, random), start)
  doc = write(doc, planAdd(doc, mill, { title: 'Molí' }, random), start)
  for (let hour = 1; hour <= count; hour++) {
    doc = write(doc, planSet(doc, bakery, { years: { from: 2000 + hour } }), start + hour * HOUR)
    doc = write(doc, planSet(doc, mill, { years: { from: 2000 + hour } }), start + hour * HOUR)
  }
  return doc
}

const saidOf = ({ at, lines }: HistoryStep) =>
  `${(at - start) / HOUR}: ${lines.map((line) => ('after' in line ? JSON.stringify(line.after) : line.do)).join()}`

test('[UI88] a project’s history is told newest first, in portions that go on where the last one ended', () => {
  const doc = hours(20)
  const said: string[] = []
  let next: string | null = null
  let portions = 0
  do {
    const portion: ReturnType<typeof projectHistory> & object = projectHistory(doc, bakery.id, next)!
    said.push(...portion.steps.map(saidOf))
    next = portion.next
    portions++
  } while (next !== null)
  const hoursBack = Array.from({ length: 20 }, (_, index) => 20 - index)
  expect(said).toEqual([...hoursBack.map((hour) => `${hour}: {"from":${2000 + hour}}`), '0: added'])
  expect(portions).toBe(2)
  expect(projectHistory(doc, bakery.id, 'ff'.repeat(32))).toBeNull()
})

test('[UI88] what one person did in one go is one step; what others did meanwhile is a step of theirs', () => {
  let doc = hours(0)
  const later = start + HOUR
  const hers = write(handTo(doc, actorOf('1')), planSet(doc, bakery, { summary: 'Pa' }), later + 1000)
  doc = write(doc, planSet(doc, bakery, { years: { from: 2028 } }), later)
  doc = write(
    doc,
    planAdd(doc, { type: 'Action', id: newId(random), in: bakery }, { title: 'Local' }, random),
    later + 2000,
  )
  doc = take(doc, hers)
  const { steps, total } = projectHistory(doc, bakery.id, null)!
  const told = steps.map(({ actor, lines }) => [
    actor[0],
    lines.map((line) => ('field' in line ? line.field : line.do)),
  ])
  expect(told.toSorted()).toEqual([
    ['0', ['added']],
    ['0', ['years', 'added']],
    ['1', ['summary']],
  ])
  expect(total).toBe(A.getChangesMetaSince(doc, []).length)
})
