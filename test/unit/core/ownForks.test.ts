// A copied folder meets what its twin wrote, and the machine stops: at each call to the disk, and with any state of the cache.
import { expect, test } from 'vitest'
import type { PlanSession } from '#shared/core/contract.ts'
import { add, founded, joinedBySticks, mustBe, planOf, set } from '#test/helpers/memberFolder.ts'
import { type MemoryMember, memoryMember } from '#test/helpers/memoryMember.ts'

type Twins = {
  readonly planId: string
  /** Wrote first, and met everybody. */
  readonly nuria: PlanSession
  /** The copy, closed, with an own side in entries and in drafts. */
  readonly copy: MemoryMember
  /** A plan file with what the twin wrote, as Núria has it. */
  readonly file: Uint8Array
}

async function twins(): Promise<Twins> {
  const nuria = await founded(memoryMember().device)
  const first = memoryMember()
  const pau = await joinedBySticks(nuria, first.device)
  const hort = await add(pau, 'Project', { title: 'Hort' })
  await pau.close()
  const copy = first.copy()
  const twin = mustBe(await first.device.open(nuria.planId))
  await add(twin, 'Project', { title: 'Forn' })
  await set(twin, { type: 'Project', id: hort }, { title: 'Hort gran' })
  mustBe(await nuria.takeBundle(mustBe(await twin.bundle())))

  const own = mustBe(await copy.device.open(nuria.planId))
  await add(own, 'Project', { title: 'Aigua' })
  mustBe(await own.flush())
  await set(own, { type: 'Project', id: hort }, { title: 'Hort comunitari' })
  await own.close()
  return { planId: nuria.planId, nuria, copy, file: mustBe(await nuria.bundle()) }
}

const titlesIn = async (session: PlanSession): Promise<readonly string[]> =>
  Object.values((await planOf(session))['projects'] ?? {})
    .map(({ title }) => (String(title).startsWith('Hort') ? String(title).split(' ').sort().join(' ') : String(title)))
    .sort()

const EVERYTHING = ['Aigua', 'Forn', 'Hort comunitari gran']

/** Takes the file in until it has, or the machine has stopped. */
async function takeIn(member: MemoryMember, planId: string, file: Uint8Array): Promise<boolean> {
  let isDone = false
  const work = (async () => {
    const session = mustBe(await member.device.open(planId))
    mustBe(await session.takeBundle(file))
    await session.close()
  })().then(() => (isDone = true))
  while (!isDone && !member.isStopped()) await new Promise((resolve) => setImmediate(resolve))
  if (isDone) await work
  return isDone
}

const CACHES = ['as it is', 'as it was before', 'lost'] as const

test.each(CACHES)(
  '[CR37] wherever the machine stops over a fork, each side is there once; the cache is %s',
  async (cacheIs) => {
    const { planId, nuria, copy, file } = await twins()
    const before = copy.disk(planId).bytes('cache.bin')
    let stops = 0
    for (let isDone = false; !isDone; stops++) {
      const stopping = copy.copy({ stopAfter: stops })
      isDone = await takeIn(stopping, planId, file)
      const after = stopping.crash()
      if (cacheIs === 'as it was before') after.disk(planId).damage('cache.bin', () => before)
      if (cacheIs === 'lost') after.disk(planId).damage('cache.bin', () => undefined)
      const session = mustBe(await after.device.open(planId))
      mustBe(await session.takeBundle(file))
      expect([stops, await titlesIn(session)]).toEqual([stops, EVERYTHING])
      await session.close()
      if (stops % 3 > 0 && !isDone) continue
      // Once more from its own files.
      const again = mustBe(await after.crash().device.open(planId))
      expect([stops, await titlesIn(again)]).toEqual([stops, EVERYTHING])
      expect(again.status().entries).toMatchObject({ parked: 0 })
      if (isDone) {
        mustBe(await nuria.takeBundle(mustBe(await again.bundle())))
        expect(mustBe(await nuria.canonicalJson('draft'))).toBe(mustBe(await again.canonicalJson('draft')))
      }
      await again.close()
    }
    expect(stops).toBeGreaterThan(10)
  },
)
