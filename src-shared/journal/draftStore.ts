/**
 * What was typed and is not yet in an entry (settled, 8): sealed with the device's storage key, in no stream, in two
 * files with the same records, so that losing either loses nothing. Appending costs one sync of each, side by side.
 */
import { assert } from '../base/assert.ts'
import { concat } from '../base/bytes.ts'
import type { Random } from '../base/ports.ts'
import { type Result, ok } from '../base/result.ts'
import type { Disk, DiskError } from './disk.ts'
import { encodeDraftRecord } from './draftRecord.ts'
import { type DraftFile, MAX_DRAFT_BYTES, mergeDraftFiles, openDraftFiles } from './draftFiles.ts'
import { frameRecord } from './records.ts'
import { replaceFile } from './replaceFile.ts'

export interface Draft {
  /** Ascending, from 1; never used twice in one folder. */
  readonly number: number
  readonly bytes: Uint8Array
}

export interface DraftStore {
  /** Durable in both files when resolved, all or nothing; their numbers in order. Each at most `MAX_DRAFT_BYTES`. */
  append(drafts: readonly Uint8Array[]): Promise<Result<readonly Draft[], DiskError>>
  /** Those not dropped, ascending. */
  list(): readonly Draft[]
  /**
   * Forgets drafts up to `number`. Only when their entry is durable in the journal *and* the document cache on disk
   * holds their changes: until then they are the second copy.
   */
  drop(number: number): Promise<Result<void, DiskError>>
  /** Found when opened. */
  damage(): readonly DraftDamage[]
  close(): Promise<void>
}

/**
 * `cut`: this file lacks records of the other; a crash between the two writes does that too, so it is for the log, not
 * for people. `isLost`: a draft was readable in neither file; the others are whole.
 */
export interface DraftDamage {
  readonly code: 'E_DRAFTS_DAMAGED'
  readonly file: string
  readonly reason: 'missing' | 'damaged' | 'cut'
  readonly isLost: boolean
}

export interface DraftStoreOptions {
  /** The plan's own folder. */
  readonly disk: Disk
  /** `storageKey(D, roomId)`. */
  readonly key: Uint8Array
  readonly random: Random
}

export { MAX_DRAFT_BYTES }

/** Files are written anew, without what was dropped, when they have grown beyond this. */
const COMPACT_BEYOND_BYTES = 256 * 1024

/** Opens or begins the drafts of one plan. What only one file still holds is written to the other. */
export async function openDraftStore(options: DraftStoreOptions): Promise<Result<DraftStore, DiskError>> {
  const { disk, key, random } = options
  const opened = await openDraftFiles(disk, key)
  if (!opened.ok) return opened
  const merged = mergeDraftFiles(opened.value)
  const files: DraftFile[] = [...opened.value]
  let held: readonly Draft[] = merged.drafts
  let lastNumber = merged.lastNumber
  let turn: Promise<unknown> = Promise.resolve()
  // After a failed write both files are made anew from what is known to be durable, before anything else.
  let mustRewrite = merged.mustRewrite

  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const next = turn.then(run)
    turn = next.catch(() => undefined)
    return next
  }

  const sealed = (type: 'draft' | 'dropped', number: number, bytes: Uint8Array): Uint8Array =>
    frameRecord(encodeDraftRecord({ type, number, bytes }, key, random))

  /** All drafts held, after a mark that keeps their numbers from being used again. */
  async function rewrite(): Promise<Result<void, DiskError>> {
    const before = (held[0]?.number ?? lastNumber + 1) - 1
    const mark = sealed('dropped', before, new Uint8Array())
    const bytes = concat(mark, ...held.map((draft) => sealed('draft', draft.number, draft.bytes)))
    mustRewrite = true
    for (const file of files) {
      const written = await replaceFile(disk, file.name, bytes)
      if (!written.ok) return written
      file.size = bytes.length
    }
    mustRewrite = false
    return ok(undefined)
  }

  async function appendBoth(bytes: Uint8Array): Promise<Result<void, DiskError>> {
    if (mustRewrite) {
      const rewritten = await rewrite()
      if (!rewritten.ok) return rewritten
    }
    mustRewrite = true
    const results = await Promise.all(files.map((file) => appendOne(file, bytes)))
    const failed = results.find((result) => !result.ok)
    if (failed !== undefined) return failed
    mustRewrite = false
    return ok(undefined)
  }

  async function appendOne(file: DraftFile, bytes: Uint8Array): Promise<Result<void, DiskError>> {
    const written = await disk.write(file.name, file.size, bytes)
    if (!written.ok) return written
    const synced = await disk.sync(file.name)
    if (!synced.ok) return synced
    const isNew = file.size === 0
    file.size += bytes.length
    return isNew ? disk.syncFolder() : synced
  }

  // A full disk does not keep anyone from reading; the first append tries again.
  if (mustRewrite) await rewrite()

  return ok({
    append: (drafts) =>
      inTurn(async () => {
        assert(
          drafts.every((bytes) => bytes.length <= MAX_DRAFT_BYTES),
          'A draft is at most as large as a record.',
        )
        const numbered = drafts.map((bytes, i) => ({ number: lastNumber + 1 + i, bytes }))
        const written = await appendBoth(concat(...numbered.map(({ number, bytes }) => sealed('draft', number, bytes))))
        if (!written.ok) return written
        held = [...held, ...numbered]
        lastNumber += numbered.length
        return ok(numbered)
      }),
    list: () => held,
    drop: (number) =>
      inTurn(async () => {
        const left = held.filter((draft) => draft.number > number)
        if (left.length === held.length) return ok(undefined)
        const kept = held
        held = left
        const size = Math.max(...files.map((file) => file.size))
        const written =
          size > COMPACT_BEYOND_BYTES
            ? await rewrite()
            : await appendBoth(sealed('dropped', Math.min(number, lastNumber), new Uint8Array()))
        // Still held when the mark is not durable: dropping is tried again, and never too early.
        if (!written.ok) held = kept
        return written
      }),
    damage: () => merged.damage,
    async close() {
      await turn
    },
  })
}
