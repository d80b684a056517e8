import { expect, test } from 'vitest'
import type { PlanSession } from '#shared/core/contract.ts'
import { noteRelayTime } from '#shared/core/clockCheck.ts'
import { add, founded, joinedBySticks, mustBe, titlesOf } from '#test/helpers/memberFolder.ts'
import { coreOf, memoryMember } from '#test/helpers/memoryMember.ts'

const RELAY = 'wss://relay.example'
const saysClock = (session: PlanSession): boolean => session.status().notices.some((one) => one.code === 'W_CLOCK')

test('[CR34] a computer in 1970 that meets others by stick alone is told, and works on', async () => {
  const nuria = await founded(memoryMember().device)
  await add(nuria, 'Project', { title: 'Hort' })
  const pau = await joinedBySticks(nuria, memoryMember({ now: 86_400_000 }).device)
  expect(saysClock(pau)).toBe(true)
  await add(pau, 'Project', { title: 'Forn' })
  mustBe(await nuria.takeBundle(mustBe(await pau.bundle())))
  expect(await titlesOf(nuria)).toEqual(['Forn', 'Hort'])
  expect(saysClock(nuria)).toBe(false)
})

test('[CR34] two whose clocks differ by hours say nothing: nobody knows whose is wrong', async () => {
  const nuria = await founded(memoryMember().device)
  await add(nuria, 'Project', { title: 'Hort' })
  const pau = await joinedBySticks(nuria, memoryMember({ now: 1_790_000_000_000 - 20 * 3_600_000 }).device)
  expect(saysClock(pau)).toBe(false)
})

test('[CR34] what a relay says counts before what entries claim, and one relay that agrees is enough', async () => {
  const nuria = await founded(memoryMember().device)
  await add(nuria, 'Project', { title: 'Hort' })
  const member = memoryMember({ now: 86_400_000 })
  const pau = await joinedBySticks(nuria, member.device)
  const atRelay = (url: string, seconds: number): boolean => {
    noteRelayTime(coreOf(pau), url, seconds)
    return saysClock(pau)
  }
  expect(atRelay(RELAY, 86_400 + 60)).toBe(false)
  expect(atRelay(RELAY, 86_400 + 3_600)).toBe(true)
  expect(atRelay('wss://other.example', 86_400 - 60)).toBe(false)
  expect(atRelay('wss://other.example', 86_400 - 3_600)).toBe(true)
})
