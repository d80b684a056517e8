/**
 * The journal as files: `journal-000.alog`, `journal-001.alog`, … over a `Disk`. Records are appended and synced in
 * groups; nothing in a file is ever changed. Opening reads every file once and keeps only places in memory.
 */
import type { Hex } from '../base/bytes.ts'
import { type Log, silentLog } from '../base/ports.ts'
import { type Result, ok } from '../base/result.ts'
import { createAppendQueue } from './appendQueue.ts'
import type { Disk, DiskError } from './disk.ts'
import type { Entry } from './entry.ts'
import { type EntryIndex, createEntryIndex } from './entryIndex.ts'
import type { Damage, EntryPlace, Journal } from './journal.ts'
import { type OpenedFile, journalFileName, missingFiles, openJournalFiles } from './journalFiles.ts'
import { type PlacedEntry, readEntries, readEntryAt } from './journalReader.ts'
import { type Position, type WriterStart, createJournalWriter } from './journalWriter.ts'
import { RECORD_HEAD_BYTES } from './records.ts'
import { type Vector, emptyVector, missingRanges } from './vector.ts'

export interface FileJournalOptions {
  /** The plan's own folder. */
  readonly disk: Disk
  readonly roomId: Hex
  /** What another file of the device says this journal held: what is gone of it is named in `health().missing`. */
  readonly expected?: Vector
  readonly log?: Log
  /** A new file is begun beyond this size; 64 MB. */
  readonly maxFileBytes?: number
}

const MAX_FILE_BYTES = 64 * 1024 * 1024

/**
 * Opens the journal of one folder, or begins one. Damage is named in `health()`, never an error. Fails with
 * `E_FOLDER_LOCKED` when another process writes here.
 */
export async function openFileJournal(options: FileJournalOptions): Promise<Result<Journal, DiskError>> {
  const { disk, roomId, expected = emptyVector, log = silentLog, maxFileBytes = MAX_FILE_BYTES } = options
  const lock = await disk.lock('journal.lock')
  if (!lock.ok) return lock
  const files = await openJournalFiles(disk, roomId)
  if (!files.ok) {
    await lock.value.release()
    return files
  }
  const { index, positions } = indexFiles(files.value)
  const damage = [...files.value.flatMap((file) => file.damage), ...missingFiles(files.value)]
  const newer = Math.max(0, ...files.value.map((file) => file.newer))
  for (const item of damage) logDamage(log, item)
  const writer = createJournalWriter({ disk, roomId, log, maxFileBytes }, startOf(files.value))
  const queue = createAppendQueue(roomId, index, {
    async write(entries) {
      const written = await writer.write(entries)
      if (!written.ok) return written
      const byHash = new Map(entries.map((entry, i) => [entry.hash, written.value[i] as Position]))
      return ok((entry: Entry) => positions.push(byHash.get(entry.hash) as Position))
    },
  })

  function located(hash: Hex): (PlacedEntry & { readonly order: number }) | undefined {
    const order = index.position(hash)
    if (order === undefined) return undefined
    return { order, place: index.placeAt(order) as EntryPlace, at: positions[order] as Position }
  }

  function noteDamage({ place, at }: PlacedEntry): void {
    const file = journalFileName(at.file)
    if (damage.some((item) => item.file === file && item.offset === at.offset)) return
    const { stream, seq, kind } = place
    const length = RECORD_HEAD_BYTES + place.bytes
    const item: Damage = { code: 'E_STORE_CRC', file, offset: at.offset, length, likely: { stream, seq, kind } }
    damage.push(item)
    logDamage(log, item)
  }

  return ok({
    roomId,
    append: (entries) => queue.append(entries),
    vector: () => index.vector(),
    count: () => index.count(),
    has: (hash) => index.position(hash) !== undefined,
    place: (hash) => located(hash)?.place,
    at: (stream, seq) => index.at(stream, seq),
    places: (position = 0) => index.places(position),
    forks: () => index.forks(),
    async get(hash) {
      const item = located(hash)
      if (item === undefined) return ok(undefined)
      const entry = await readEntryAt(disk, item)
      if (entry.ok && entry.value === undefined) noteDamage(item)
      return entry
    },
    read(places) {
      const wanted = [...places].flatMap((place) => located(place.hash) ?? []).sort((a, b) => a.order - b.order)
      return readEntries(disk, wanted, noteDamage)
    },
    health: () => ({
      damage: [...damage],
      missing: missingRanges(index.vector(), expected),
      ...(newer > 0 ? { newer } : {}),
    }),
    async close() {
      await queue.close()
      await lock.value.release()
    },
  })
}

function indexFiles(files: readonly OpenedFile[]): { readonly index: EntryIndex; readonly positions: Position[] } {
  const index = createEntryIndex()
  const positions: Position[] = []
  for (const file of files) {
    for (const { place, offset } of file.located) {
      if (index.add(place) !== undefined) positions.push({ file: file.file, offset })
    }
  }
  return { index, positions }
}

/** Damage near the end of a file could swallow what is written after it: then writing goes on in a new one. */
function startOf(files: readonly OpenedFile[]): WriterStart {
  const last = files.at(-1)
  if (last === undefined) return { file: 0, size: 0, sizeBefore: 0 }
  if (last.size === 0) return { file: last.file, size: 0, sizeBefore: files.at(-2)?.size ?? 0 }
  const isHit = last.isUncut || last.damage.some((item) => item.code === 'E_STORE_CRC')
  return isHit
    ? { file: last.file + 1, size: 0, sizeBefore: last.size }
    : { file: last.file, size: last.size, sizeBefore: 0 }
}

function logDamage(log: Log, { code, file, offset, length }: Damage): void {
  log[code === 'E_STORE_TAIL' ? 'info' : 'error']('journal.damage', { code, file, offset, length })
}
