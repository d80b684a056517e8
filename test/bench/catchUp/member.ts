/** A member who writes offline in a real folder, and then meets the others at a relay. */
import { writeFile } from 'node:fs/promises'
import * as A from '@automerge/automerge'
import sodium from 'libsodium-wrappers'
import { newId } from '#shared/base/id.ts'
import type { Result } from '#shared/base/result.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { type PlanEdits, changePlan } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import { planAdd } from '#shared/plan/operations.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'
import { systemRandom } from '#node/system/ports.ts'
import { waitFor } from '#test/helpers/waitFor.ts'
import { beDone, beReady, optionsOfSide, sameHeads } from './side.ts'

export interface MemberOptions {
  readonly folder: string
  readonly planId: string
  readonly relay: { readonly url: string; readonly key: string }
  readonly edits: number
  /** Where the document goes as bare Automerge bytes, for the peers. */
  readonly saveTo: string
}

/** Changes handed over together, as a window does while someone types fast. */
const HANDED_OVER = 50
const PROJECT_EVERY = 10

await sodium.ready
const { folder, planId, relay, edits, saveTo } = optionsOfSide<MemberOptions>()
const device = mustBe(await openMemberFolder(folder))
const session = mustBe(await device.open(planId))
const doc = await writeOffline(session)
await writeFile(saveTo, A.save(doc))
const heads = await beReady(A.getHeads(doc))
A.free(doc)
mustBe(await session.addRelay(relay))
session.connect()
await waitFor(
  'everything is here, and mine is at the relay',
  async () => sameHeads(await session.heads(), heads) && session.status().relays.every(({ caughtUp }) => caughtUp),
  120_000,
)
beDone()

async function writeOffline(plan: PlanSession): Promise<A.Doc<PlanDoc>> {
  const lease = mustBe(await plan.lease())
  let own = mustBe(openForEditing(lease, mustBe(await plan.documentBytes())))
  const ids: string[] = []
  let saved = A.getHeads(own)
  for (let i = 0; i < edits; i++) {
    own = changePlan(own, nextEdit(own, ids, i), 0)
    if (i % HANDED_OVER !== HANDED_OVER - 1 && i !== edits - 1) continue
    mustBe(await plan.submitChanges(lease.leaseId, A.getChangesSince(own, saved), { now: true }))
    saved = A.getHeads(own)
  }
  await plan.release(lease.leaseId)
  return own
}

/** A new project now and then; otherwise a word typed into the title of one. */
function nextEdit(own: A.Doc<PlanDoc>, ids: string[], i: number): PlanEdits {
  if (i % PROJECT_EVERY === 0) {
    const id = newId(systemRandom)
    ids.push(id)
    return mustBe(planAdd(own, { type: 'Project', id }, { title: `Projecte ${i}` }, systemRandom))
  }
  const id = ids[(i * 7919) % ids.length]!
  return [
    { do: 'splice', path: ['projects', id.slice(0, 2), id, 'title'], index: 0, remove: 0, insert: 'nou ', rich: false },
  ]
}

function mustBe<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
