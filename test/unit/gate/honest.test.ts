import * as A from '@automerge/automerge/slim'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import type { EntryToApply } from '#shared/gate/executor.ts'
import { canonicalJson } from '#shared/plan/canonical.ts'
import { planAdd, type Planned, planRemove, planRestore, planSet } from '#shared/plan/operations.ts'
import { planMove } from '#shared/plan/order.ts'
import { rootThings, THE_PLAN, type ThingRef } from '#shared/plan/things.ts'
import { planUndo } from '#shared/plan/undo.ts'
import { must, seededRandom, take, write } from '../plan/builders.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'
import {
  ANA,
  actorOf,
  authorOf,
  type Doc,
  entryOf,
  FOUNDER,
  gateWith,
  handTo,
  identity,
  newPlan,
  PAU,
  wordOf,
} from './world.ts'

const PEOPLE = [ANA, PAU, actorOf('c')]

test.each(['blank', 'commons-frame', 'commons-transition'] as const)(
  '[GT15] a new %s plan passes, change by change',
  async (template) => {
    const doc = newPlan(template, 'ca')
    const executor = await inlineExecutor(identity)
    const entry = entryOf(doc, { author: authorOf(FOUNDER, 'steward') })
    const applied = await executor.applyEntries({ entries: [entry] })
    expect(applied.ok && applied.value.entries.map(wordOf)).toEqual(['applied'])
    expect(await executor.canonical({ part: 'plan' })).toEqual({ ok: true, value: { json: must(canonicalJson(doc)) } })
    expect(await givenByWindows(doc)).toEqual({ ok: true, value: { heads: A.getHeads(doc).toSorted() } })
    await executor.close()
  },
)

type Act = { readonly who: number; readonly what: number; readonly which: number; readonly meet: boolean }
const anyActs = fc.array(fc.record({ who: fc.nat(2), what: fc.nat(9), which: fc.nat(5), meet: fc.boolean() }), {
  minLength: 8,
  maxLength: 30,
})

/** One of the things people do, by the plan room's own operations. */
function planned(doc: Doc, { what, which }: Act, random: ReturnType<typeof seededRandom>): Planned | null {
  const projects = [...rootThings(doc, 'projects')].map(([id]) => id).toSorted()
  const id = projects[which % Math.max(1, projects.length)] ?? ''
  const ref: ThingRef = { type: 'Project', id }
  const text = 'terra i aigua 👩‍🌾'
  switch (what) {
    case 0:
      return planAdd(
        doc,
        { type: 'Project', id: newId(random) },
        { title: `P${which}`, summary: text, tags: ['a'] },
        random,
      )
    case 1:
      return planSet(doc, ref, { title: `${text}${which}` })
    case 2:
      return planSet(doc, ref, { years: { from: 2027, to: 2028 + which } })
    case 3:
      return planAdd(doc, { type: 'Action', id: newId(random), in: ref }, { title: text, done: true }, random)
    case 4:
      return planAdd(doc, { type: 'Contribution', id: newId(random), in: ref }, { title: text, amount: { unit: 'EUR', minor: 5 } }, random) // prettier-ignore
    case 5:
      return planRemove(doc, ref, null, 1_800_000_000_000)
    case 6:
      return planRestore(doc, ref)
    case 7:
      return planSet(doc, THE_PLAN, { vision: `${text}\n${text}`, language: 'ca' })
    case 8:
      return planMove(doc, id, { stage: Object.keys(doc.stages)[0] ?? '', objective: null }, random) as Planned
    default: {
      const last = A.getLastLocalChange(doc)
      const undo = last && planUndo(doc, A.decodeChange(last).hash, null, 1_800_000_000_000)
      return undo?.ok ? { ok: true, value: undo.value.edits } : null
    }
  }
}

test(
  '[GT19] whatever people do with the plan passes the gate, in any order of arrival, and all copies end equal',
  { timeout: 60_000 },
  async () => {
    const start = startingPlan()
    const founder = entryOf(start, { author: authorOf(FOUNDER, 'steward') })
    let made = 0
    await fc.assert(
      fc.asyncProperty(anyActs, fc.infiniteStream(fc.nat()), async (acts, order) => {
        const random = seededRandom(acts.length)
        const docs = PEOPLE.map((actor) => handTo(start, actor))
        const entries: EntryToApply[] = []
        for (const act of acts) {
          const doc = act.meet ? take(docs[act.who]!, docs[(act.who + 1) % 3]!) : docs[act.who]!
          const edits = planned(doc, act, random)
          const since = A.getHeads(doc)
          docs[act.who] = edits?.ok ? write(doc, edits.value) : doc
          const entry = entryOf(docs[act.who]!, { since })
          if (A.getHeads(docs[act.who]!).join() !== since.join()) entries.push(entry)
        }
        made += entries.length
        const shuffled = entries.toSorted(() => ((order.next().value as number) % 2 === 0 ? 1 : -1))
        const [whole, single] = await Promise.all([
          gateWithFounder([...shuffled], founder),
          gateWithFounder([...entries], founder, 1),
        ])
        expect(whole).toEqual(single)
        const merged = take(take(docs[0]!, docs[1]!), docs[2]!)
        expect(whole).toEqual({ json: must(canonicalJson(merged)), left: 0 })
        expect(await givenByWindows(merged)).toEqual({ ok: true, value: { heads: A.getHeads(merged).toSorted() } })
      }),
      { numRuns: 8, seed: 5, endOnFailure: true },
    )
    expect(made).toBeGreaterThan(50)
  },
)

/** Every change as its author's own window gives it to the core: alone and unpacked. */
async function givenByWindows(doc: Doc): Promise<unknown> {
  const executor = await inlineExecutor(identity)
  for (const change of A.getAllChanges(doc)) {
    const { actor } = A.decodeChange(change)
    const given = await executor.applyLocal({ author: authorOf(actor), changes: [change] })
    if (!given.ok) return given
  }
  const heads = await executor.heads(null)
  await executor.close()
  return heads
}

function startingPlan(): Doc {
  const random = seededRandom(2)
  const doc = newPlan()
  return write(doc, planAdd(doc, { type: 'Project', id: newId(random) }, { title: 'alpha' }, random))
}

/** Canonical JSON of a copy that got these entries, all at once or a few at a time. */
async function gateWithFounder(entries: EntryToApply[], founder: EntryToApply, atOnce = Infinity): Promise<unknown> {
  const executor = await inlineExecutor(identity)
  await executor.applyEntries({ entries: [founder] })
  const refused: string[] = []
  while (entries.length > 0) {
    const applied = await executor.applyEntries({ entries: entries.splice(0, atOnce) })
    if (applied.ok) refused.push(...applied.value.entries.filter(({ at }) => at === 'refused').map(wordOf))
  }
  const json = await executor.canonical({ part: 'plan' })
  const stats = await executor.stats(null)
  await executor.close()
  return refused.length > 0
    ? refused
    : { json: json.ok && json.value.json, left: stats.ok && stats.value.parkedEntries }
}

test('[GT16] a reader may write nothing, not even a change that says nothing', async () => {
  const start = handTo(newPlan(), ANA)
  const edited = write(start, planSet(start, THE_PLAN, { title: 'x' }))
  const entry = entryOf(edited, { since: A.getHeads(newPlan()), author: authorOf(ANA, 'reader') })
  const { outcomes, executor } = await gateWith([entryOf(newPlan(), { author: authorOf(FOUNDER, 'steward') }), entry])
  expect(outcomes.map(wordOf)).toContain('E_ROLE')
  await executor.close()
})
