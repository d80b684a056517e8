import 'fake-indexeddb/auto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as A from '@automerge/automerge/slim'
import { newId } from '#shared/base/id.ts'
import { ok } from '#shared/base/result.ts'
import { createPlanReader } from '#shared/plan/reader.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'
import { systemRandom } from '#node/system/ports.ts'
import { openCache } from '../helpers/openCache.ts'
import { openPlanDocument } from '#renderer/data/planDocument.ts'
import { inProcessPlan } from '../unit/renderer/inProcessPlan.ts'
import { type Row, busyMs, ms, spreadOf } from './measure.ts'
import { addCards, mustBe } from './cards.ts'

const SIZES = [
  { cards: 1_000, times: 5 },
  { cards: 10_000, times: 3 },
] as const

/** A plan that was open before: from the folder to the names in the list, and to a board that can be edited. */
export async function warmOpenRows(): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const { cards, times } of SIZES) rows.push(...(await rowsOf(cards, times)))
  return rows
}

async function rowsOf(cards: number, times: number): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aplec-bench-'))
  try {
    const planId = await planOnDisk(folder, cards)
    const chunks = openCache(`bench-${cards}`)
    // The window's first opening makes the copy that the next ones find.
    await openOnce(folder, planId, chunks)
    const runs: Opening[] = []
    for (let i = 0; i < times; i++) runs.push(await openOnce(folder, planId, chunks))
    const [listed, seen, editable, busy, bare] = (['listed', 'seen', 'editable', 'busy', 'bare'] as const).map(
      (of) => spreadOf(runs.map((run) => run[of])).p50,
    )
    const what = `${cards.toLocaleString('en')} cards, opened again`
    return [
      { what: `${what}: its name, from the cache`, ours: ms(listed!), target: '≤ 500 ms', met: listed! <= 500 },
      { what: `${what}: the board is there`, ours: ms(seen!), target: '≤ 500 ms', met: seen! <= 500 },
      {
        what: `${what}: it can be edited`,
        ours: `${ms(busy!)} of processor, ${ms(editable!)} by the clock`,
        peer: `Automerge alone ${ms(bare!)}`,
        ratio: busy! / bare!,
        target: '≤ 1.2x of processor',
        met: busy! / bare! <= 1.2,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function planOnDisk(folder: string, cards: number): Promise<string> {
  const device = mustBe(await openMemberFolder(folder))
  const { planId } = mustBe(await device.create({ title: 'Pla', template: 'blank', name: 'Núria' }))
  await addCards(mustBe(await device.open(planId)), cards)
  await device.close()
  return planId
}

type Opening = {
  readonly listed: number
  readonly seen: number
  readonly editable: number
  /** Processor time of this thread until then, which waits for nothing; and of Automerge over the same bytes. */
  readonly busy: number
  readonly bare: number
}

/**
 * Cache and journal of the core, its worker beside it, and the window's own copy with its board, in one process: what lies
 * between them in the app is left out, and they share a thread, which they do not there.
 */
async function openOnce(folder: string, planId: string, chunks: ReturnType<typeof openCache>): Promise<Opening> {
  const start = performance.now()
  const device = mustBe(await openMemberFolder(folder))
  await device.list()
  const listed = performance.now() - start
  const from = performance.now()
  const busyFrom = process.threadCpuUsage()
  const session = mustBe(await device.open(planId))
  const document = mustBe(
    await openPlanDocument({
      open: async () => ok(inProcessPlan(session)),
      chunks,
      later: (delay, run) => {
        const timer = setTimeout(run, delay)
        return () => clearTimeout(timer)
      },
      readyToLoad: async () => undefined,
      onNotice: (notice) => {
        throw new Error(notice.code)
      },
      onLeftOut: () => undefined,
    }),
  )
  createPlanReader().board(document.doc.now())
  const seen = performance.now() - from
  mustBe(await document.load())
  await new Promise<void>((done) => {
    const look = (): void => void (document.writing.now().state === 'open' && done())
    document.writing.subscribe(look)
    look()
  })
  const editable = performance.now() - from
  const { user, system } = process.threadCpuUsage(busyFrom)
  await document.close()
  const bytes = mustBe(await session.documentBytes())
  await device.close()
  const bare = busyMs(() => A.free(A.load<PlanDoc>(bytes, { actor: newId(systemRandom) })))
  return { listed, seen, editable, busy: (user + system) / 1_000, bare }
}
