/** Entries of a later version: one whose header only that version reads, and kinds that this one does not know. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeBundle } from '#shared/journal/bundle.ts'
import { type Entry, KIND } from '#shared/journal/entry.ts'
import { frameRecord } from '#shared/journal/records.ts'
import { takeEntries } from '#shared/core/receive.ts'
import { add, codeOf, entriesIn, founded, joinedBySticks, mustBe, titlesOf } from '#test/helpers/memberFolder.ts'
import { coreOf, memoryMember } from '#test/helpers/memoryMember.ts'
import { aplec, device, folder } from '../cli/aplec.ts'

const withVersion = (entry: Entry, version: number): Entry => {
  const bytes = Uint8Array.from(entry.bytes)
  bytes[4] = version
  return { ...entry, bytes }
}

const isContent = (entry: Entry): boolean => entry.header.kind === KIND.CONTENT

async function pair() {
  const nuria = await founded(memoryMember().device)
  const pau = await joinedBySticks(nuria, memoryMember().device)
  for (const title of ['Hort', 'Forn']) {
    await add(nuria, 'Project', { title })
    mustBe(await nuria.flush())
  }
  return { nuria, pau, entries: await entriesIn(mustBe(await nuria.bundle())) }
}

test('[BI21] a plan file with an entry whose header is of a later version: said, the rest comes in, and work goes on', async () => {
  const { nuria, pau, entries } = await pair()
  const last = entries.findLast(isContent)!
  const file = encodeBundle(
    nuria.planId,
    entries.map((entry) => (entry === last ? withVersion(entry, 3) : entry)),
  )
  const opened = mustBe(await pau.takeBundle(file))
  expect(opened).toMatchObject({ usable: entries.length - 1, total: entries.length })
  expect(opened.notices).toEqual([{ code: 'E_NEWER', params: { version: 3 } }])
  expect(pau.status().notices).toContainEqual({ code: 'E_NEWER', params: { version: 3 } })
  expect(await titlesOf(pau)).toEqual(['Hort'])
  // Nobody can tell who wrote it: it takes nobody's right to write away.
  expect(pau.status().canEdit).toBe(true)
  // Cut off as well: both are said.
  const cut = mustBe(await pau.takeBundle(file.slice(0, file.length - 600)))
  expect(cut.notices.map(({ code }) => code)).toContain('E_BUNDLE_PART')
})

test('[BI21] a relay that hands such an entry on: counted, said, and the others of the batch come in', async () => {
  const { pau, entries } = await pair()
  const batch = entries.map((entry) => (entry === entries.findLast(isContent) ? withVersion(entry, 2) : entry))
  const taken = mustBe(
    await takeEntries(
      coreOf(pau),
      batch.map(({ bytes }) => bytes),
    ),
  )
  expect([...taken.refused]).toEqual([['E_NEWER', 1]])
  expect(pau.status()).toMatchObject({ canEdit: true, entries: { parked: 0, quarantined: 0 } })
  expect(pau.status().notices).toContainEqual({ code: 'E_NEWER', params: { count: 1 } })
  expect(await titlesOf(pau)).toEqual(['Hort'])
})

test('[BI21] a folder in which a later version has written is read, and not written', async () => {
  const home = memoryMember()
  const nuria = await founded(home.device)
  await add(nuria, 'Project', { title: 'Hort' })
  mustBe(await nuria.flush())
  const [entry] = (await entriesIn(mustBe(await nuria.bundle()))).filter(isContent)
  const { planId } = nuria
  await nuria.close()
  const disk = home.disk(planId)
  const before = disk.bytes('journal-000.alog')
  mustBe(await disk.write('journal-000.alog', before.length, frameRecord(withVersion(entry!, 3).bytes)))
  mustBe(await disk.sync('journal-000.alog'))
  const again = mustBe(await home.device.open(planId))
  expect(again.status().canEdit).toBe(false)
  expect(again.status().notices).toContainEqual({ code: 'E_NEWER', params: { version: 3 } })
  expect(codeOf(await again.lease())).toBe('E_NEWER')
  expect(await titlesOf(again)).toEqual(['Hort'])
  await again.close()
  const after = disk.bytes('journal-000.alog')
  expect(after.subarray(before.length, before.length + 300)).toEqual(
    frameRecord(withVersion(entry!, 3).bytes).subarray(0, 300),
  )
})

test('[BI21] the command line says it in one sentence, and ends well', async () => {
  const nuria = device()
  const { plan } = await nuria.json('new', '--title', 'Pla')
  const file = join(folder(), 'pla.aplec')
  await nuria.does('bundle', plan, '--out', file)
  const entries = await entriesIn(new Uint8Array(await readFile(file)))
  await writeFile(file, encodeBundle(plan, [...entries, withVersion(entries.at(-1)!, 3)]))
  const said = await aplec('--data', nuria.dir, 'open', file)
  expect([said.code, said.err]).toEqual([0, 'Made with version 3. Please update. (E_NEWER)\n'])
})
