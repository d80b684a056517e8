/**
 * The journal of one plan: an append-only set of entries, durable before it is acknowledged. Adapters: files
 * (`fileJournal.ts` over a `Disk`) and IndexedDB (`src-renderer/data/dexieJournal.ts`); one contract suite runs against
 * both (test/contract/journal).
 *
 * The journal keeps what it is given: signatures, membership and content are judged by the roster and the gate. It
 * refuses only an entry of another room.
 */
import type { Hex } from '../base/bytes.ts'
import type { Result } from '../base/result.ts'
import type { DiskError } from './disk.ts'
import type { Entry } from './entry.ts'
import type { StreamRange, Vector } from './vector.ts'

/**
 * Why nothing was stored. After `E_DISK_FULL` or `E_DISK` all of the batch may be given again; what was stored before is
 * untouched. `E_CLOSED`: the journal was closed.
 */
export type JournalError =
  DiskError | { readonly code: 'E_WRONG_PLAN'; readonly roomId: Hex } | { readonly code: 'E_CLOSED' }

export interface Appended {
  /** Entries stored now, in their order; those held before are left out. */
  readonly added: readonly Entry[]
  /** Places that now hold two or more different entries: evidence of a fork. All of them are kept. */
  readonly forks: readonly Fork[]
}

export interface Fork {
  readonly stream: Hex
  readonly seq: number
  /** Two or more, the one that came first here first. */
  readonly hashes: readonly Hex[]
}

/** What is known of an entry without reading it. */
export interface EntryPlace {
  readonly hash: Hex
  readonly stream: Hex
  readonly seq: number
  readonly kind: number
  /** Size of the whole entry. */
  readonly bytes: number
}

/** Something on disk that is not as it was written. The bytes stay where they are; a copy is set aside. */
export interface Damage {
  /**
   * `E_STORE_CRC`: a stretch that holds no readable record. `E_STORE_TAIL`: half a record at the end, from a crash; cut
   * off into a copy. `E_STORE_MISSING`: a file, or its end, that must have been there is gone.
   */
  readonly code: 'E_STORE_CRC' | 'E_STORE_TAIL' | 'E_STORE_MISSING'
  readonly file: string
  readonly offset: number
  /** Bytes concerned; 0 for what is gone. */
  readonly length: number
  /** Name of the copy set aside; absent when nothing could be copied. */
  readonly copy?: string
  /** The entry it seems to have been, read from the damaged bytes: a hint, never trusted. */
  readonly likely?: { readonly stream: Hex; readonly seq: number; readonly kind: number }
}

export interface JournalHealth {
  readonly damage: readonly Damage[]
  /** Entries that must exist (a later one of the stream is held, or the caller expected them) and are not here. */
  readonly missing: readonly StreamRange[]
  /** Highest version of entries here that only a later Aplec reads: it has written in this folder. Absent when none. */
  readonly newer?: number
}

export interface Journal {
  /** 64 hex digits. */
  readonly roomId: Hex
  /**
   * Stores what is not yet held; durable when resolved. Calls made while a write is under way share the next one. Fails
   * as a whole: then nothing of it is held.
   */
  append(entries: readonly Entry[]): Promise<Result<Appended, JournalError>>
  /** What is durable here. The same object until something is added. */
  vector(): Vector
  /** Entries held. */
  count(): number
  has(hash: Hex): boolean
  place(hash: Hex): EntryPlace | undefined
  /** Hashes held at one place: none, one, or the sides of a fork, the one that came first here first. */
  at(stream: Hex, seq: number): readonly Hex[]
  /** All places in the order in which they were appended, from `position` (0-based). Memory only: no entry is read. */
  places(position?: number): Iterable<EntryPlace>
  forks(): readonly Fork[]
  get(hash: Hex): Promise<Result<Entry | undefined, JournalError>>
  /**
   * Entries of these places in the order in which they were appended, a few megabytes in memory at a time. One that can
   * no longer be read is left out and added to `health()`.
   */
  read(places: Iterable<EntryPlace>): AsyncIterable<Entry>
  health(): JournalHealth
  /** Waits for writes under way. */
  close(): Promise<void>
}
