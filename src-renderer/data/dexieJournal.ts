/**
 * The journal in a browser: IndexedDB through Dexie, with strict durability, so that an answered `append` is on the
 * disk. One database holds the journals of all plans. Rows are added and read, never changed or deleted.
 */
import { Dexie, type Table } from 'dexie'
import type { Hex } from '#shared/base/bytes.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import { createAppendQueue } from '#shared/journal/appendQueue.ts'
import type { DiskError } from '#shared/journal/disk.ts'
import { type Entry, parseEntry } from '#shared/journal/entry.ts'
import { createEntryIndex, placeOf } from '#shared/journal/entryIndex.ts'
import type { Damage, EntryPlace, Journal } from '#shared/journal/journal.ts'
import { type Vector, emptyVector, missingRanges } from '#shared/journal/vector.ts'

export interface DexieJournalOptions {
  readonly roomId: Hex
  /** Name of the database. */
  readonly name?: string
  /** What another part of the app says this journal held. */
  readonly expected?: Vector
  /** For tests: another IndexedDB than the browser's. */
  readonly indexedDB?: { readonly indexedDB: IDBFactory; readonly IDBKeyRange: typeof IDBKeyRange }
}

interface Row {
  readonly position?: number
  readonly roomId: Hex
  readonly hash: Hex
  readonly bytes: Uint8Array
}

interface Database extends Dexie {
  readonly entries: Table<Row, number>
  /** Copies of rows that are no longer what was written, by their position. */
  readonly quarantine: Table<Row, number>
}

/** Rows in memory at once while opening and reading. */
const ROWS_AT_ONCE = 200
const TABLE = 'entries'

export async function openDexieJournal(options: DexieJournalOptions): Promise<Result<Journal, DiskError>> {
  const { roomId, name = 'aplec-journal', expected = emptyVector } = options
  const database = new Dexie(name, { chromeTransactionDurability: 'strict', ...options.indexedDB }) as Database
  database.version(1).stores({ entries: '++position, roomId', quarantine: 'position' })
  const index = createEntryIndex()
  // Keys of the rows, in the order of appending.
  const keys: number[] = []
  const damage: Damage[] = []
  let newer = 0
  try {
    await database.open()
    await eachRow(database, roomId, async (row, key) => {
      const entry = entryOf(row)
      if (typeof entry === 'number') newer = Math.max(newer, entry)
      else if (entry === undefined) damage.push(await setAside(database, row, key))
      else if (index.add(placeOf(entry)) !== undefined) keys.push(key)
    })
  } catch (cause) {
    database.close()
    return err(toDiskError(cause))
  }
  const queue = createAppendQueue(roomId, index, {
    async write(entries) {
      const added = await addRows(database, roomId, entries)
      if (!added.ok) return added
      const byHash = new Map(entries.map((entry, i) => [entry.hash, added.value[i] as number]))
      return ok((entry: Entry) => keys.push(byHash.get(entry.hash) as number))
    },
  })

  function noteDamage(place: EntryPlace, key: number): void {
    if (damage.some((item) => item.offset === key)) return
    const { stream, seq, kind } = place
    damage.push({ code: 'E_STORE_CRC', file: TABLE, offset: key, length: place.bytes, likely: { stream, seq, kind } })
  }

  async function* readRows(wanted: readonly number[]): AsyncGenerator<Entry, void> {
    for (let i = 0; i < wanted.length; i += ROWS_AT_ONCE) {
      const orders = wanted.slice(i, i + ROWS_AT_ONCE)
      const rows = await database.entries.bulkGet(orders.map((order) => keys[order] as number))
      for (const [n, order] of orders.entries()) {
        const place = index.placeAt(order) as EntryPlace
        const entry = entryOf(rows[n])
        if (typeof entry === 'object' && entry.hash === place.hash) yield entry
        else noteDamage(place, keys[order] as number)
      }
    }
  }

  return ok({
    roomId,
    append: (entries) => queue.append(entries),
    vector: () => index.vector(),
    count: () => index.count(),
    has: (hash) => index.position(hash) !== undefined,
    place: (hash) => index.placeAt(index.position(hash) ?? -1),
    at: (stream, seq) => index.at(stream, seq),
    places: (position = 0) => index.places(position),
    forks: () => index.forks(),
    async get(hash) {
      const order = index.position(hash)
      if (order === undefined) return ok(undefined)
      try {
        for await (const entry of readRows([order])) return ok(entry)
        return ok(undefined)
      } catch (cause) {
        return err(toDiskError(cause))
      }
    },
    read: (places) => readRows([...places].flatMap((place) => index.position(place.hash) ?? []).sort((a, b) => a - b)),
    health: () => ({
      damage: [...damage],
      missing: missingRanges(index.vector(), expected),
      ...(newer > 0 ? { newer } : {}),
    }),
    async close() {
      await queue.close()
      database.close()
    },
  })
}

/** One transaction: all rows or none. */
async function addRows(
  database: Database,
  roomId: Hex,
  entries: readonly Entry[],
): Promise<Result<readonly number[], DiskError>> {
  try {
    return ok(
      await database.transaction('rw', database.entries, () =>
        database.entries.bulkAdd(
          entries.map(({ hash, bytes }) => ({ roomId, hash, bytes })),
          { allKeys: true },
        ),
      ),
    )
  } catch (cause) {
    return err(toDiskError(cause))
  }
}

/** In the order of appending, a few at a time. */
async function eachRow(
  database: Database,
  roomId: Hex,
  visit: (row: Row, key: number) => Promise<void>,
): Promise<void> {
  const all = await database.entries.where('roomId').equals(roomId).primaryKeys()
  for (let i = 0; i < all.length; i += ROWS_AT_ONCE) {
    const keys = all.slice(i, i + ROWS_AT_ONCE)
    const rows = await database.entries.bulkGet(keys)
    for (const [n, key] of keys.entries()) {
      const row = rows[n]
      if (row !== undefined) await visit(row, key)
    }
  }
}

/** The number of a later version when the entry is of one. */
function entryOf(row: Row | undefined): Entry | number | undefined {
  if (!(row?.bytes instanceof Uint8Array)) return undefined
  const entry = parseEntry(row.bytes)
  if (!entry.ok && entry.error.code === 'E_NEWER') return entry.error.version
  return entry.ok && entry.value.hash === row.hash && entry.value.header.roomId === row.roomId ? entry.value : undefined
}

async function setAside(database: Database, row: Row, key: number): Promise<Damage> {
  await database.quarantine.put({ ...row, position: key })
  const length = row.bytes instanceof Uint8Array ? row.bytes.length : 0
  return { code: 'E_STORE_CRC', file: TABLE, offset: key, length, copy: `quarantine/${key}` }
}

/** Dexie wraps what the browser says: the quota may be the error itself or the cause of an aborted transaction. */
function toDiskError(cause: unknown): DiskError {
  const names: string[] = []
  for (let at = cause; at instanceof Error; at = 'inner' in at ? at.inner : undefined) names.push(at.name)
  const isFull = names.some((name) => name === 'QuotaExceededError')
  return { code: isFull ? 'E_DISK_FULL' : 'E_DISK', file: TABLE, cause: names.join(' < ') || String(cause) }
}
