import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import type { PlanSession } from '#shared/core/contract.ts'
import { changePlan } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import { planSet } from '#shared/plan/operations.ts'
import { THE_PLAN } from '#shared/plan/things.ts'
import { add, codeOf, founded, mustBe, planOf, titlesOf } from '#test/helpers/memberFolder.ts'
import { coreOf, memoryMember } from '#test/helpers/memoryMember.ts'

async function retitle(session: PlanSession, title: string) {
  const lease = mustBe(await session.lease())
  const opened = openForEditing(lease, mustBe(await session.documentBytes()))
  if (!opened.ok) throw new Error(opened.error.kind)
  const planned = planSet(opened.value, THE_PLAN, { title })
  if (!planned.ok) throw new Error(planned.error.kind)
  const before = A.getHeads(opened.value)
  const changes = A.getChangesSince(changePlan(opened.value, planned.value, 0), before)
  const answer = await session.submitChanges(lease.leaseId, changes, { now: true })
  await session.release(lease.leaseId)
  return answer
}

const titleOf = async (session: PlanSession): Promise<unknown> => (await planOf(session))['title']

test('[CR4] drafts stay until their entry is durable and a cache that holds them is on disk', async () => {
  const member = memoryMember()
  const session = await founded(member.device)
  await add(session, 'Project', { title: 'Hort' })
  const { drafts } = coreOf(session)
  expect(drafts.list().length).toBe(1)
  mustBe(await session.flush())
  expect(session.status().drafts).toBe(0)
  expect(drafts.list().length).toBe(1)

  // The journal loses the entry before any cache had it: the draft is the second copy.
  const disk = member.disk(session.planId)
  disk.damage('journal-000.alog', (bytes) => bytes.subarray(0, bytes.length - 100))
  const again = mustBe(await member.crash().device.open(session.planId))
  expect(await titlesOf(again)).toEqual(['Hort'])
  mustBe(await again.flush())
  await again.close()
  const last = mustBe(await member.crash().device.open(session.planId))
  expect(coreOf(last).drafts.list()).toEqual([])
  expect(await titlesOf(last)).toEqual(['Hort'])
})

test('[CR25] a full disk keeps the edits in memory, says so, and writes them when there is room', async () => {
  const member = memoryMember()
  const session = await founded(member.device)
  const disk = member.disk(session.planId)
  mustBe(await retitle(session, 'Pla amb disc'))
  const before = disk.bytes('journal-000.alog')
  disk.room = 0
  expect(codeOf(await retitle(session, 'Pla sense disc'))).toBe('E_DISK_FULL')
  expect(session.status().saved).toMatchObject({ state: 'notSaved', notice: { code: 'E_DISK_FULL' } })
  expect(codeOf(await retitle(session, 'Pla encara sense disc'))).toBe('E_DISK_FULL')
  expect(await titleOf(session)).toBe('Pla encara sense disc')
  await member.pass(5_000)
  expect(session.status().saved.state).toBe('notSaved')
  expect(disk.bytes('journal-000.alog')).toEqual(before)

  disk.room = Number.POSITIVE_INFINITY
  await member.pass(5_000)
  await expect.poll(() => session.status().saved).toEqual({ state: 'saved' })
  const again = mustBe(await member.crash().device.open(session.planId))
  expect(await titleOf(again)).toBe('Pla encara sense disc')
})

test('[CR1] [CR25] what is saved after a full disk refused a new stream is there after a crash', async () => {
  const member = memoryMember()
  const session = await founded(member.device)
  const disk = member.disk(session.planId)
  disk.room = 0
  expect(codeOf(await session.lease())).toBe('E_DISK_FULL')
  disk.room = Number.POSITIVE_INFINITY
  mustBe(await retitle(session, 'Pla desat'))
  const again = mustBe(await member.crash().device.open(session.planId))
  expect(await titleOf(again)).toBe('Pla desat')
})

test('[CR1] a power cut that tears the last write loses nothing that was called saved', async () => {
  for (const torn of [false, true]) {
    const member = memoryMember()
    const session = await founded(member.device)
    mustBe(await retitle(session, 'Pla desat'))
    member.disk(session.planId).failOnce('sync drafts', 'E_DISK')
    expect(codeOf(await retitle(session, 'Pla perdut'))).toBe('E_DISK')
    const again = mustBe(await member.crash(torn).device.open(session.planId))
    expect(['Pla desat', 'Pla perdut']).toContain(await titleOf(again))
    mustBe(await retitle(again, 'Pla següent'))
    mustBe(await again.flush())
    expect(again.status().entries).toMatchObject({ quarantined: 0, parked: 0 })
  }
})

test('[CR10] own changes that only the cache still holds are sealed at the next opening', async () => {
  const member = memoryMember()
  const session = await founded(member.device)
  await add(session, 'Project', { title: 'Hort' })
  await session.close()
  const disk = member.disk(session.planId)
  for (const name of ['drafts-a.alog', 'drafts-b.alog']) disk.damage(name, () => undefined)
  const again = mustBe(await member.crash().device.open(session.planId))
  expect(again.status().drafts).toBe(1)
  mustBe(await again.flush())
  await again.close()
  disk.damage('cache.bin', () => undefined)
  const last = mustBe(await member.crash().device.open(session.planId))
  expect(await titlesOf(last)).toEqual(['Hort'])
})

test('[CR1] the machine stops at any write: what was said to be done is there, and one goes on', async () => {
  for (let stopAfter = 3; stopAfter < 120; stopAfter += 9) {
    const member = memoryMember({ stopAfter })
    const said: string[] = []
    const planIds: string[] = []
    const work = async (): Promise<void> => {
      const session = await founded(member.device)
      planIds.push(session.planId)
      for (const title of ['a', 'b', 'c']) {
        await add(session, 'Project', { title })
        said.push(title)
        if (title === 'b') mustBe(await session.flush())
      }
      mustBe(await session.adopt({ title: 'Pla', date: '2026-07-27' }))
      await session.close()
      await add(mustBe(await member.device.open(session.planId)), 'Project', { title: 'd' })
      said.push('d')
    }
    await Promise.race([work(), new Promise((resolve) => setTimeout(resolve, 300))])
    const { device } = member.crash(stopAfter % 2 === 1)
    const listed = (await device.list()).map((one) => one.planId)
    expect(listed, `after ${stopAfter}`).toEqual(expect.arrayContaining(planIds))
    for (const planId of listed) {
      const session = mustBe(await device.open(planId))
      expect(await titlesOf(session), `after ${stopAfter}`).toEqual(expect.arrayContaining(said))
      expect(session.status().notices).toEqual([])
      await add(session, 'Project', { title: 'z' })
      mustBe(await session.flush())
      expect(session.status().entries).toMatchObject({ parked: 0, quarantined: 0 })
    }
  }
}, 60_000)
