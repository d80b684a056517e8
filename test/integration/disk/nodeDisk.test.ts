import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nodeDisk } from '#node/disk/nodeDisk.ts'
import { utf8 } from '#shared/base/bytes.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import { ROOM, collect, streamWriter } from '#test/helpers/entries.ts'
import { valueOf } from '../../contract/journal/journalSuite.ts'

let folder = ''
const children: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aplec-disk-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const root = join(import.meta.dirname, '../../..')

/** A process that opens a journal in `folder`, appends for ever and prints the hash of what was answered. */
async function startWriter(argv: readonly string[] = []): Promise<ChildProcess & { lines: string[] }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./writer.ts', import.meta.url)), folder, ...argv], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines: string[] = []
  let rest = ''
  child.stdout.on('data', (data: Buffer) => {
    const parts = (rest + data.toString()).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
  })
  const started = Object.assign(child, { lines })
  while (lines.length === 0) await once(child.stdout, 'data')
  return started
}

test('[JR32] files are written in place, cut, replaced, removed and listed', async () => {
  const disk = nodeDisk(join(folder, 'a', 'b'))
  expect(valueOf(await disk.list())).toEqual([])
  valueOf(await disk.write('x', 0, utf8('hello')))
  valueOf(await disk.write('x', 3, utf8('p me')))
  valueOf(await disk.sync('x'))
  valueOf(await disk.write('y', 0, utf8('other')))
  valueOf(await disk.folder('inner').write('z', 0, utf8('deep')))
  valueOf(await disk.truncate('x', 6))
  valueOf(await disk.truncate('x', 600))
  valueOf(await disk.rename('y', 'w'))
  valueOf(await disk.remove('none'))
  valueOf(await disk.syncFolder())
  expect([
    valueOf(await disk.list()),
    valueOf(await disk.read('x', 0, 100)),
    valueOf(await disk.read('x', 4, 1)),
    valueOf(await disk.read('x', 50, 1)),
    await disk.read('none', 0, 1),
  ]).toEqual([
    [
      { name: 'w', size: 5 },
      { name: 'x', size: 6 },
    ],
    utf8('help m'),
    utf8(' '),
    new Uint8Array(),
    { ok: false, error: { code: 'E_DISK_MISSING', file: 'none', cause: 'ENOENT' } },
  ])
  await disk.close()
  valueOf(await disk.write('x', 6, utf8('e')))
  expect(valueOf(await disk.read('x', 0, 100))).toEqual(utf8('help me'))
  await disk.close()
})

test('[JR32] many files may be written at once', async () => {
  const disk = nodeDisk(folder)
  const names = Array.from({ length: 20 }, (_, i) => `file-${i}`)
  const written = await Promise.all(
    names.map(async (name) => (await disk.write(name, 0, utf8(name))).ok && (await disk.sync(name)).ok),
  )
  expect([written.every(Boolean), valueOf(await disk.list()).length]).toEqual([true, 20])
  await disk.close()
})

test('[JR32] no file is closed under those who read it, when more are in use than are kept open', async () => {
  const disk = nodeDisk(folder)
  const names = Array.from({ length: 12 }, (_, i) => `file-${i}`)
  for (const name of names) valueOf(await disk.write(name, 0, new Uint8Array(5_000)))
  const readWhole = async (name: string, turns: number): Promise<boolean> => {
    for (let turn = 0; turn < turns; turn++) await new Promise((resume) => setImmediate(resume))
    return valueOf(await disk.read(name, 0, 5_000)).length === 5_000
  }
  // In waves: some files are let go of in the moment in which others begin to read them.
  for (let wave = 0; wave < 200; wave++) {
    const read = await Promise.all(names.map((name, i) => readWhole(name, (wave * 7 + i * 5) % 6)))
    expect(read.every(Boolean)).toBe(true)
  }
  await disk.close()
})

test('[JR32] a name with a path is a fault of ours', async () => {
  const disk = nodeDisk(folder)
  for (const name of ['../x', 'a/b', 'a\\b', '..', '']) {
    await expect(disk.write(name, 0, utf8('x'))).rejects.toThrow('without a path')
  }
})

test('[JR16] the system is asked to sync the file and the folder before an answer', async () => {
  // Counted where the calls leave Node.
  const handle = await open(join(folder, 'probe'), 'w')
  const prototype = Object.getPrototypeOf(handle) as Record<'sync' | 'datasync', () => Promise<void>>
  const original = { sync: prototype.sync, datasync: prototype.datasync }
  let syncs = 0
  for (const name of ['sync', 'datasync'] as const)
    prototype[name] = function (this: typeof handle) {
      syncs += 1
      return original[name].call(this)
    }
  try {
    const disk = nodeDisk(join(folder, 'plan'))
    const ana = streamWriter(1)
    const journal = valueOf(await openFileJournal({ disk, roomId: ROOM }))
    const opened = syncs
    valueOf(await journal.append([ana.next()]))
    const first = syncs - opened
    valueOf(await journal.append([ana.next()]))
    await journal.close()
    await disk.close()
    expect([first, syncs - opened - first]).toEqual([2, 1])
  } finally {
    Object.assign(prototype, original)
    await handle.close()
  }
})

test('[JR16] nothing that was answered is lost when the process is killed in the middle of writing', async () => {
  for (let round = 0; round < 3; round++) {
    const child = await startWriter([String(round)])
    while (child.lines.length < 40 * (round + 1)) await once(child.stdout as NonNullable<typeof child.stdout>, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const disk = nodeDisk(folder)
    const journal = valueOf(await openFileJournal({ disk, roomId: ROOM }))
    const held = new Set((await collect(journal.read(journal.places()))).map((entry) => entry.hash))
    await journal.close()
    await disk.close()
    expect([child.lines.length >= 40, child.lines.filter((line) => !held.has(line))]).toEqual([true, []])
  }
})

test('[JR21] a second process is refused while the first lives, and takes over when it was killed', async () => {
  const child = await startWriter(['9'])
  const disk = nodeDisk(folder)
  const refused = await openFileJournal({ disk, roomId: ROOM })
  child.kill('SIGKILL')
  await once(child, 'exit')
  const opened = await openFileJournal({ disk, roomId: ROOM })
  expect([refused.ok ? 'ok' : { code: refused.error.code, pid: refused.error.pid }, opened.ok]).toEqual([
    { code: 'E_FOLDER_LOCKED', pid: child.pid },
    true,
  ])
  await valueOf(opened).close()
  await disk.close()
  expect((await readdir(folder)).filter((name) => name.includes('lock'))).toEqual([])
})

test('[JR21] a lock of another machine holds while it is touched; an empty one and a reused process number do not', async () => {
  const path = join(folder, 'x.lock')
  const attempt = async (text: string, secondsOld: number) => {
    await writeFile(path, text)
    const then = new Date(Date.now() - secondsOld * 1000)
    await utimes(path, then, then)
    const lock = await nodeDisk(folder).lock('x.lock')
    if (lock.ok) await lock.value.release()
    return lock.ok ? 'taken' : lock.error.code
  }
  const other = JSON.stringify({ pid: 1, started: '1', host: 'another machine', token: 't' })
  const reused = JSON.stringify({
    pid: process.ppid,
    started: 'long ago',
    host: hostname(),
    token: 't',
  })
  expect([
    await attempt(other, 5),
    await attempt(other, 120),
    await attempt('', 0),
    await attempt('', 60),
    await attempt(reused, 0),
  ]).toEqual(['E_FOLDER_LOCKED', 'taken', 'E_FOLDER_LOCKED', 'taken', 'taken'])
})

test('[JR21] of many that come at once exactly one gets the lock, also over a stale one', async () => {
  const stale = JSON.stringify({
    pid: 999_999_999,
    started: '1',
    host: hostname(),
    token: 't',
  })
  for (let round = 0; round < 10; round++) {
    await writeFile(join(folder, 'x.lock'), stale)
    const locks = await Promise.all(Array.from({ length: 8 }, () => nodeDisk(folder).lock('x.lock')))
    const held = locks.filter((lock) => lock.ok)
    expect(held.length).toBe(1)
    await valueOf(held[0] as (typeof locks)[number]).release()
  }
})
