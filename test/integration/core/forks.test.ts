import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  add,
  copyOf,
  founded,
  joined,
  member,
  memberIn,
  mustBe,
  relay,
  set,
  tempFolder,
  titlesOf,
} from '#test/helpers/memberFolder.ts'

/** Pau's folder as it was copied to a second laptop, and Núria, who has everything up to then. */
async function copiedWorld() {
  const at = await relay()
  const nuria = await founded(await member())
  const first = await tempFolder()
  const device = await memberIn(first)
  const pau = await joined(device, nuria, at)
  const shared = await add(pau, 'Project', { title: 'Hort' })
  mustBe(await pau.syncOnce(at))
  await device.close()
  const second = await copyOf(first)
  const [again, copy] = [await memberIn(first), await memberIn(second)]
  const [one, two] = [mustBe(await again.open(nuria.planId)), mustBe(await copy.open(nuria.planId))]
  return { at, nuria, shared, second, copy, one, two }
}

test('[CR11] two copies of one folder both edit: nothing is lost, both end equal, and it is said', async () => {
  const { at, nuria, shared, one, two } = await copiedWorld()
  await add(one, 'Project', { title: 'Forn' })
  await set(one, { type: 'Project', id: shared }, { title: 'Hort gran' })
  await add(two, 'Project', { title: 'Aigua' })
  await set(two, { type: 'Project', id: shared }, { title: 'Hort comunitari' })
  await two.flush()
  await add(two, 'Project', { title: 'Llavors' })

  for (const session of [one, two, two, one, nuria]) mustBe(await session.syncOnce(at))
  expect(two.status().notices.map((one) => one.code)).toContain('E_FORK')
  const all = ['Aigua', 'Forn', 'Hort gran comunitari', 'Llavors']
  for (const session of [one, two, nuria]) {
    const titles = await titlesOf(session)
    expect(titles.map((title) => (String(title).startsWith('Hort') ? 'Hort gran comunitari' : title)).sort()).toEqual(
      all,
    )
    expect(titles.join()).toContain('gran')
    expect(titles.join()).toContain('comunitari')
  }
  const plans = await Promise.all([one, two, nuria].map((session) => session.canonicalJson('draft')))
  expect(new Set(plans.map((plan) => mustBe(plan))).size).toBe(1)
})

test('[CR11] a folder restored from an older copy takes back its own newer entries and goes on in a new stream', async () => {
  const { at, nuria, one, two } = await copiedWorld()
  await add(one, 'Project', { title: 'Forn' })
  mustBe(await one.syncOnce(at))
  const before = mustBe(await two.lease())
  mustBe(await two.syncOnce(at))
  expect(await titlesOf(two)).toEqual(['Forn', 'Hort'])
  expect(two.status().notices.map((one) => one.code)).toContain('E_FORK')
  const after = mustBe(await two.lease())
  expect(after.stream).not.toBe(before.stream)
  await two.release(after.leaseId)
  await add(two, 'Project', { title: 'Aigua' })
  mustBe(await two.syncOnce(at))
  mustBe(await nuria.syncOnce(at))
  expect(await titlesOf(nuria)).toEqual(['Aigua', 'Forn', 'Hort'])
  expect(nuria.status().entries).toMatchObject({ quarantined: 0, parked: 0 })
})

test('[CR11] a copy that gave its own side of a fork up does not take it back when its cache is lost', async () => {
  const { at, nuria, one, two, second, copy } = await copiedWorld()
  await add(one, 'Project', { title: 'Forn' })
  mustBe(await one.syncOnce(at))
  await add(two, 'Project', { title: 'Aigua' })
  mustBe(await two.flush())
  for (const session of [two, two, nuria]) mustBe(await session.syncOnce(at))
  const plan = mustBe(await nuria.canonicalJson('draft'))
  expect(mustBe(await two.canonicalJson('draft'))).toBe(plan)
  await two.close()
  await rm(join(second, 'plans', nuria.planId, 'cache.bin'))
  const again = mustBe(await copy.open(nuria.planId))
  expect(mustBe(await again.canonicalJson('draft'))).toBe(plan)
  expect(again.status().entries).toMatchObject({ quarantined: 1, parked: 0 })
})
