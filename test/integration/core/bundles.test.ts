import { expect, test } from 'vitest'
import { add, codeOf, founded, member, mustBe, titlesOf } from '#test/helpers/memberFolder.ts'

test('[CR19] a plan goes from device to device in files alone, both ways', async () => {
  const nuria = await founded(await member())
  await add(nuria, 'Project', { title: 'Hort' })
  const { link } = mustBe(await nuria.invite({ role: 'writer' }))
  const device = await member()
  mustBe(await device.join({ link, name: 'Pau', bundle: mustBe(await nuria.bundle()) }))
  const pau = mustBe(await device.open(nuria.planId))
  expect(await titlesOf(pau)).toEqual(['Hort'])

  await add(pau, 'Project', { title: 'Forn' })
  await add(nuria, 'Project', { title: 'Aigua' })
  const back = mustBe(await nuria.takeBundle(mustBe(await pau.bundle())))
  expect(back).toMatchObject({ title: 'Pla', notices: [] })
  expect(back.added).toBeGreaterThanOrEqual(2)
  mustBe(await device.openBundle(mustBe(await nuria.bundle())))
  expect(await titlesOf(pau)).toEqual(['Aigua', 'Forn', 'Hort'])
  expect(mustBe(await pau.canonicalJson('draft'))).toBe(mustBe(await nuria.canonicalJson('draft')))
  expect(mustBe(await pau.takeBundle(mustBe(await nuria.bundle()))).added).toBe(0)
})

test('[CR19] of a cut file what is usable is taken, and said', async () => {
  const nuria = await founded(await member())
  const { link } = mustBe(await nuria.invite({}))
  const device = await member()
  mustBe(await device.join({ link, name: 'Pau', bundle: mustBe(await nuria.bundle()) }))
  const pau = mustBe(await device.open(nuria.planId))
  for (let n = 0; n < 10; n++) {
    await add(nuria, 'Project', { title: `Projecte ${n}` })
    mustBe(await nuria.flush())
  }
  const whole = mustBe(await nuria.bundle())
  const cut = mustBe(await pau.takeBundle(whole.slice(0, Math.floor(whole.length * 0.6))))
  expect(cut.notices).toEqual([{ code: 'E_BUNDLE_PART', params: { usable: cut.usable, total: cut.total } }])
  expect(cut.usable).toBeGreaterThan(0)
  expect(cut.usable).toBeLessThan(cut.total ?? 0)
  expect((await titlesOf(pau)).length).toBeGreaterThan(0)
  expect(mustBe(await pau.takeBundle(whole)).notices).toEqual([])
  expect((await titlesOf(pau)).length).toBe(10)
})

test('[CR19] a file of another plan, of a later version and no plan file at all are told apart; nothing changes', async () => {
  const device = await member()
  const nuria = await founded(device)
  const other = await founded(await member())
  const before = mustBe(await nuria.canonicalJson('draft'))
  const foreign = mustBe(await other.bundle())
  expect(codeOf(await nuria.takeBundle(foreign))).toBe('E_WRONG_PLAN')
  expect(codeOf(await device.openBundle(foreign))).toBe('E_NOT_MEMBER')
  expect(codeOf(await nuria.takeBundle(new TextEncoder().encode('a shopping list')))).toBe('E_BUNDLE')
  expect(codeOf(await nuria.takeBundle(new Uint8Array()))).toBe('E_BUNDLE')
  expect(mustBe(await nuria.canonicalJson('draft'))).toBe(before)
})
