import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { systemRandom } from '#node/system/ports.ts'
import { device, folder, relayProcess } from '../cli/aplec.ts'

// Each command is a process of its own; a busy machine takes seconds to start some.
vi.setConfig({ testTimeout: 240_000 })

test('[AT15] a file is attached, listed, fetched from a relay or a stick, and written; a missing one is one sentence', async () => {
  const dir = folder()
  const relay = await relayProcess(join(dir, 'relay'))
  const [nuria, pau] = [device(), device()]
  const plan = await nuria.does('new', '--title', 'Pla', '--name', 'Núria')
  const project = await nuria.does('add', 'project', plan, 'title=Forn')
  const [photo, film] = [join(dir, 'foto.png'), join(dir, 'film.mp4')]
  writeFileSync(photo, systemRandom.bytes(20_000))
  writeFileSync(film, systemRandom.bytes(1_500_000))
  const hash = await nuria.does('file', 'add', plan, photo, '--project', 'Forn', '--type', 'image/png')
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  await nuria.does('file', 'add', plan, film, '--project', project)
  await nuria.does('relays', plan, '--add', relay.url)
  const link = await nuria.does('invite', plan)
  await nuria.does('sync', plan)
  await pau.does('join', link, '--name', 'Pau', '--relay', relay.url)

  const listed = await pau.json('file', 'list', plan)
  expect(
    listed
      .map(({ name, size, state }: { name: string; size: number; state: { at: string } }) => [name, size, state.at])
      .sort(),
  ).toEqual([
    ['film.mp4', 1_500_000, 'elsewhere'],
    ['foto.png', 20_000, 'here'],
  ])
  const out = join(dir, 'out')
  await pau.does('file', 'get', plan, 'film.mp4', '--out', out)
  expect(readFileSync(out).equals(readFileSync(film))).toBe(true)
  await pau.does('file', 'get', plan, hash.slice(0, 8), '--out', out)
  expect(readFileSync(out).equals(readFileSync(photo))).toBe(true)
  expect(await pau.fails('file', 'get', plan, 'res.txt', '--out', out)).toBe('E_FILE_MISSING')
  expect(await pau.fails('file', 'add', plan, join(dir, 'no'), '--project', project)).toBe('E_FILE')
  const large = join(dir, 'gran')
  writeFileSync(large, new Uint8Array(25 * 1024 * 1024 + 1))
  expect(await nuria.fails('file', 'add', plan, large, '--project', project)).toBe('E_FILE_TOO_LARGE')

  const bare = join(dir, 'bare.aplec')
  await nuria.does('bundle', plan, '--without-files', '--out', bare)
  expect(readFileSync(bare).length).toBeLessThan(100_000)
})
