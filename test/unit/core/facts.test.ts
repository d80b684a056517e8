import { expect, test } from 'vitest'
import { makeFactsClock } from '#shared/core/facts.ts'
import { founded, mustBe } from '#test/helpers/memberFolder.ts'
import { coreOf, memoryMember } from '#test/helpers/memoryMember.ts'

test('[CR60] a relay that never says that this was all keeps the status old for some seconds of silence, and no longer', async () => {
  const world = memoryMember()
  const session = await founded(world.device)
  let reads = 0
  const facts = makeFactsClock(
    coreOf(session),
    () => true,
    () => void (reads += 1),
  )
  facts.changed()
  // Something still comes: it waits.
  for (let i = 0; i < 8; i++) {
    mustBe(await session.invite({}))
    await world.pass(500)
  }
  expect(reads).toBe(0)
  for (let i = 0; i < 5; i++) await world.pass(500)
  expect(reads).toBe(1)
})

test('[CR60] what comes without an end is looked at once a minute', async () => {
  const world = memoryMember()
  const session = await founded(world.device)
  let reads = 0
  const facts = makeFactsClock(
    coreOf(session),
    () => true,
    () => void (reads += 1),
  )
  facts.changed()
  for (let second = 0; second < 61; second++) {
    if (second % 2 === 0) mustBe(await session.invite({}))
    await world.pass(500)
    await world.pass(500)
  }
  expect(reads).toBe(1)
})
