/** Reads entries at known positions; what is no longer as written is named, never returned. */
import { type Result, err, ok } from '../base/result.ts'
import type { Disk, DiskError } from './disk.ts'
import { type Entry, parseEntry } from './entry.ts'
import type { EntryPlace } from './journal.ts'
import { journalFileName } from './journalFiles.ts'
import type { Position } from './journalWriter.ts'
import { RECORD_HEAD_BYTES, unframe } from './records.ts'

/** Read together at most, when entries lie one after the other. */
const MAX_READ_BYTES = 2 * 1024 * 1024

export interface PlacedEntry {
  readonly place: EntryPlace
  readonly at: Position
}

/** `undefined`: the bytes there are not this entry. */
export async function readEntryAt(
  disk: Disk,
  { place, at }: PlacedEntry,
): Promise<Result<Entry | undefined, DiskError>> {
  const whole = await disk.read(journalFileName(at.file), at.offset, RECORD_HEAD_BYTES + place.bytes)
  return whole.ok ? ok(entryOf(place, whole.value)) : err(whole.error)
}

/** In the given order. `onDamage` hears of what cannot be read. */
export async function* readEntries(
  disk: Disk,
  wanted: readonly PlacedEntry[],
  onDamage: (item: PlacedEntry) => void,
): AsyncGenerator<Entry, void> {
  for (let i = 0; i < wanted.length;) {
    const run = runFrom(wanted, i)
    const { file, offset } = (run.items[0] as PlacedEntry).at
    const bytes = await disk.read(journalFileName(file), offset, run.bytes)
    for (const item of run.items) {
      const from = item.at.offset - offset
      const entry = bytes.ok
        ? entryOf(item.place, bytes.value.subarray(from, from + RECORD_HEAD_BYTES + item.place.bytes))
        : await readAlone(disk, item)
      if (entry === undefined) onDamage(item)
      else yield entry
    }
    i += run.items.length
  }
}

/** After a failed read of several: one bad sector must not hide its neighbours. */
async function readAlone(disk: Disk, item: PlacedEntry): Promise<Entry | undefined> {
  const entry = await readEntryAt(disk, item)
  return entry.ok ? entry.value : undefined
}

function entryOf(place: EntryPlace, whole: Uint8Array): Entry | undefined {
  const bytes = unframe(whole)
  if (bytes === undefined) return undefined
  const entry = parseEntry(new Uint8Array(bytes))
  return entry.ok && entry.value.hash === place.hash ? entry.value : undefined
}

/** Those that, from `first` on, lie in one stretch of one file small enough to read at once. */
function runFrom(
  wanted: readonly PlacedEntry[],
  first: number,
): { readonly items: readonly PlacedEntry[]; readonly bytes: number } {
  const start = (wanted[first] as PlacedEntry).at
  let end = start.offset
  let next = first
  for (; next < wanted.length; next++) {
    const { place, at } = wanted[next] as PlacedEntry
    const isAdjacent = at.file === start.file && at.offset === end
    if (next > first && (!isAdjacent || end - start.offset > MAX_READ_BYTES)) break
    end = at.offset + RECORD_HEAD_BYTES + place.bytes
  }
  return { items: wanted.slice(first, next), bytes: end - start.offset }
}
