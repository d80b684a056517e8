/** Hazards of the library itself: what it does when nobody looks, and what the gate says. */
import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import { concat } from '#shared/base/bytes.ts'
import type { EntryToApply } from '#shared/gate/executor.ts'
import { gateLimits } from '#shared/gate/limits.ts'
import {
  type Doc,
  verdictOn,
  PAU,
  entryOf,
  handTo,
  gateWith,
  wordOf,
  ANA,
  authorOf,
  without,
  born,
  entryWith,
} from './world.ts'
import {
  type Loose,
  ID,
  write,
  setYear,
  onProject,
  forged,
  inProject,
  anaEdit,
  valued,
  projectEntry,
  s,
  lastOf,
  project,
} from './hazardPlan.ts'

/** Steps of one author, each with what the library would store of it and its entry, taken when it is made. */
function steps(actor: string, count: number): readonly { chunk: Uint8Array; entry: EntryToApply }[] {
  let doc = handTo(project, actor)
  return Array.from({ length: count }, (_, at) => {
    const since = A.getHeads(doc)
    doc = write(doc, (draft) => A.splice(draft as never, ['title'], 0, 0, `${at}`))
    return { chunk: A.saveSince(doc, since), entry: entryOf(doc, { since }) }
  })
}

const titleOf = (doc: unknown): string => String((doc as { title: unknown }).title)

const reload = (): Doc => A.load<Doc>(A.save(project), { actor: PAU }) as unknown as Doc

test('[GT11] F1: one entry that is missing hides nothing but what builds on it, and loses nothing', async () => {
  const ten = steps(ANA, 10)
  const other = entryOf(write(handTo(project, PAU), setYear), { since: A.getHeads(project) })
  // The library, given the chunks as its own storage keeps them: all after the damaged one is gone, without an error.
  const stored = ten.map(({ chunk }, at) => (at === 3 ? chunk.slice(0, -4) : chunk))
  expect(titleOf(A.loadIncremental(reload(), concat(...stored))).length).toBeLessThanOrEqual(3)

  const damaged = ten.filter((_, at) => at !== 3).map(({ entry }) => entry)
  const { outcomes, executor } = await gateWith([projectEntry(), ...damaged, other])
  expect(outcomes.map(wordOf).toSorted()).toEqual([...Array(5).fill('applied'), ...Array(6).fill('parked')])
  const late = await executor.applyEntries({ entries: [ten[3]!.entry] })
  expect(late.ok && late.value.entries.map(wordOf)).toEqual(Array(7).fill('applied'))
  const view = await executor.view({})
  expect(view.ok && titleOf(view.value.view)).toBe('9876543210')
  await executor.close()
})

test('[GT5] F2: a flipped chunk is swallowed by the library without a word, and named by the gate', async () => {
  const [{ chunk, entry }] = steps(ANA, 1) as [{ chunk: Uint8Array; entry: EntryToApply }]
  const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === bytes.length - 3 ? byte ^ 1 : byte))
  expect(A.getHeads(A.loadIncremental(reload(), flip(chunk)))).toEqual(A.getHeads(reload()))
  expect(await onProject({ ...entry, bundle: flip(entry.bundle) })).toBe('E_CHANGE_FORM')
  expect(await onProject(entry)).toBe('applied')
})

test('[GT10] F6: of two changes under one number the first stands, the second is named, and good ones beside it pass', async () => {
  const left = write(handTo(project, ANA), setYear)
  const right = write(handTo(project, ANA), (draft) => A.splice(draft as never, ['title'], 0, 0, 'fork'))
  const good = write(handTo(project, PAU), setYear)
  const [holdsLeft] = A.applyChanges(A.clone(project, { actor: 'c'.repeat(32) }), [lastOf(left)])
  // The library refuses the whole batch, the good change with it.
  expect(() => A.applyChanges(holdsLeft, [lastOf(good), lastOf(right)])).toThrow('duplicate seq')
  const since = A.getHeads(project)
  const batch = [left, right, good].map((doc) => entryOf(doc, { since }))
  const { outcomes, executor } = await gateWith([projectEntry(), ...batch])
  expect(outcomes.map(wordOf)).toEqual(['applied', 'applied', 'E_FORK', 'applied'])
  await executor.close()
  const unchecked = await gateWith([projectEntry(), ...batch], without('seq'))
  expect(unchecked.outcomes.map(wordOf)).toEqual(['applied', 'applied', 'E_CHANGE_FORM', 'applied'])
  const stats = await unchecked.executor.stats(null)
  expect(stats.ok && stats.value.restarts).toBeGreaterThan(0) // without the check the library failed, and was replaced
  await unchecked.executor.close()
})

test("[GT10] a gap in an author's numbers, which makes the library panic, is refused", async () => {
  const gap = forged(write(handTo(project, ANA), setYear), () => ({ seq: 3 }))
  expect(() => A.applyChanges(A.clone(project, { actor: 'c'.repeat(32) }), [gap])).toThrow()
  const { executor } = await gateWith([projectEntry()])
  const answer = await executor.applyLocal({ author: authorOf(ANA), changes: [gap] })
  expect(answer).toEqual({ ok: false, error: { code: 'E_LEASE_SEQ' } })
  await executor.close()
  const unchecked = await gateWith([projectEntry()], without('seq'))
  expect(await unchecked.executor.applyLocal({ author: authorOf(ANA), changes: [gap] })).toMatchObject({ error: { code: 'E_WORKER' } }) // prettier-ignore
  await unchecked.executor.close()
})

test('[GT14] F11: a foreign unsigned integer makes JSON throw; what the gate lets in never does', async () => {
  const doc = write(born(ANA), valued(new A.Uint(5)))
  expect(() => JSON.stringify(doc)).toThrow('BigInt')
  const largest = anaEdit(valued(new A.Int(2 ** 53 - 2)))
  const { outcomes, executor } = await gateWith([projectEntry(), largest])
  expect(outcomes.map(wordOf)).toEqual(['applied', 'applied'])
  const json = await executor.canonical({ part: 'plan' })
  expect(json.ok && JSON.parse(json.value.json)).toMatchObject({ language: 2 ** 53 - 2 })
  await executor.close()
})

test('[GT15] F13: each of the four ways work vanishes without a conflict, in the library alone', () => {
  const typing = (doc: Doc): Doc => write(doc, (draft) => A.splice(draft as never, ['projects', 'ab', ID, 'title'], 4, 0, ' de Gràcia')) // prettier-ignore
  const merged = (a: Doc, b: Doc): { title: unknown; place: { stage?: unknown }; conflicts: unknown } => {
    const both = A.merge(A.clone(a, { actor: 'd'.repeat(32) }), b)
    const thing = inProject(both as never) as never as { title: unknown; place: { stage?: unknown } }
    return { title: thing.title, place: thing.place, conflicts: A.getConflicts(thing as never, 'title') }
  }
  const over = merged(write(handTo(project, PAU), (draft) => (inProject(draft).title = 'Jardí')), typing(handTo(project, ANA))) // prettier-ignore
  expect([String(over.title), over.conflicts]).toEqual(['Jardí', undefined])
  const scalar = merged(write(handTo(project, PAU), (draft) => (inProject(draft).title = s('Jardí') as never)), typing(handTo(project, ANA))) // prettier-ignore
  expect([String(scalar.title), scalar.conflicts]).toEqual(['Jardí', undefined])
  const inside = merged(
    write(handTo(project, PAU), (draft) => (inProject(draft).place = { stage: s('three') })),
    write(handTo(project, ANA), (draft) => ((inProject(draft).place as Loose)['stage'] = s('two'))),
  )
  expect(String(inside.place.stage)).toBe('three')
})

test('[GT26] F14: text at old heads is answered by its ranges of then', async () => {
  const since = A.getHeads(project)
  const vision = write(handTo(project, ANA), (draft) => {
    A.splice(draft as never, ['vision'], 0, 0, 'hello world')
    A.mark(draft as never, ['vision'], { start: 0, end: 5, expand: 'both' }, 'strong', true)
  })
  const then = A.getHeads(vision)
  const marksThen = A.marks(vision, ['vision'])
  const before = await gateWith([projectEntry(), entryOf(vision, { since })])
  const now = write(vision, (draft) => A.splice(draft as never, ['vision'], 0, 0, 'big '))
  expect(A.marks(A.view(now, then), ['vision'])).not.toEqual(marksThen) // the library answers with today's ranges
  const { executor } = await gateWith([projectEntry(), entryOf(now, { since })])
  const old = await executor.canonical({ heads: then, part: 'plan' })
  expect(old.ok).toBe(true)
  expect(old).toEqual(await before.executor.canonical({ part: 'plan' }))
  await executor.close()
  await before.executor.close()
})

test('[GT13] a map under __proto__ replaces what the document inherits, in the library alone', () => {
  const odd = write(handTo(project, ANA), (draft) => (draft['odd'] = {}))
  const { startOp } = A.decodeChange(lastOf(odd))
  const attack = forged(odd, (change) => ({
    ops: [
      { ...change.ops[0]!, key: '__proto__' },
      { action: 'set', obj: `${startOp}@${ANA}`, key: 'isAdmin', value: true, pred: [] },
    ],
  }))
  const [victim] = A.applyChanges(A.clone(project, { actor: PAU }), [attack])
  expect((victim as unknown as { isAdmin?: boolean }).isAdmin).toBe(true)
})

test('[GT5] a document chunk, a change chunk and rubbish are no content', async () => {
  const author = authorOf(ANA)
  const edited = write(handTo(project, ANA), setYear)
  const verdicts = [A.save(edited), lastOf(edited), new Uint8Array(40), new Uint8Array(gateLimits.entryBytes + 1)].map(
    (bundle) => verdictOn(entryWith(bundle, author)),
  )
  expect(await Promise.all(verdicts)).toEqual(['E_CHANGE_FORM', 'E_CHANGE_FORM', 'E_CHANGE_FORM', 'E_CHANGE_SIZE'])
})
