import * as A from '@automerge/automerge/slim'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { applyEdits, type PlanEdits, splitEdits } from '#shared/plan/edits.ts'
import { type Planned, planAdd, planSet } from '#shared/plan/operations.ts'
import { planRich, selectRich } from '#shared/plan/rich/planRich.ts'
import { PARAGRAPH, PLAIN, type RichSpan, type RichText } from '#shared/plan/rich/richText.ts'
import { getThing, type ThingRef } from '#shared/plan/things.ts'
import { createHistory } from '#renderer/data/history.ts'
import { actorOf, type Doc, handTo, must, newPlan, seededRandom, write } from '../plan/builders.ts'

const random = seededRandom(12)
const project: ThingRef = { type: 'Project', id: newId(random) }
const base = write(newPlan(), planAdd(newPlan(), project, { title: 'Forn', summary: 'Un forn' }, random))

/** A window alone with its plan; each edit is `at` a time of its own. */
function windowOver(start: Doc) {
  let doc = start
  let at = 0
  const put = (edits: PlanEdits): readonly string[] =>
    splitEdits(edits).map((batch) => {
      doc = A.change(doc, (draft) => applyEdits(draft, batch))
      return A.getHeads(doc)[0]!
    })
  const history = createHistory({ doc: () => doc, selfId: () => null, now: () => at, write: put })
  const edit = (planned: Planned, later = 10_000): void => {
    at += later
    const edits = must(planned)
    if (edits.length > 0) history.remember(put(edits), edits, at)
  }
  return { history, edit, doc: () => doc, rich: () => selectRich(doc, project, 'summary') }
}

test('[UI10] letters that were typed, taken out and typed again in one go are undone in one go, without a rest', () => {
  const { history, edit, doc } = windowOver(handTo(base, actorOf('a')))
  for (const title of ['Forn de pa', 'Forn de p', 'Forn de ', 'Forn de llenya', 'Forn llenya', 'Forn de llenya'])
    edit(planSet(doc(), project, { title }), 200)
  expect(history.undo()).toBe('done')
  expect(getThing(doc(), project)!['title']).toBe('Forn')
  expect(history.redo()).toBe('done')
  expect(getThing(doc(), project)!['title']).toBe('Forn de llenya')
  expect(history.undo()).toBe('done')
  expect(getThing(doc(), project)!['title']).toBe('Forn')
})

const someSpan: fc.Arbitrary<RichSpan> = fc.oneof(
  fc
    .tuple(fc.constantFrom('a', 'bo ', '🌱'), fc.boolean())
    .map(([text, strong]): RichSpan => ({ type: 'text', text, marks: { ...PLAIN, strong } })),
  fc
    .constantFrom(
      PARAGRAPH,
      { ...PARAGRAPH, type: 'unordered-list-item' as const },
      { type: 'heading' as const, parents: [], level: 2 as const },
    )
    .map((block): RichSpan => ({ type: 'block', block })),
)

test('[UI76] [UI10] whatever one did to a text, undo leads back through every state of it, and redo forth again', () => {
  fc.assert(
    fc.property(fc.array(fc.array(someSpan, { maxLength: 6 }), { minLength: 1, maxLength: 6 }), (texts) => {
      const { history, edit, doc, rich } = windowOver(handTo(base, actorOf('a')))
      const states: RichText[] = [rich()]
      for (const text of texts) {
        const before = rich()
        edit(planRich(doc(), project, 'summary', before, text))
        if (JSON.stringify(rich()) !== JSON.stringify(before)) states.push(rich())
      }
      for (const state of states.toReversed().slice(1)) {
        history.undo()
        expect(rich()).toEqual(state)
      }
      for (const state of states.slice(1)) {
        history.redo()
        expect(rich()).toEqual(state)
      }
    }),
    { numRuns: 60 },
  )
})
