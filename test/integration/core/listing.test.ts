import { expect, test } from 'vitest'
import type { MemberDevice, PlanListing } from '#shared/core/contract.ts'
import { add, founded, joined, member, mustBe, relay } from '#test/helpers/memberFolder.ts'
import { memoryMember } from '#test/helpers/memoryMember.ts'

const onlyOne = async (device: MemberDevice): Promise<PlanListing> => {
  const plans = await device.list()
  expect(plans).toHaveLength(1)
  return plans[0]!
}

test('[UI100] a closed plan is listed as it stood when it was open: who wrote last, who has what, what was agreed', async () => {
  const at = await relay()
  const device = await member()
  const nuria = await founded(device)
  const pau = await joined(await member(), nuria, at, { name: 'Pau' })
  mustBe(await nuria.adopt({ title: 'Assemblea', date: '2026-07-27' }))
  mustBe(await nuria.syncOnce(at))
  mustBe(await pau.syncOnce(at))
  await add(pau, 'Project', { title: 'Hort' })
  mustBe(await pau.syncOnce(at))
  mustBe(await nuria.syncOnce(at))
  const open = await onlyOne(device)
  expect(open.standing?.lastChange).toMatchObject({ name: 'Pau', isSelf: false })
  await nuria.close()
  expect(await onlyOne(device)).toEqual({ ...open, notices: [] })

  const again = mustBe(await device.open(nuria.planId))
  await add(again, 'Project', { title: 'Forn' })
  await again.close()
  const { standing } = await onlyOne(device)
  expect(standing?.lastChange).toMatchObject({ name: 'Núria', isSelf: true })
  expect(standing?.agreement).toMatchObject({ date: '2026-07-27', changesSince: 3 })
  expect(standing!.entries.onlyHere + standing!.drafts).toBeGreaterThan(0)
  expect(standing?.people).toMatchObject([{ name: 'Pau', hasEverything: false }])
})

test('[UI100] after a power cut the list counts what was written last as being only here', async () => {
  const world = memoryMember()
  const first = await founded(world.device)
  await first.close()
  const before = (await onlyOne(world.device)).standing!
  const again = mustBe(await world.device.open(first.planId))
  await add(again, 'Project', { title: 'Hort' })
  const after = (await onlyOne(world.crash().device)).standing!
  const onlyHere = ({ entries, drafts }: typeof after): number => entries.onlyHere + drafts
  expect(onlyHere(after)).toBe(onlyHere(before) + 1)
})

test('[UI101] a plan that is put away is whole, stays so over a restart, and comes back when it is asked for', async () => {
  const device = await member()
  const session = await founded(device)
  const { planId } = session
  expect((await onlyOne(device)).putAway).toBeNull()
  mustBe(await device.putAway(planId, true))
  const away = await onlyOne(device)
  expect(away.putAway).not.toBeNull()
  await session.close()
  expect((await onlyOne(device)).putAway).toBe(away.putAway)
  mustBe(await device.putAway(planId, false))
  expect((await onlyOne(device)).putAway).toBeNull()
  expect(await device.putAway('ab'.repeat(32), true)).toMatchObject({ ok: false, error: { code: 'E_NO_PLAN' } })
})

test('[UI101] a plan that is just being closed is listed, takes a file in and is put away as any other', async () => {
  const device = await member()
  const { planId } = await founded(device)
  for (const ask of [
    async () => (await device.list()).length === 1,
    async (file: Uint8Array) => (await device.openBundle(file)).ok,
    async () => (await device.putAway(planId, true)).ok,
  ]) {
    const session = mustBe(await device.open(planId))
    await add(session, 'Project', { title: 'Hort' })
    const file = mustBe(await session.bundle())
    const closed = session.close()
    expect(await ask(file)).toBe(true)
    await closed
  }
  expect((await onlyOne(device)).putAway).not.toBeNull()
})
