/** Rows 4, 12 and 14: a second copy that is gone, a relay that went back in time, and entries that somebody holds back. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { encodeBundle } from '#shared/journal/bundle.ts'
import { itemsOf, sentences } from '#test/helpers/badInputWorld.ts'
import {
  add,
  copyOf,
  entriesIn,
  founded,
  joined,
  joinedBySticks,
  member,
  memberIn,
  mustBe,
  tempFolder,
  titlesOf,
} from '#test/helpers/memberFolder.ts'
import { coreOf } from '#test/helpers/memoryMember.ts'
import { startRelayProcess } from '#test/helpers/relayProcess.ts'

const REBUILT = 'The stored copy of the document was damaged or missing and was rebuilt from the journal.'

test.each([
  ['gone', () => undefined],
  ['empty', () => new Uint8Array()],
  ['of zeros', (bytes: Uint8Array) => new Uint8Array(bytes.length)],
  ['cut off', (bytes: Uint8Array) => bytes.slice(0, bytes.length / 2)],
])('[BI4] the cache is %s: the plan is built again from the journal, whole, and it is said', async (_, spoil) => {
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const nuria = await founded(device)
  for (const title of ['Hort', 'Forn', 'Aigua']) await add(nuria, 'Project', { title })
  const pau = await joinedBySticks(nuria, await member())
  await add(pau, 'Project', { title: 'De Pau' })
  mustBe(await nuria.takeBundle(mustBe(await pau.bundle())))
  const wanted = mustBe(await nuria.canonicalJson('draft'))
  const entries = coreOf(nuria).journal.count()
  await device.close()

  const plan = join(folder, 'plans', nuria.planId)
  const journal = await readFile(join(plan, 'journal-000.alog'))
  const spoilt = spoil(new Uint8Array(await readFile(join(plan, 'cache.bin'))))
  if (spoilt === undefined) await rm(join(plan, 'cache.bin'))
  else await writeFile(join(plan, 'cache.bin'), spoilt)

  const again = await memberIn(folder)
  const session = mustBe(await again.open(nuria.planId))
  expect(mustBe(await session.canonicalJson('draft'))).toBe(wanted)
  expect(itemsOf(session, 'E_CACHE_LOST')).toHaveLength(1)
  expect(sentences(session).filter((one) => /damaged|missing|lost/i.test(one) && one !== REBUILT)).toEqual([])
  expect(coreOf(session).journal.count()).toBe(entries)
  const after = await readFile(join(plan, 'journal-000.alog'))
  expect(after.subarray(0, journal.length)).toEqual(journal)
  await add(session, 'Project', { title: 'Després' })
  await again.close()
  const last = mustBe(await (await memberIn(folder)).open(nuria.planId))
  expect(await titlesOf(last)).toEqual(['Aigua', 'De Pau', 'Després', 'Forn', 'Hort'])
  expect(itemsOf(last, 'E_CACHE_LOST')).toEqual([])
})

test('[BI12] a relay set back to a backup: how much it lost is said, all of it is sent again, and nothing is deleted here', async () => {
  const folder = await tempFolder()
  const nuria = await founded(await member())
  let running = await startRelayProcess(folder)
  onTestFinished(async () => void (await running.end('SIGKILL')))
  const at = { url: running.url, key: running.publicKey }
  mustBe(await nuria.syncOnce(at))
  const pau = await joined(await member(), nuria, at)
  mustBe(await nuria.syncOnce(at))
  await running.end('SIGTERM')
  const backup = await copyOf(folder)

  running = await startRelayProcess(folder, { port: running.port })
  for (const title of ['Hort', 'Forn', 'Aigua']) {
    await add(nuria, 'Project', { title })
    mustBe(await nuria.flush())
  }
  mustBe(await nuria.syncOnce(at))
  await running.end('SIGTERM')
  await rm(folder, { recursive: true })
  await cp(backup, folder, { recursive: true })
  running = await startRelayProcess(folder, { port: running.port })

  const [wanted, held] = [mustBe(await nuria.canonicalJson('draft')), coreOf(nuria).journal.count()]
  const said = new Set<string>()
  nuria.onStatus(() => sentences(nuria).forEach((one) => said.add(one)))
  mustBe(await nuria.syncOnce(at))
  expect([...said].filter((one) => /lost 3 entries; sending them again from this device\./.test(one))).toHaveLength(1)
  expect(sentences(nuria).filter((one) => one.includes('lost'))).toEqual([])
  expect(coreOf(nuria).journal.count()).toBe(held)
  expect(mustBe(await nuria.canonicalJson('draft'))).toBe(wanted)
  mustBe(await pau.syncOnce(at))
  expect(mustBe(await pau.canonicalJson('draft'))).toBe(wanted)
})

test('[BI14] entries of one member are held back: how many of whom is said, work goes on, and another way brings them', async () => {
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const nuria = await founded(device)
  const pau = await joinedBySticks(nuria, await member())
  mustBe(await nuria.takeBundle(mustBe(await pau.bundle())))
  mustBe(await pau.takeBundle(mustBe(await nuria.bundle())))
  const before = new Set((await entriesIn(mustBe(await pau.bundle()))).map(({ hash }) => hash))
  for (const title of ['Hort', 'Forn', 'Aigua', 'Era']) {
    await add(pau, 'Project', { title })
    mustBe(await pau.flush())
  }
  const whole = mustBe(await pau.bundle())
  const fresh = (await entriesIn(whole)).filter(({ hash }) => !before.has(hash))
  expect(fresh).toHaveLength(4)
  // As somebody in between hands it on: all but the first three of Pau's, under a manifest that fits.
  const held = new Set(fresh.slice(0, 3).map(({ hash }) => hash))
  const partial = encodeBundle(nuria.planId, (await entriesIn(whole)).filter(({ hash }) => !held.has(hash))) // prettier-ignore

  mustBe(await nuria.takeBundle(partial))
  expect(sentences(nuria)).toContain('Missing 3 changes by Pau.')
  expect(itemsOf(nuria, 'W_GAP').length + nuria.status().notices.filter(({ code }) => code === 'W_GAP').length).toBeGreaterThan(0) // prettier-ignore
  await add(nuria, 'Project', { title: 'De Núria' })
  expect(await titlesOf(nuria)).toEqual(['De Núria'])
  await device.close()
  const again = mustBe(await (await memberIn(folder)).open(nuria.planId))
  expect(sentences(again)).toContain('Missing 3 changes by Pau.')

  mustBe(await again.takeBundle(whole))
  expect(sentences(again).filter((one) => one.startsWith('Missing'))).toEqual([])
  expect(await titlesOf(again)).toEqual(['Aigua', 'De Núria', 'Era', 'Forn', 'Hort'])
})
