/**
 * What a merge brought together, as plain data: what each side changed, and where the two met (PL16 to PL18). Reads old
 * states and every operation of both sides, so it is for the worker. Authors are Automerge actors; who they are is known to
 * whoever holds the roster.
 */
import * as A from '@automerge/automerge/slim'
import { err, ok, type Result } from '../../base/result.ts'
import type { ReadRefusal } from '../readAt.ts'
import type { PlanDoc } from '../types.ts'
import {
  type Conflict,
  type DoubleMove,
  type EditToRemoved,
  findConflicts,
  findEditsToRemoved,
  findSharedTexts,
  type SharedText,
  type SideWork,
} from './clashes.ts'
import { changesBetween, forkHistory, type SideChanges } from './history.ts'
import { type Line, linesBetween, touchedThings } from './lines.ts'
import { findLostWork, type LostWork } from './lostWork.ts'
import { type SideOp, sideReader } from './sideOps.ts'
import { type PastState, stateAt } from './states.ts'

export interface SideReport {
  readonly heads: readonly string[]
  readonly actors: readonly string[]
  /** Automerge changes. */
  readonly changes: number
  readonly lines: readonly Line[]
}

export interface MergeReport {
  readonly version: 1
  /** Heads of what both sides had. */
  readonly base: readonly string[]
  readonly ours: SideReport
  readonly theirs: SideReport
  readonly conflicts: readonly Conflict[]
  readonly doubleMoves: readonly DoubleMove[]
  readonly editsToRemoved: readonly EditToRemoved[]
  readonly lostWork: readonly LostWork[]
  readonly sharedTexts: readonly SharedText[]
}

export interface MergeInput {
  /** Heads of this document before it took the other's changes. */
  readonly ours: readonly string[]
  /** Heads of the other; absent: those of everything that came in since `ours`. */
  readonly theirs?: readonly string[]
}

/** Reports on a document that holds both sides. Errors: `HeadsUnknown`. */
export function mergeReport(doc: A.Doc<PlanDoc>, input: MergeInput): Result<MergeReport, ReadRefusal> {
  const theirs = input.theirs ?? incomingHeads(doc, input.ours)
  const history = forkHistory(doc, input.ours, theirs)
  if (history === null) return err({ kind: 'HeadsUnknown', heads: [...input.ours, ...theirs] })
  const base = stateAt(doc, history.base)
  const read = sideReader(doc, history.base)
  const work = {
    ours: workOf(doc, base, read(history.ours), input.ours),
    theirs: workOf(doc, base, read(history.theirs), theirs),
  }
  const { conflicts, doubleMoves } = findConflicts(doc, work)
  return ok({
    version: 1,
    base: history.base,
    ours: sideReport(history.ours, work.ours, input.ours),
    theirs: sideReport(history.theirs, work.theirs, theirs),
    conflicts,
    doubleMoves,
    editsToRemoved: findEditsToRemoved(doc, work),
    lostWork: findLostWork(doc, work),
    sharedTexts: findSharedTexts(doc, work),
  })
}

/** What changed from one state to a later one, in words of the plan: for "changes since" and for the history. */
export function planChanges(
  doc: A.Doc<PlanDoc>,
  from: readonly string[],
  to: readonly string[] = A.getHeads(doc),
): Result<readonly Line[], ReadRefusal> {
  const changes = changesBetween(doc, from, to)
  if (changes === null) return err({ kind: 'HeadsUnknown', heads: [...from, ...to] })
  const touched = touchedThings(sideReader(doc, from)(changes))
  return ok(linesBetween(stateAt(doc, from), stateAt(doc, to), touched))
}

function workOf(doc: A.Doc<PlanDoc>, base: PastState, ops: readonly SideOp[], heads: readonly string[]): SideWork {
  const touched = touchedThings(ops)
  return { ops, touched, lines: linesBetween(base, stateAt(doc, heads), touched) }
}

const sideReport = (side: SideChanges, work: SideWork, heads: readonly string[]): SideReport => ({
  heads: [...heads].sort(),
  actors: side.actors,
  changes: side.hashes.length,
  lines: work.lines,
})

/** Heads of what came in since `ours` and is not the work of the document's own actor. */
function incomingHeads(doc: A.Doc<PlanDoc>, ours: readonly string[]): readonly string[] {
  if (!A.hasHeads(doc, [...ours])) return []
  const self = A.getActorId(doc)
  const incoming = A.getChangesMetaSince(doc, [...ours]).filter(({ actor }) => actor !== self)
  if (incoming.length === 0) return ours
  const below = new Set(incoming.flatMap(({ deps }) => deps))
  return incoming.map(({ hash }) => hash).filter((hash) => !below.has(hash))
}
