/** What a full disk keeps from being saved can leave on a stick. */
import { expect, test } from 'vitest'
import type { PlanSession } from '#shared/core/contract.ts'
import {
  add,
  codeOf,
  entriesIn,
  entriesOf,
  founded,
  joinedBySticks,
  mustBe,
  set,
  titlesOf,
} from '#test/helpers/memberFolder.ts'
import { type MemoryMember, memoryMember } from '#test/helpers/memoryMember.ts'

/** Núria’s plan with what was saved (`Hort gran`) and what a full disk then refused (`Forn`, `Aigua`). */
async function onAFullDisk() {
  const member = memoryMember()
  const nuria = await founded(member.device)
  const pau = await joinedBySticks(nuria, memoryMember().device)
  const id = await add(nuria, 'Project', { title: 'Hort' })
  mustBe(await nuria.flush())
  await set(nuria, { type: 'Project', id }, { title: 'Hort gran' })
  const disk = member.disk(nuria.planId)
  disk.room = 0
  for (const title of ['Forn', 'Aigua']) await addUnsaved(nuria, title)
  const makeRoom = async (): Promise<void> => {
    disk.room = Number.POSITIVE_INFINITY
    await member.pass(5_000)
    await expect.poll(() => nuria.status().saved).toEqual({ state: 'saved' })
  }
  return { member, nuria, pau, makeRoom }
}

const addUnsaved = (session: PlanSession, title: string): Promise<void> =>
  expect(add(session, 'Project', { title })).rejects.toThrow('E_DISK_FULL')

const restarted = async (member: MemoryMember, planId: string): Promise<PlanSession> => {
  const again = member.crash()
  again.disk(planId).room = Number.POSITIVE_INFINITY
  return mustBe(await again.device.open(planId))
}

const plansOf = async (...sessions: readonly PlanSession[]): Promise<ReadonlySet<string>> =>
  new Set(await Promise.all(sessions.map(async (session) => mustBe(await session.canonicalJson('draft')))))

const codesOf = (session: PlanSession): readonly string[] => session.status().notices.map((one) => one.code)

test('[CR29] a plan file made on a full disk has what could not be saved, and the same entries are stored when there is room', async () => {
  const { nuria, pau, makeRoom } = await onAFullDisk()
  const stick = mustBe(await nuria.bundle())
  expect(nuria.status().saved.state).toBe('notSaved')
  mustBe(await pau.takeBundle(stick))
  expect(await titlesOf(pau)).toEqual(['Aigua', 'Forn', 'Hort gran'])

  await addUnsaved(nuria, 'Llavors')
  const later = mustBe(await nuria.bundle())
  await makeRoom()
  const given = (await entriesIn(later)).map((entry) => entry.hash)
  expect(new Set((await entriesOf(nuria)).map((entry) => entry.hash))).toEqual(new Set(given))
  mustBe(await pau.takeBundle(mustBe(await nuria.bundle())))
  expect((await plansOf(nuria, pau)).size).toBe(1)
  expect(await titlesOf(pau)).toEqual(['Aigua', 'Forn', 'Hort gran', 'Llavors'])
  expect([...codesOf(nuria), ...codesOf(pau)]).toEqual(['W_ONE_STEWARD'])
})

test('[CR29] nothing is written behind an entry that is only in memory', async () => {
  const { nuria, pau, makeRoom } = await onAFullDisk()
  mustBe(await nuria.bundle())
  expect(codeOf(await nuria.invite({}))).toBe('E_DISK_FULL')
  mustBe(await pau.flush())
  expect(codeOf(await nuria.takeBundle(mustBe(await pau.bundle())))).toBe('E_DISK_FULL')
  await makeRoom()
  mustBe(await nuria.invite({}))
  mustBe(await nuria.takeBundle(mustBe(await pau.bundle())))
})

test('[CR29] a device that ends before there is room takes back from the stick what it had not saved', async () => {
  const { member, nuria, pau } = await onAFullDisk()
  const stick = mustBe(await nuria.bundle())
  mustBe(await pau.takeBundle(stick))
  const again = await restarted(member, nuria.planId)
  expect(await titlesOf(again)).toEqual(['Hort gran'])
  mustBe(await again.takeBundle(stick))
  expect(await titlesOf(again)).toEqual(['Aigua', 'Forn', 'Hort gran'])
  await add(again, 'Project', { title: 'Llavors' })
  mustBe(await pau.takeBundle(mustBe(await again.bundle())))
  expect(await titlesOf(pau)).toEqual(['Aigua', 'Forn', 'Hort gran', 'Llavors'])
  expect((await plansOf(again, pau)).size).toBe(1)
})

test('[CR29] [CR11] what was written before the stick came back is kept beside what is on it', async () => {
  const { member, nuria, pau } = await onAFullDisk()
  const stick = mustBe(await nuria.bundle())
  mustBe(await pau.takeBundle(stick))
  const again = await restarted(member, nuria.planId)
  await add(again, 'Project', { title: 'Llavors' })
  mustBe(await again.takeBundle(stick))
  expect(codesOf(again)).toContain('E_FORK')
  mustBe(await pau.takeBundle(mustBe(await again.bundle())))
  for (const session of [again, pau]) expect(await titlesOf(session)).toEqual(['Aigua', 'Forn', 'Hort gran', 'Llavors'])
  expect((await plansOf(again, pau)).size).toBe(1)
})
