/** What bringing in a board of another tool comes to: operations on the plan, and a report in words of the plan. */
import type { Id } from '../base/id.ts'
import type { Random } from '../base/ports.ts'
import type { PlanOperation } from '../plan/operations.ts'

/**
 * Why a file cannot be brought in; nothing is created. `E_IMPORT_JSON`: no whole JSON text (cut off, damaged, nested too
 * deep). `E_IMPORT_FOREIGN`: JSON, but no Trello board. `E_IMPORT_SIZE`: more than a plan takes.
 */
export type ImportError =
  | { readonly code: 'E_IMPORT_JSON' | 'E_IMPORT_FOREIGN' }
  | { readonly code: 'E_IMPORT_SIZE'; readonly of: 'bytes' | 'things' | 'projects'; readonly limit: number }

/** What the importer must know of the plan; `importContext` reads it from a document. */
export interface ImportContext {
  readonly random: Random
  /** UTC milliseconds. */
  readonly now: number
  /** The person who imports, where the plan knows one. */
  readonly by: Id | null
  /** BCP 47; the few words the importer adds (due, start, yes, no) are in ca, es, fr or en. */
  readonly language: string
  /** Imported people of the same source or name become these. */
  readonly people: readonly { readonly id: Id; readonly name: string; readonly source: string | null }[]
  /** Projects that are there already: a plan holds a limited number. */
  readonly projects: number
  /** Rank of the last stage; the imported ones follow. */
  readonly lastStageRank: string | null
  /** The plan was made for this import: it takes the board's description as its vision. */
  readonly isNewPlan: boolean
}

export interface ImportPlan {
  /** The board's name, for the title of a new plan; at most 300 characters. */
  readonly title: string
  /**
   * For `planAll`, one call a batch, in this order: each batch refers to what it makes itself and to batches before it, and
   * is small enough for one change.
   */
  readonly batches: readonly (readonly PlanOperation[])[]
  readonly report: ImportReport
}

export interface ImportReport {
  readonly tool: 'trello'
  readonly board: string
  readonly cameIn: Readonly<Record<CameIn, number>>
  /** Of those that came in, what lies in the bin. */
  readonly inBin: { readonly stages: number; readonly projects: number }
  /** What is here in another form than there. */
  readonly mapped: readonly ImportNote[]
  /** What is not here. */
  readonly leftOut: readonly ImportNote[]
}

export type CameIn =
  'stages' | 'projects' | 'actions' | 'milestones' | 'members' | 'tags' | 'comments' | 'links' | 'extras'

export interface ImportNote {
  readonly code: ImportNoteCode
  readonly count: number
  /** Up to three names, for people to find what is meant. */
  readonly examples: readonly string[]
}

export type ImportNoteCode =
  | 'archivedToBin'
  | 'colourNamesTag'
  | 'longTitle'
  | 'longTag'
  | 'unsafeLink'
  | 'longLink'
  | 'customFieldToText'
  | 'votesToText'
  | 'placeToText'
  | 'dayInUtc'
  | 'yearsReversed'
  | 'stageMade'
  | 'memberMade'
  | 'memberKnown'
  | 'longText'
  | 'unreadable'
  | 'badDate'
  | 'commentOfNoCard'
  | 'commentsMissing'
  | 'historyLeft'
  | 'historyCutOff'
  | 'filesLeft'
  | 'powerUpsLeft'
  | 'checklistOfNoCard'
