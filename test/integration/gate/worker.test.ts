import * as A from '@automerge/automerge/slim'
import { afterEach, expect, test } from 'vitest'
import type { DocExecutor, EntryToApply } from '#shared/gate/executor.ts'
import { type GateSettings, gateSettings } from '#shared/gate/settings.ts'
import { gateExecutor } from '#node/gateWorker/gateExecutor.ts'
import { workerLimits, type WorkerLimits } from '#node/gateWorker/workerEngine.ts'
import {
  ANA,
  authorOf,
  birth,
  born,
  type Doc,
  entryOf,
  entryOfChanges,
  founding,
  identity,
  PAU,
  withLimits,
  without,
  wordOf,
} from '../../unit/gate/world.ts'

/** For a machine that does much else at the same time. */
const SLOW = 120_000

const open: DocExecutor[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((executor) => executor.close()))
})

async function worker(
  settings: GateSettings = gateSettings,
  limits: Partial<WorkerLimits> = {},
  workerUrl?: URL,
): Promise<DocExecutor> {
  const url = workerUrl === undefined ? {} : { workerUrl }
  const executor = await gateExecutor({ identity, settings, limits: { ...workerLimits, ...limits }, ...url })
  open.push(executor)
  return executor
}

const typed = (actor: string, text: string): Doc =>
  A.change(born(actor), { time: 0 }, (draft) => A.splice(draft, ['title'], 0, 0, text))
const since = birth.heads
const titleOf = async (executor: DocExecutor): Promise<unknown> => {
  const view = await executor.view({})
  return view.ok && (view.value.view as { title: string }).title
}

/** An entry of some hundred bytes that takes seconds and hundreds of megabytes to open; the limits on operations stop it. */
let made: EntryToApply | null = null
const bomb = (): EntryToApply => (made ??= entryOf(typed(ANA, 'a'.repeat(400_000)), { since }))
const unlimited = withLimits({ opsPerChange: Infinity, opsPerBundle: Infinity, opsPerDocument: Infinity })

test('[GT23] entries pass through the worker as they pass through the same code here', async () => {
  const executor = await worker()
  const applied = await executor.applyEntries({ entries: [founding(), entryOf(typed(ANA, 'Hort'), { since })] })
  expect(applied.ok && applied.value.entries.map(wordOf)).toEqual(['applied', 'applied'])
  expect(await titleOf(executor)).toBe('Hort')
  const saved = await executor.save(null)
  expect(saved.ok && A.load<{ title: string }>(saved.value.bytes, { actor: PAU }).title).toBe('Hort')
})

const stalling = new URL('./stallingWorker.ts', import.meta.url)
/** Long enough for what is honest on a busy machine. */
const patience = { entryMs: 4_000, batchMs: 4_000, stallMs: 4_000 }
const stall = (): EntryToApply => ({ ...entryOf(typed(ANA, 'x'), { since }), entryHash: `stall${'0'.repeat(59)}` })

test('[GT23] what takes too long is ended, and only that entry is refused', { timeout: SLOW }, async () => {
  const executor = await worker(gateSettings, patience, stalling)
  await executor.applyEntries({ entries: [founding()] })
  const good = entryOf(typed(PAU, 'good'), { since })
  const applied = await executor.applyEntries({ entries: [stall(), good] })
  expect(applied.ok && applied.value.entries.map(wordOf)).toEqual(['E_CHANGE_LIMIT', 'applied'])
  expect(await titleOf(executor)).toBe('good')
  const stats = await executor.stats(null)
  expect(stats.ok && stats.value.restarts).toBeGreaterThan(0)
})

test('[GT7] F4 F12: the bomb that the worker would have to be ended over is refused by its columns', async () => {
  const small = bomb()
  expect(small.bundle.length).toBeLessThan(1_500)
  const executor = await worker()
  await executor.applyEntries({ entries: [founding()] })
  const refused = await executor.applyEntries({ entries: [small] })
  expect(refused.ok && refused.value.entries.map(wordOf)).toEqual(['E_CHANGE_OPS'])
  const stats = await executor.stats(null)
  expect(stats.ok && stats.value.restarts).toBe(0)
})

test('[GT23] F8: what takes too much memory is ended, and the memory comes back', { timeout: SLOW }, async () => {
  const executor = await worker(unlimited, { growthBytes: 100 * 1024 * 1024, entryMs: 90_000, batchMs: 90_000 })
  await executor.applyEntries({ entries: [founding()] })
  const greedy = bomb()
  const before = process.memoryUsage.rss()
  const applied = await executor.applyEntries({ entries: [greedy, entryOf(typed(PAU, 'good'), { since })] })
  expect(applied.ok && applied.value.entries.map(wordOf)).toEqual(['E_CHANGE_LIMIT', 'applied'])
  await expect.poll(() => process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024)
  expect(await titleOf(executor)).toBe('good')
})

test(
  '[GT12] F5: operation numbers that the library cannot load again: refused; unchecked, withdrawn with the worker',
  { timeout: SLOW },
  async () => {
    const honest = A.decodeChange(A.getLastLocalChange(typed(ANA, 'x'))!)
    const poison = entryOfChanges([A.encodeChange({ ...honest, startOp: 2 ** 28 })], authorOf(ANA), born(PAU))
    const guarded = await worker()
    await guarded.applyEntries({ entries: [founding()] })
    const refused = await guarded.applyEntries({ entries: [poison] })
    expect(refused.ok && refused.value.entries.map(wordOf)).toEqual(['E_CHANGE_OPID'])

    const executor = await worker(without('opId'), { questionMs: 60_000 })
    await executor.applyEntries({ entries: [founding()] })
    const applied = await executor.applyEntries({ entries: [entryOf(typed(PAU, 'good'), { since }), poison] })
    expect(applied.ok && applied.value.entries.map(wordOf)).toEqual(['applied', 'applied'])
    const saved = await executor.save(null)
    expect(saved.ok && saved.value.withdrawn).toEqual([
      { at: 'refused', entryHash: poison.entryHash, refusal: { code: 'E_CHANGE_RELOAD', change: expect.any(String) } },
    ])
    expect(await titleOf(executor)).toBe('good')
  },
)

test(
  '[GT22] a worker that was ended is replaced by one that holds the same, saved or not',
  { timeout: SLOW },
  async () => {
    const executor = await worker(gateSettings, patience, stalling)
    await executor.applyEntries({ entries: [founding(), entryOf(typed(PAU, 'one '), { since })] })
    await executor.save(null)
    const own = A.change(A.load<Doc>(birth.bytes, { actor: 'c'.repeat(32) }), { time: 0 }, (draft) => A.splice(draft as never, ['vision'], 0, 0, 'two')) // prettier-ignore
    const local = await executor.applyLocal({ author: authorOf('c'.repeat(32)), changes: [A.getLastLocalChange(own)!] })
    const late = await executor.applyEntries({ entries: [stall()] })
    expect(late.ok && late.value.entries.map(wordOf)).toEqual(['E_CHANGE_LIMIT'])
    const heads = await executor.heads(null)
    expect(heads.ok && local.ok && heads.value.heads).toEqual(local.ok && local.value.heads)
    expect(await titleOf(executor)).toBe('one ')
  },
)

test('[GT22] a cache that does not load is said to be lost, and the executor goes on from nothing', async () => {
  const executor = await worker()
  expect(await executor.load({ cache: new Uint8Array(100) })).toEqual({ ok: false, error: { code: 'E_CACHE_LOST' } })
  const applied = await executor.applyEntries({ entries: [founding()] })
  expect(applied.ok && applied.value.entries.map(wordOf)).toEqual(['applied'])
})

test('[GT20] after closing nothing is answered and nothing runs', async () => {
  const executor = await worker()
  await executor.close()
  expect(await executor.heads(null)).toEqual({ ok: false, error: { code: 'E_CLOSED' } })
})
