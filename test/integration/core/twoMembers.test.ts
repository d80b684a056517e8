import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { silentLog } from '#shared/base/ports.ts'
import {
  mustBe,
  add,
  codeOf,
  founded,
  joined,
  member,
  memberIn,
  planOf,
  relay,
  set,
  tempFolder,
  titlesOf,
} from '#test/helpers/memberFolder.ts'

test('[CR13] two members edit offline, meet at a relay, and hold equal plans with everything both wrote', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  const pau = await joined(await member(), nuria, at)
  mustBe(await nuria.syncOnce(at))
  const shared = await add(nuria, 'Project', { title: 'Hort' })
  mustBe(await nuria.syncOnce(at))
  mustBe(await pau.syncOnce(at))

  await set(nuria, { type: 'Project', id: shared }, { title: 'Hort comunitari' })
  await set(pau, { type: 'Project', id: shared }, { title: 'Gran hort' })
  for (const title of ['Compost', 'Forn']) await add(nuria, 'Project', { title })
  for (const title of ['Aigua', 'Llavors']) await add(pau, 'Project', { title })
  expect(await titlesOf(nuria)).not.toContain('Aigua')

  mustBe(await nuria.syncOnce(at))
  mustBe(await pau.syncOnce(at))
  mustBe(await nuria.syncOnce(at))
  expect(mustBe(await nuria.canonicalJson('draft'))).toBe(mustBe(await pau.canonicalJson('draft')))
  expect(await titlesOf(pau)).toEqual(['Aigua', 'Compost', 'Forn', 'Gran hort comunitari', 'Llavors'])
})

test('[CR12] a device that joins has holes until its first meeting is over, and no damage', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  await add(nuria, 'Project', { title: 'Hort' })
  mustBe(await nuria.flush())
  const lines: unknown[] = []
  const write = (event: string, fields: unknown): void => void lines.push([event, fields])
  const log = { ...silentLog, error: write, info: write }
  const pau = await joined(await memberIn(await tempFolder(), { log }), nuria, at)
  expect(lines).toEqual([])
  expect(await titlesOf(pau)).toEqual(['Hort'])
})

test('[CR14] a new member becomes a person once: created, or claimed by name', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  const marta = await add(nuria, 'Member', { name: 'Marta' })
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const session = await joined(device, nuria, at, { name: 'Marta' })
  await joined(await member(), nuria, at, { name: 'Pau' })
  mustBe(await nuria.syncOnce(at))
  const people = Object.entries((await planOf(nuria))['members'] ?? {}).map(([id, person]) => [person['name'], id])
  expect(people.map(([name]) => name).sort()).toEqual(['Marta', 'Núria', 'Pau'])
  expect(people).toContainEqual(['Marta', marta])

  mustBe(await session.rename('Marta Soler'))
  await device.close()
  const again = mustBe(await (await memberIn(folder)).open(nuria.planId))
  mustBe(await again.syncOnce(at))
  mustBe(await nuria.syncOnce(at))
  expect(
    nuria
      .roster()
      .members.map((one) => one.name)
      .sort(),
  ).toEqual(['Marta Soler', 'Núria', 'Pau'])
  expect(Object.keys((await planOf(nuria))['members'] ?? {}).length).toBe(3)
})

test('[CR15] a reader reads, gets no lease, and nothing of a reader is stored or sent', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  await add(nuria, 'Project', { title: 'Hort' })
  const reader = await joined(await member(), nuria, at, { name: 'Ton', role: 'reader' })
  expect(await titlesOf(reader)).toEqual(['Hort'])
  expect(reader.status()).toMatchObject({ role: 'reader', canEdit: false, drafts: 0 })
  expect(codeOf(await reader.lease())).toBe('E_READ_ONLY')
  expect(codeOf(await reader.submitChanges(1, [new Uint8Array(8)], { now: true }))).toBe('E_LEASE_ENDED')
  expect(codeOf(await reader.rename('Ton Major'))).toBe('E_READ_ONLY')
  expect(codeOf(await reader.invite({}))).toBe('E_ROLE')
  expect(codeOf(await reader.adopt({ title: 'A', date: '2026-07-27' }))).toBe('E_ROLE')
  mustBe(await nuria.syncOnce(at))
  const written = (await nuria.history()).filter((item) => item.name === 'Ton').map((item) => item.kind)
  expect(written).toEqual(['join'])
})

test('[CR13] links that are broken, ended, withdrawn or used up each say so, and nothing is stored', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  const links = {
    broken: mustBe(await nuria.invite({})).link.slice(0, -3),
    ended: mustBe(await nuria.invite({ expiresInSeconds: -60 })).link,
    withdrawn: mustBe(await nuria.invite({})),
    once: mustBe(await nuria.invite({ maxUses: 1 })).link,
  }
  mustBe(await nuria.voidInvite(links.withdrawn.grant))
  mustBe(await nuria.syncOnce(at))
  const device = await member()
  const join = async (link: string) => codeOf(await device.join({ link, name: 'Pau', relay: at }))
  expect(await join(links.broken)).toBe('E_INVITE_BROKEN')
  expect(await join(links.ended)).toBe('E_INVITE_EXPIRED')
  expect(await join(links.withdrawn.link)).toBe('E_INVITE_VOID')
  expect(await device.list()).toEqual([])
  mustBe(await (await member()).join({ link: links.once, name: 'Ana', relay: at }))
  expect(await join(links.once)).toBe('E_INVITE_USED')
  expect(await device.list()).toEqual([])
  expect(codeOf(await device.join({ link: links.once, name: ' ', relay: at }))).toBe('E_NAME')
})

test('[CR12] the status says with whom each entry is', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  const pau = await joined(await member(), nuria, at)
  mustBe(await nuria.syncOnce(at))
  await add(nuria, 'Project', { title: 'Hort' })
  expect(nuria.status()).toMatchObject({ drafts: 1, entries: { onlyHere: 0 } })
  mustBe(await nuria.flush())
  expect(nuria.status()).toMatchObject({
    drafts: 0,
    entries: { onlyHere: 1 },
    people: [{ name: 'Pau', hasEverything: false }],
  })
  mustBe(await nuria.syncOnce(at))
  expect(nuria.status().entries.onlyHere).toBe(0)
  mustBe(await pau.syncOnce(at))
  await add(pau, 'Project', { title: 'Forn' })
  mustBe(await pau.syncOnce(at))
  mustBe(await nuria.syncOnce(at))
  const { own } = nuria.status().entries
  expect(nuria.status().people).toMatchObject([{ name: 'Pau', hasSeen: own, hasEverything: true }])
})

test('[CR20] a plan is not forgotten while a change is only here', async () => {
  const at = await relay()
  const device = await member()
  const session = await founded(device)
  const { planId } = session
  expect(codeOf(await device.forget(planId))).toBe('E_UNSYNCED')
  mustBe(await session.syncOnce(at))
  await add(session, 'Project', { title: 'Hort' })
  expect(codeOf(await device.forget(planId))).toBe('E_UNSYNCED')
  mustBe(await session.syncOnce(at))
  mustBe(await device.forget(planId))
  expect(await device.list()).toEqual([])
  expect(codeOf(await device.open(planId))).toBe('E_NO_PLAN')
})

test('[CR27] a folder with plans and without a readable key is refused; no new identity is made', async () => {
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const { planId } = await founded(device)
  await device.close()
  const path = join(folder, 'device.key')
  const key = await readFile(path)
  expect((await stat(path)).mode & 0o077).toBe(0)
  for (const damage of [() => rm(path), () => writeFile(path, key.subarray(0, 40)), () => writeFile(path, '')]) {
    await damage()
    await expect(memberIn(folder)).rejects.toThrow(/E_KEYRING/)
  }
  await writeFile(path, key)
  mustBe(await (await memberIn(folder)).open(planId))
})

test('[CR22] a data folder in use is not opened a second time', async () => {
  const folder = await tempFolder()
  const first = await memberIn(folder)
  await expect(memberIn(folder)).rejects.toThrow(/E_FOLDER_LOCKED/)
  await first.close()
  await memberIn(folder)
})
