// A plan that is opened again while its worker still loads: what the cache can answer is answered, and nothing more.
import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { systemRandom } from '#node/system/ports.ts'
import type { Lease, PlanSession } from '#shared/core/contract.ts'
import { changePlan } from '#shared/plan/edits.ts'
import { openForEditing, openForReading } from '#shared/plan/openForEditing.ts'
import { selectMembers, selectObjectives } from '#shared/plan/lists.ts'
import { planAdd, planSet } from '#shared/plan/operations.ts'
import { planMove } from '#shared/plan/order.ts'
import { createPlanReader } from '#shared/plan/reader.ts'
import { readLook } from '#shared/plan/look.ts'
import { THE_PLAN } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { add, codeOf, edit, founded, memberIn, mustBe, planOf, set, tempFolder } from '#test/helpers/memberFolder.ts'
import { coreOf, memoryMember } from '#test/helpers/memoryMember.ts'
import { slowWorker } from '#test/helpers/slowWorker.ts'

/** A plan with entries and, after them, a draft; closed. */
async function planIn(folder: string): Promise<string> {
  const device = await memberIn(folder)
  const session = await founded(device)
  await add(session, 'Project', { title: 'Forn' })
  mustBe(await session.flush())
  await set(session, THE_PLAN, { title: 'Pla gran' })
  await device.close()
  return session.planId
}

async function docUnder(session: PlanSession, lease: Lease): Promise<A.Doc<PlanDoc>> {
  const opened = openForEditing(lease, mustBe(await session.documentBytes()))
  if (!opened.ok) throw new Error(opened.error.kind)
  return opened.value
}

function retitled(doc: A.Doc<PlanDoc>, title: string): Uint8Array[] {
  const planned = planSet(doc, THE_PLAN, { title })
  if (!planned.ok) throw new Error(planned.error.kind)
  return A.getChangesSince(changePlan(doc, planned.value, 0), A.getHeads(doc))
}

test('[CR32] lease, document and status are there while the worker loads; what is written waits for it', async () => {
  const folder = await tempFolder()
  const planId = await planIn(folder)
  const worker = slowWorker()
  const session = mustBe(await (await memberIn(folder, worker)).open(planId))
  expect(session.status()).toMatchObject({ title: 'Pla gran', drafts: 1, canEdit: true })
  const [first, second] = await Promise.all([session.lease(), session.lease()])
  expect([first.ok, codeOf(second)]).toEqual([true, 'E_LEASE_TAKEN'])
  const lease = mustBe(first)
  expect(mustBe(await session.changesSince(lease.heads))).toEqual([])
  const doc = await docUnder(session, lease)
  expect(doc.title).toBe('Pla gran')

  let isTaken = false
  const answer = session.submitChanges(lease.leaseId, retitled(doc, 'Pla nou'), { now: true }).finally(() => {
    isTaken = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(isTaken).toBe(false)
  worker.open()
  expect(mustBe(await answer).lastSeq).toBe(lease.lastSeq + 1)
  expect((await planOf(session))['title']).toBe('Pla nou')
  expect(session.health().notices).toEqual([])
})

test('[CR32] a cache that the worker cannot load ends the lease, and the plan is built from the journal and the drafts', async () => {
  const folder = await tempFolder()
  const planId = await planIn(folder)
  const worker = slowWorker(true)
  const session = mustBe(await (await memberIn(folder, worker)).open(planId))
  const lease = mustBe(await session.lease())
  const doc = await docUnder(session, lease)
  const ended: (Lease | null)[] = []
  const told: string[] = []
  session.onLease((next) => ended.push(next))
  session.onChanges(({ kind }) => told.push(kind))
  const answer = session.submitChanges(lease.leaseId, retitled(doc, 'Pla d’abans'), { now: true })
  worker.open()
  expect(codeOf(await answer)).toBe('E_LEASE_ENDED')
  expect(ended).toEqual([null])
  expect(told.at(-1)).toBe('reset')
  expect((await planOf(session))['title']).toBe('Pla gran')
  expect(session.health().notices.map(({ notice }) => notice.code)).toContain('E_CACHE_LOST')

  const next = mustBe(await session.lease())
  expect(next.heads).toEqual(lease.heads)
  const changes = retitled(await docUnder(session, next), 'Pla nou')
  mustBe(await session.submitChanges(next.leaseId, changes, { now: true }))
  mustBe(await session.flush())
  expect(session.status().entries.quarantined).toBe(0)
  expect((await planOf(session))['title']).toBe('Pla nou')
})

test('[CR32] nothing is given from a cache that lacks a draft or an entry, or from a folder that had to be mended', async () => {
  const member = memoryMember()
  const session = await founded(member.device)
  const { planId } = session
  await add(session, 'Project', { title: 'Forn' })
  await session.close()
  const isEarly = async (device: typeof member.device): Promise<boolean> => {
    const opened = mustBe(await device.open(planId))
    return coreOf(opened).state.loading !== null
  }
  expect(await isEarly(member.crash().device)).toBe(true)

  // A draft the cache does not know.
  const typing = member.crash().device
  await add(mustBe(await typing.open(planId)), 'Project', { title: 'Arxiu' })
  expect(await isEarly(member.crash().device)).toBe(false)

  // An entry it does not know.
  const sealing = member.crash().device
  mustBe(await mustBe(await sealing.open(planId)).flush())
  expect(await isEarly(member.crash().device)).toBe(false)

  // One of two equal files gone: the cache knows everything, and yet the folder is looked through.
  const closing = mustBe(await member.crash().device.open(planId))
  await closing.close()
  expect(await isEarly(member.crash().device)).toBe(true)
  member.disk(planId).damage('drafts-a.alog', () => undefined)
  expect(await isEarly(member.crash().device)).toBe(false)
})

test('[CR36] while the worker loads there is a look of the plan with its drafts: what a board reads of it is what it reads of the document', async () => {
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const first = await founded(device)
  const { planId } = first
  expect(first.look()).toBeNull()
  for (const title of ['<b>Arxiu</b> 🏺', '__proto__']) await add(first, 'Project', { title, tags: ['barri'] })
  const forn = await add(first, 'Project', { title: 'Forn' })
  const [action, objective] = [newId(systemRandom), await add(first, 'Objective', { title: 'Menjar', colour: '3' })]
  await edit(first, (doc) =>
    planAdd(
      doc,
      { type: 'Action', id: action, in: { type: 'Project', id: forn } },
      { title: 'Pastar', done: true },
      systemRandom,
    ),
  )
  await edit(first, (doc) => planMove(doc, forn, { objective }, systemRandom))
  mustBe(await first.flush())
  await set(first, { type: 'Project', id: forn }, { years: { from: 2027, to: 2031 }, summary: 'Un resum llarg.' })
  await device.close()

  const worker = slowWorker()
  const session = mustBe(await (await memberIn(folder, worker)).open(planId))
  const look = readLook(session.look() ?? '')!
  worker.open()
  const opened = openForReading(mustBe(await session.documentBytes()))
  if (!opened.ok) throw new Error(opened.error.kind)
  const boards = [look, opened.value].map((doc) => createPlanReader().board(doc))
  expect(boards[0]).toEqual(boards[1])
  expect(boards[0]!.columns[0]!.cards.map(({ title }) => title).sort()).toEqual([
    '<b>Arxiu</b> 🏺',
    'Forn',
    '__proto__',
  ])
  expect(createPlanReader().header(look)).toMatchObject({ title: 'Pla' })
  for (const select of [selectMembers, selectObjectives]) expect(select(look)).toEqual(select(opened.value))
  // The document itself can be asked now.
  mustBe(await session.canonicalJson('draft'))
  expect(session.look()).toBeNull()
})
