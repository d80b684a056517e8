/** A plan with a rich text to test with, and what people do to it. */
import * as A from '@automerge/automerge/slim'
import { expect } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { canonicalJson } from '#shared/plan/canonical.ts'
import { planAdd } from '#shared/plan/operations.ts'
import {
  joinRich,
  PARAGRAPH,
  PLAIN,
  type RichBlock,
  type RichSpan,
  type RichText,
  sliceRich,
} from '#shared/plan/rich/richText.ts'
import { planRich, selectRich } from '#shared/plan/rich/planRich.ts'
import { type ThingRef } from '#shared/plan/things.ts'
import { planUndo } from '#shared/plan/undo.ts'
import { actorOf, type Doc, handTo, must, newPlan, seededRandom, take, write } from './builders.ts'

export const random = seededRandom(71)
export const project: ThingRef = { type: 'Project', id: newId(random) }
export const PATH = ['projects', project.id.slice(0, 2), project.id, 'summary']
export const planWith = (summary: string): Doc =>
  write(newPlan(), planAdd(newPlan(), project, { title: 'Hort', summary }, random))
export const base = planWith('The garden feeds us\nall year round')

export const rich = (doc: Doc): RichText => selectRich(doc, project, 'summary')
export const set = (doc: Doc, to: RichText): Doc =>
  write(doc, planRich(doc, project, 'summary', rich(doc), joinRich(to)))
export const edit = (doc: Doc, change: (now: RichText) => readonly RichSpan[]): Doc =>
  set(doc, joinRich(change(rich(doc))))
export const json = (doc: Doc): string => must(canonicalJson(doc))
export const lastHash = (doc: Doc): string => A.decodeChange(A.getLastLocalChange(doc)!).hash
export const undo = (doc: Doc, hash = lastHash(doc)) => must(planUndo(doc, hash, null, 9))

export const text = (value: string, marks: Partial<typeof PLAIN> = {}): RichSpan => ({
  type: 'text',
  text: value,
  marks: { ...PLAIN, ...marks },
})
export const block = (change: Partial<RichBlock> = {}): RichSpan => ({
  type: 'block',
  block: { ...PARAGRAPH, ...change },
})
export const heading = (level: 1 | 2 | 3): RichSpan => block({ type: 'heading', level })
export const item = (...parents: RichBlock['parents']): RichSpan => block({ type: 'unordered-list-item', parents })

/** The same text with a change of marks between two places. */
export const marked = (now: RichText, from: number, to: number, marks: Partial<typeof PLAIN>): RichText =>
  joinRich([
    ...sliceRich(now, 0, from),
    ...sliceRich(now, from, to).map((span) =>
      span.type === 'text' ? { ...span, marks: { ...span.marks, ...marks } } : span,
    ),
    ...sliceRich(now, to, Number.POSITIVE_INFINITY),
  ])
export const put = (now: RichText, at: number, ...spans: readonly RichSpan[]): RichText =>
  joinRich([...sliceRich(now, 0, at), ...spans, ...sliceRich(now, at, Number.POSITIVE_INFINITY)])
export const without = (now: RichText, from: number, to: number): RichText =>
  joinRich([...sliceRich(now, 0, from), ...sliceRich(now, to, Number.POSITIVE_INFINITY)])

/** Two people edit the same text at the same time; both end with the same. */
export function together(
  start: Doc,
  ours: (now: RichText) => RichText,
  theirs: (now: RichText) => RichText,
): { readonly merged: RichText; readonly nuria: Doc; readonly pau: Doc } {
  const nuria = edit(handTo(start, actorOf('a')), ours)
  const pau = edit(handTo(start, actorOf('b')), theirs)
  const [one, two] = [take(nuria, pau), take(pau, nuria)]
  expect(json(one)).toBe(json(two))
  return { merged: rich(one), nuria: one, pau: two }
}
