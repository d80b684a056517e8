import type { Hex } from '#shared/base/bytes.ts'
import type { Result } from '#shared/base/result.ts'
import type { PlainRecord } from '#shared/plan/canonical.ts'
import type { MergeReport } from '#shared/plan/report/mergeReport.ts'
import type { HistoryPortion } from '#shared/plan/report/projectHistory.ts'
import type { GateRefusal } from './refusal.ts'

/** Roles in rising order of rights; guests write comments and positions only. */
export type Role = 'reader' | 'guest' | 'writer' | 'steward'

/** Whose changes an entry may carry, worked out by `checkEnvelope` from the signed header and the roster. */
export type ChangeAuthor = {
  /** Device signing key. */
  readonly device: Hex
  readonly stream: Hex
  /** Roster member id. */
  readonly member: Hex
  readonly role: Role
  /**
   * Actors this entry's changes may have: that of its own stream first, then those of other streams of the same device
   * (records that were damaged and issued again). Each is a hash over the device's key, so none can be another device's.
   */
  readonly actors: readonly Hex[]
}

/** One opened CONTENT entry on its way into the document. */
export type EntryToApply = {
  readonly entryHash: Hex
  readonly author: ChangeAuthor
  /** The body's `bundle`: one Automerge bundle chunk. */
  readonly bundle: Uint8Array
  /** Beyond a cut-off: read, and kept out until something that counts builds on it (GT27). */
  readonly isLate?: boolean
}

/** What a late entry holds. `words`: what it writes, for whoever decides about it; cut at 2,000 characters. */
export type LateContent = { readonly changes: readonly Hex[]; readonly words: string }

/** A change that is in the document. `bytes` is the uncompressed chunk, ready for `A.applyChanges`. */
export type GatedChange = {
  readonly hash: Hex
  readonly actor: Hex
  readonly seq: number
  readonly bytes: Uint8Array
}

/** What became of one entry. An entry is applied whole or not at all. */
export type EntryOutcome =
  | { readonly at: 'applied'; readonly entryHash: Hex; readonly changes: readonly GatedChange[] } // the new ones only
  /**
   * Waits for these changes. `held`: the executor keeps it and settles it when they come. Not `held` (too many wait
   * already): give it again after others have been applied.
   */
  | { readonly at: 'parked'; readonly entryHash: Hex; readonly missing: readonly Hex[]; readonly held: boolean }
  | { readonly at: 'refused'; readonly entryHash: Hex; readonly refusal: GateRefusal }
  | ({ readonly at: 'late'; readonly entryHash: Hex } & LateContent)

/**
 * Outcomes of a batch, in the order of application: the changes of all of them, in this order, may be applied one after
 * the other. Entries parked earlier that could now be settled are listed too, so there may be more outcomes than entries.
 */
export type ApplyOutcome = { readonly entries: readonly EntryOutcome[]; readonly heads: readonly Hex[] }

/** What the window (or the command line) may write under: the core hands it out, one at a time per plan. */
export type Lease = {
  readonly stream: Hex
  readonly actor: Hex
  readonly lastSeq: number
  readonly heads: readonly Hex[]
}

/** Why own changes were not taken. `E_LEASE_SEQ`: not the actor's next number; rotate stream and actor. */
export type LocalRefusal = { readonly code: 'E_LEASE_ACTOR' | 'E_LEASE_SEQ' | 'E_LEASE_DEPS' } | GateRefusal

/** One line of the history: no content. `time` is what the author claimed, Unix seconds; display only. */
export type ChangeLine = {
  readonly hash: Hex
  readonly actor: Hex
  readonly seq: number
  readonly time: number
  readonly message: string | null
  readonly deps: readonly Hex[]
  readonly startOp: number
  readonly maxOp: number
}

/** Outcome of `save`: bytes that were loaded again and compared with the live document before they were handed out. */
export type SavedDocument = {
  readonly bytes: Uint8Array
  readonly heads: readonly Hex[]
  /**
   * Entries that had been reported as applied since the last `save` and had to be taken out again, because the document
   * did not reload with them. Not empty: the window's document must be made anew from `bytes`.
   */
  readonly withdrawn: readonly (EntryOutcome & { readonly at: 'refused' })[]
  /** The same for own changes, by hash; those that were built on what was taken out are among them. */
  readonly withdrawnLocal: readonly Hex[]
  /** Entries that had been applied and wait again, because they build on what was taken out. */
  readonly parkedAgain: readonly Hex[]
}

/** One entry's worth of changes. */
export type PackedChanges = { readonly bundle: Uint8Array; readonly hashes: readonly Hex[] }

export type DocStats = {
  readonly changes: number
  readonly ops: number
  readonly actors: number
  readonly parkedEntries: number
  readonly parkedBytes: number
  /** Memory of the worker's process share in bytes; 0 where nobody measures (simulator). */
  readonly memoryBytes: number
  /** Times the worker had to be ended and started again. */
  readonly restarts: number
}

/** Every command of the document worker: the core's only Automerge document lives behind it. `heads` left out = now. */
export type DocCommands = {
  /** Starts from a cache (verified document bytes) or from nothing. */
  load: { input: { cache: Uint8Array | null }; output: { heads: readonly Hex[] } }
  reset: { input: null; output: null }
  applyEntries: { input: { entries: readonly EntryToApply[] }; output: ApplyOutcome }
  /** Own changes of the lease holder, checked like foreign ones; all or none. */
  applyLocal: {
    input: { author: ChangeAuthor; changes: readonly Uint8Array[] }
    output: { changes: readonly GatedChange[]; heads: readonly Hex[] }
  }
  /**
   * Whether changes of an author who is still writing would pass, in the order of their numbers up to the first that would not.
   * Nothing is applied. `known`: places in `changes` of those that are in the document already.
   */
  judge: {
    input: { author: ChangeAuthor; changes: readonly Uint8Array[] }
    output: { passed: readonly GatedChange[]; known: readonly number[] }
  }
  /** Bundle chunks with the changes of these hashes in their causal order, each small enough for one entry. */
  saveBundles: { input: { hashes: readonly Hex[] }; output: { bundles: readonly PackedChanges[] } }
  /** Save, load, compare; restarts from the last good state and finds the culprit when that fails. */
  save: { input: null; output: SavedDocument }
  heads: { input: null; output: { heads: readonly Hex[] } }
  /** True for each change that is in the document. */
  has: { input: { hashes: readonly Hex[] }; output: { known: readonly boolean[] } }
  changesSince: { input: { heads: readonly Hex[] }; output: { changes: readonly GatedChange[] } }
  /** Changes of one actor from a number on: what a device issues again, or finds in its cache and not in its journal. */
  changesOf: { input: { actor: Hex; fromSeq: number }; output: { changes: readonly GatedChange[] } }
  history: { input: { since?: readonly Hex[] }; output: { lines: readonly ChangeLine[] } }
  /** How many changes since these heads touch the agreed content. */
  agreedChangesSince: { input: { heads: readonly Hex[] }; output: { count: number } }
  /** The plan as plain JSON, buckets flattened. `roots`: only these keys of it, which for a large plan costs little. */
  view: { input: { heads?: readonly Hex[]; roots?: readonly string[] }; output: { view: PlainRecord } }
  /** What a board shows, as JSON; see `lookOf`. */
  look: { input: null; output: { json: string } }
  canonical: { input: { heads?: readonly Hex[]; part: 'plan' | 'agreed' }; output: { json: string } }
  contentHash: { input: { heads?: readonly Hex[] }; output: { contentHash: Hex } }
  /** What each side changed since `before`, and what of it clashes; `theirs` are the heads of the other side. */
  mergeReport: { input: { before: readonly Hex[]; theirs: readonly Hex[] }; output: { report: MergeReport } }
  /** What happened to a project before a change, newest first, in portions that take little time. */
  projectHistory: { input: { project: Hex; before: Hex | null }; output: { portion: HistoryPortion } }
  stats: { input: null; output: DocStats }
}

export type DocCommand = keyof DocCommands

export type ExecutorFailure =
  | { readonly code: 'E_CACHE_LOST' } // the cache does not load: rebuild from the journal
  | { readonly code: 'E_HEADS_UNKNOWN' } // asked about heads this document does not hold
  | { readonly code: 'E_WORKER'; readonly reason: 'time' | 'memory' | 'died' } // and it has been started again
  | { readonly code: 'E_CLOSED' }
  | LocalRefusal

/**
 * The document worker as the core sees it. Commands run one after the other in the order of the calls. Implemented by
 * `inlineExecutor` (same process, for the simulator) and by the worker in `src-node/gateWorker`.
 */
export type DocExecutor = {
  readonly [C in DocCommand]: (
    input: DocCommands[C]['input'],
  ) => Promise<Result<DocCommands[C]['output'], ExecutorFailure>>
} & { close(): Promise<void> }
