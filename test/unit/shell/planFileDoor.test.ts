import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MAX_BUNDLE_FILE_BYTES } from '#shared/ipc/coreChannels.ts'
import { PendingPlace } from '#main/pendingPlace.ts'
import { findPlanFile } from '#main/planFileDoor.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'aplec-door-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('[SH31] of a command line only a word that is called like a plan file counts', () => {
  const find = (...words: readonly string[]) => findPlanFile(['/usr/bin/aplec', ...words], '/home/nuria')
  expect(find('Pla.aplec')).toBe('/home/nuria/Pla.aplec')
  expect(find('--flag', '/media/stick/Pla de transició.APLEC')).toBe('/media/stick/Pla de transició.APLEC')
  expect(find(pathToFileURL('/media/un llapis/a.aplec').href)).toBe('/media/un llapis/a.aplec')
  for (const bad of [
    '--config=/etc/x.aplec',
    '/etc/passwd',
    'a.aplec.exe',
    'https://example.org/a.aplec',
    'smb://server/a.aplec',
    'file://server/share/a.aplec',
    'aplec://open#a.aplec',
    'a\0.aplec',
  ]) {
    expect([bad, find(bad)]).toEqual([bad, undefined])
  }
  expect(findPlanFile(['/opt/app.aplec'], '/')).toBeUndefined()
})

test('[SH31] its name and bytes go to the window once; what cannot be read is said, and never read for ever', async () => {
  const places = new PendingPlace()
  const file = join(folder, 'Pla.aplec')
  writeFileSync(file, 'abc')
  expect(places.offer(['aplec', 'Pla.aplec'], folder)).toBe(true)
  const taken = await places.take()
  expect(taken).toEqual({ kind: 'file', name: 'Pla.aplec', bytes: new TextEncoder().encode('abc') })
  expect(JSON.stringify(taken)).not.toContain(folder)
  expect(await places.take()).toBeNull()

  const trouble = async (name: string) => (places.offer(['aplec', name], folder), places.take())
  expect(await trouble('gone.aplec')).toEqual({ kind: 'trouble', notice: { code: 'E_FILE' } })
  truncateSync(file, MAX_BUNDLE_FILE_BYTES + 1)
  expect(await trouble('Pla.aplec')).toEqual({ kind: 'trouble', notice: { code: 'E_BUNDLE' } })
  execFileSync('mkfifo', [join(folder, 'pipe.aplec')])
  expect(await trouble('pipe.aplec')).toEqual({ kind: 'trouble', notice: { code: 'E_FILE' } })
  expect(await trouble('.')).toBeNull()
})

test('[SH31] the newest of what came in counts; an invitation in the same breath comes first', async () => {
  const places = new PendingPlace()
  const link = `aplec://join#${'Aa9_-'.repeat(20)}`
  writeFileSync(join(folder, 'a.aplec'), 'x')
  places.offer(['aplec', 'a.aplec', link], folder)
  expect(await places.take()).toEqual({ kind: 'join', link })
  places.offer(['aplec', link], folder)
  places.offer(['aplec', 'a.aplec'], folder)
  places.offerPlan('ab'.repeat(32))
  expect(await places.take()).toMatchObject({ kind: 'file', name: 'a.aplec' })
})
