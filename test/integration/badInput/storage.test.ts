/** Rows 1 to 3: a flipped bit, half a record, and a full disk, in a real folder. */
import { rmSync } from 'node:fs'
import { appendFile, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sentenceOf } from '#shared/base/codes.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import {
  add,
  codeOf,
  copyOf,
  founded,
  joined,
  joinedBySticks,
  member,
  memberIn,
  mustBe,
  relay,
  tempFolder,
  titlesOf,
} from '#test/helpers/memberFolder.ts'
import { itemsOf, sentences } from '#test/helpers/badInputWorld.ts'
import { coreOf } from '#test/helpers/memoryMember.ts'
import { fillDisk, mountSmallDisk } from '#test/helpers/smallDisk.ts'
import { waitFor } from '#test/helpers/waitFor.ts'
import { aplec } from '../cli/aplec.ts'

/** The bytes of one entry in a journal file, and where they stand. */
async function placeInFile(path: string, hash: string, session: PlanSession) {
  const entry = await coreOf(session).journal.get(hash)
  if (!entry.ok || entry.value === undefined) throw new Error('the entry is held')
  const bytes = await readFile(path)
  const at = bytes.indexOf(entry.value.bytes)
  expect(at).toBeGreaterThan(0)
  return { bytes, at, length: entry.value.bytes.length }
}

test('[BI1] one bit flipped in the record of another’s change: it is set aside and named, the rest loads, and it is fetched again', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const pau = await joined(device, nuria, at)
  for (const title of ['Hort', 'Forn', 'Aigua']) {
    await add(nuria, 'Project', { title })
    await nuria.flush()
  }
  await add(pau, 'Project', { title: 'De Pau' })
  mustBe(await nuria.syncOnce(at))
  mustBe(await pau.syncOnce(at))
  const wanted = mustBe(await pau.canonicalJson('draft'))
  const desk = coreOf(nuria).local.state().streams.desk as string
  const hash = coreOf(nuria).journal.at(desk, 1)[0] as string
  const path = join(folder, 'plans', nuria.planId, 'journal-000.alog')
  const { bytes, at: offset, length } = await placeInFile(path, hash, pau)
  await device.close()
  bytes[offset + length - 100]! ^= 1
  await writeFile(path, bytes)

  const again = await memberIn(folder)
  const session = mustBe(await again.open(nuria.planId))
  expect(sentences(session)).toContain('1 change is damaged here and being fetched again.')
  expect(itemsOf(session, 'W_GAP')).toEqual([])
  expect(JSON.stringify(itemsOf(session, 'E_STORE_CRC'))).toContain('journal-000.alog')
  expect(coreOf(session).journal.has(hash)).toBe(false)
  // The document is whole all the same: the cache has it.
  expect(mustBe(await session.canonicalJson('draft'))).toBe(wanted)
  await add(session, 'Project', { title: 'Mentrestant' })
  mustBe(await session.syncOnce(at))
  expect(coreOf(session).journal.has(hash)).toBe(true)
  expect(sentences(session).filter((one) => one.includes('damaged'))).toEqual([])
  // Never compacted away: the damaged bytes stay where they are, and lie beside the journal too.
  const after = await readFile(path)
  expect(after.subarray(offset, offset + length)).toEqual(bytes.subarray(offset, offset + length))
  const aside = await readdir(join(folder, 'plans', nuria.planId, 'quarantine'))
  expect(aside.filter((name) => name.endsWith('.bad'))).toHaveLength(1)
  await again.close()

  const last = mustBe(await (await memberIn(folder)).open(nuria.planId))
  expect(await titlesOf(last)).toEqual(['Aigua', 'De Pau', 'Forn', 'Hort', 'Mentrestant'])
  expect(sentences(last).filter((one) => one.includes('damaged'))).toEqual([])
  expect(last.status().entries).toMatchObject({ parked: 0, quarantined: 0 })
}, 60_000)

test('[BI2] half a record at the end of the journal: put aside, not a word to the person, everything saved is there', async () => {
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const nuria = await founded(device)
  for (const title of ['Hort', 'Forn']) {
    await add(nuria, 'Project', { title })
    await nuria.flush()
  }
  const wanted = mustBe(await nuria.canonicalJson('draft'))
  const total = nuria.status().entries.total
  await device.close()
  const path = join(folder, 'plans', nuria.planId, 'journal-000.alog')
  const whole = await readFile(path)
  for (const left of [3, 9, 200]) {
    const copy = await copyOf(folder)
    const torn = join(copy, 'plans', nuria.planId)
    // What a crash leaves of a record that was being appended: its beginning.
    const half = Buffer.concat([Buffer.from([0, 0, 2, 0, 1, 2, 3, 4]), whole.subarray(8, 400)]).subarray(0, left)
    await appendFile(join(torn, 'journal-000.alog'), half)
    const again = await memberIn(copy)
    const session = mustBe(await again.open(nuria.planId))
    expect([mustBe(await session.canonicalJson('draft')), session.status().entries.total]).toEqual([wanted, total])
    expect(session.status().notices).toEqual([])
    expect(itemsOf(session, 'E_STORE_TAIL')).toMatchObject([{ tellPerson: false }])
    const aside = (await readdir(join(torn, 'quarantine'))).filter((name) => name.endsWith('.torn'))
    expect(await readFile(join(torn, 'quarantine', aside[0] as string))).toEqual(half)
    expect((await readFile(join(torn, 'journal-000.alog'))).subarray(0, whole.length)).toEqual(whole)
    await add(session, 'Project', { title: 'Aigua' })
    mustBe(await session.flush())
    await again.close()
    const last = mustBe(await (await memberIn(copy)).open(nuria.planId))
    expect(await titlesOf(last)).toEqual(['Aigua', 'Forn', 'Hort'])
    expect(last.health().notices).toEqual([])
  }
}, 60_000)

test('[BI9] a folder that was copied writes one stream twice: its owner is told, both copies’ work stands, a new stream is begun', async () => {
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const first = await founded(device)
  await add(first, 'Project', { title: 'Hort' })
  await device.close()
  const copy = await copyOf(folder)
  const one = mustBe(await (await memberIn(folder)).open(first.planId))
  const two = mustBe(await (await memberIn(copy)).open(first.planId))
  await add(one, 'Project', { title: 'Forn' })
  await add(two, 'Project', { title: 'Aigua' })
  const before = coreOf(two).local.state().streams.desk
  mustBe(await two.takeBundle(mustBe(await one.bundle())))
  expect(sentences(two)).toContain('This device seems to be a copy; a new identity line was started.')
  expect(coreOf(two).local.state().streams.desk).not.toBe(before)
  mustBe(await one.takeBundle(mustBe(await two.bundle())))
  for (const session of [one, two]) expect(await titlesOf(session)).toEqual(['Aigua', 'Forn', 'Hort'])
  expect(mustBe(await one.canonicalJson('draft'))).toBe(mustBe(await two.canonicalJson('draft')))
}, 60_000)

const mounted = mountSmallDisk('3m')

test.skipIf(mounted === undefined)(
  '[BI3] the disk is full while somebody types: said at once, kept in memory, taken when there is room; what was saved is untouched',
  async () => {
    const folder = join(mounted as string, 'device')
    const ballast = join(mounted as string, 'ballast')
    const device = await memberIn(folder)
    const nuria = await founded(device)
    const pau = await joinedBySticks(nuria, await member())
    await add(nuria, 'Project', { title: 'Hort' })
    mustBe(await nuria.flush())
    const files = async (): Promise<readonly (readonly [string, Buffer])[]> => {
      const names = (await readdir(join(folder, 'plans', nuria.planId))).filter((name) => name.endsWith('.alog')).sort()
      return Promise.all(
        names.map(async (name) => [name, await readFile(join(folder, 'plans', nuria.planId, name))] as const),
      )
    }
    const saved = await files()
    fillDisk(ballast)
    const long = 'Aigua '.repeat(1_000)
    await expect(add(nuria, 'Comment', { text: long })).rejects.toThrow('E_DISK_FULL')
    const { saved: state } = nuria.status()
    expect(state.state === 'notSaved' && sentenceOf(state.notice)).toBe('Not saved: the disk is full.')
    // Typing goes on in memory, is all there, and can be carried away.
    await expect(add(nuria, 'Project', { title: 'Forn' })).rejects.toThrow('E_DISK_FULL')
    expect(await titlesOf(nuria)).toEqual(['Forn', 'Hort'])
    expect(mustBe(await nuria.canonicalJson('draft'))).toContain(long)
    mustBe(await pau.takeBundle(mustBe(await nuria.bundle())))
    expect(mustBe(await pau.canonicalJson('draft'))).toBe(mustBe(await nuria.canonicalJson('draft')))
    for (const [name, bytes] of saved) {
      expect((await readFile(join(folder, 'plans', nuria.planId, name))).subarray(0, bytes.length), name).toEqual(bytes)
    }

    rmSync(ballast)
    await waitFor('it is written by itself', () => nuria.status().saved.state === 'saved', 15_000)
    mustBe(await nuria.flush())
    await device.close()
    const again = await memberIn(folder)
    expect(await titlesOf(mustBe(await again.open(nuria.planId)))).toEqual(['Forn', 'Hort'])
    await again.close()

    // The command says the same, and harms nothing.
    fillDisk(ballast)
    const said = await aplec('--data', folder, 'set', nuria.planId, 'plan', `vision=${long}`)
    expect(said).toEqual({ code: 1, out: '', err: 'Not saved: the disk is full. (E_DISK_FULL)\n' })
    rmSync(ballast)
    const last = mustBe(await (await memberIn(folder)).open(nuria.planId))
    expect(await titlesOf(last)).toEqual(['Forn', 'Hort'])
    expect(codeOf(await last.flush())).toBeNull()
  },
  60_000,
)
