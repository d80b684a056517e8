import * as A from '@automerge/automerge/slim'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { canonicalJson } from '#shared/plan/canonical.ts'
import { planAdd, planRemove, planRestore, planSet } from '#shared/plan/operations.ts'
import { planMove } from '#shared/plan/order.ts'
import { selectStages } from '#shared/plan/lists.ts'
import { getThing, isRemoved, type ThingRef } from '#shared/plan/things.ts'
import { stateAt } from '#shared/plan/report/states.ts'
import { planUndo, type PlannedUndo } from '#shared/plan/undo.ts'
import { actorOf, type Doc, handTo, must, newPlan, seededRandom, take, write } from './builders.ts'

const random = seededRandom(41)
const project: ThingRef = { type: 'Project', id: newId(random) }
const base = write(
  newPlan(),
  planAdd(newPlan(), project, { title: 'Hort', summary: 'one\ntwo', years: { from: 2027 }, tags: ['a'] }, random),
)
const start = (): Doc => handTo(base, actorOf('a'))
const lastHash = (doc: Doc): string => A.decodeChange(A.getLastLocalChange(doc)!).hash
const undo = (doc: Doc, hash = lastHash(doc)): PlannedUndo => must(planUndo(doc, hash, null, 9))
const json = (doc: Doc): string => must(canonicalJson(doc))

describe('alone', () => {
  test('[PL24] every kind of edit goes back to what was', () => {
    const stage = selectStages(base)[2]!.id
    const edits: readonly ((doc: Doc) => Doc)[] = [
      (doc) => write(doc, planSet(doc, project, { title: 'El Hört 🌱 gran' })),
      (doc) => write(doc, planSet(doc, project, { summary: 'zero\none\nthree words\n' })),
      (doc) => write(doc, planSet(doc, project, { years: { from: 2030, to: 2031 } })),
      (doc) => write(doc, planSet(doc, project, { tags: ['b', 'c'] })),
      (doc) => write(doc, planMove(doc, project.id, { stage }, random)),
      (doc) => write(doc, planRemove(doc, project, null, 5)),
      (doc) => write(doc, planSet(doc, { type: 'Unit', id: 'ECO' }, { name: 'Another' })),
      (doc) => write(doc, planSet(doc, { type: 'Plan', id: '' }, { language: 'ca', vision: 'A\nB' })),
    ]
    for (const edit of edits) {
      const before = start()
      const wanted = json(before)
      const after = edit(before)
      expect(json(after)).not.toBe(wanted)
      const planned = undo(after)
      expect(planned.left).toEqual([])
      expect(json(write(after, planned.edits))).toBe(wanted)
    }
  })

  test('[PL24] what was made goes to the bin, what was restored goes back into it', () => {
    const ref: ThingRef = { type: 'Action', id: newId(random), in: project }
    const doc = start()
    const made = write(doc, planAdd(doc, ref, { title: 'Sow' }, random))
    const unmade = write(made, undo(made).edits)
    expect(isRemoved(getThing(unmade, ref)!)).toBe(true)
    expect(getThing(unmade, ref)!['title']).toBe('Sow')
    const restored = write(unmade, planRestore(unmade, ref))
    expect(isRemoved(getThing(write(restored, undo(restored).edits), ref)!)).toBe(true)
  })

  test('[PL24] undoing the undo brings the edit back', () => {
    const doc = start()
    const edited = write(doc, planSet(doc, project, { title: 'Another garden' }))
    const wanted = json(edited)
    const undone = write(edited, undo(edited).edits)
    expect(json(write(undone, undo(undone).edits))).toBe(wanted)
  })

  test('[PL24] the first change, and changes that are not here, cannot be undone', () => {
    const doc = start()
    const first = A.getChangesMetaSince(doc, [])[0]!.hash
    expect(planUndo(doc, first, null, 1)).toEqual({ ok: false, error: { kind: 'FirstChange' } })
    const hash = 'ab'.repeat(32)
    expect(planUndo(doc, hash, null, 1)).toEqual({ ok: false, error: { kind: 'NotHere', hash } })
  })

  test('[PL24] any edit of a text, undone, gives the text back', () => {
    const anyText = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '🌱', ' ', '\n'), maxLength: 14 })
    fc.assert(
      fc.property(anyText, anyText, (was, is) => {
        const doc = start()
        const one = write(doc, planSet(doc, project, { summary: was }))
        const wanted = json(one)
        const edits = must(planSet(one, project, { summary: is }))
        if (edits.length === 0) return
        const two = write(one, edits)
        expect(json(write(two, undo(two).edits))).toBe(wanted)
      }),
      { numRuns: 60, seed: 20261123 },
    )
  })
})

describe('with others', () => {
  test('[PL24] a value that someone has changed since stays and is named', () => {
    const doc = start()
    const edited = write(doc, planSet(doc, project, { years: { from: 2030 }, tags: { add: ['b'] } }))
    const hash = lastHash(edited)
    const theirs = handTo(edited, actorOf('b'))
    const merged = take(edited, write(theirs, planSet(theirs, project, { years: { from: 2035 } })))
    const planned = undo(merged, hash)
    expect(planned.left).toEqual([
      { path: ['projects', project.id.slice(0, 2), project.id, 'years'], why: 'changedSince' },
    ])
    const undone = getThing(write(merged, planned.edits), project)!
    expect(JSON.parse(JSON.stringify([undone['years'], undone['tags']]))).toEqual([{ from: 2035 }, { a: true }])
  })

  test('[PL24] what others have typed into the same text stays', () => {
    const doc = start()
    const edited = write(doc, planSet(doc, project, { title: 'Hort comunitari' }))
    const hash = lastHash(edited)
    const theirs = handTo(edited, actorOf('b'))
    const merged = take(edited, write(theirs, planSet(theirs, project, { title: 'El Hort comu«X»nitari' })))
    expect(getThing(write(merged, undo(merged, hash).edits), project)!['title']).toBe('El Hort«X»')
  })

  test('[PL24] deleted text comes back at its place in a text that has grown', () => {
    const doc = start()
    const full = write(doc, planSet(doc, project, { title: 'Hort comunitari de Gràcia' }))
    const cut = write(full, planSet(full, project, { title: 'Hort de Gràcia' }))
    const hash = lastHash(cut)
    const theirs = handTo(cut, actorOf('b'))
    const merged = take(cut, write(theirs, planSet(theirs, project, { title: 'El nou Hort de Gràcia i Sants' })))
    expect(getThing(write(merged, undo(merged, hash).edits), project)!['title']).toBe(
      'El nou Hort comunitari de Gràcia i Sants',
    )
  })

  test('[PL24] a thing that was made, and that others have worked on, goes to the bin whole', () => {
    const ref: ThingRef = { type: 'Project', id: newId(random) }
    const doc = start()
    const made = write(doc, planAdd(doc, ref, { title: 'Arxiu' }, random))
    const hash = lastHash(made)
    const theirs = handTo(made, actorOf('b'))
    const merged = take(made, write(theirs, planSet(theirs, ref, { title: 'Arxiu obert' })))
    const undone = getThing(write(merged, undo(merged, hash).edits), ref)!
    expect([undone['title'], isRemoved(undone)]).toEqual(['Arxiu obert', true])
  })
})

test('[PL24] a place in an old text is the same however many were asked for before', () => {
  const text = Array.from({ length: 400 }, (_, index) => (index % 7 === 0 ? '🌾' : 'pa'[index % 2]!)).join('')
  let doc = newPlan()
  const bakery: ThingRef = { type: 'Project', id: newId(random) }
  doc = write(doc, planAdd(doc, bakery, { title: 'Forn', summary: text }, random))
  const then = A.getHeads(doc)
  doc = write(doc, planSet(doc, bakery, { summary: `Avui: ${text.slice(100, 300)}` }))
  const path = ['projects', bakery.id.slice(0, 2), bakery.id, 'summary']
  const asked = stateAt(doc, then)
  for (let place = 0; place < 450; place++) {
    const cursor = asked.cursorAt(path, place)
    expect(cursor).toBe(stateAt(doc, then).cursorAt(path, place))
    if (cursor !== null) expect(asked.positionOf(path, cursor)).toBe(stateAt(doc, then).positionOf(path, cursor))
  }
  const later = stateAt(doc, A.getHeads(doc)).cursorAt(path, 0)!
  expect([asked.positionOf(path, later), stateAt(doc, then).positionOf(path, later)]).toEqual([null, null])
})
