import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import { mergeReport, planChanges } from '#shared/plan/report/mergeReport.ts'
import { projectHistory } from '#shared/plan/report/projectHistory.ts'
import { type RichText, sliceRich } from '#shared/plan/rich/richText.ts'
import { actorOf, type Doc, handTo, must, take } from './builders.ts'
import { base, block, edit, heading, marked, project, put, text } from './richPlans.ts'

const CHANGES: readonly (readonly [string, (now: RichText) => RichText])[] = [
  ['bold', (now) => marked(now, 4, 10, { strong: true })],
  ['a link', (now) => marked(now, 4, 10, { link: 'https://example.org' })],
  ['the first line a heading', (now) => put(now, 0, heading(1))],
]
const LINE = { do: 'reformatted', field: 'summary', thing: { type: 'Project', id: project.id, title: 'Hort' } }
const told = (doc: Doc) => projectHistory(doc, project.id, null)!.steps.map(({ lines }) => lines)

test.each(CHANGES)('[PL42] %s, and nothing else, is told in the report and in the history', (_, change) => {
  const ours = edit(handTo(base, actorOf('1')), change)
  const lines = [{ ...LINE, actors: [actorOf('1')] }]
  expect(must(planChanges(ours, A.getHeads(base)))).toEqual(lines)
  expect(told(ours)[0]).toEqual(lines)
  const report = must(mergeReport(take(handTo(base, actorOf('3')), ours), { ours: A.getHeads(base) }))
  expect(report.theirs.lines).toEqual(lines)
})

test('[PL42] a heading that becomes another is told; words that change with their formatting are an edit', () => {
  const titled = edit(handTo(base, actorOf('1')), (now) => put(now, 0, heading(1)))
  const other = edit(handTo(titled, actorOf('2')), (now) => [
    heading(2),
    ...sliceRich(now, 1, Number.POSITIVE_INFINITY),
  ])
  expect(told(other)[0]).toEqual([{ ...LINE, actors: [actorOf('2')] }])
  const both = edit(handTo(titled, actorOf('2')), (now) =>
    put(marked(now, 2, 6, { em: true }), 1, text('Look: '), block()),
  )
  expect(must(planChanges(both, A.getHeads(titled)))).toMatchObject([{ do: 'edited', before: '', after: 'Look: \n' }])
})
