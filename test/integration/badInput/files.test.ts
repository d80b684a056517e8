/** Rows 20 and 21: plan files that are cut off, no plan files, or of a later version; and entries of a later version. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { concat } from '#shared/base/bytes.ts'
import { sentenceOf } from '#shared/base/codes.ts'
import { encodeManifest } from '#shared/journal/manifest.ts'
import { RECORD_HEAD_BYTES, bytesSource, frameRecord } from '#shared/journal/records.ts'
import { encodeBundle, openBundle } from '#shared/journal/bundle.ts'
import { replaceFile } from '#shared/journal/replaceFile.ts'
import { nodeDisk } from '#node/disk/nodeDisk.ts'
import {
  add,
  codeOf,
  founded,
  member,
  memberIn,
  mustBe,
  set,
  tempFolder,
  titlesOf,
} from '#test/helpers/memberFolder.ts'
import { bundleOfLast, actorAt, documentFor, freshPlace, sealEntry, write } from '#test/helpers/hostileMember.ts'
import { itemsOf, sentences } from '#test/helpers/badInputWorld.ts'
import { coreOf } from '#test/helpers/memoryMember.ts'
import { aplec } from '../cli/aplec.ts'

const CARDS = 24

/** Núria's plan in many entries, and Pau, who came by a file before they were written. */
async function worldOfFiles() {
  const nuria = await founded(await member())
  const { link } = mustBe(await nuria.invite({}))
  const folder = await tempFolder()
  const device = await memberIn(folder)
  mustBe(await device.join({ link, name: 'Pau', bundle: mustBe(await nuria.bundle()) }))
  const pau = mustBe(await device.open(nuria.planId))
  mustBe(await nuria.takeBundle(mustBe(await pau.bundle())))
  for (let n = 0; n < CARDS; n++) {
    await add(nuria, 'Project', { title: `Projecte ${String(n).padStart(2, '0')}` })
    mustBe(await nuria.flush())
  }
  return { nuria, pau, device, folder, whole: mustBe(await nuria.bundle()) }
}

test('[BI20] a file cut off at 60 %: what is usable is added and counted, and the whole file brings the rest', async () => {
  const { nuria, pau, device, folder, whole } = await worldOfFiles()
  await add(pau, 'Project', { title: 'De Pau' })
  const stick = await tempFolder()
  const disk = nodeDisk(stick)
  const written = await replaceFile(disk, 'plan.aplec', whole)
  expect(written.ok).toBe(true)
  await disk.close()
  const cut = join(stick, 'cut.aplec')
  await writeFile(cut, whole.subarray(0, Math.floor(whole.length * 0.6)))

  // As a person would: with the command, from the stick.
  await device.close()
  const said = await aplec('--data', folder, 'open', cut)
  const [, usable, total] = /^(\d+) of (\d+) changes were usable/.exec(said.err) ?? []
  expect(said).toEqual({
    code: 0,
    out: expect.stringMatching(/^Pla: \d+ entries came in\.\n$/),
    err: `${usable} of ${total} changes were usable and were added; copy the file again for the rest. (E_BUNDLE_PART)\n`,
  })
  expect(Number(usable)).toBeGreaterThan(5)
  expect(Number(usable)).toBeLessThan(Number(total))

  const again = mustBe(await (await memberIn(folder)).open(nuria.planId))
  const some = await titlesOf(again)
  expect(some.length).toBeGreaterThan(1)
  expect(some.length).toBeLessThan(CARDS + 1)
  const part = mustBe(await again.takeBundle(new Uint8Array(await readFile(cut))))
  expect([part.added, part.notices.map((one) => one.code)]).toEqual([0, ['E_BUNDLE_PART']])
  expect(itemsOf(again, 'E_BUNDLE_PART')).toHaveLength(1)
  const rest = mustBe(await again.takeBundle(new Uint8Array(await readFile(join(stick, 'plan.aplec')))))
  expect([rest.notices, itemsOf(again, 'E_BUNDLE_PART')]).toEqual([[], []])
  expect(await titlesOf(again)).toEqual(['De Pau', ...(await titlesOf(nuria))])
}, 60_000)

test('[BI20] a zip bomb, a picture, nothing, and false sizes: refused before they are read, and nothing is different', async () => {
  const nuria = await founded(await member())
  const before = { plan: mustBe(await nuria.canonicalJson('draft')), health: nuria.health().notices }
  const zeros = new Uint8Array(32 * 1024 * 1024)
  const bomb = zipSync({ 'plan.aplec': [zeros, { level: 9 }] })
  expect(bomb.length).toBeLessThan(64 * 1024)
  const manifest = { purpose: 'bundle', roomId: nuria.planId, vector: new Map(), entriesHash: '00'.repeat(32) } as const
  const claims = (count: number, bytes: number): Uint8Array =>
    frameRecord(encodeManifest({ ...manifest, count, bytes }))
  const longRecord = new Uint8Array(RECORD_HEAD_BYTES + 100)
  new DataView(longRecord.buffer).setUint32(0, 0xffff_fff0)
  const files = {
    bomb,
    gzip: new Uint8Array(gzipSync(zeros)),
    picture: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    nothing: new Uint8Array(),
    manyEntries: claims(200_001, 1_000),
    manyBytes: claims(10, 301 * 1024 * 1024),
    longRecord,
  }
  for (const [name, bytes] of Object.entries(files)) {
    expect(codeOf(await nuria.takeBundle(bytes)), name).toBe('E_BUNDLE')
  }
  // A file of more than 300 MB is judged by its size, not by its bytes.
  const asked: number[] = []
  const huge = {
    size: 305 * 1024 * 1024,
    read: async (offset: number) => (asked.push(offset), { ok: true, value: zeros } as const),
  }
  expect(await openBundle(huge)).toMatchObject({ ok: false, error: { code: 'E_BUNDLE' } })
  expect(asked).toEqual([])
  expect(sentenceOf({ code: 'E_BUNDLE' })).toBe('This is not a plan file, or it is too damaged to read.')
  expect(mustBe(await nuria.canonicalJson('draft'))).toBe(before.plan)
  expect(nuria.health().notices).toEqual(before.health)

  const folder = await tempFolder()
  await mkdir(join(folder, 'stick'))
  const file = join(folder, 'stick', 'renamed.aplec')
  await writeFile(file, bomb)
  expect(await aplec('--data', folder, 'open', file)).toEqual({
    code: 1,
    out: '',
    err: 'This is not a plan file, or it is too damaged to read. (E_BUNDLE)\n',
  })
}, 60_000)

test('[BI21] a file of a later version says which; nothing of it is taken', async () => {
  const { nuria, pau, whole } = await worldOfFiles()
  const length = new DataView(whole.buffer, whole.byteOffset).getUint32(0)
  const manifest = new Uint8Array(whole.subarray(RECORD_HEAD_BYTES, RECORD_HEAD_BYTES + length))
  manifest[4] = 3
  const newer = concat(frameRecord(manifest), whole.subarray(RECORD_HEAD_BYTES + length))
  const before = pau.status().entries.total
  const answer = await pau.takeBundle(newer)
  expect(answer.ok ? null : sentenceOf(answer.error)).toBe('Made with version 3. Please update.')
  expect(pau.status()).toMatchObject({ canEdit: true, entries: { total: before } })
  expect(mustBe(await pau.takeBundle(whole)).notices).toEqual([])
  expect(mustBe(await pau.canonicalJson('draft'))).toBe(mustBe(await nuria.canonicalJson('draft')))
}, 60_000)

test('[BI21] an entry for a later reader is kept and passed on; the plan is read and not written, also after a restart', async () => {
  const { nuria, pau, device, folder } = await worldOfFiles()
  const place = freshPlace(nuria)
  const doc = write(await documentFor(nuria, actorAt(nuria, place)), (draft) => void (draft['title'] = 'later'))
  const later = sealEntry(nuria, bundleOfLast(doc), place, { minReader: 3 })
  mustBe(await pau.takeBundle(encodeBundle(pau.planId, [later])))
  const state = { plan: mustBe(await pau.canonicalJson('draft')), total: pau.status().entries.total }
  const check = async (session: typeof pau): Promise<void> => {
    expect(session.status()).toMatchObject({ canEdit: false, entries: { quarantined: 1, total: state.total } })
    expect(session.health().quarantine).toMatchObject([
      { hash: later.hash, name: 'Núria', notice: { code: 'E_NEWER' } },
    ])
    expect(codeOf(await session.lease())).toBe('E_NEWER')
    expect(mustBe(await session.canonicalJson('draft'))).toBe(state.plan)
    const onward = await openBundle(bytesSource(mustBe(await session.bundle())))
    const hashes: string[] = []
    if (onward.ok) for await (const entry of onward.value.entries()) hashes.push(entry.hash)
    expect(hashes).toContain(later.hash)
  }
  expect(sentences(pau)).toContain('Made with version 3 by Núria. Please update.')
  await check(pau)
  await expect(set(pau, { type: 'Plan', id: '' }, { title: 'No' })).rejects.toThrow('E_NEWER')
  // What others write for everybody still comes in and is shown.
  await add(nuria, 'Project', { title: 'Tothom' })
  mustBe(await pau.takeBundle(mustBe(await nuria.bundle())))
  expect(await titlesOf(pau)).toContain('Tothom')
  state.plan = mustBe(await pau.canonicalJson('draft'))
  state.total = pau.status().entries.total
  await device.close()
  const again = mustBe(await (await memberIn(folder)).open(pau.planId))
  await check(again)
  expect(sentences(again)).toContain('Made with version 3 by Núria. Please update.')
  expect(coreOf(again).state.isNewer).toBe(true)
}, 60_000)
