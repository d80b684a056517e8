import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import { systemRandom } from '#node/system/ports.ts'
import { toHex } from '#shared/base/bytes.ts'
import type { Lease, PlanSession } from '#shared/core/contract.ts'
import { SEAL_AT_BYTES } from '#shared/core/sealRule.ts'
import { changePlan } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import { planSet } from '#shared/plan/operations.ts'
import { THE_PLAN } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { codeOf, founded, member, memberIn, mustBe, planOf, tempFolder } from '#test/helpers/memberFolder.ts'

/** A window's document under a lease. */
async function openWindow(session: PlanSession): Promise<{ lease: Lease; doc: A.Doc<PlanDoc> }> {
  const lease = mustBe(await session.lease())
  const opened = openForEditing(lease, mustBe(await session.documentBytes()))
  if (!opened.ok) throw new Error(opened.error.kind)
  return { lease, doc: opened.value }
}

function retitle(doc: A.Doc<PlanDoc>, title: string): { doc: A.Doc<PlanDoc>; changes: Uint8Array[] } {
  const planned = planSet(doc, THE_PLAN, { title })
  if (!planned.ok) throw new Error(planned.error.kind)
  const after = changePlan(doc, planned.value, 0)
  return { doc: after, changes: A.getChangesSince(after, A.getHeads(doc)) }
}

const titleOf = async (session: PlanSession): Promise<unknown> => (await planOf(session))['title']

test('[CR2] one lease at a time; it ends with its release', async () => {
  const session = await founded(await member())
  const { lease } = await openWindow(session)
  expect(codeOf(await session.lease())).toBe('E_LEASE_TAKEN')
  await session.release(lease.leaseId + 1)
  expect(codeOf(await session.lease())).toBe('E_LEASE_TAKEN')
  await session.release(lease.leaseId)
  expect(mustBe(await session.lease()).stream).toBe(lease.stream)
})

test('[CR2] a change whose number is not the next ends the lease; the next one has another stream and actor', async () => {
  const session = await founded(await member())
  const { lease, doc } = await openWindow(session)
  const copy = A.clone(doc, { actor: lease.actor })
  const first = retitle(doc, 'Pla nou')
  const ended: (Lease | null)[] = []
  session.onLease((next) => ended.push(next))
  mustBe(await session.submitChanges(lease.leaseId, first.changes, { now: true }))

  // A second document from before that change: the window was opened from a stale copy.
  const stale = retitle(copy, 'Pla vell')
  expect(codeOf(await session.submitChanges(lease.leaseId, stale.changes, { now: true }))).toBe('E_LEASE_SEQ')
  expect(ended).toEqual([null])
  expect(codeOf(await session.submitChanges(lease.leaseId, first.changes, { now: true }))).toBe('E_LEASE_ENDED')
  const next = await openWindow(session)
  expect([next.lease.stream, next.lease.actor]).not.toContain(lease.actor)
  expect(next.lease.stream).not.toBe(lease.stream)
  mustBe(await session.submitChanges(next.lease.leaseId, retitle(next.doc, 'Pla últim').changes, { now: true }))
  expect(await titleOf(session)).toBe('Pla últim')
  mustBe(await session.flush())
  expect(session.status().entries.quarantined).toBe(0)
})

test('[CR2] a change in another actor’s name is refused', async () => {
  const session = await founded(await member())
  const { lease, doc } = await openWindow(session)
  const foreign = retitle(A.clone(doc, { actor: 'ab'.repeat(16) }), 'Pla d’algú altre')
  expect(codeOf(await session.submitChanges(lease.leaseId, foreign.changes, { now: true }))).toBe('E_LEASE_ACTOR')
  expect(await titleOf(session)).toBe('Pla')
})

test('[CR1] changes handed over one by one are in the drafts when each answer has come, in both files', async () => {
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const session = await founded(device)
  let { lease, doc } = await openWindow(session)
  const answers: Promise<unknown>[] = []
  for (let n = 0; n < 20; n++) {
    const edit = retitle(doc, `Pla ${n}`)
    doc = edit.doc
    answers.push(session.submitChanges(lease.leaseId, edit.changes))
  }
  await Promise.all(answers)
  expect(session.status()).toMatchObject({ saved: { state: 'saved' }, drafts: 20 })
  await device.close()
  const again = mustBe(await (await memberIn(folder)).open(session.planId))
  expect(await titleOf(again)).toBe('Pla 19')
  expect(again.status()).toMatchObject({ drafts: 20, entries: { total: 3 } })
  mustBe(await again.flush())
  expect(again.status()).toMatchObject({ drafts: 0, entries: { total: 4 } })
})

test('[CR3] with nobody connected drafts are sealed when an entry of 64 KB has come together', async () => {
  const session = await founded(await member())
  let { lease, doc } = await openWindow(session)
  const before = session.status().entries.total
  const inFour = SEAL_AT_BYTES / 8
  for (let n = 0; n < 4; n++) {
    const language = new A.ImmutableString(toHex(systemRandom.bytes(inFour)))
    const after = A.change(doc, (draft) => void Object.assign(draft, { language }))
    const changes = A.getChangesSince(after, A.getHeads(doc))
    expect(session.status().entries.total).toBe(before)
    mustBe(await session.submitChanges(lease.leaseId, changes, { now: true }))
    doc = after
  }
  await expect.poll(() => session.status().entries.total).toBeGreaterThan(before)
})

test('[CR16] a new plan is whole and durable when it is made; its codes are shown once and kept nowhere', async () => {
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const made = mustBe(
    await device.create({ title: 'Pla', language: 'ca', name: 'Núria', horizon: { from: 2027, to: 2031 } }),
  )
  expect(made.recoveryCode).toMatch(/^([0-9A-Z]{4}-){6}[0-9A-Z]{3}$/)
  expect(made.rootCode).not.toBe(made.recoveryCode)
  const session = mustBe(await device.open(made.planId))
  expect(session.status()).toMatchObject({ title: 'Pla', role: 'steward', drafts: 0, entries: { total: 3, own: 3 } })
  expect(await planOf(session)).toMatchObject({ title: 'Pla', language: 'ca', horizon: { from: 2027, to: 2031 } })
  expect(await device.list()).toMatchObject([{ planId: made.planId, title: 'Pla', memberId: made.planId }])
})
