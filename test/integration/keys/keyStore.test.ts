import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KEY_FILE, openPlainKeys } from '#node/keys/keyStore.ts'
import { seededRandom } from '#test/helpers/entries.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aplec-keys-'))
})
afterEach(() => rm(folder, { recursive: true }))
const path = () => join(folder, 'data', KEY_FILE)
async function open(seed = 1) {
  const opened = await openPlainKeys(join(folder, 'data'), seededRandom(seed))
  if (!opened.ok) return opened
  const kept = await opened.value.keep()
  return kept.ok ? { ok: true, value: opened.value.keys } : kept
}
const modeOf = async () => ((await stat(path())).mode & 0o777).toString(8)

test('[JR35] keys are made once in a new folder, for their owner only, and read from then on', async () => {
  const made = await open(1)
  const mode = await modeOf()
  const read = await open(2)
  expect([made.ok, mode, read]).toEqual([true, '600', made])
})

test('[JR35] keys that nobody has kept leave nothing in the folder', async () => {
  const opened = await openPlainKeys(join(folder, 'data'), seededRandom(1))
  expect(opened.ok).toBe(true)
  await expect(stat(join(folder, 'data'))).rejects.toThrow('ENOENT')
})

test('[JR35] rights that have become looser are tightened again', async () => {
  await open()
  await chmod(path(), 0o644)
  await open()
  expect(await modeOf()).toBe('600')
})

test('[JR34] a folder with plans and without its key file gets no new keys', async () => {
  await open()
  await mkdir(join(folder, 'data', 'plans', 'aa'), { recursive: true })
  await rm(path())
  expect(await open()).toEqual({ ok: false, error: { code: 'E_KEYRING', reason: 'missing' } })
  await expect(stat(path())).rejects.toThrow('ENOENT')
})

test('[JR34] a damaged key file stays as it is', async () => {
  await open()
  const damaged = (await readFile(path(), 'utf8')).replace('"secret":"', '"secret":"00')
  await writeFile(path(), damaged)
  expect([await open(), await readFile(path(), 'utf8')]).toEqual([
    { ok: false, error: { code: 'E_KEYRING', reason: 'damaged' } },
    damaged,
  ])
})
