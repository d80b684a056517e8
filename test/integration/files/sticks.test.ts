import { readdir, readFile, rename, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemRandom } from '#node/system/ports.ts'
import { toHex, utf8 } from '#shared/base/bytes.ts'
import { crc32c } from '#shared/base/crc32c.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { MAX_FILE_BYTES } from '#shared/files/limits.ts'
import { attach, nameFile } from '#test/helpers/attachedFiles.ts'
import {
  add,
  codeOf,
  founded,
  joined,
  joinedBySticks,
  member,
  memberIn,
  mustBe,
  relay,
  tempFolder,
} from '#test/helpers/memberFolder.ts'

const hex = async (session: PlanSession, hash: string): Promise<string> => toHex(mustBe(await session.readFile(hash)))

test('[AT5] [AT11] a file is there after opening again, and a colleague gets it by stick', async () => {
  const folder = await tempFolder()
  const first = await memberIn(folder)
  const nuria = await founded(first)
  const project = await add(nuria, 'Project', { title: 'Hort' })
  const bytes = systemRandom.bytes(300_000)
  const hash = await attach(nuria, project, bytes)
  expect(await nuria.fileState(hash)).toEqual({ at: 'here', sending: null })
  const pau = await joinedBySticks(nuria, await member())
  expect(await pau.fileState(hash)).toEqual({ at: 'here', sending: null })
  expect(await hex(pau, hash)).toBe(toHex(bytes))
  await first.close()
  const again = mustBe(await (await memberIn(folder)).open(nuria.planId))
  expect(await hex(again, hash)).toBe(toHex(bytes))
})

test('[AT4] neither name nor content of a file is to be seen in the folder or on the stick', async () => {
  const folder = await tempFolder()
  const nuria = await founded(await memberIn(folder))
  const project = await add(nuria, 'Project', { title: 'Hort' })
  await attach(nuria, project, utf8('CANARI-AL-FITXER '.repeat(9_000)), 'CANARI-AL-NOM.pdf')
  await nuria.flush()
  const plan = join(folder, 'plans', nuria.planId)
  const files = (await readdir(plan, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
  expect(files.filter(({ parentPath }) => parentPath.endsWith('files'))).toHaveLength(1)
  const texts = await Promise.all(
    files.map(async (one) => (await readFile(join(one.parentPath, one.name))).toString('latin1') + one.name),
  )
  const stick = Buffer.from(mustBe(await nuria.bundle())).toString('latin1')
  for (const text of [...texts, stick]) expect(text).not.toContain('CANARI')
})

test('[AT11] a plan file may go without its files; they can come later, and what is here is not asked for twice', async () => {
  const nuria = await founded(await member())
  const project = await add(nuria, 'Project', { title: 'Hort' })
  const hash = await attach(nuria, project, systemRandom.bytes(100_000))
  const bare = mustBe(await nuria.bundle({ files: false }))
  const whole = mustBe(await nuria.bundle())
  expect(whole.length - bare.length).toBeGreaterThan(100_000)
  const pau = await joinedBySticks(nuria, await member())
  expect(mustBe(await pau.takeBundle(whole)).files).toBe(0)
  const third = await member()
  const { link } = mustBe(await nuria.invite({}))
  mustBe(await third.join({ link, name: 'Aina', bundle: mustBe(await nuria.bundle({ files: false })) }))
  const aina = mustBe(await third.open(nuria.planId))
  expect(await aina.fileState(hash)).toEqual({ at: 'elsewhere', isWanted: true })
  expect(codeOf(await aina.readFile(hash))).toBe('E_FILE_MISSING')
  expect(mustBe(await aina.takeBundle(mustBe(await pau.bundle()))).files).toBe(1)
  expect((await aina.fileState(hash)).at).toBe('here')
})

test('[AT11] [JR30] a reader that knows no files has all entries, and says the plan file is whole', async () => {
  const nuria = await founded(await member())
  const project = await add(nuria, 'Project', { title: 'Hort' })
  await attach(nuria, project, utf8('petit'))
  const stick = mustBe(await nuria.bundle())
  // To a reader of before, the letters of a piece are as foreign as these.
  const view = new DataView(stick.buffer, stick.byteOffset)
  let strange = 0
  for (let at = 0; at < stick.length; at += 8 + view.getUint32(at)) {
    if (String.fromCharCode(...stick.subarray(at + 8, at + 12)) !== 'APLB') continue
    stick[at + 11] = 0x5a
    view.setUint32(at + 4, crc32c(stick.subarray(at + 8, at + 8 + view.getUint32(at))))
    strange += 1
  }
  expect(strange).toBe(2)
  const other = await member()
  const { link } = mustBe(await nuria.invite({}))
  mustBe(await other.join({ link, name: 'Pau', bundle: mustBe(await nuria.bundle({ files: false })) }))
  const pau = mustBe(await other.open(nuria.planId))
  const taken = mustBe(await pau.takeBundle(stick))
  expect([taken.usable, taken.files, taken.notices]).toEqual([taken.total, 0, []])
})

test('[AT8] [AT11] a plan file that was cut off gives its whole files, and the next one the rest', async () => {
  const nuria = await founded(await member())
  const project = await add(nuria, 'Project', { title: 'Hort' })
  const pau = await joinedBySticks(nuria, await member())
  const hashes = [
    await attach(nuria, project, systemRandom.bytes(200_000), 'u.pdf'),
    await attach(nuria, project, systemRandom.bytes(200_000), 'dos.pdf'),
  ]
  const stick = mustBe(await nuria.bundle())
  expect(mustBe(await pau.takeBundle(stick.subarray(0, stick.length - 70_000))).files).toBe(1)
  const states = await Promise.all(hashes.map((hash) => pau.fileState(hash)))
  expect(states.map(({ at }) => at).sort()).toEqual(['elsewhere', 'here'])
  expect(mustBe(await pau.takeBundle(stick)).files).toBe(1)
  for (const hash of hashes) expect(await hex(pau, hash)).toBe(await hex(nuria, hash))
})

test('[AT7] [AT11] a damaged file is said, and is mended from a stick', async () => {
  const folder = await tempFolder()
  const nuria = await founded(await memberIn(folder))
  const project = await add(nuria, 'Project', { title: 'Hort' })
  const bytes = systemRandom.bytes(200_000)
  const hash = await attach(nuria, project, bytes)
  const pau = await joinedBySticks(nuria, await member())
  const files = join(folder, 'plans', nuria.planId, 'files')
  const [name] = await readdir(files)
  const stored = await readFile(join(files, name!))
  stored[90_000]! ^= 1
  await writeFile(join(files, name!), stored)
  expect(codeOf(await nuria.readFile(hash))).toBe('E_FILE_DAMAGED')
  expect(await nuria.fileState(hash)).toEqual({ at: 'elsewhere', isWanted: true })
  expect(mustBe(await nuria.takeBundle(mustBe(await pau.bundle()))).files).toBe(1)
  expect(await hex(nuria, hash)).toBe(toHex(bytes))
  // A file that is gone altogether comes back likewise; so does one that was cut.
  await truncate(join(files, name!), 100)
  expect(codeOf(await nuria.readFile(hash))).toBe('E_FILE_DAMAGED')
  await rename(join(files, `${name!}.part`), join(folder, 'away'))
  expect(mustBe(await nuria.takeBundle(mustBe(await pau.bundle()))).files).toBe(1)
  expect(await hex(nuria, hash)).toBe(toHex(bytes))
})

test('[AT12] 25 MB is a file, one byte more is none; 200 MB of a plan are all; a reader adds nothing', async () => {
  const nuria = await founded(await member())
  const project = await add(nuria, 'Project', { title: 'Hort' })
  const largest = new Uint8Array(MAX_FILE_BYTES)
  expect(codeOf(await nuria.addFile(new Uint8Array(MAX_FILE_BYTES + 1)))).toBe('E_FILE_TOO_LARGE')
  const hash = await attach(nuria, project, largest)
  expect(mustBe(await nuria.readFile(hash)).length).toBe(MAX_FILE_BYTES)
  // Files that others have, as the plan names them.
  for (let i = 0; i < 6; i++) {
    const elsewhere = { hash: `${i}`.repeat(64), sealed: `${i}a`.repeat(32), size: MAX_FILE_BYTES }
    await nameFile(nuria, project, elsewhere, 'gran')
  }
  expect(codeOf(await nuria.addFile(largest.fill(1)))).toBe('E_FILE_QUOTA')
  mustBe(await nuria.addFile(utf8('petit')))
  // What the plan has already may be given again.
  mustBe(await nuria.addFile(new Uint8Array(MAX_FILE_BYTES)))

  const at = await relay()
  const reader = await joined(await member(), nuria, at, { role: 'reader' })
  expect(codeOf(await reader.addFile(utf8('petit')))).toBe('E_READ_ONLY')
})

test('[AT14] the same file in two projects is kept once, whoever adds it', async () => {
  const folder = await tempFolder()
  const nuria = await founded(await memberIn(folder))
  const [one, other] = [await add(nuria, 'Project', { title: 'Hort' }), await add(nuria, 'Project', { title: 'Forn' })]
  const bytes = systemRandom.bytes(5_000)
  const hash = await attach(nuria, one, bytes)
  expect(await attach(nuria, other, bytes)).toBe(hash)
  const pau = await joinedBySticks(nuria, await member())
  const again = mustBe(await pau.addFile(bytes))
  expect(again.sealed).toBe(mustBe(await nuria.addFile(bytes)).sealed)
  expect(await readdir(join(folder, 'plans', nuria.planId, 'files'))).toHaveLength(1)
})
