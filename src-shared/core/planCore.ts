/**
 * One open plan: its files, its worker and what is known of it in memory. The modules of this room are functions over it;
 * whatever changes it runs in its `turn`, one task at a time.
 */
import type { Hex } from '../base/bytes.ts'
import { type Code, type CodeParams, type Notice, notice } from '../base/codes.ts'
import type { Result } from '../base/result.ts'
import type { DocExecutor } from '../gate/executor.ts'
import type { Disk, DiskError } from '../journal/disk.ts'
import type { DraftStore } from '../journal/draftStore.ts'
import type { Entry } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import type { Vector } from '../journal/vector.ts'
import type { Roster } from '../roster/roster.ts'
import type { ActorKeys } from '../roster/keys.ts'
import type { SetAside } from './cacheFile.ts'
import type { ForeignChanges, Heads, Lease, PlanId, PlanStatus } from './contract.ts'
import type { CoreDeps } from './deps.ts'
import type { HealthLog } from './health.ts'
import type { LateEntries } from './lateEntries.ts'
import type { Ledger } from './ledger.ts'
import type { Listeners } from './listeners.ts'
import type { LocalFile } from './localFile.ts'
import type { Person } from './people.ts'
import type { Vault } from './sealed.ts'
import type { Strangers } from './strangers.ts'
import type { Turn } from './turn.ts'
import type { SealedEntry } from './unsaved.ts'

/** An own change that is in the document and in no entry yet. */
export interface PendingChange {
  readonly hash: Hex
  readonly actor: Hex
  readonly seq: number
  readonly bytes: number
  /** Number of the draft that holds it; 0 while none does (the disk refused). */
  readonly draft: number
  /** UTC ms by this device's clock. */
  readonly at: number
}

export interface PlanCore {
  readonly planId: PlanId
  readonly deps: CoreDeps
  readonly keys: ActorKeys
  /** Public signing key of this device in this plan. */
  readonly device: Hex
  readonly vault: Vault
  readonly disk: Disk
  readonly journal: Journal
  readonly docs: DocExecutor
  readonly local: LocalFile
  readonly drafts: DraftStore
  readonly health: HealthLog
  readonly turn: Turn
  readonly events: {
    readonly changes: Listeners<ForeignChanges>
    readonly lease: Listeners<Lease | null>
    /** Something a status shows may be different. */
    readonly changed: Listeners<null>
    /** The journal holds more than before. */
    readonly stored: Listeners<null>
  }
  readonly state: PlanState
}

/** What is read from the document for the status; brought up to date after changes (`facts.ts`). */
export interface PlanFacts {
  readonly heads: Heads
  readonly title: string
  readonly people: ReadonlyMap<Hex, Person>
  readonly agreement: PlanStatus['agreement']
}

/** What changes while a plan is open. */
export interface PlanState {
  roster: Roster
  /** Control entries held, by hash, in the order in which they came. */
  readonly control: Map<Hex, Entry>
  /** Stream → the device that writes it, of every entry held. */
  readonly devices: Map<Hex, Hex>
  /** Epoch id → E. */
  readonly epochs: Map<Hex, Uint8Array>
  heads: Heads
  ledger: Ledger
  readonly quarantined: Map<Hex, SetAside>
  /** Relay → how far its clock was ahead of ours when it last told the time, in ms. */
  readonly relayClocks: Map<string, number>
  /** What this device held and had lost when the plan was opened (`missing.ts`). */
  lost: Vector
  /** Entries that wait for changes: the worker applies them when these come. */
  readonly parked: Set<Hex>
  /** Entries that wait for keys or control entries: read again when the roster changes. */
  readonly waiting: Set<Hex>
  /** Some of `waiting` wait for the worker instead: they are read again with the next entries, and after a while. */
  isWorkerBehind: boolean
  readonly notUnderstood: Set<Hex>
  /** Of `quarantined`: what was written beyond a cut-off, and who waits for it. */
  readonly late: LateEntries
  /** The document holds what does not count any more, and cannot be built anew before own drafts are sealed. */
  isRebuildDue: boolean
  /** Entries of authors who are no members as far as this device knows. */
  readonly strangers: Strangers
  /** Set when an entry needs a newer reader: nothing is written then. */
  isNewer: boolean
  /** In the order in which they were made. */
  pending: readonly PendingChange[]
  /** Changes that are in no draft yet: the disk has refused them so far, and is asked again (CR25). */
  unwritten: readonly { readonly hash: Hex; readonly bytes: Uint8Array }[]
  /** Own entries, in their order, that are in no journal yet; their changes are among `pending`. */
  sealed: readonly SealedEntry[]
  notSaved: { readonly notice: Notice; readonly since: number } | null
  lease: Lease | null
  leases: number
  /** Last Automerge sequence number of own actors. */
  readonly lastSeq: Map<Hex, number>
  /** Document bytes handed out or loaded last, with their heads; `behind`: how many of them are changes put behind a save. */
  bytes: { readonly bytes: Uint8Array; readonly heads: Heads; readonly behind: number } | null
  /** The document or the lists beside it are newer than the cache on disk. */
  cacheStale: boolean
  /** UTC ms when the cache was last written. */
  cachedAt: number
  facts: PlanFacts
  /** What the document said of attached files at these heads; read with the facts. */
  attachments: { readonly heads: Heads; readonly plain: unknown } | null
  /** While the worker loads what the cache holds, and the plan is read from the cache (CR32); `null` when it is there. */
  loading: Promise<Result<void, Notice>> | null
  /** What a board shows, as the cache has it, as long as `loading` (CR36). */
  look: string | null
  closed: boolean
}

/** Codes of disk and journal as a notice for people. */
export function diskNotice(error: DiskError | { readonly code: 'E_WRONG_PLAN' | 'E_CLOSED' }): Notice {
  switch (error.code) {
    case 'E_DISK_MISSING':
      return notice('E_DISK', { file: error.file })
    case 'E_DISK':
    case 'E_DISK_FULL':
      return notice(error.code, { file: error.file })
    case 'E_FOLDER_LOCKED':
      return notice('E_FOLDER_LOCKED', error.pid === undefined ? {} : { pid: error.pid })
    default:
      return notice(error.code)
  }
}

export function report(core: PlanCore, code: Code, params?: CodeParams, about?: string): void {
  core.health.report(code, params, about)
  core.events.changed.emit(null)
}

export async function closeCore(core: PlanCore): Promise<void> {
  core.state.closed = true
  await core.docs.close()
  await core.drafts.close()
  await core.journal.close()
  await core.disk.close()
}
