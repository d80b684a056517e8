import { Dexie } from 'dexie'
import { IDBDatabase, IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import { openDexieJournal } from '#renderer/data/dexieJournal.ts'
import { ROOM, collect, streamWriter } from '#test/helpers/entries.ts'
import { journalSuite, valueOf } from './journalSuite.ts'

const makeHome = () => {
  const indexedDB = { indexedDB: new IDBFactory(), IDBKeyRange }
  return {
    indexedDB,
    open: async (roomId = ROOM) => valueOf(await openDexieJournal({ roomId, indexedDB })),
    dispose: () => Promise.resolve(),
  }
}

journalSuite('IndexedDB', () => Promise.resolve(makeHome()))

afterEach(() => {
  vi.restoreAllMocks()
})

test('[JR16] IndexedDB: every write asks for strict durability', async () => {
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
  const journal = await makeHome().open()
  transaction.mockClear()
  valueOf(await journal.append([streamWriter(1).next()]))
  expect(transaction.mock.calls.map(([, mode, options]) => [mode, options])).toEqual([
    ['readwrite', { durability: 'strict' }],
  ])
  await journal.close()
})

test('[JR13] IndexedDB: the journals of two plans in one database do not mix', async () => {
  const home = makeHome()
  const other = 'ab'.repeat(32)
  const [first, second] = [await home.open(), await home.open(other)]
  valueOf(await first.append([streamWriter(1).next(), streamWriter(2).next()]))
  valueOf(await second.append([streamWriter(3, other).next()]))
  await first.close()
  await second.close()
  const [again, othersAgain] = [await home.open(), await home.open(other)]
  expect([again.count(), othersAgain.count()]).toEqual([2, 1])
})

test('[JR19] IndexedDB: a row that is no longer what was written is set aside and named, the rest loads, nothing is deleted', async () => {
  const home = makeHome()
  const ana = streamWriter(1)
  const entries = [ana.next(), ana.next(), ana.next(), ana.next()]
  const journal = await home.open()
  valueOf(await journal.append(entries))
  await journal.close()
  const database = new Dexie('aplec-journal', home.indexedDB)
  await database.open()
  const table = database.table<{ position: number; bytes: Uint8Array | string }, number>('entries')
  const [first, second, third] = await table.toArray()
  if (first === undefined || second === undefined || third === undefined) throw new Error('no rows')
  const flipped = (second.bytes as Uint8Array).map((byte, i) => (i === 200 ? byte ^ 1 : byte))
  await table.put({ ...second, bytes: flipped })
  await table.put({ ...third, bytes: 'rubbish' })
  database.close()

  const again = await home.open()
  const held = (await collect(again.read(again.places()))).map((entry) => entry.hash)
  expect([held, again.health()]).toEqual([
    [entries[0]?.hash, entries[3]?.hash],
    {
      damage: [
        { code: 'E_STORE_CRC', file: 'entries', offset: second.position, length: flipped.length, copy: 'quarantine/2' },
        { code: 'E_STORE_CRC', file: 'entries', offset: third.position, length: 0, copy: 'quarantine/3' },
      ],
      missing: [{ stream: ana.stream, from: 1, to: 2 }],
    },
  ])
  // Fetched again, it is whole; the damaged row is still there.
  valueOf(await again.append([entries[1] as (typeof entries)[number]]))
  await again.close()
  const third2 = await home.open()
  expect([third2.count(), third2.health().missing]).toEqual([3, [{ stream: ana.stream, from: 2, to: 2 }]])
  await third2.close()
  await database.open()
  expect([await database.table('entries').count(), await database.table('quarantine').count()]).toEqual([5, 2])
  database.close()
})

test('[JR4] IndexedDB: an entry of a later version stays as it is, and is named', async () => {
  const home = makeHome()
  const ana = streamWriter(1)
  const journal = await home.open()
  valueOf(await journal.append([ana.next(), ana.next()]))
  await journal.close()
  const database = new Dexie('aplec-journal', home.indexedDB)
  await database.open()
  const table = database.table<{ position: number; bytes: Uint8Array }, number>('entries')
  const last = (await table.toArray()).at(-1)!
  await table.put({ ...last, bytes: last.bytes.map((byte, i) => (i === 4 ? 3 : byte)) })
  database.close()
  const again = await home.open()
  expect([again.count(), again.health()]).toEqual([1, { damage: [], missing: [], newer: 3 }])
  await again.close()
})

test('[JR17] IndexedDB: a full quota says so and stores nothing; the same entries go in once there is room', async () => {
  const home = makeHome()
  const ana = streamWriter(1)
  const [first, second] = [ana.next(), ana.next()]
  const journal = await home.open()
  const original = IDBObjectStore.prototype.add
  const add = vi.spyOn(IDBObjectStore.prototype, 'add')
  let calls = 0
  add.mockImplementation(function (this: IDBObjectStore, ...given: Parameters<IDBObjectStore['add']>) {
    calls += 1
    if (calls === 2) throw new DOMException('no room', 'QuotaExceededError')
    return original.apply(this, given)
  })
  const full = await journal.append([first, second])
  add.mockRestore()
  expect([full.ok ? 'ok' : full.error.code, journal.count()]).toEqual(['E_DISK_FULL', 0])
  valueOf(await journal.append([first, second]))
  await journal.close()
  const again = await home.open()
  expect((await collect(again.read(again.places()))).map((entry) => entry.hash)).toEqual([first.hash, second.hash])
  await again.close()
})
