import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PlanSession } from '#shared/core/contract.ts'
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

type Damage = 'flipped' | 'cut' | 'deleted'
const DAMAGES: readonly Damage[] = ['flipped', 'cut', 'deleted']

async function damageFile(path: string, how: Damage): Promise<void> {
  if (how === 'deleted') return rm(path)
  const bytes = await readFile(path)
  if (how === 'cut') return writeFile(path, bytes.subarray(0, Math.floor(bytes.length * 0.6)))
  const at = Math.floor(bytes.length / 2)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return writeFile(path, bytes)
}

/** A folder with entries of two members, drafts in no entry, and one journal file; closed. */
async function makeWorld() {
  const at = await relay()
  const nuria = await founded(await member())
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const pau = await joined(device, nuria, at)
  for (const title of ['Compost', 'Forn']) await add(pau, 'Project', { title })
  await add(nuria, 'Project', { title: 'Hort' })
  mustBe(await pau.syncOnce(at))
  mustBe(await nuria.syncOnce(at))
  mustBe(await pau.syncOnce(at))
  await add(pau, 'Project', { title: 'Aigua' })
  mustBe(await pau.flush())
  const draft = await add(pau, 'Project', { title: 'Llavor' })
  await set(pau, { type: 'Project', id: draft }, { title: 'Llavors' })
  await device.close()
  return { at, nuria, folder, planId: nuria.planId }
}

const ALL = ['Aigua', 'Compost', 'Forn', 'Hort', 'Llavors']

async function expectWhole(session: PlanSession): Promise<void> {
  expect(await titlesOf(session)).toEqual(ALL)
}

test('[CR9] any one file flipped, cut or deleted: nothing is lost, it is named, and the others get everything', async () => {
  const { at, nuria, folder, planId } = await makeWorld()
  const files = await readdir(join(folder, 'plans', planId))
  expect(files.sort()).toEqual([
    'cache.bin',
    'drafts-a.alog',
    'drafts-b.alog',
    'journal-000.alog',
    'local-a.json',
    'local-b.json',
  ])
  for (const name of files) {
    for (const how of DAMAGES) {
      const copy = await copyOf(folder)
      await damageFile(join(copy, 'plans', planId, name), how)
      const device = await memberIn(copy)
      const session = mustBe(await device.open(planId))
      await expectWhole(session)
      const named = JSON.stringify(session.health().notices.map((item) => item.notice))
      expect(named, `${name} ${how}`).toMatch(name === 'cache.bin' ? /E_CACHE_LOST/ : new RegExp(name))
      // It goes on: more is written, and survives another opening.
      await add(session, 'Project', { title: 'Zeta' })
      await device.close()
      const again = await memberIn(copy)
      const reopened = mustBe(await again.open(planId))
      expect(await titlesOf(reopened), `${name} ${how}`).toEqual([...ALL, 'Zeta'])
      mustBe(await reopened.flush())
      const { total } = reopened.status().entries
      await again.close()
      // What was damaged is mended once, not at every opening.
      const last = await memberIn(copy)
      expect(mustBe(await last.open(planId)).status().entries.total, `${name} ${how}`).toBe(total)
      await last.close()
    }
  }
  expect(nuria.status().entries.quarantined).toBe(0)
  mustBe(await nuria.syncOnce(at))
}, 120_000)

test('[CR10] after damage of the journal, what was own is issued again and what was others is fetched again', async () => {
  const { at, nuria, folder, planId } = await makeWorld()
  for (const how of DAMAGES) {
    const copy = await copyOf(folder)
    await damageFile(join(copy, 'plans', planId, 'journal-000.alog'), how)
    const device = await memberIn(copy)
    const session = mustBe(await device.open(planId))
    const codes = session.health().notices.map((item) => item.notice.code)
    expect(codes, how).toContain(how === 'deleted' ? 'E_STORE_REPAIRED' : 'E_STORE_CRC')
    mustBe(await session.syncOnce(at))
    expect(session.status().entries, how).toMatchObject({ parked: 0, quarantined: 0 })
    expect(session.status().notices.filter((one) => one.code === 'W_GAP')).toEqual([])
    expect(session.status().notices.filter((one) => one.code === 'E_STORE_CRC')).toEqual([])
    const bundle = mustBe(await session.bundle())
    await device.close()
    mustBe(await nuria.takeBundle(bundle))
    await expectWhole(nuria)
  }
  expect(nuria.status().entries).toMatchObject({ parked: 0, quarantined: 0 })
  const [one, two] = await Promise.all([nuria, nuria].map((session) => session.canonicalJson('draft')))
  expect(one).toEqual(two)
}, 60_000)
