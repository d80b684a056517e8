// A plan that is opened again while its worker still loads: what the cache can answer is answered, and nothing more.
import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import { err } from '#shared/base/result.ts'
import type { Lease, PlanSession } from '#shared/core/contract.ts'
import type { DocExecutor } from '#shared/gate/executor.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'
import { changePlan } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import { planSet } from '#shared/plan/operations.ts'
import { THE_PLAN } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { add, codeOf, founded, memberIn, mustBe, planOf, set, tempFolder } from '#test/helpers/memberFolder.ts'
import { coreOf, memoryMember } from '#test/helpers/memoryMember.ts'

interface Gate {
  open(): void
  readonly startExecutor: (identity: Parameters<typeof inlineExecutor>[0]) => Promise<DocExecutor>
}

/** A worker that begins to load a cache when it is let; `isLost`: it then cannot read what it is given. */
function slowWorker(isLost = false): Gate {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return {
    open,
    async startExecutor(identity) {
      const docs = await inlineExecutor(identity)
      return {
        ...docs,
        async load(input) {
          if (input.cache === null) return docs.load(input)
          await opened
          return isLost ? err({ code: 'E_CACHE_LOST' }) : docs.load(input)
        },
      }
    },
  }
}

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
