import { expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { planAdd, planRemove, planSet } from '#shared/plan/operations.ts'
import { type SearchEntry, searchGroups } from '#shared/plan/searchEntries.ts'
import { THE_PLAN, type ThingRef } from '#shared/plan/things.ts'
import { type Doc, newPlan, seededRandom, write } from './builders.ts'

const random = seededRandom(5)
const entriesOf = (doc: Doc): readonly SearchEntry[] => [...searchGroups(doc)].flatMap(({ entries }) => entries)
const add = (doc: Doc, ref: ThingRef, fields: Record<string, unknown>): Doc =>
  write(doc, planAdd(doc, ref, fields as never, random))

function planWithProject(): { readonly doc: Doc; readonly project: ThingRef } {
  const project: ThingRef = { type: 'Project', id: newId(random) }
  let doc = add(newPlan(), project, { title: 'Forn de pa', summary: 'Un forn de llenya\nper a sis rebosts' })
  doc = write(doc, planSet(doc, project, { tags: { add: ['energia'] } }))
  doc = add(doc, { type: 'Action', id: newId(random), in: project }, { title: 'Trobar local', note: 'amb xemeneia' })
  doc = add(
    doc,
    { type: 'Comment', id: newId(random) },
    { about: project.id, aboutType: 'Project', text: 'I la farina?' },
  )
  return { doc: write(doc, planSet(doc, THE_PLAN, { vision: 'Autogestió i suport mutu' })), project }
}

test('[PL40] every thing that says something is found by its title and its other words, and leads to its project', () => {
  const { doc, project } = planWithProject()
  const found = entriesOf(doc).filter(({ type }) => ['Plan', 'Project', 'Action', 'Comment'].includes(type))
  expect(found.map(({ type, title, text, projectId }) => [type, title, text, projectId])).toEqual([
    ['Plan', 'Plan', 'Autogestió i suport mutu', null],
    ['Project', 'Forn de pa', 'Un forn de llenya\nper a sis rebosts\nenergia', project.id],
    ['Action', 'Trobar local', 'amb xemeneia', project.id],
    ['Comment', '', 'I la farina?', project.id],
  ])
  expect(new Set(entriesOf(doc).map(({ key }) => key)).size).toBe(entriesOf(doc).length)
})

test('[PL40] what is in the bin is not found, nor what lies in it', () => {
  const { doc, project } = planWithProject()
  const without = entriesOf(write(doc, planRemove(doc, project, null, 1)))
  expect(without.filter(({ type }) => type === 'Project' || type === 'Action')).toEqual([])
})

test('[PL40] a thing that did not change keeps its entries when another does', () => {
  const { doc, project } = planWithProject()
  const groupOf = (state: Doc, key: string) => [...searchGroups(state)].find((group) => group.key === key)?.entries
  const comment = [...searchGroups(doc)].find(({ key }) => key.startsWith('Comment/'))!.key
  const after = write(doc, planSet(doc, project, { title: 'Forn comunal' }))
  expect(groupOf(after, comment)).toBe(groupOf(doc, comment))
  expect(groupOf(after, `Project/${project.id}`)).not.toBe(groupOf(doc, `Project/${project.id}`))
})

test('[PL40] one id in two collections of a thing, as only a broken writer makes it, is two entries', () => {
  const indicator: ThingRef = { type: 'Indicator', id: newId(random) }
  const id = newId(random)
  let doc = add(newPlan(), indicator, { title: 'Pa' })
  for (const field of ['targets', 'readings']) {
    doc = add(doc, { type: 'Reading', id, in: indicator, field }, { year: 2030, note: field })
  }
  const readings = entriesOf(doc).filter(({ type }) => type === 'Reading')
  expect(readings.map(({ text }) => text).sort()).toEqual(['readings', 'targets'])
  expect(new Set(readings.map(({ key }) => key)).size).toBe(2)
})
