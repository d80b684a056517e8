import { expect, test } from 'vitest'
import { add, codeOf, entriesOf, founded, joined, member, mustBe, relay, titlesOf } from '#test/helpers/memberFolder.ts'
import { waitFor } from '#test/helpers/waitFor.ts'

test('[RL40] [CR41] [BI16] a removed member learns of it at the relay, hands nothing in, and is given no content', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  const pau = await joined(await member(), nuria, at)
  mustBe(await pau.syncOnce(at))
  mustBe(await nuria.syncOnce(at))
  mustBe(await nuria.removeMember(pau.roster().self))
  await add(nuria, 'Project', { title: 'Sense Pau' })
  mustBe(await nuria.syncOnce(at))
  await add(pau, 'Project', { title: 'Tard' })
  expect(codeOf(await pau.syncOnce(at))).toBe('W_REMOVED')
  expect(pau.status()).toMatchObject({ role: null, canEdit: false })
  mustBe(await nuria.syncOnce(at))
  expect(await titlesOf(nuria)).toEqual(['Sense Pau'])
  const own = (await entriesOf(pau)).filter(({ header }) => header.kind === 16)
  const last = (await entriesOf(nuria)).findLast(({ header }) => header.kind === 16)!
  expect(own.map(({ hash }) => hash)).not.toContain(last.hash)
  expect(codeOf(await pau.syncOnce(at))).toBe('W_REMOVED')
  mustBe(await nuria.takeBundle(mustBe(await pau.bundle())))
  expect(await titlesOf(nuria)).toEqual(['Sense Pau'])
  expect(nuria.status().notices).toContainEqual({ code: 'E_CUTOFF', params: { author: 'Pau' } })
}, 60_000)

test('[RL40] a removed member who is connected is given nothing more', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  const pau = await joined(await member(), nuria, at)
  for (const one of [nuria, pau]) {
    mustBe(await one.addRelay(at))
    one.connect()
  }
  await waitFor('both are members', () => nuria.roster().members.length === 2)
  await add(nuria, 'Project', { title: 'Plegats' })
  mustBe(await nuria.flush())
  await waitFor('Pau has the card', async () => (await titlesOf(pau)).length === 1)
  mustBe(await nuria.removeMember(pau.roster().self))
  await waitFor('Pau knows', () => pau.status().role === null)
  await add(nuria, 'Project', { title: 'Sense Pau' })
  mustBe(await nuria.flush())
  await waitFor('the relay has it', () => nuria.status().relays[0]?.toSend === 0)
  const count = nuria.status().entries.total
  expect(pau.status().entries.total).toBeLessThan(count)
  expect(await titlesOf(pau)).toEqual(['Plegats'])
}, 60_000)

test('[RL41] [CR42] a reader is given the next key by the control log, and reads on', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  const pau = await joined(await member(), nuria, at)
  const rut = await joined(await member(), nuria, at, { name: 'Rut', role: 'reader' })
  mustBe(await rut.syncOnce(at))
  mustBe(await nuria.syncOnce(at))
  mustBe(await nuria.removeMember(pau.roster().self))
  await add(nuria, 'Project', { title: 'Sense Pau' })
  mustBe(await nuria.syncOnce(at))
  mustBe(await rut.syncOnce(at))
  expect(await titlesOf(rut)).toEqual(['Sense Pau'])
}, 60_000)

test('[CR44] [BI18] two stewards who removed somebody apart: one epoch is written in, and the first who sees both joins them', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  const ana = await joined(await member(), nuria, at, { name: 'Ana', role: 'steward' })
  const [pau, rut] = [
    await joined(await member(), nuria, at, { name: 'Pau' }),
    await joined(await member(), nuria, at, { name: 'Rut' }),
  ]
  for (const one of [pau, rut, nuria, ana]) mustBe(await one.syncOnce(at))
  mustBe(await nuria.removeMember(pau.roster().self))
  await add(nuria, 'Project', { title: 'Nord' })
  mustBe(await ana.removeMember(rut.roster().self))
  await add(ana, 'Project', { title: 'Sud' })
  mustBe(await ana.flush())
  mustBe(await nuria.syncOnce(at))
  mustBe(await ana.syncOnce(at))
  mustBe(await nuria.syncOnce(at))
  mustBe(await ana.syncOnce(at))
  expect([await titlesOf(nuria), await titlesOf(ana)]).toEqual([
    ['Nord', 'Sud'],
    ['Nord', 'Sud'],
  ])
  for (const one of [nuria, ana])
    expect(
      one
        .roster()
        .members.map(({ name }) => name)
        .sort(),
    ).toEqual(['Ana', 'Núria'])
  const merges = (await entriesOf(nuria)).filter(({ header }) => header.kind === 8)
  expect(merges).toHaveLength(4)
  const codes = [...nuria.status().notices, ...ana.status().notices].map(({ code }) => code)
  expect(codes.filter((code) => code === 'W_EPOCH_MERGE')).toHaveLength(1)
}, 60_000)
