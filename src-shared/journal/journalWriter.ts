/** Appends records to the files of one journal: which file, from where, and what to do after a write that failed. */
import type { Hex } from '../base/bytes.ts'
import type { Log } from '../base/ports.ts'
import { type Result, ok } from '../base/result.ts'
import type { Disk, DiskError } from './disk.ts'
import type { Entry } from './entry.ts'
import { encodeManifest } from './manifest.ts'
import { journalFileName } from './journalFiles.ts'
import { RECORD_HEAD_BYTES, frameRecords } from './records.ts'

/** Where the record of an entry begins. */
export interface Position {
  readonly file: number
  readonly offset: number
}

export interface JournalWriter {
  /** One write, one sync; durable when resolved. On failure nothing counts as written. Not called while under way. */
  write(entries: readonly Entry[]): Promise<Result<readonly Position[], DiskError>>
}

export interface WriterStart {
  readonly file: number
  /** Durable bytes of that file; 0: it is begun anew. */
  readonly size: number
  /** Size of the file before it. */
  readonly sizeBefore: number
}

export interface WriterDeps {
  readonly disk: Disk
  readonly roomId: Hex
  readonly log: Log
  readonly maxFileBytes: number
}

export function createJournalWriter(
  { disk, roomId, log, maxFileBytes }: WriterDeps,
  start: WriterStart,
): JournalWriter {
  let { file, size, sizeBefore } = start
  // After a failed write the file may hold rubbish beyond `size`.
  let isDirty = false

  function roll(): void {
    sizeBefore = size
    file += 1
    size = 0
    isDirty = false
  }

  async function mend(): Promise<Result<void, DiskError>> {
    if (!isDirty) return ok(undefined)
    const cut = await disk.truncate(journalFileName(file), size)
    if (!cut.ok && cut.error.code !== 'E_DISK_MISSING') return cut
    isDirty = false
    return ok(undefined)
  }

  /**
   * What the system dropped from memory after a failed sync it never writes again, and says nothing more: the file is
   * cut back to what is known to be durable, and writing goes on in another.
   */
  async function sync(name: string): Promise<Result<void, DiskError>> {
    const synced = await disk.sync(name)
    if (synced.ok) return size === 0 ? disk.syncFolder() : synced
    log.error('journal.sync', { file: name, cause: synced.error.cause })
    await disk.truncate(name, size)
    if (size > 0) roll()
    return synced
  }

  return {
    async write(entries) {
      if (size >= maxFileBytes) roll()
      const mended = await mend()
      if (!mended.ok) return mended
      const name = journalFileName(file)
      const head = size === 0 ? [encodeManifest({ purpose: 'journal', roomId, file, sizeBefore })] : []
      const contents = [...head, ...entries.map((entry) => entry.bytes)]
      const bytes = frameRecords(contents)
      isDirty = true
      const put = await disk.write(name, size, bytes)
      if (!put.ok) return put
      const synced = await sync(name)
      if (!synced.ok) return synced
      const positions = positionsOf(contents, file, size).slice(head.length)
      size += bytes.length
      isDirty = false
      return ok(positions)
    },
  }
}

function positionsOf(contents: readonly Uint8Array[], file: number, start: number): readonly Position[] {
  let next = start
  return contents.map(({ length }) => {
    const offset = next
    next += RECORD_HEAD_BYTES + length
    return { file, offset }
  })
}
