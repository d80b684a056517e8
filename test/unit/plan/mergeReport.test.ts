import * as A from '@automerge/automerge/slim'
import { describe, expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { bucketOf } from '#shared/plan/buckets.ts'
import { selectStages } from '#shared/plan/lists.ts'
import { planAdd, planRemove, planRestore, planSet } from '#shared/plan/operations.ts'
import { planMove } from '#shared/plan/order.ts'
import { mergeReport, type MergeReport, planChanges } from '#shared/plan/report/mergeReport.ts'
import { standingConflicts } from '#shared/plan/report/standing.ts'
import { planSettle } from '#shared/plan/settle.ts'
import { getThing, THE_PLAN, type ThingRef } from '#shared/plan/things.ts'
import { actorOf, type Doc, handTo, must, newPlan, seededRandom, take, write } from './builders.ts'

const random = seededRandom(23)
const PAU = actorOf('b')
const NURIA = actorOf('a')
const project: ThingRef = { type: 'Project', id: newId(random) }
const action: ThingRef = { type: 'Action', id: newId(random), in: project }
const money: ThingRef = { type: 'Contribution', id: newId(random), in: project }
const named = { type: 'Project', id: project.id, title: 'Hort' }

/** A plan with one project that Núria and Pau both have. */
function shared(): { readonly nuria: Doc; readonly pau: Doc; readonly stages: readonly string[] } {
  let doc = newPlan()
  doc = write(doc, planAdd(doc, project, { title: 'Hort', years: { from: 2027, to: 2028 } }, random))
  doc = write(doc, planAdd(doc, action, { title: 'Sow' }, random))
  doc = write(doc, planAdd(doc, money, { title: 'Tools', amount: { unit: 'EUR', minor: 4_000_000 } }, random))
  const stages = selectStages(doc).map(({ id }) => id)
  return { nuria: handTo(doc, NURIA), pau: handTo(doc, PAU), stages }
}

/** Núria takes what Pau did and reads the report. */
function meet(nuria: Doc, pau: Doc): MergeReport {
  const ours = A.getHeads(nuria)
  return must(mergeReport(take(nuria, pau), { ours, theirs: A.getHeads(pau) }))
}

const inPlan = (draft: unknown, ref: ThingRef): Record<string, unknown> =>
  (draft as { projects: Record<string, Record<string, Record<string, unknown>>> }).projects[ref.id.slice(0, 2)]![
    ref.id
  ]!

describe('what each side changed', () => {
  test('[PL16] lines say it in words of the plan, by side, with their authors', () => {
    const { nuria, pau, stages } = shared()
    let ours = write(nuria, planSet(nuria, project, { title: 'Hort gran', tags: ['terra'] }))
    ours = write(ours, planSet(ours, { type: 'Plan', id: '' }, { vision: 'Menjar de prop' }))
    const arxiu: ThingRef = { type: 'Project', id: newId(random) }
    let theirs = write(pau, planAdd(pau, arxiu, { title: 'Arxiu' }, random))
    theirs = write(theirs, planAdd(theirs, { type: 'Action', id: newId(random), in: arxiu }, { title: 'Scan' }, random))
    theirs = write(theirs, planMove(theirs, project.id, { stage: stages[1]! }, random))
    theirs = write(theirs, planSet(theirs, project, { years: { to: 2029 } }))
    theirs = write(theirs, planRemove(theirs, action, null, 5))
    const report = meet(ours, theirs)
    expect(report.ours).toMatchObject({ actors: [NURIA], changes: 2 })
    expect(report.ours.lines).toEqual([
      {
        do: 'edited',
        thing: { type: 'Plan', id: '', title: 'Plan' },
        field: 'vision',
        before: '',
        after: 'Menjar de prop',
        actors: [NURIA],
      },
      {
        do: 'edited',
        thing: { ...named, title: 'Hort gran' },
        field: 'title',
        before: '',
        after: ' gran',
        actors: [NURIA],
      },
      {
        do: 'changedSet',
        thing: { ...named, title: 'Hort gran' },
        field: 'tags',
        added: [{ id: 'terra', title: 'terra' }],
        dropped: [],
        actors: [NURIA],
      },
    ])
    const place = { objective: null, objectiveTitle: '' }
    expect(report.theirs.lines.filter(({ thing }) => thing.id !== arxiu.id)).toEqual([
      {
        do: 'moved',
        thing: named,
        from: { stage: stages[0], stageTitle: 'Idea', ...place },
        to: { stage: stages[1], stageTitle: 'Proposed', ...place },
        actors: [PAU],
      },
      {
        do: 'redated',
        thing: named,
        field: 'years',
        before: { from: 2027, to: 2028 },
        after: { from: 2027, to: 2029 },
        actors: [PAU],
      },
      { do: 'removed', thing: { type: 'Action', id: action.id, title: 'Sow', in: named }, actors: [PAU] },
    ])
    expect(report.theirs.lines.filter(({ thing }) => thing.id === arxiu.id)).toEqual([
      { do: 'added', thing: { type: 'Project', id: arxiu.id, title: 'Arxiu' }, actors: [PAU] },
    ])
    expect([report.conflicts, report.doubleMoves, report.editsToRemoved, report.lostWork]).toEqual([[], [], [], []])
  })

  test('[PL16] both sides get the mirror image of one report', () => {
    const { nuria, pau, stages } = shared()
    const ours = write(nuria, planMove(nuria, project.id, { stage: stages[2]! }, random))
    const theirs = write(pau, planMove(pau, project.id, { stage: stages[1]! }, random))
    const [heads, other] = [A.getHeads(ours), A.getHeads(theirs)]
    const hers = must(mergeReport(take(ours, handTo(theirs, actorOf('d'))), { ours: heads, theirs: other }))
    const his = must(mergeReport(take(theirs, handTo(ours, actorOf('e'))), { ours: other, theirs: heads }))
    expect(his.theirs).toEqual(hers.ours)
    expect(his.ours).toEqual(hers.theirs)
    expect(his.doubleMoves[0]!.places.map(({ place }) => place)).toEqual(
      hers.doubleMoves[0]!.places.map(({ place }) => place),
    )
    expect(hers.base).toEqual(his.base)
  })

  test('[PL16] what came in is found without being told the heads of the other', () => {
    const { nuria, pau } = shared()
    const theirs = write(pau, planSet(pau, project, { title: 'Hort vell' }))
    const ours = A.getHeads(nuria)
    const merged = take(nuria, theirs)
    expect(must(mergeReport(merged, { ours }))).toEqual(must(mergeReport(merged, { ours, theirs: A.getHeads(theirs) })))
    const nothing = must(mergeReport(merged, { ours: A.getHeads(merged) }))
    expect([nothing.ours.lines, nothing.theirs.lines, nothing.theirs.changes]).toEqual([[], [], 0])
    const unknown = ['ab'.repeat(32)]
    expect(mergeReport(merged, { ours: unknown })).toMatchObject({ ok: false, error: { kind: 'HeadsUnknown' } })
  })

  test('[PL16] changes since any heads, restored things and reordered ones included', () => {
    const { nuria } = shared()
    const removed = write(nuria, planRemove(nuria, project, null, 5))
    const from = A.getHeads(removed)
    const restored = write(removed, planRestore(removed, project))
    const moved = write(restored, planMove(restored, project.id, {}, random))
    expect(must(planChanges(moved, from)).map(({ do: what }) => what)).toEqual(['restored', 'reordered'])
    expect(must(planChanges(moved, A.getHeads(moved)))).toEqual([])
  })
})

describe('where both met', () => {
  test('[PL17] two amounts for one thing: both values, both authors, one shown', () => {
    const { nuria, pau } = shared()
    const ours = write(nuria, planSet(nuria, money, { amount: { minor: 4_500_000 } }))
    const theirs = write(pau, planSet(pau, money, { amount: { minor: 300, unit: 'HOUR' } }))
    const report = meet(ours, theirs)
    expect(report.conflicts).toHaveLength(1)
    const [{ thing, field, values }] = report.conflicts as [MergeReport['conflicts'][number]]
    expect({ ...thing, field }).toMatchObject({ type: 'Contribution', title: 'Tools', in: named, field: 'amount' })
    expect(
      values.map(({ value, actor, side }) => ({ value, actor, side })).sort((a, b) => (a.side < b.side ? -1 : 1)),
    ).toEqual([
      { value: { minor: 4_500_000, unit: 'EUR' }, actor: NURIA, side: 'ours' },
      { value: { minor: 300, unit: 'HOUR' }, actor: PAU, side: 'theirs' },
    ])
    expect(values.map(({ isShown }) => isShown)).toEqual([true, false])
  })

  test('[PL17] the same value set twice is no conflict, and choosing settles one', () => {
    const { nuria, pau } = shared()
    const same = (doc: Doc): Doc => write(doc, planSet(doc, action, { due: '2027-05-01', done: true }))
    expect(meet(same(nuria), same(pau)).conflicts).toEqual([])
    const other = shared()
    const ours = write(other.nuria, planSet(other.nuria, action, { due: '2027-05-01' }))
    const theirs = write(other.pau, planSet(other.pau, action, { due: '2027-06-01' }))
    const heads = { ours: A.getHeads(ours), theirs: A.getHeads(theirs) }
    const merged = take(ours, theirs)
    const shown = String(getThing(merged, action)!['due'])
    const wanted = shown === '2027-05-01' ? '2027-06-01' : '2027-05-01'
    expect(must(mergeReport(merged, heads)).conflicts).toHaveLength(1)
    const settled = write(merged, planSet(merged, action, { due: wanted }))
    expect(must(mergeReport(settled, heads)).conflicts).toEqual([])
  })

  test('[PL26] settling keeps one value, also the one that is shown, and records what stood against it', () => {
    for (const wanted of ['shown', 'other'] as const) {
      const { nuria, pau } = shared()
      const ours = write(nuria, planSet(nuria, money, { amount: { minor: 4_500_000 } }))
      const theirs = write(pau, planSet(pau, money, { amount: { minor: 300, unit: 'HOUR' } }))
      const heads = { ours: A.getHeads(ours), theirs: A.getHeads(theirs) }
      const merged = take(ours, theirs)
      const [conflict] = must(mergeReport(merged, heads)).conflicts
      const chosen = conflict!.values.find(({ isShown }) => isShown === (wanted === 'shown'))!
      const id = newId(random)
      const how = { id, chosen: chosen.op, by: null, at: 5, why: 'quote of the shop' }
      const settled = write(merged, planSettle(merged, conflict!, how, random))
      expect(must(mergeReport(settled, heads)).conflicts).toEqual([])
      expect(JSON.parse(JSON.stringify(getThing(settled, money)!['amount']))).toEqual(chosen.value)
      const record = JSON.parse(JSON.stringify(getThing(settled, { type: 'Settled', id }))) as Record<string, unknown>
      expect(record).toMatchObject({ at: 5, why: 'quote of the shop', chosen: JSON.stringify(chosen.value) })
      expect(JSON.parse(String(record['path']))).toEqual(['projects', project.id, 'contributions', money.id, 'amount'])
      expect(Object.keys(record['values'] as object).sort()).toEqual(conflict!.values.map(({ op }) => op).sort())
      expect(planSettle(settled, conflict!, { ...how, id: newId(random) }, random)).toMatchObject({
        ok: false,
        error: { kind: 'Missing' },
      })
    }
  })

  test('[PL26] what is kept is of the kind that stood there: places and words too', () => {
    const { nuria, pau, stages } = shared()
    const output: ThingRef = { type: 'Output', id: newId(random), in: project }
    const born = write(nuria, planAdd(nuria, output, { title: 'Forn', licence: 'none' }, random))
    const both = take(pau, born)
    let ours = write(born, planSet(born, output, { licence: 'CC0' }))
    ours = write(ours, planMove(ours, project.id, { stage: stages[1]! }, random))
    let theirs = write(both, planSet(both, output, { licence: 'CC BY' }))
    theirs = write(theirs, planMove(theirs, project.id, { stage: stages[2]! }, random))
    let merged = take(ours, theirs)
    const open = standingConflicts(merged)
    const [move] = open.doubleMoves
    const place = {
      path: ['projects', bucketOf(project.id), project.id, 'place'],
      values: move!.places.map(({ place: value, actor, op }) => ({ value, actor, op })),
    }
    for (const conflict of [open.conflicts[0]!, place]) {
      const how = { id: newId(random), chosen: conflict.values[1]!.op, by: null, at: 5 }
      merged = write(merged, planSettle(merged, conflict, how, random))
    }
    const kept = [
      getThing(merged, output)!['licence'],
      (getThing(merged, project)!['place'] as { stage: unknown }).stage,
    ]
    expect(kept.map((value) => value instanceof A.ImmutableString)).toEqual([true, true])
    expect(kept.map(String)).toEqual([open.conflicts[0]!.values[1]!.value, move!.places[1]!.place.stage])
    expect(standingConflicts(merged)).toEqual({ conflicts: [], doubleMoves: [] })
  })

  test('[PL17] conflicts that nobody has settled are found at any time', () => {
    const { nuria, pau, stages } = shared()
    let ours = write(nuria, planSet(nuria, money, { amount: { minor: 4_500_000 }, year: 2028 }))
    ours = write(ours, planMove(ours, project.id, { stage: stages[2]! }, random))
    ours = write(ours, planSet(ours, { type: 'Unit', id: 'ECO' }, { name: 'Ecos de Girona' }))
    ours = write(ours, planSet(ours, THE_PLAN, { horizon: { to: 2040 } }))
    let theirs = write(pau, planSet(pau, money, { amount: { minor: 4_200_000 }, year: 2028 }))
    theirs = write(theirs, planMove(theirs, project.id, { stage: stages[1]! }, random))
    theirs = write(theirs, planSet(theirs, { type: 'Unit', id: 'ECO' }, { decimals: 0 }))
    theirs = write(theirs, planSet(theirs, THE_PLAN, { horizon: { to: 2035 } }))
    const found = standingConflicts(take(ours, theirs))
    expect(found.conflicts.map(({ thing, field }) => [thing.type, field])).toEqual([
      ['Plan', 'horizon'],
      ['Unit', null],
      ['Contribution', 'amount'],
    ])
    expect(found.conflicts.every(({ values }) => values.length === 2)).toBe(true)
    expect(found.doubleMoves).toMatchObject([{ thing: named, isSameColumn: false }])
    expect(standingConflicts(shared().nuria)).toEqual({ conflicts: [], doubleMoves: [] })
  })

  test('[PL17] a unit renamed twice is a conflict of the whole unit', () => {
    const { nuria, pau } = shared()
    const ours = write(nuria, planSet(nuria, { type: 'Unit', id: 'ECO' }, { name: 'Ecos de Girona' }))
    const theirs = write(pau, planSet(pau, { type: 'Unit', id: 'ECO' }, { decimals: 0 }))
    const [conflict] = meet(ours, theirs).conflicts
    expect(conflict).toMatchObject({ thing: { type: 'Unit', id: 'ECO' }, field: null })
    expect(conflict!.values.map(({ side }) => side).sort()).toEqual(['ours', 'theirs'])
  })

  test('[PL17] a card moved by both', () => {
    const { nuria, pau, stages } = shared()
    const ours = write(nuria, planMove(nuria, project.id, { stage: stages[2]! }, random))
    const theirs = write(pau, planMove(pau, project.id, { stage: stages[1]! }, random))
    const report = meet(ours, theirs)
    expect(report.conflicts).toEqual([])
    expect(report.doubleMoves).toMatchObject([{ thing: named, isSameColumn: false }])
    const places = report.doubleMoves[0]!.places.map(({ actor, place }) => [actor, place.stageTitle])
    expect(places.sort()).toEqual([
      [NURIA, 'Agreed'],
      [PAU, 'Proposed'],
    ])
  })

  test('[PL17] an edit inside something the other removed, also deep inside', () => {
    const { nuria, pau } = shared()
    const ours = write(nuria, planRemove(nuria, project, null, 5))
    const theirs = write(pau, planSet(pau, action, { done: true }))
    const [edit] = meet(ours, theirs).editsToRemoved
    expect(edit).toMatchObject({ thing: named, removedBy: [NURIA], editedBy: [PAU], side: 'theirs' })
    expect(edit!.lines).toMatchObject([{ do: 'edited', field: 'done', thing: { type: 'Action', id: action.id } }])
    const again = shared()
    const mine = write(again.nuria, planSet(again.nuria, project, { title: 'Hort gran' }))
    const his = write(again.pau, planRemove(again.pau, project, null, 5))
    expect(meet(mine, his).editsToRemoved).toMatchObject([{ removedBy: [PAU], editedBy: [NURIA], side: 'ours' }])
  })

  test('[PL17] a text that both wrote in is named', () => {
    const { nuria, pau } = shared()
    const ours = write(nuria, planSet(nuria, project, { title: 'Hort gran' }))
    const theirs = write(pau, planSet(pau, project, { title: 'Un Hort' }))
    expect(meet(ours, theirs).sharedTexts).toEqual([
      { thing: { ...named, title: 'Un Hort gran' }, field: 'title', actors: [NURIA, PAU] },
    ])
  })
})

describe('work that vanishes without a conflict', () => {
  test('[PL18] a string assigned over a text someone types in', () => {
    const { nuria, pau } = shared()
    const ours = write(nuria, planSet(nuria, project, { title: 'Hort de Gràcia' }))
    const theirs = A.change(pau, (draft) => {
      inPlan(draft, project)['title'] = 'Jardí'
    })
    const heads = { ours: A.getHeads(ours), theirs: A.getHeads(theirs) }
    const merged = take(ours, theirs)
    expect(getThing(merged, project)!['title']).toBe('Jardí')
    expect(A.getConflicts(getThing(merged, project) as never, 'title')).toBeUndefined()
    expect(must(mergeReport(merged, heads)).lostWork).toMatchObject([
      {
        side: 'ours',
        thing: { id: project.id },
        field: 'title',
        text: ' de Gràcia',
        actors: [NURIA],
        overwrittenBy: [PAU],
      },
    ])
  })

  test('[PL18] a field edited inside a place someone replaces', () => {
    const { nuria, pau, stages } = shared()
    const ours = A.change(nuria, (draft) => {
      const place = inPlan(draft, project)['place'] as Record<string, unknown>
      place['stage'] = new A.ImmutableString(stages[3]!)
    })
    const theirs = write(pau, planMove(pau, project.id, { stage: stages[1]! }, random))
    const report = meet(ours, theirs)
    expect(report.conflicts).toEqual([])
    expect(report.lostWork).toMatchObject([
      {
        side: 'ours',
        field: 'place',
        values: [{ key: 'stage', value: stages[3] }],
        actors: [NURIA],
        overwrittenBy: [PAU],
      },
    ])
  })

  test('[PL18] a counter against a delete', () => {
    const base = newPlan()
    const counted = A.change(base, (draft) => {
      ;(draft as unknown as Record<string, unknown>)['visits'] = new A.Counter(0)
    })
    const nuria = handTo(counted, NURIA)
    const pau = handTo(counted, PAU)
    const ours = A.change(nuria, (draft) => {
      ;(draft as unknown as { visits: A.Counter }).visits.increment(5)
    })
    const theirs = A.change(pau, (draft) => {
      delete (draft as unknown as Record<string, unknown>)['visits']
    })
    expect(meet(ours, theirs).lostWork).toMatchObject([
      { side: 'ours', field: 'visits', values: [{ key: 'visits', value: 5 }], actors: [NURIA], overwrittenBy: [PAU] },
    ])
  })

  test('[PL18] a text turned scalar', () => {
    const { nuria, pau } = shared()
    const ours = A.change(nuria, (draft) => {
      inPlan(draft, project)['summary'] = new A.ImmutableString('scalar')
    })
    const theirs = write(pau, planSet(pau, project, { summary: 'typed by Pau' }))
    expect(meet(ours, theirs).lostWork).toMatchObject([
      { side: 'theirs', field: 'summary', text: 'typed by Pau', actors: [PAU], overwrittenBy: [NURIA] },
    ])
  })

  test('[PL18] an edit inside a thing whose key someone deleted', () => {
    const { nuria, pau } = shared()
    const ours = A.change(nuria, (draft) => {
      delete (draft as unknown as { projects: Record<string, Record<string, unknown>> }).projects[
        project.id.slice(0, 2)
      ]![project.id]
    })
    const theirs = write(pau, planSet(pau, action, { title: 'Sow beans', done: true }))
    expect(meet(ours, theirs).lostWork).toMatchObject([
      { side: 'theirs', field: 'done', values: [{ key: 'done', value: true }] },
      { side: 'theirs', field: 'title', text: ' beans' },
    ])
  })

  test('[PL18] our own operations lose nothing', () => {
    const { nuria, pau, stages } = shared()
    const ours = write(nuria, planMove(nuria, project.id, { stage: stages[2]! }, random))
    const again = write(ours, planMove(ours, project.id, { stage: stages[3]! }, random))
    const theirs = write(pau, planSet(pau, THE_PLAN, { title: 'El pla', horizon: { to: 2040 } }))
    expect(meet(again, theirs).lostWork).toEqual([])
  })
})
