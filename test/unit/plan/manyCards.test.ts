import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { canonicalJson } from '#shared/plan/canonical.ts'
import { selectStages } from '#shared/plan/lists.ts'
import { planAdd, planSet } from '#shared/plan/operations.ts'
import { planMove, planMoveAll } from '#shared/plan/order.ts'
import { ranksBetween } from '#shared/plan/ranks.ts'
import { createPlanReader } from '#shared/plan/reader.ts'
import { createContestedReader } from '#shared/plan/report/contested.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import { actorOf, type Doc, handTo, must, newPlan, seededRandom, take, write } from './builders.ts'

const random = seededRandom(30)

function withCards(count: number): readonly [Doc, readonly string[]] {
  const doc = newPlan()
  const ids = Array.from({ length: count }, () => newId(random))
  return [ids.reduce((now, id, at) => write(now, planAdd(now, project(id), { title: `${at}` }, random)), doc), ids]
}

const project = (id: string): ThingRef => ({ type: 'Project', id })
const titlesOf = (doc: Doc): readonly string[] =>
  createPlanReader()
    .board(doc)
    .columns.map(({ cards }) => cards.map(({ title }) => title).join(' '))
const never = (): boolean => false

test('[PL30] cards moved together stand one after the other, in the order given, each in one new place', () => {
  const [doc, ids] = withCards(6)
  const [idea, proposed] = selectStages(doc).map(({ id }) => id)
  const picked = [ids[4]!, ids[0]!, ids[2]!]
  const inside = write(doc, planMoveAll(doc, picked, { stage: idea!, before: ids[3]! }, random))
  expect(titlesOf(inside)[0]).toBe('1 4 0 2 3 5')
  const edits = must(planMoveAll(inside, picked, { stage: proposed! }, random))
  expect(edits.map(({ do: what, path }) => [what, path.at(-1)])).toEqual(picked.map(() => ['put', 'place']))
  expect(titlesOf(write(inside, edits)).slice(0, 2)).toEqual(['1 3 5', '4 0 2'])
})

test('[PL30] what cannot be moved moves nothing', () => {
  const [doc, ids] = withCards(2)
  const stage = selectStages(doc)[0]!.id
  const missing = newId(random)
  const refused = (planned: unknown) => expect(planned).toEqual({ ok: false, error: { kind: 'Missing', id: missing } })
  refused(planMoveAll(doc, [ids[0]!, missing], { stage }, random))
  refused(planMoveAll(doc, ids, { stage: missing }, random))
  refused(planMoveAll(doc, [ids[0]!], { stage, before: missing }, random))
})

test('[PL30] a thousand ranks between two are in order and short', () => {
  const ranks = ['a0V1', ...ranksBetween('a0V1', 'a0V2', 1000, random), 'a0V2']
  expect(ranks).toEqual(ranks.toSorted())
  expect(new Set(ranks).size).toBe(1002)
  expect(Math.max(...ranks.map(({ length }) => length))).toBeLessThan(60)
  expect(Math.max(...ranksBetween('a0V1', null, 1000, random).map(({ length }) => length))).toBeLessThan(12)
})

test('[PL31] a stage without colour and limit says null; set, they are part of what is agreed', () => {
  const doc = newPlan()
  const [stage] = selectStages(doc)
  expect(stage).toMatchObject({ colour: null, limit: null })
  const ref: ThingRef = { type: 'Stage', id: stage!.id }
  const marked = write(doc, planSet(doc, ref, { colour: '3', limit: 5 }))
  expect(selectStages(marked)[0]).toMatchObject({ colour: '3', limit: 5 })
  expect(must(canonicalJson(marked, 'agreed'))).toContain('"limit":5')
  const cleared = write(marked, planSet(marked, ref, { limit: null }))
  expect(selectStages(cleared)[0]).toMatchObject({ colour: '3', limit: null })
})

test('[PL31] a scalar of a stage that a later version added is kept while this one edits and merges', () => {
  const base = newPlan()
  const id = selectStages(base)[0]!.id
  const later = A.change(handTo(base, actorOf('b')), (draft) => {
    ;(draft.stages[id] as unknown as Record<string, unknown>)['sign'] = new A.ImmutableString('moon')
  })
  const ref: ThingRef = { type: 'Stage', id }
  const renamed = write(base, planSet(base, ref, { title: 'Llavors', limit: 3 }))
  const merged = take(renamed, later)
  const edited = write(merged, planSet(merged, ref, { limit: 4 }))
  expect(JSON.parse(must(canonicalJson(edited, 'agreed')))).toMatchObject({
    stages: { [id]: { title: 'Llavors', limit: 4, sign: 'moon' } },
  })
})

test('[PL32] a card is contested from the meeting until it is settled, by what is in it too', () => {
  const [base, ids] = withCards(3)
  const [first, second] = ids
  const reader = createContestedReader()
  expect([...reader.read(base, never)!]).toEqual([])
  const action: ThingRef = { type: 'Action', id: newId(random), in: project(second!) }
  const shared = write(base, planAdd(base, action, { title: 'Trobar local' }, random))
  const other = handTo(shared, actorOf('b'))
  const ours = write(write(shared, planSet(shared, project(first!), { years: { from: 2027 } })), [])
  const oursToo = write(ours, planSet(ours, action, { due: '2027-01-01' }))
  const theirs = write(other, planSet(other, project(first!), { years: { from: 2028 } }))
  const theirsToo = write(theirs, planSet(theirs, action, { due: '2027-02-02' }))
  const met = take(oursToo, theirsToo)
  expect([...reader.read(met, never)!].sort()).toEqual([first!, second!].sort())
  const chosen = write(met, planSet(met, project(first!), { years: { from: 2029 } }))
  expect([...reader.read(chosen, never)!]).toEqual([second])
})

test('[PL32] two orders within one column are no question; two columns are', () => {
  const [base, ids] = withCards(3)
  const stages = selectStages(base).map(({ id }) => id)
  const meet = (ourStage: string, theirStage: string): ReadonlySet<string> | null => {
    const mine = handTo(base, actorOf('a'))
    const other = handTo(base, actorOf('b'))
    const ours = write(mine, planMove(mine, ids[2]!, { stage: ourStage, before: ids[0]! }, random))
    const theirs = write(other, planMove(other, ids[2]!, { stage: theirStage }, random))
    return createContestedReader().read(take(ours, theirs), never)
  }
  expect(meet(stages[0]!, stages[0]!)).toEqual(new Set())
  expect(meet(stages[0]!, stages[1]!)).toEqual(new Set([ids[2]]))
})

test('[PL32] it stops when others wait and goes on where it was', () => {
  const doc = newPlan('commons-transition')
  const reader = createContestedReader()
  let turns = 0
  let asked = 0
  while (reader.read(doc, () => (asked += 1) % 40 === 0) === null) turns += 1
  expect(turns).toBeGreaterThan(2)
  asked = 0
  const known = createPlanReader().board(doc).columns[0]!.cards[0]!
  const edited = write(doc, planSet(doc, project(known.id), { title: 'Another' }))
  expect(reader.read(edited, () => (asked += 1) > 1)).toEqual(new Set())
})
