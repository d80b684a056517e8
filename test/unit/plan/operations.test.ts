import * as A from '@automerge/automerge/slim'
import { describe, expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { BUCKET_KEYS } from '#shared/plan/buckets.ts'
import { createPlan } from '#shared/plan/birth.ts'
import { changePlan, splitEdits } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import {
  MAX_CARDS,
  planAdd,
  planAll,
  type PlanOperation,
  planRemove,
  planRestore,
  planSet,
} from '#shared/plan/operations.ts'
import { placeOf, planMove, planReorder } from '#shared/plan/order.ts'
import { rankBetween } from '#shared/plan/ranks.ts'
import { findThing, getThing, THE_PLAN, type ThingRef } from '#shared/plan/things.ts'
import { actorOf, type Doc, handTo, must, newPlan, open, seededRandom, take, write } from './builders.ts'

const random = seededRandom(7)
const project = (): ThingRef => ({ type: 'Project', id: newId(random) })

function withProject(
  doc: Doc,
  fields: Readonly<Record<string, unknown>> = { title: 'Hort' },
): readonly [Doc, ThingRef] {
  const ref = project()
  return [write(doc, planAdd(doc, ref, fields, random)), ref]
}

const plain = (thing: unknown): unknown => JSON.parse(JSON.stringify(thing))
const opsOf = (doc: Doc): readonly { readonly action: string; readonly key?: string }[] =>
  A.decodeChange(A.getLastLocalChange(doc)!).ops

describe('birth', () => {
  test('[PL1] the first change makes every root container and says nothing else', () => {
    const { change, bytes } = createPlan(actorOf('a'))
    const { seq, time, deps, ops } = A.decodeChange(change)
    expect({ seq, time, deps }).toEqual({ seq: 1, time: 0, deps: [] })
    expect(new Set(ops.map(({ action }) => action))).toEqual(new Set(['makeMap', 'makeText']))
    const doc = A.load<Record<string, Record<string, unknown>>>(bytes)
    expect(Object.keys(doc['projects']!).sort()).toEqual(BUCKET_KEYS)
    expect(doc['title']).toBe('')
    expect(doc['objectives']).toEqual({})
    expect(doc).not.toHaveProperty('language')
  })

  test('[PL1] the same founder makes the same first change', () => {
    expect(createPlan(actorOf('a')).change).toEqual(createPlan(actorOf('a')).change)
  })
})

describe('opening', () => {
  test('[PL23] a document that is behind its lease, or whose actor has other changes, is not opened for editing', () => {
    const doc = newPlan()
    const bytes = A.save(doc)
    const lease = { stream: actorOf('0'), actor: actorOf('0'), lastSeq: 2, heads: A.getHeads(doc) }
    expect(must(openForEditing(lease, bytes)).title).toEqual('Plan')
    expect(openForEditing({ ...lease, lastSeq: 1 }, bytes)).toEqual({
      ok: false,
      error: { kind: 'SeqMismatch', expected: 1, found: 2 },
    })
    const heads = ['ff'.repeat(32)]
    expect(openForEditing({ ...lease, heads }, bytes)).toEqual({ ok: false, error: { kind: 'HeadsMissing', heads } })
    expect(openForEditing(lease, bytes.slice(0, 90))).toEqual({ ok: false, error: { kind: 'NotAPlan' } })
  })
})

describe('adding', () => {
  test('[PL5] a project is born with all its containers, in one change', () => {
    const [doc, ref] = withProject(newPlan(), { title: 'Hort', tags: ['terra'], years: { from: 2027, to: 2029 } })
    const thing = getThing(doc, ref)!
    expect(plain(thing)).toMatchObject({
      title: 'Hort',
      summary: '',
      actions: {},
      milestones: {},
      outputs: {},
      contributions: {},
      links: {},
      extra: {},
      leads: {},
      tags: { terra: true },
      years: { from: 2027, to: 2029 },
    })
    expect(thing).not.toHaveProperty('removed')
    expect(doc.projects[ref.id.slice(0, 2)]).toHaveProperty(ref.id)
  })

  test('[PL5] things inside a project, and the plan itself, are found by their id', () => {
    const [doc, ref] = withProject(newPlan())
    const action: ThingRef = { type: 'Action', id: newId(random), in: ref }
    const later = write(doc, planAdd(doc, action, { title: 'Sow', due: '2027-03-01' }, random))
    expect(findThing(later, action.id)).toEqual({ ...action, field: 'actions' })
    expect(findThing(later, ref.id)).toEqual(ref)
    expect(findThing(later, newId(random))).toBeNull()
  })

  test('[PL21] wrong input is refused by kind and writes nothing', () => {
    const [doc, ref] = withProject(newPlan())
    const refusals = [
      planSet(doc, ref, { years: { from: 2030, to: 2029 } }),
      planSet(doc, ref, { years: { from: 20.5 } }),
      planSet(doc, ref, { title: 'x'.repeat(301) }),
      planSet(doc, ref, { title: 7 }),
      planSet(doc, ref, { colour: '1' }),
      planSet(doc, ref, { leads: [newId(random)] }),
      planSet(doc, ref, { leads: ['not an id'] }),
      planSet(doc, ref, { tags: ['__proto__'] }),
      planSet(doc, project(), { title: 'x' }),
      planAdd(doc, ref, {}, random),
      planAdd(doc, { type: 'Action', id: newId(random) }, {}, random),
      planAdd(doc, { type: 'Action', id: newId(random), in: ref }, { due: '2027-02-29' }, random),
      planAdd(doc, { type: 'Action', id: newId(random), in: ref }, { done: 'yes' }, random),
      planAdd(doc, { type: 'Output', id: newId(random), in: ref }, { sort: 'edible' }, random),
      planAdd(
        doc,
        { type: 'Contribution', id: newId(random), in: ref },
        { amount: { unit: 'EUR', minor: 2 ** 53 } },
        random,
      ),
      planAdd(doc, { type: 'Contribution', id: newId(random), in: ref }, { amount: { unit: 'GBP' } }, random),
    ]
    expect(refusals.map((refusal) => (refusal.ok ? 'ok' : refusal.error.kind))).toEqual([
      'YearsReversed',
      'NotYear',
      'TooLong',
      'NotText',
      'NoSuchField',
      'NoSuchThing',
      'NotId',
      'NotLabel',
      'Missing',
      'BadKey',
      'WrongParent',
      'NotDay',
      'NotBoolean',
      'NotChoice',
      'NotInteger',
      'NoSuchThing',
    ])
  })
})

test('[PL21] an import that would make more than 50,000 cards is refused whole', () => {
  const adds = (count: number): readonly PlanOperation[] =>
    Array.from({ length: count }, () => ({ do: 'add', ref: project(), fields: { place: { rank: 'a1' } } }))
  const doc = newPlan('commons-transition')
  expect(planAll(doc, adds(MAX_CARDS), random)).toEqual({ ok: false, error: { kind: 'PlanFull', cards: MAX_CARDS } })
  expect(must(planAll(doc, adds(3), random))).toHaveLength(3)
})

describe('setting', () => {
  test('[PL6] a title is spliced, and what says so already is not written', () => {
    const [doc, ref] = withProject(newPlan(), { title: 'Hort comunitari' })
    const edited = write(doc, planSet(doc, ref, { title: 'Hort molt comunitari' }))
    expect(opsOf(edited)).toHaveLength(5)
    expect(must(planSet(edited, ref, { title: 'Hort molt comunitari', tags: [] }))).toEqual([])
    expect(must(planSet(edited, THE_PLAN, { language: 'en', horizon: { from: 2027 } }))).toEqual([])
  })

  test('[PL6] two people who edit one title both stay', () => {
    const [base, ref] = withProject(newPlan(), { title: 'Hort' })
    const other = handTo(base, actorOf('b'))
    const left = write(base, planSet(base, ref, { title: 'Hort de Gràcia' }))
    const right = write(other, planSet(other, ref, { title: 'El Hort' }))
    expect(getThing(take(left, right), ref)!['title']).toBe('El Hort de Gràcia')
  })

  test('[PL6] a set gains and loses single keys', () => {
    const [doc, ref] = withProject(newPlan(), { title: 'Hort', tags: ['a', 'b'] })
    const edited = write(doc, planSet(doc, ref, { tags: ['b', 'c'] }))
    expect(opsOf(edited).map(({ key }) => key)).toEqual(['c', 'a'])
    const again = write(edited, planSet(edited, ref, { tags: { add: ['d'], drop: ['b'] } }))
    expect(plain(getThing(again, ref)!['tags'])).toEqual({ c: true, d: true })
  })

  test('[PL7] a one-piece is written whole and keeps what this version does not know', () => {
    const [doc, ref] = withProject(newPlan(), { title: 'Hort', years: { from: 2027, to: 2029 } })
    const newer = A.change(doc, (draft) => {
      const bucket = draft.projects[ref.id.slice(0, 2)] as unknown as Record<string, Record<string, unknown>>
      bucket[ref.id]!['years'] = { from: 2027, to: 2029, quarter: 3 }
    })
    const edited = write(newer, planSet(newer, ref, { years: { to: 2031 } }))
    expect(opsOf(edited)[0]).toMatchObject({ action: 'makeMap', key: 'years' })
    expect(plain(getThing(edited, ref)!['years'])).toEqual({ from: 2027, quarter: 3, to: 2031 })
  })

  test('[PL7] an amount and its unit are one piece, a unit is written whole', () => {
    const [doc, ref] = withProject(newPlan())
    const money: ThingRef = { type: 'Contribution', id: newId(random), in: ref }
    const later = write(doc, planAdd(doc, money, { amount: { unit: 'ECO', minor: 1250 }, year: 2028 }, random))
    expect(plain(getThing(later, money)!['amount'])).toEqual({ unit: 'ECO', minor: 1250 })
    const renamed = write(later, planSet(later, { type: 'Unit', id: 'ECO' }, { name: 'Ecos de Girona' }))
    expect(opsOf(renamed).map(({ key }) => key)[0]).toBe('ECO')
    expect(plain(renamed.units['ECO'])).toEqual({ name: 'Ecos de Girona', sort: 'community', decimals: 2 })
  })

  test('[PL21] a record that is written once is not edited', () => {
    const doc = newPlan()
    const ref: ThingRef = { type: 'Agreement', id: newId(random) }
    const later = write(doc, planAdd(doc, ref, { title: 'July', state: 'provisional' }, random))
    expect(planSet(later, ref, { title: 'June' })).toEqual({ ok: false, error: { kind: 'Sealed', type: 'Agreement' } })
    expect(must(planSet(later, ref, { state: 'ratified' }))).toHaveLength(1)
    expect(planRemove(later, ref, null, 1)).toEqual({ ok: false, error: { kind: 'Sealed', type: 'Agreement' } })
  })

  test('[PL22] a long text is written in several changes and never parts a character', () => {
    const [doc, ref] = withProject(newPlan())
    const prose = `${'🌱'.repeat(30_000)}\nsecond paragraph ${'b'.repeat(70_000)}`
    const edits = must(planSet(doc, ref, { summary: prose }))
    expect(splitEdits(edits).length).toBeGreaterThan(2)
    const edited = changePlan(doc, edits, 0)
    expect(getThing(edited, ref)!['summary']).toBe(prose.replace('\n', '\ufffc'))
    expect(must(planSet(edited, ref, { summary: prose }))).toEqual([])
    const born = project()
    const added = write(edited, planAdd(edited, born, { title: 'x', summary: prose }, random))
    expect(getThing(added, born)!['summary']).toBe(prose.replace('\n', '\ufffc'))
  })

  test('[PL6] lines of a rich text are paragraphs, and those that stay keep their marks', () => {
    const [doc, ref] = withProject(newPlan(), { title: 'Hort', summary: 'first\nsecond' })
    const path = ['projects', ref.id.slice(0, 2), ref.id, 'summary']
    const marked = A.change(doc, (draft) => A.mark(draft, path, { start: 0, end: 5, expand: 'both' }, 'strong', true))
    const edited = write(marked, planSet(marked, ref, { summary: 'first\nnew one\nsecond line' }))
    const spans = A.spans(edited, path)
    expect(
      spans.map((span) => (span.type === 'text' ? [span.value, span.marks ?? {}] : String(span.value['type']))),
    ).toEqual([['first', { strong: true }], 'paragraph', ['new one', {}], 'paragraph', ['second line', {}]])
  })
})

describe('removing', () => {
  test('[PL8] removal is a mark and restoring takes it away', () => {
    const [doc, ref] = withProject(newPlan())
    const removed = write(doc, planRemove(doc, ref, null, 1_800_000_000_000))
    expect(plain(getThing(removed, ref))).toMatchObject({ title: 'Hort', removed: { at: 1_800_000_000_000 } })
    expect(must(planRemove(removed, ref, null, 2))).toEqual([])
    const restored = write(removed, planRestore(removed, ref))
    expect(getThing(restored, ref)).not.toHaveProperty('removed')
    expect(planRestore(restored, ref)).toEqual({ ok: false, error: { kind: 'NotRemoved', id: ref.id } })
  })

  test('[PL8] an edit inside a thing that another removed is kept', () => {
    const [base, ref] = withProject(newPlan())
    const other = handTo(base, actorOf('b'))
    const removed = write(base, planRemove(base, ref, null, 5))
    const edited = write(other, planSet(other, ref, { title: 'Hort gran' }))
    expect(plain(getThing(take(removed, edited), ref))).toMatchObject({ title: 'Hort gran', removed: { at: 5 } })
  })
})

describe('order', () => {
  test('[PL7] a move writes one new place; the card stands ahead of its neighbour', () => {
    const [one, first] = withProject(newPlan(), { title: 'first' })
    const [two, second] = withProject(one, { title: 'second' })
    const moved = write(two, planMove(two, second.id, { before: first.id }, random))
    expect(opsOf(moved)[0]).toMatchObject({ action: 'makeMap', key: 'place' })
    const ranks = [second, first].map((ref) => placeOf(getThing(moved, ref)!).rank)
    expect(ranks[0]! < ranks[1]!).toBe(true)
    const stage = Object.keys(moved.stages).find((id) => moved.stages[id]!.title === 'Done')!
    const done = write(moved, planMove(moved, first.id, { stage }, random))
    expect(placeOf(getThing(done, first)!).stage).toBe(stage)
    expect(planMove(done, first.id, { before: second.id }, random)).toEqual({
      ok: false,
      error: { kind: 'Missing', id: second.id },
    })
    const binned = write(done, planRemove(done, { type: 'Stage', id: stage }, null, 5))
    expect(planMove(binned, second.id, { stage }, random)).toEqual({ ok: false, error: { kind: 'Removed', id: stage } })
  })

  test('[PL3] stages reorder by rank', () => {
    const doc = newPlan()
    const idOf = (title: string): string => Object.keys(doc.stages).find((id) => doc.stages[id]!.title === title)!
    const moved = write(doc, planReorder(doc, { type: 'Stage', id: idOf('Done') }, idOf('Proposed'), random))
    const order = Object.values(moved.stages).sort((a, b) => (a.rank!.val < b.rank!.val ? -1 : 1))
    expect(order.map(({ title }) => title)).toEqual(['Idea', 'Done', 'Proposed', 'Agreed', 'Under way'])
  })

  test('[PL3] a rank between two ranks is between them, whatever their tails', () => {
    let low = rankBetween(null, null, random)
    let high = rankBetween(low, null, random)
    for (let round = 0; round < 400; round++) {
      const middle = rankBetween(low, high, random)
      expect(low < middle && middle < high).toBe(true)
      expect(middle).toMatch(/^[0-9A-Za-z]+[1-9A-Za-z]$/)
      if (round % 3 === 0) low = middle
      else high = middle
    }
    expect(rankBetween('no rank!', '', random)).toMatch(/^a0/)
    expect(rankBetween('a1', 'a1', random) > 'a1').toBe(true)
  })
})

describe('templates', () => {
  test('[PL5] the sample plan comes whole, in its language, and can be edited', () => {
    const doc = newPlan('commons-transition', 'ca')
    const projects = Object.values(doc.projects).flatMap((bucket) => Object.values(bucket))
    expect(projects.length).toBeGreaterThanOrEqual(12)
    expect(doc.title).toBe('Pla de transició cap al procomú 2027–2036')
    expect(Object.values(doc.stages).map(({ title }) => title)).toContain('En marxa')
    expect(projects.every(({ place }) => doc.stages[place!.stage!.val] !== undefined)).toBe(true)
    expect(must(planSet(doc, THE_PLAN, { title: 'El nostre pla' }))).toHaveLength(1)
    expect(open(A.save(doc), actorOf('0')).title).toBe(doc.title)
  })
})
