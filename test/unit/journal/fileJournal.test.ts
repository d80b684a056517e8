import { expect, test } from 'vitest'
import { type Hex, utf8 } from '#shared/base/bytes.ts'
import type { Entry } from '#shared/journal/entry.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import type { Journal } from '#shared/journal/journal.ts'
import { frameRecord } from '#shared/journal/records.ts'
import { emptyVector, vectorWith } from '#shared/journal/vector.ts'
import { ROOM, collect, streamWriter } from '#test/helpers/entries.ts'
import { type MemoryDisk, memoryDisk } from '#test/helpers/memoryDisk.ts'
import { valueOf } from '../../contract/journal/journalSuite.ts'

const openOn = async (disk: MemoryDisk, maxFileBytes?: number): Promise<Journal> =>
  valueOf(await openFileJournal({ disk, roomId: ROOM, ...(maxFileBytes === undefined ? {} : { maxFileBytes }) }))
const readAll = async (journal: Journal): Promise<readonly Hex[]> =>
  (await collect(journal.read(journal.places()))).map((entry) => entry.hash)
const hashesOf = (entries: readonly Entry[]) => entries.map((entry) => entry.hash)
const writes = (disk: MemoryDisk) => disk.calls.filter((call) => /^(write|sync)/.test(call))

test('[JR16] an answer comes after write and sync, and a new file is made durable by its folder too', async () => {
  const disk = memoryDisk()
  const ana = streamWriter(1)
  const journal = await openOn(disk)
  valueOf(await journal.append([ana.next()]))
  valueOf(await journal.append([ana.next()]))
  expect(writes(disk)).toEqual([
    'write journal-000.alog',
    'sync journal-000.alog',
    'syncFolder',
    'write journal-000.alog',
    'sync journal-000.alog',
  ])
})

test('[JR16] what was answered survives a crash, torn or not; what was not answered may go', async () => {
  for (const torn of [false, true]) {
    const disk = memoryDisk()
    const ana = streamWriter(1)
    const journal = await openOn(disk)
    const saved = [ana.next(), ana.next()]
    valueOf(await journal.append(saved))
    disk.failOnce('sync', 'E_DISK', 'the machine stops here')
    const lost = await journal.append([ana.next()])
    disk.crash(torn)
    const again = await openOn(disk)
    expect([lost.ok, await readAll(again)]).toEqual([false, hashesOf(saved)])
  }
})

test('[JR16] calls that come while a write is under way share the next one', async () => {
  const disk = memoryDisk()
  const ana = streamWriter(1)
  const journal = await openOn(disk)
  const entries = Array.from({ length: 50 }, () => ana.next())
  const results = await Promise.all(entries.map((entry) => journal.append([entry])))
  expect([
    results.every((result) => result.ok),
    writes(disk).filter((call) => call.startsWith('sync j')).length,
  ]).toEqual([true, 2])
})

test('[JR17] a full disk says so, loses nothing, and takes the same entries once there is room', async () => {
  const disk = memoryDisk()
  const ana = streamWriter(1)
  const journal = await openOn(disk)
  const [first, second, third] = [ana.next(), ana.next(), ana.next()]
  valueOf(await journal.append([first]))
  const before = disk.bytes('journal-000.alog')
  disk.room = 1
  const full = await journal.append([second])
  expect([full.ok ? 'ok' : full.error.code, journal.count()]).toEqual(['E_DISK_FULL', 1])
  expect(disk.bytes('journal-000.alog').subarray(0, before.length)).toEqual(before)
  disk.room = Number.POSITIVE_INFINITY
  valueOf(await journal.append([second]))
  valueOf(await journal.append([third]))
  await journal.close()
  const again = await openOn(disk)
  expect([await readAll(again), again.health()]).toEqual([
    hashesOf([first, second, third]),
    { damage: [], missing: [] },
  ])
})

test('[JR17] after a sync that failed the file is left, and the same entries go to another', async () => {
  const disk = memoryDisk()
  const ana = streamWriter(1)
  const journal = await openOn(disk)
  const [first, second] = [ana.next(), ana.next()]
  valueOf(await journal.append([first]))
  disk.failOnce('sync journal-000', 'E_DISK')
  const failed = await journal.append([second])
  valueOf(await journal.append([second]))
  disk.crash()
  const again = await openOn(disk)
  expect([failed.ok ? 'ok' : failed.error, await readAll(again), again.health().damage]).toEqual([
    { code: 'E_DISK', file: 'journal-000.alog', cause: 'EIO' },
    hashesOf([first, second]),
    [],
  ])
  expect(disk.bytes('journal-001.alog').length).toBeGreaterThan(0)
})

test('[JR17] when the very first sync fails, nothing is later said to be missing', async () => {
  const disk = memoryDisk()
  const first = streamWriter(1).next()
  const journal = await openOn(disk)
  disk.failOnce('sync journal-000', 'E_DISK')
  const failed = await journal.append([first])
  valueOf(await journal.append([first]))
  disk.crash()
  const again = await openOn(disk)
  expect([failed.ok, await readAll(again), again.health()]).toEqual([false, [first.hash], { damage: [], missing: [] }])
})

test('[JR18] beyond its size a file is followed by the next, and all of them are read', async () => {
  const disk = memoryDisk()
  const ana = streamWriter(1)
  const journal = await openOn(disk, 1000)
  const entries = Array.from({ length: 7 }, () => ana.next())
  for (const entry of entries) valueOf(await journal.append([entry]))
  await journal.close()
  const names = valueOf(await disk.list()).map((file) => file.name)
  const again = await openOn(disk, 1000)
  expect([names, await readAll(again)]).toEqual([
    ['journal-000.alog', 'journal-001.alog', 'journal-002.alog', 'journal-003.alog'],
    hashesOf(entries),
  ])
})

test('[JR11] half a record at the end is copied, cut off, and writing goes on after what is whole', async () => {
  const disk = memoryDisk()
  const ana = streamWriter(1)
  const [first, second, third] = [ana.next(), ana.next(), ana.next()]
  const journal = await openOn(disk)
  valueOf(await journal.append([first]))
  const whole = disk.bytes('journal-000.alog').length
  valueOf(await journal.append([second]))
  await journal.close()
  const torn = disk.bytes('journal-000.alog').slice(whole, whole + 200)
  disk.damage('journal-000.alog', (bytes) => bytes.slice(0, whole + 200))
  const again = await openOn(disk)
  valueOf(await again.append([third]))
  const copy = `quarantine/journal-000.alog-${whole}.torn`
  expect(again.health().damage).toEqual([
    { code: 'E_STORE_TAIL', file: 'journal-000.alog', offset: whole, length: 200, copy },
  ])
  expect(valueOf(await disk.folder('quarantine').read(`journal-000.alog-${whole}.torn`, 0, 999))).toEqual(torn)
  await again.close()
  expect(await readAll(await openOn(disk))).toEqual(hashesOf([first, third]))
})

test('[JR11] a torn tail that a full disk does not let be copied is left, and the journal opens and goes on', async () => {
  const disk = memoryDisk()
  const ana = streamWriter(1)
  const [first, second, third] = [ana.next(), ana.next(), ana.next()]
  const journal = await openOn(disk)
  valueOf(await journal.append([first]))
  const whole = disk.bytes('journal-000.alog').length
  valueOf(await journal.append([second]))
  await journal.close()
  disk.damage('journal-000.alog', (bytes) => bytes.slice(0, whole + 200))
  const torn = disk.bytes('journal-000.alog')
  const quarantine = disk.folder('quarantine') as MemoryDisk
  quarantine.room = 0
  const tail = { code: 'E_STORE_TAIL', file: 'journal-000.alog', offset: whole, length: 200 }
  const again = await openOn(disk)
  expect([again.health().damage, disk.bytes('journal-000.alog'), valueOf(await quarantine.list())]).toEqual([
    [tail],
    torn,
    [],
  ])
  valueOf(await again.append([third]))
  await again.close()
  quarantine.room = Number.POSITIVE_INFINITY
  // Now it is not the last file; its follower tells that nothing answered was in the tail.
  const last = await openOn(disk)
  expect([await readAll(last), last.health().damage]).toEqual([
    hashesOf([first, third]),
    [{ ...tail, copy: `quarantine/journal-000.alog-${whole}.bad`, likely: { stream: ana.stream, seq: 1, kind: 16 } }],
  ])
})

test('[JR19] a damaged record stays in its file, is copied aside once, named with what it was, and is whole again when it comes back', async () => {
  const disk = memoryDisk()
  const ana = streamWriter(1)
  const entries = [ana.next(), ana.control(), ana.next()]
  const journal = await openOn(disk)
  for (const entry of entries) valueOf(await journal.append([entry]))
  await journal.close()
  disk.damage('journal-000.alog', (bytes) => {
    const start = findRecord(bytes, entries[1] as Entry)
    bytes[start + 8 + 200] = (bytes[start + 8 + 200] as number) ^ 1
    return bytes
  })
  const hit = disk.bytes('journal-000.alog')
  const start = findRecord(hit, entries[1] as Entry)

  const again = await openOn(disk)
  const length = 8 + (entries[1] as Entry).bytes.length
  const copy = `journal-000.alog-${start}.bad`
  expect([await readAll(again), again.health()]).toEqual([
    hashesOf([entries[0] as Entry, entries[2] as Entry]),
    {
      damage: [
        {
          code: 'E_STORE_CRC',
          file: 'journal-000.alog',
          offset: start,
          length,
          copy: `quarantine/${copy}`,
          likely: { stream: ana.stream, seq: 1, kind: 5 },
        },
      ],
      missing: [{ stream: ana.stream, from: 1, to: 1 }],
    },
  ])
  // Fetched again: it goes to a file of its own, and no byte of the damaged one has changed.
  valueOf(await again.append([entries[1] as Entry]))
  await again.close()
  const third = await openOn(disk)
  expect([new Set(await readAll(third)), third.health().missing]).toEqual([new Set(hashesOf(entries)), []])
  expect(disk.bytes('journal-000.alog')).toEqual(hit)
  expect(valueOf(await disk.folder('quarantine').list())).toEqual([{ name: copy, size: length }])
  expect(valueOf(await disk.folder('quarantine').read(copy, 0, length))).toEqual(hit.subarray(start, start + length))
})

test('[JR20] a journal file that is gone, or cut at a border, is named by what its follower says', async () => {
  const opened = async (change: (disk: MemoryDisk) => void) => {
    const disk = memoryDisk()
    const ana = streamWriter(1)
    const journal = await openOn(disk, 1000)
    for (let i = 0; i < 7; i++) valueOf(await journal.append([ana.next()]))
    await journal.close()
    change(disk)
    const { damage, missing } = (await openOn(disk, 1000)).health()
    return [damage.map(({ code, file, offset }) => [code, file, offset]), missing.map(({ from, to }) => [from, to])]
  }
  const cutAtBorder = (bytes: Uint8Array) => bytes.slice(0, bytes.length - 532)
  expect([
    await opened((disk) => disk.damage('journal-000.alog', () => undefined)),
    await opened((disk) => disk.damage('journal-001.alog', () => undefined)),
    (await opened((disk) => disk.damage('journal-001.alog', cutAtBorder)))[0]?.map((line) => line?.slice(0, 2)),
  ]).toEqual([
    [[['E_STORE_MISSING', 'journal-000.alog', 0]], [[0, 1]]],
    [[['E_STORE_MISSING', 'journal-001.alog', 0]], [[2, 3]]],
    [['E_STORE_MISSING', 'journal-001.alog']],
  ])
})

test('[JR20] what another file says this journal held is missing when it is not here', async () => {
  const disk = memoryDisk()
  const ana = streamWriter(1)
  const entries = [ana.next(), ana.next(), ana.next()]
  const journal = await openOn(disk)
  valueOf(await journal.append(entries))
  const expected = journal.vector()
  await journal.close()
  disk.damage('journal-000.alog', (bytes) => bytes.slice(0, bytes.length - 532))
  const cut = valueOf(await openFileJournal({ disk, roomId: ROOM, expected }))
  expect(cut.health()).toEqual({ damage: [], missing: [{ stream: ana.stream, from: 2, to: 2 }] })
  await cut.close()
  disk.damage('journal-000.alog', () => undefined)
  const gone = valueOf(await openFileJournal({ disk, roomId: ROOM, expected }))
  expect(gone.health().missing).toEqual([{ stream: ana.stream, from: 0, to: 2 }])
  await gone.close()
  const gap = vectorWith(emptyVector, [{ stream: ana.stream, seq: 1 }])
  const other = valueOf(await openFileJournal({ disk, roomId: ROOM, expected: gap }))
  expect(other.health().missing).toEqual([{ stream: ana.stream, from: 1, to: 1 }])
})

test('[JR15] damage that comes while the journal is open is named when it is read, and its neighbours are read', async () => {
  const disk = memoryDisk()
  const ana = streamWriter(1)
  const entries = [ana.next(), ana.next(), ana.next()]
  const journal = await openOn(disk)
  valueOf(await journal.append(entries))
  disk.damage('journal-000.alog', (bytes) => {
    const start = findRecord(bytes, entries[1] as Entry)
    bytes[start + 8 + 200] = (bytes[start + 8 + 200] as number) ^ 1
    return bytes
  })
  expect(await readAll(journal)).toEqual(hashesOf([entries[0] as Entry, entries[2] as Entry]))
  expect(valueOf(await journal.get((entries[1] as Entry).hash))).toBe(undefined)
  expect(journal.health().damage.map(({ code, likely }) => [code, likely?.seq])).toEqual([['E_STORE_CRC', 1]])
})

test('[JR15] a disk that refuses to read several at once is asked one by one', async () => {
  const disk = memoryDisk()
  const ana = streamWriter(1)
  const entries = [ana.next(), ana.next(), ana.next()]
  const journal = await openOn(disk)
  valueOf(await journal.append(entries))
  disk.failOnce('read journal-000', 'E_DISK')
  expect([await readAll(journal), journal.health().damage]).toEqual([hashesOf(entries), []])
})

test('[JR21] a folder has one writer: the second is refused, and may come when the first has closed', async () => {
  const disk = memoryDisk()
  const first = await openOn(disk)
  const second = await openFileJournal({ disk, roomId: ROOM })
  await first.close()
  const third = await openFileJournal({ disk, roomId: ROOM })
  expect([second.ok ? 'ok' : second.error.code, third.ok]).toEqual(['E_FOLDER_LOCKED', true])
})

test('[JR19] a whole record that this folder may not hold is set aside, and one of a later version is kept', async () => {
  const disk = memoryDisk()
  const ana = streamWriter(1)
  const foreign = streamWriter(9, 'ab'.repeat(32))
  const other = memoryDisk()
  const strange = valueOf(await openFileJournal({ disk: other, roomId: 'ab'.repeat(32) }))
  valueOf(await strange.append([foreign.next()]))
  const journal = await openOn(disk)
  const mine = ana.next()
  valueOf(await journal.append([mine]))
  await journal.close()
  const future = frameRecord(utf8('APLXof a later version'))
  disk.damage('journal-000.alog', (bytes) => Uint8Array.from([...bytes, ...other.bytes('journal-000.alog'), ...future]))
  const again = await openOn(disk)
  expect([await readAll(again), again.health().damage.map((item) => item.code)]).toEqual([
    [mine.hash],
    ['E_STORE_CRC', 'E_STORE_CRC'],
  ])
})

test('[JR14] when one side of a fork is damaged the other takes its place, and both are told again when it comes back', async () => {
  const disk = memoryDisk()
  const ana = streamWriter(1)
  const first = ana.next()
  const other = ana.forked()
  const journal = await openOn(disk)
  valueOf(await journal.append([first]))
  const forked = valueOf(await journal.append([other]))
  await journal.close()
  disk.damage('journal-000.alog', (bytes) => {
    const start = findRecord(bytes, first)
    bytes[start + 8 + 200] = (bytes[start + 8 + 200] as number) ^ 1
    return bytes
  })
  const again = await openOn(disk)
  const before = { forks: again.forks(), at: again.at(ana.stream, 0) }
  const back = valueOf(await again.append([first]))
  const fork = (...hashes: readonly Hex[]) => [{ stream: ana.stream, seq: 0, hashes }]
  expect([forked.forks, before, back.forks]).toEqual([
    fork(first.hash, other.hash),
    { forks: [], at: [other.hash] },
    fork(other.hash, first.hash),
  ])
})

function findRecord(bytes: Uint8Array, entry: Entry): number {
  for (let at = 0; at + entry.bytes.length <= bytes.length; at++) {
    if (bytes[at] === entry.bytes[0] && entry.bytes.subarray(0, 188).every((byte, i) => bytes[at + i] === byte)) {
      return at - 8
    }
  }
  throw new Error('no such record')
}

test('[JR4] an entry of a later version in a file stays as it is, is named, and hides nothing', async () => {
  const disk = memoryDisk()
  const ana = streamWriter(1)
  const journal = await openOn(disk)
  const [first, second, third] = [ana.next(), ana.next(), ana.next()]
  valueOf(await journal.append([first]))
  await journal.close()
  const later = frameRecord(second.bytes.map((byte, i) => (i === 4 ? 3 : byte)))
  const end = disk.bytes('journal-000.alog').length
  valueOf(await disk.write('journal-000.alog', end, later))
  const again = await openOn(disk)
  expect(again.health()).toEqual({ damage: [], missing: [], newer: 3 })
  valueOf(await again.append([third]))
  await again.close()
  expect(await readAll(await openOn(disk))).toEqual(hashesOf([first, third]))
  expect(disk.bytes('journal-000.alog').subarray(end, end + later.length)).toEqual(later)
})
