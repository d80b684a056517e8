import { expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { selectProject } from '#shared/plan/cards.ts'
import { selectFunding, selectObjectives, selectOutputs, selectStages } from '#shared/plan/lists.ts'
import { planAdd, planRemove, planRestore, planSet } from '#shared/plan/operations.ts'
import { planMove } from '#shared/plan/order.ts'
import { createPlanReader } from '#shared/plan/reader.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import { actorOf, handTo, must, newPlan, seededRandom, take, write } from './builders.ts'

const random = seededRandom(11)
const titles = (cards: readonly { readonly title: string }[]): readonly string[] => cards.map(({ title }) => title)

test('[PL15] an edit of one card keeps every other card, and every column it is not in', () => {
  const doc = newPlan('commons-transition')
  const reader = createPlanReader()
  const before = reader.board(doc)
  const card = before.columns[1]!.cards[0]!
  const edited = write(doc, planSet(doc, { type: 'Project', id: card.id }, { title: `${card.title}!` }))
  const after = reader.board(edited)
  expect(after).not.toBe(before)
  expect(after.columns.map((column, index) => column === before.columns[index])).toEqual([
    true,
    false,
    true,
    true,
    true,
  ])
  const kept = after.columns[1]!.cards.filter((other, index) => other === before.columns[1]!.cards[index])
  expect(kept).toHaveLength(before.columns[1]!.cards.length - 1)
  expect(after.columns[1]!.cards[0]).toEqual({ ...card, title: `${card.title}!` })
  expect(reader.card(edited, card.id)).toBe(after.columns[1]!.cards[0])
})

test('[PL15] what a card does not show does not make it another', () => {
  const doc = newPlan('commons-transition')
  const reader = createPlanReader()
  const before = reader.board(doc)
  const card = before.columns[0]!.cards[0]!
  const edited = write(doc, planSet(doc, { type: 'Project', id: card.id }, { summary: 'Another summary' }))
  expect(reader.board(edited)).toBe(before)
  const vision = write(edited, planSet(edited, { type: 'Plan', id: '' }, { vision: 'Another vision' }))
  expect(reader.board(vision)).toBe(before)
  const header = reader.header(vision)
  const moved = write(vision, planRemove(vision, { type: 'Project', id: card.id }, null, 1))
  expect(reader.header(moved)).toBe(header)
})

test('[PL15] the board is the same, read step by step or at once', () => {
  let doc = newPlan('commons-transition')
  const reader = createPlanReader()
  const ids = reader.board(doc).columns.flatMap(({ cards }) => cards.map(({ id }) => id))
  const stages = selectStages(doc).map(({ id }) => id)
  for (const [index, id] of ids.entries()) {
    const stage = stages[(index * 3) % stages.length]!
    if (index % 4 === 0) doc = write(doc, planRemove(doc, { type: 'Project', id }, null, index))
    else doc = write(doc, planMove(doc, id, { stage }, random))
    if (index % 8 === 0) doc = write(doc, planRestore(doc, { type: 'Project', id }))
    expect(reader.board(doc)).toEqual(createPlanReader().board(doc))
  }
})

test('[PL15] a foreign change and its merge touch only what they change', () => {
  const doc = newPlan('commons-transition')
  const theirs = handTo(doc, actorOf('b'))
  const reader = createPlanReader()
  const before = reader.board(doc)
  const [first, second] = before.columns[0]!.cards
  const their = write(theirs, planMove(theirs, first!.id, { stage: before.columns[4]!.stage.id }, random))
  const merged = take(doc, their)
  const after = reader.board(merged)
  expect(titles(after.columns[4]!.cards).at(-1)).toBe(first!.title)
  expect(after.columns[0]!.cards[0]).toBe(second)
  expect(after.columns[2]).toBe(before.columns[2])
})

test('[PL8] cards of a stage in the bin do not vanish from sight', () => {
  const doc = newPlan('commons-transition')
  const reader = createPlanReader()
  const { stage, cards } = reader.board(doc).columns[0]!
  const binned = write(doc, planRemove(doc, { type: 'Stage', id: stage.id }, null, 1))
  expect(reader.board(binned).unplaced).toEqual(cards)
  expect(reader.board(binned).columns).toHaveLength(4)
})

test('[PL15] a project shows its things in order, without the bin, and is one object while nothing changes', () => {
  const doc = newPlan('commons-transition')
  const card = createPlanReader().board(doc).columns[3]!.cards[0]!
  const detail = selectProject(doc, card.id)!
  expect(detail.actions.length).toBe(card.actions)
  const gone = write(
    doc,
    planRemove(doc, { type: 'Action', id: detail.actions[0]!.id, in: { type: 'Project', id: card.id } }, null, 1),
  )
  const after = selectProject(gone, card.id)!
  expect(after.actions).toEqual(detail.actions.slice(1))
  expect(after.outputs).toBe(detail.outputs)
  expect(selectProject(gone, card.id)).toBe(after)
  expect(selectProject(gone, newId(random))).toBeNull()
  expect(selectObjectives(gone)).toBe(selectObjectives(doc))
})

test('[PL25] funding is summed per unit and year, never across units; refused money is in no total', () => {
  const base = newPlan()
  const project: ThingRef = { type: 'Project', id: newId(random) }
  let doc = write(base, planAdd(base, project, { title: 'Hort' }, random))
  const give = (unit: string, minor: number, year: number, status: string): void => {
    const ref: ThingRef = { type: 'Contribution', id: newId(random), in: project }
    doc = write(doc, planAdd(doc, ref, { amount: { unit, minor }, year, status }, random))
  }
  give('EUR', 100_00, 2028, 'sought')
  give('EUR', 50_00, 2028, 'received')
  give('EUR', 70_00, 2028, 'refused')
  give('EUR', 10_00, 2027, 'sought')
  give('ECO', 5_00, 2028, 'sought')
  expect(selectFunding(doc)).toEqual([
    { unit: 'ECO', year: 2028, byStatus: { sought: 500 }, total: 500 },
    { unit: 'EUR', year: 2027, byStatus: { sought: 1000 }, total: 1000 },
    { unit: 'EUR', year: 2028, byStatus: { sought: 10_000, received: 5000, refused: 7000 }, total: 15_000 },
  ])
  expect(selectFunding(write(doc, planRemove(doc, project, null, 1)))).toEqual([])
  expect(selectOutputs(newPlan('commons-transition')).length).toBeGreaterThan(12)
})

test('[PL15] comments of one thing come oldest first and stay one list', () => {
  const doc = newPlan()
  const about = newId(random)
  const say = (text: string, at: number): ReturnType<typeof planAdd> =>
    planAdd(doc, { type: 'Comment', id: newId(random) }, { text, at, about }, random)
  const said = write(doc, [...must(say('second', 2)), ...must(say('first', 1))])
  const reader = createPlanReader()
  const comments = reader.comments(said, about)
  expect(comments.map(({ text }) => text)).toEqual(['first', 'second'])
  const other = write(said, planSet(said, { type: 'Plan', id: '' }, { title: 'x' }))
  expect(reader.comments(other, about)).toBe(comments)
})
