import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import type { Engine } from '#shared/gate/engine.ts'
import type { EntryToApply } from '#shared/gate/executor.ts'
import { openExecutor } from '#shared/gate/guardedExecutor.ts'
import { startInlineEngine } from '#shared/gate/inlineEngine.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'
import { gateLimits } from '#shared/gate/limits.ts'
import { gateSettings } from '#shared/gate/settings.ts'
import {
  ANA,
  authorOf,
  birth,
  born,
  type Doc,
  entryOf,
  entryWith,
  founding,
  gateWith,
  identity,
  PAU,
  withLimits,
  wordOf,
} from './world.ts'

const type = (doc: Doc, text: string): Doc =>
  A.change(doc, { time: 0 }, (draft) => A.splice(draft, ['title'], 0, 0, text))

/** Steps of one author: each step's document state is taken when it is made. */
function typing(
  actor: string,
  texts: readonly string[],
): readonly { entry: EntryToApply; change: Uint8Array; hash: string }[] {
  let doc = born(actor)
  return texts.map((text) => {
    const since = A.getHeads(doc)
    doc = type(doc, text)
    const change = A.getLastLocalChange(doc)!
    return { entry: entryOf(doc, { since }), change, hash: A.decodeChange(change).hash }
  })
}
const words = (outcomes: { ok: boolean; value?: { entries: readonly Parameters<typeof wordOf>[0][] } }): unknown =>
  outcomes.value?.entries.map(wordOf)

test('[GT10] an entry that comes twice, or in another bundle, changes nothing the second time', async () => {
  const [one] = typing(ANA, ['a'])
  const { outcomes, executor } = await gateWith([one!.entry, { ...one!.entry, entryHash: 'f'.repeat(64) }])
  expect(outcomes).toMatchObject([
    { changes: [{ hash: one!.hash, actor: ANA, seq: 1 }] },
    { at: 'applied', changes: [] },
  ])
  await executor.close()
})

test('[GT19] an entry is taken whole or not at all, and what comes beside it goes on', async () => {
  const doc = type(born(ANA), 'good')
  const bad = A.change(doc, { time: 0 }, (draft) => Object.assign(draft, { title: 'assigned' }))
  const both = entryOf(bad, { since: birth.heads })
  const [other] = typing(PAU, ['fine'])
  const { outcomes, executor } = await gateWith([both, other!.entry])
  expect(outcomes.map(wordOf)).toEqual(['E_FIELD', 'applied'])
  const view = await executor.view({})
  expect(view.ok && view.value.view['title']).toBe('fine')
  // The same author may go on: nothing of the refused entry is remembered.
  const honest = await executor.applyEntries({ entries: [typing(ANA, ['good'])[0]!.entry] })
  expect(words(honest as never)).toEqual(['applied'])
  await executor.close()
})

test('[GT11] what waits is bounded; what there was no room for is said and can be given again', async () => {
  const steps = typing(ANA, ['a', 'b', 'c', 'd'])
  const executor = await openExecutor(() => startInlineEngine(identity), { ...gateLimits, parkedEntries: 2 })
  await executor.applyEntries({ entries: [founding()] })
  const early = await executor.applyEntries({ entries: steps.slice(1).map(({ entry }) => entry) })
  expect(early.ok && early.value.entries.map((one) => (one.at === 'parked' ? one.held : one.at))).toEqual([
    true,
    true,
    false,
  ])
  expect(early.ok && early.value.entries[0]).toMatchObject({ at: 'parked', missing: [steps[0]!.hash] })
  const late = await executor.applyEntries({ entries: [steps[0]!.entry] })
  expect(words(late as never)).toEqual(['applied', 'applied', 'applied'])
  const again = await executor.applyEntries({ entries: [steps[3]!.entry] })
  expect(words(again as never)).toEqual(['applied'])
  const stats = await executor.stats(null)
  expect(stats.ok && stats.value).toMatchObject({ parkedEntries: 0, parkedBytes: 0 })
  await executor.close()
})

test('[GT20] changes of all outcomes can be applied one after the other, and heads are those of the document', async () => {
  const ana = typing(ANA, ['a', 'b', 'c'])
  const pau = typing(PAU, ['x', 'y'])
  const order = [ana[2]!, pau[1]!, ana[1]!, pau[0]!, ana[0]!].map(({ entry }) => entry)
  const { outcomes, executor } = await gateWith(order)
  let window = A.load<Doc>(birth.bytes, { actor: 'd'.repeat(32) })
  for (const outcome of outcomes) {
    if (outcome.at !== 'applied') continue
    for (const { bytes, hash } of outcome.changes) {
      ;[window] = A.applyChanges(window, [bytes])
      expect(A.getMissingDeps(window, [])).toEqual([])
      expect(A.hasHeads(window, [hash])).toBe(true)
    }
  }
  expect(await executor.heads(null)).toEqual({ ok: true, value: { heads: A.getHeads(window).toSorted() } })
  await executor.close()
})

test('[GT20] commands are answered in the order in which they were given', async () => {
  const executor = await inlineExecutor(identity)
  const [one] = typing(ANA, ['a'])
  const asked = [
    executor.applyEntries({ entries: [founding()] }),
    executor.applyEntries({ entries: [one!.entry] }),
    executor.heads(null),
    executor.close(),
    executor.heads(null),
  ] as const
  const [, , heads, , closed] = await Promise.all(asked)
  expect(heads).toEqual({ ok: true, value: { heads: [one!.hash] } })
  expect(closed).toEqual({ ok: false, error: { code: 'E_CLOSED' } })
})

test("[GT24] own changes are taken in the lease's name and order, all or none, and judged like any other", async () => {
  const [first, second, third] = typing(ANA, ['a', 'b', 'c']).map(({ change }) => change)
  const { executor } = await gateWith([])
  const ana = authorOf(ANA)
  const give = (author: typeof ana, ...changes: Uint8Array[]) => executor.applyLocal({ author, changes })
  expect(await give(authorOf(PAU), first!)).toMatchObject({ error: { code: 'E_LEASE_ACTOR' } })
  expect(await give(authorOf(PAU, 'writer', [ANA]), first!)).toMatchObject({ error: { code: 'E_LEASE_ACTOR' } })
  expect(await give(ana, second!)).toMatchObject({ error: { code: 'E_LEASE_DEPS' } })
  expect(await give(ana, first!, third!)).toMatchObject({ error: { code: 'E_LEASE_DEPS' } })
  expect(await executor.heads(null)).toEqual({ ok: true, value: { heads: birth.heads } })
  expect(await give(ana, first!, second!)).toMatchObject({ ok: true, value: { changes: [{ seq: 1 }, { seq: 2 }] } })
  expect(await give(ana, second!)).toMatchObject({ ok: true, value: { changes: [] } })
  const [, twin] = typing(ANA, ['a', 'other'])
  expect(await give(ana, twin!.change)).toMatchObject({ error: { code: 'E_LEASE_SEQ' } })
  const assigned = A.getLastLocalChange(A.change(born(PAU), (draft) => Object.assign(draft, { title: 'x' })))!
  expect(await give(authorOf(PAU), assigned)).toMatchObject({ error: { code: 'E_FIELD', where: 'title' } })
  await executor.close()
})

test('[GT25] own changes are packed in bundles that the gate of others takes, in causal order', async () => {
  const steps = typing(
    ANA,
    Array.from({ length: 60 }, (_, at) => `${at} `.repeat(40)),
  )
  const settings = withLimits({ packedOps: 400, bundleBytes: 500 })
  const { executor } = await gateWith(
    steps.map(({ entry }) => entry),
    settings,
  )
  const packed = await executor.saveBundles({ hashes: steps.map(({ hash }) => hash).toReversed() })
  const bundles = packed.ok ? packed.value.bundles : []
  expect(bundles.length).toBeGreaterThan(5)
  expect(bundles.flatMap(({ hashes }) => hashes)).toEqual(steps.map(({ hash }) => hash))
  expect(bundles.every(({ bundle }) => bundle.length <= 500)).toBe(true)
  const there = await gateWith(bundles.map(({ bundle }) => entryWith(bundle, authorOf(ANA))))
  expect(new Set(there.outcomes.map(wordOf))).toEqual(new Set(['applied']))
  expect(await there.executor.heads(null)).toEqual(await executor.heads(null))
  expect(await executor.saveBundles({ hashes: ['0'.repeat(64)] })).toEqual({ ok: false, error: { code: 'E_HEADS_UNKNOWN' } }) // prettier-ignore
  const tiny = await gateWith([steps[0]!.entry], withLimits({ bundleBytes: 10 }))
  expect(await tiny.executor.saveBundles({ hashes: [steps[0]!.hash] })).toMatchObject({
    error: { code: 'E_CHANGE_SIZE' },
  })
  await Promise.all([executor.close(), there.executor.close(), tiny.executor.close()])
})

test('[GT26] questions about any state it holds are answered, about any other refused', async () => {
  const steps = typing(ANA, ['a', 'b'])
  const { executor } = await gateWith(steps.map(({ entry }) => entry))
  const [then, unknown] = [[steps[0]!.hash], ['0'.repeat(64)]]
  const titleAt = async (heads?: readonly string[]): Promise<unknown> => {
    const view = await executor.view(heads === undefined ? {} : { heads })
    return view.ok ? view.value.view['title'] : view.error
  }
  expect([await titleAt(), await titleAt(then), await titleAt(unknown)]).toEqual([
    'ba',
    'a',
    { code: 'E_HEADS_UNKNOWN' },
  ])
  const since = await executor.changesSince({ heads: then })
  expect(since.ok && since.value.changes).toEqual([
    { hash: steps[1]!.hash, actor: ANA, seq: 2, bytes: steps[1]!.change },
  ])
  const own = await executor.changesOf({ actor: ANA, fromSeq: 2 })
  expect(own).toEqual(since)
  const history = await executor.history({ since: birth.heads })
  expect(history.ok && history.value.lines.map(({ hash, seq }) => [hash, seq])).toEqual(steps.map(({ hash }, at) => [hash, at + 1])) // prettier-ignore
  expect(await executor.has({ hashes: [...then, ...unknown] })).toEqual({ ok: true, value: { known: [true, false] } })
  expect(await executor.agreedChangesSince({ heads: birth.heads })).toEqual({ ok: true, value: { count: 2 } })
  const report = await executor.mergeReport({ before: birth.heads, theirs: [steps[1]!.hash] })
  expect(report.ok && report.value.report.theirs.actors).toEqual([ANA])
  const hash = await executor.contentHash({ heads: then })
  const other = await executor.contentHash({})
  expect(hash.ok && other.ok && hash.value.contentHash !== other.value.contentHash).toBe(true)
  for (const ask of [
    executor.changesSince({ heads: unknown }),
    executor.canonical({ heads: unknown, part: 'agreed' }),
  ]) {
    expect(await ask).toEqual({ ok: false, error: { code: 'E_HEADS_UNKNOWN' } })
  }
  const stats = await executor.stats(null)
  expect(stats.ok && stats.value).toMatchObject({ changes: 3, actors: 2, restarts: 0 })
  await executor.close()
})

test('[GT26] a comment is no change to the agreed content', async () => {
  const doc = A.change(born(ANA), { time: 0 }, (draft) => {
    const id = 'ab'.repeat(16)
    Object.assign(draft.comments['ab']!, { [id]: { text: 'bona idea' } })
  })
  const { executor } = await gateWith([entryOf(doc, { since: birth.heads })])
  expect(await executor.agreedChangesSince({ heads: birth.heads })).toEqual({ ok: true, value: { count: 0 } })
  await executor.close()
})

/** Engines that die over entries whose hash is in `deadly`, as a worker would over a bomb. */
const mortal = (deadly: ReadonlySet<string>) => async (): Promise<Engine> => {
  const engine = await startInlineEngine(identity)
  const call: Engine['call'] = async (command, input) => {
    const { entries = [] } = (input ?? {}) as { entries?: readonly EntryToApply[] }
    if (!entries.some(({ entryHash }) => deadly.has(entryHash))) return engine.call(command, input)
    await engine.kill()
    return { ok: false, error: { code: 'E_ENGINE', reason: 'time' } }
  }
  return { call, kill: () => engine.kill(), memoryBytes: () => 0 }
}

test('[GT22] a batch that ends the engine is tried entry by entry, and exactly the culprits are refused', async () => {
  const ana = typing(ANA, ['a', 'b', 'c', 'd']).map(({ entry }) => entry)
  const pau = typing(PAU, ['x', 'y', 'z']).map(({ entry }) => entry)
  const executor = await openExecutor(mortal(new Set([ana[2]!.entryHash, pau[1]!.entryHash])), gateSettings.limits)
  await executor.applyEntries({ entries: [founding()] })
  const applied = await executor.applyEntries({ entries: [ana[3]!, ...ana.slice(0, 3), ...pau] })
  const said = new Map(applied.ok ? applied.value.entries.map((one) => [one.entryHash, wordOf(one)]) : [])
  expect([...ana, ...pau].map(({ entryHash }) => said.get(entryHash))).toEqual([
    'applied',
    'applied',
    'E_CHANGE_LIMIT',
    'parked',
    'applied',
    'E_CHANGE_LIMIT',
    'parked',
  ])
  const stats = await executor.stats(null)
  expect(stats.ok && stats.value).toMatchObject({ changes: 4, parkedEntries: 2 })
  expect(stats.ok && stats.value.restarts).toBeGreaterThan(1)
  // Saved or not, a fresh engine holds the same.
  const before = await executor.heads(null)
  await executor.save(null)
  await executor.applyEntries({ entries: [ana[2]!] })
  expect(await executor.heads(null)).toEqual(before)
  await executor.close()
})

test('[GT22] without a fresh engine every command says so, and the first after that finds everything there', async () => {
  const steps = typing(ANA, ['a', 'b'])
  let canStart = true
  const start = mortal(new Set([steps[1]!.entry.entryHash]))
  const executor = await openExecutor(
    () => (canStart ? start() : Promise.reject(new Error('no thread'))),
    gateSettings.limits,
  )
  await executor.applyEntries({ entries: [founding(), steps[0]!.entry] })
  const before = await executor.heads(null)
  canStart = false
  const died = { ok: false, error: { code: 'E_WORKER', reason: 'died' } }
  expect(await executor.applyEntries({ entries: [steps[1]!.entry] })).toEqual(died)
  expect(await executor.save(null)).toEqual(died)
  canStart = true
  expect(await executor.heads(null)).toEqual(before)
  await executor.close()
})

test('[GT7] a document that is full takes nothing more, and says so', async () => {
  const [one, two] = typing(ANA, ['a'.repeat(50), 'b'.repeat(50)])
  const born = (await gateWith([])).executor
  const stats = await born.stats(null)
  const full = withLimits({ opsPerDocument: (stats.ok ? stats.value.ops : 0) + 60 })
  const { outcomes, executor } = await gateWith([one!.entry, two!.entry], full)
  expect(outcomes.map(wordOf)).toEqual(['applied', 'E_CHANGE_OPS'])
  await Promise.all([born.close(), executor.close()])
})
