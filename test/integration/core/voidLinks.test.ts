import { expect, test } from 'vitest'
import { add, codeOf, founded, joined, member, mustBe, relay, titlesOf } from '#test/helpers/memberFolder.ts'

test('[CR31] a join beside a void: refused at the relay, carried in by a colleague, shown to stewards, and nothing is lost', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  const rut = await joined(await member(), nuria, at, { name: 'Rut' })
  mustBe(await nuria.syncOnce(at))
  const invite = mustBe(await nuria.invite({}))
  const file = mustBe(await nuria.bundle())
  mustBe(await nuria.voidInvite(invite.grant))
  mustBe(await nuria.syncOnce(at))

  // Offline, with the file of before: nobody told Pau.
  const device = await member()
  mustBe(await device.join({ link: invite.link, name: 'Pau', bundle: file }))
  const pau = mustBe(await device.open(nuria.planId))
  await add(pau, 'Project', { title: 'Hort' })
  expect(codeOf(await pau.syncOnce(at))).toBe('E_INVITE_VOID')
  expect(await titlesOf(pau)).toEqual(['Hort'])

  // Rut has not heard of the void either, takes his file in, and builds on it.
  mustBe(await rut.takeBundle(mustBe(await pau.bundle())))
  await add(rut, 'Project', { title: 'Forn' })
  mustBe(await rut.syncOnce(at))
  mustBe(await nuria.syncOnce(at))
  mustBe(await pau.syncOnce(at))
  mustBe(await nuria.syncOnce(at))
  mustBe(await rut.syncOnce(at))

  const plans = await Promise.all([nuria, rut, pau].map(async (one) => mustBe(await one.canonicalJson('draft'))))
  expect(new Set(plans).size).toBe(1)
  expect(await titlesOf(nuria)).toEqual(['Forn', 'Hort'])
  for (const one of [nuria, rut, pau]) expect(one.status().entries).toMatchObject({ parked: 0, quarantined: 0 })
  const told = { code: 'W_INVITE_VOID', params: { member: 'Pau' } }
  expect(nuria.status().notices).toContainEqual(told)
  expect(rut.status().notices).not.toContainEqual(told)
  const shown = nuria.roster().members.map(({ name, besideVoid }) => [name, besideVoid])
  expect(shown.sort()).toEqual([
    ['Núria', false],
    ['Pau', true],
    ['Rut', false],
  ])
})
