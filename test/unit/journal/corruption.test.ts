import { expect, test } from 'vitest'
import { type Hex, concat } from '#shared/base/bytes.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import type { Damage, JournalHealth } from '#shared/journal/journal.ts'
import { bytesSource, readRecords } from '#shared/journal/records.ts'
import { type Vector, countRanges } from '#shared/journal/vector.ts'
import { ROOM, collect, seededNumbers, streamWriter } from '#test/helpers/entries.ts'
import { type MemoryDisk, memoryDisk } from '#test/helpers/memoryDisk.ts'
import { valueOf } from '../../contract/journal/journalSuite.ts'

/** One record as it was written; the manifest of a file has no hash. */
interface Written {
  readonly file: string
  readonly from: number
  readonly to: number
  readonly hash: Hex | undefined
}

interface Folder {
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly records: readonly Written[]
  readonly vector: Vector
  /** By hash: the place of the entry. */
  readonly places: ReadonlyMap<Hex, { readonly stream: Hex; readonly seq: number }>
}

/** A journal of three files by two writers. */
async function makeFolder(): Promise<Folder> {
  const disk = memoryDisk()
  const journal = valueOf(await openFileJournal({ disk, roomId: ROOM, maxFileBytes: 5000 }))
  const [ana, pau] = [streamWriter(1), streamWriter(2)]
  for (let i = 0; i < 15; i++) valueOf(await journal.append([i % 3 === 0 ? pau.control(i * 11) : ana.next(i * 60)]))
  await journal.close()
  const files = new Map(valueOf(await disk.list()).map(({ name }) => [name, disk.bytes(name)]))
  const byPlace = [...journal.places()]
  const records: Written[] = []
  for (const [file, bytes] of files) {
    for (const item of await collect(readRecords(bytesSource(bytes)))) {
      if (item.found !== 'record') throw new Error('a fresh journal is whole')
      const isManifest = item.bytes[3] === 0x4d
      const entries = records.filter(({ hash }) => hash !== undefined).length
      const hash = isManifest ? undefined : byPlace[entries]?.hash
      records.push({ file, from: item.offset, to: item.offset + 8 + item.bytes.length, hash })
    }
  }
  return { files, records, vector: journal.vector(), places: new Map(byPlace.map((place) => [place.hash, place])) }
}

const folder = await makeFolder()
const last = [...folder.files.keys()].at(-1) as string

/** What someone did to one file: `from` … `to` of the old bytes are not there any more as they were. */
interface Hit {
  readonly what: string
  readonly file: string
  readonly from: number
  readonly to: number
  readonly bytes: Uint8Array | undefined
}

async function opened(hit: Hit) {
  const disk = memoryDisk()
  for (const [name, bytes] of folder.files) {
    valueOf(await disk.write(name, 0, bytes))
    valueOf(await disk.sync(name))
  }
  disk.damage(hit.file, () => hit.bytes)
  const journal = valueOf(await openFileJournal({ disk, roomId: ROOM, expected: folder.vector }))
  const held = new Set((await collect(journal.read(journal.places()))).map((entry) => entry.hash))
  const health = journal.health()
  await journal.close()
  return { disk, held, health }
}

/** Judges one hit against what must follow from it; the answer is what is wrong. */
async function judge(hit: Hit): Promise<string | undefined> {
  const { disk, held, health } = await opened(hit)
  const gone = folder.records.filter(({ file, from, to }) => file === hit.file && from < hit.to && to > hit.from)
  const goneEntries = gone.flatMap(({ hash }) => hash ?? [])
  const lost = [...folder.places.keys()].filter((hash) => !held.has(hash))
  const where = `${hit.what} ${hit.file} ${hit.from}-${hit.to}`
  if (lost.toSorted().join() !== goneEntries.toSorted().join()) {
    return `${where}: ${lost.length} entries are missing, ${goneEntries.length} were hit`
  }
  if (!isNamed(hit, gone, health)) return `${where}: not named in ${JSON.stringify(health)}`
  if (countRanges(health.missing) !== goneEntries.length) return `${where}: missing ${JSON.stringify(health.missing)}`
  return (await keepsAll(disk, hit, health)) ? undefined : `${where}: bytes were lost`
}

/** Every entry hit lies in a stretch that is named, or the end of its file is, or its place is. */
function isNamed(hit: Hit, gone: readonly Written[], health: JournalHealth): boolean {
  const inFile = health.damage.filter((item) => item.file === hit.file)
  return gone.every(({ from, hash }) => {
    const place = folder.places.get(hash ?? '')
    const byPlace = health.missing.some(
      (range) => range.stream === place?.stream && range.from <= place.seq && place.seq <= range.to,
    )
    // Of a last file that is gone nothing tells but the entries that are missing.
    const isEmptied = hash === undefined && (hit.bytes?.length ?? 0) === 0
    return isEmptied || byPlace || inFile.some((item) => covers(item, from))
  })
}

const covers = (item: Damage, offset: number): boolean =>
  item.code === 'E_STORE_MISSING' ? item.offset <= offset : item.offset <= offset && offset < item.offset + item.length

/** The file is byte for byte what it was when found, except for a torn tail, whose copy holds the rest. */
async function keepsAll(disk: MemoryDisk, hit: Hit, health: JournalHealth): Promise<boolean> {
  if (hit.bytes === undefined) return true
  const tail = health.damage.find((item) => item.code === 'E_STORE_TAIL')
  const quarantine = disk.folder('quarantine')
  const copy =
    tail === undefined ? new Uint8Array() : valueOf(await quarantine.read(tail.copy?.slice(11) ?? '', 0, 1e6))
  return concat(disk.bytes(hit.file), copy).join() === hit.bytes.join()
}

const bytesOf = (file: string): Uint8Array => folder.files.get(file) as Uint8Array

function flipped(file: string, at: number, bit: number): Hit {
  const bytes = bytesOf(file).map((byte, i) => (i === at ? byte ^ (1 << bit) : byte))
  return { what: 'flipped', file, from: at, to: at + 1, bytes }
}
function zeroed(file: string, from: number, to: number): Hit {
  // A stretch that was zero before is not hit.
  const old = bytesOf(file)
  while (from < to && old[from] === 0) from += 1
  while (to > from && old[to - 1] === 0) to -= 1
  return { what: 'zeroed', file, from, to, bytes: new Uint8Array(old).fill(0, from, to) }
}
function cut(file: string, at: number): Hit {
  const bytes = bytesOf(file)
  return { what: 'cut', file, from: at, to: bytes.length, bytes: bytes.slice(0, at) }
}
function removed(file: string, from: number, to: number): Hit {
  const bytes = bytesOf(file)
  return { what: 'removed', file, from, to, bytes: concat(bytes.subarray(0, from), bytes.subarray(to)) }
}

test('[JR19] a bit flipped on either side of every record border takes exactly that record', async () => {
  const wrong: (string | undefined)[] = []
  for (const { file, from, to } of folder.records) {
    for (const at of [from, from + 3, from + 4, from + 7, from + 8, to - 1])
      wrong.push(await judge(flipped(file, at, at % 8)))
  }
  expect(wrong.filter((text) => text !== undefined)).toEqual([])
})

test('[JR19] a bit flipped anywhere takes exactly the record it is in', async () => {
  const numbers = seededNumbers(19)
  const wrong: (string | undefined)[] = []
  for (let i = 0; i < 200; i++) {
    const file = [...folder.files.keys()][i % folder.files.size] as string
    wrong.push(await judge(flipped(file, Math.floor(numbers() * bytesOf(file).length), i % 8)))
  }
  expect(wrong.filter((text) => text !== undefined)).toEqual([])
})

test('[JR19] [JR20] a file cut at any record border, or near it, lacks exactly what came after', async () => {
  const wrong: (string | undefined)[] = []
  for (const { file, from, to } of folder.records) {
    for (const at of [from, from + 1, from + 7, from + 20, Math.floor((from + to) / 2), to - 1])
      wrong.push(await judge(cut(file, at)))
  }
  expect(wrong.filter((text) => text !== undefined)).toEqual([])
})

test('[JR20] a deleted or emptied file lacks exactly what was in it', async () => {
  const wrong: (string | undefined)[] = []
  for (const [file, bytes] of folder.files) {
    for (const left of [undefined, new Uint8Array()]) {
      wrong.push(await judge({ what: 'deleted', file, from: 0, to: bytes.length, bytes: left }))
    }
  }
  expect(wrong.filter((text) => text !== undefined)).toEqual([])
})

test('[JR19] stretches zeroed or taken out of the middle take exactly the records they touch', async () => {
  const numbers = seededNumbers(20)
  const wrong: (string | undefined)[] = []
  for (let i = 0; i < 150; i++) {
    const file = [...folder.files.keys()][i % folder.files.size] as string
    const from = Math.floor(numbers() * bytesOf(file).length)
    const to = Math.min(bytesOf(file).length, from + 1 + Math.floor(numbers() * 900))
    wrong.push(await judge(zeroed(file, from, to)))
    // Taken out up to the end is a cut, which has its own test.
    if (to < bytesOf(file).length) wrong.push(await judge(removed(file, from, to)))
  }
  expect(wrong.filter((text) => text !== undefined)).toEqual([])
})

test('[JR19] a record written twice counts once', async () => {
  const wrong: (string | undefined)[] = []
  for (const { file, from, to } of folder.records) {
    const bytes = bytesOf(file)
    const doubled = concat(bytes.subarray(0, to), bytes.subarray(from, to), bytes.subarray(to))
    wrong.push(await judge({ what: 'doubled', file, from: to, to, bytes: doubled }))
  }
  expect(wrong.filter((text) => text !== undefined)).toEqual([])
})

test('[JR19] a damaged journal goes on taking entries, and nothing written after the damage is lost', async () => {
  const numbers = seededNumbers(21)
  for (let i = 0; i < 40; i++) {
    const hit = i % 2 === 0 ? flipped(last, Math.floor(numbers() * bytesOf(last).length), 5) : cut(last, 700 + 13 * i)
    const { disk, held } = await opened(hit)
    const more = streamWriter(50 + i)
    const journal = valueOf(await openFileJournal({ disk, roomId: ROOM }))
    const entries = [more.next(), more.next(2000)]
    valueOf(await journal.append(entries))
    disk.crash()
    const again = valueOf(await openFileJournal({ disk, roomId: ROOM }))
    const now = new Set((await collect(again.read(again.places()))).map((entry) => entry.hash))
    expect(now).toEqual(new Set([...held, ...entries.map((entry) => entry.hash)]))
  }
})
