import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as A from '@automerge/automerge/slim'
import { newId } from '#shared/base/id.ts'
import type { Result } from '#shared/base/result.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { changePlan } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import { planAdd } from '#shared/plan/operations.ts'
import { createPlanReader } from '#shared/plan/reader.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'
import { systemRandom } from '#node/system/ports.ts'
import { type Row, ms, spreadOf, timed, timedAsync } from './measure.ts'

const CARDS = 1_000
const CARDS_A_CHANGE = 20
const TIMES = 5

/** A plan that was open before: from the folder to the names in the list, and to a document that can be edited. */
export async function warmOpenRows(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aplec-bench-'))
  try {
    const planId = await planOnDisk(folder)
    const runs: { readonly listed: number; readonly editable: number; readonly bare: number }[] = []
    for (let i = 0; i < TIMES; i++) runs.push(await openOnce(folder, planId))
    const [listed, editable, bare] = (['listed', 'editable', 'bare'] as const).map(
      (of) => spreadOf(runs.map((run) => run[of])).p50,
    )
    const what = `${CARDS.toLocaleString('en')} cards, opened again`
    return [
      { what: `${what}: its name, from the cache`, ours: ms(listed!), target: '≤ 500 ms', met: listed! <= 500 },
      {
        what: `${what}: a board that can be edited`,
        ours: ms(editable!),
        peer: `Automerge alone ${ms(bare!)}`,
        ratio: editable! / bare!,
        target: '≤ 1.2x',
        met: editable! / bare! <= 1.2,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function planOnDisk(folder: string): Promise<string> {
  const device = mustBe(await openMemberFolder(folder))
  const { planId } = mustBe(await device.create({ title: 'Pla', template: 'blank', name: 'Núria' }))
  await addCards(mustBe(await device.open(planId)))
  await device.close()
  return planId
}

async function addCards(session: PlanSession): Promise<void> {
  const lease = mustBe(await session.lease())
  let doc = mustBe(openForEditing(lease, mustBe(await session.documentBytes())))
  for (let card = 0; card < CARDS; card += CARDS_A_CHANGE) {
    const before = A.getHeads(doc)
    const edits = Array.from({ length: CARDS_A_CHANGE }, (_, i) => {
      const fields = { title: `Projecte número ${card + i}`, summary: 'Què es vol fer, amb qui i per a què serveix.' }
      return mustBe(planAdd(doc, { type: 'Project', id: newId(systemRandom) }, fields, systemRandom))
    })
    doc = changePlan(doc, edits.flat(), 0)
    mustBe(await session.submitChanges(lease.leaseId, A.getChangesSince(doc, before), { now: true }))
  }
  mustBe(await session.flush())
}

/** Worker, cache and journal of the core, then the window's own copy and its board; after it the same bytes by Automerge. */
async function openOnce(folder: string, planId: string) {
  const start = performance.now()
  const device = mustBe(await openMemberFolder(folder))
  await device.list()
  const listed = performance.now() - start
  const opening = await timedAsync(async () => {
    const session = mustBe(await device.open(planId))
    const lease = mustBe(await session.lease())
    const bytes = mustBe(await session.documentBytes())
    createPlanReader().board(mustBe(openForEditing(lease, bytes)))
    return bytes
  })
  await device.close()
  const bare = timed(() => A.load<PlanDoc>(opening.value, { actor: newId(systemRandom) }))
  return { listed, editable: opening.ms, bare: bare.ms }
}

function mustBe<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
