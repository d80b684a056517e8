/** Where things stand in their order: ranks of new things, places of projects, moves on the board. */
import * as A from '@automerge/automerge/slim'
import { BUCKET_KEYS } from './buckets.ts'
import type { Random } from '../base/ports.ts'
import { err, ok, type Result } from '../base/result.ts'
import type { PlanEdit, PlanEdits } from './edits.ts'
import { fieldEdits, type FieldInputs, isRecord } from './fieldEdits.ts'
import { fieldSpec } from './fields.ts'
import { compareRanked, rankBetween, ranksBetween } from './ranks.ts'
import type { PlanRefusal } from './refusal.ts'
import { type AnyThing, collectionPath, getAt, getThing, isRemoved, storedPath, type ThingRef } from './things.ts'
import type { PlanDoc } from './types.ts'

type Doc = A.Doc<PlanDoc>

export interface MoveInput {
  /** Absent: stays in its stage. */
  readonly stage?: string
  /** Absent: keeps its objective; `null`: belongs to none. */
  readonly objective?: string | null
  /** The card it should stand ahead of; absent: the end of the stage. */
  readonly before?: string
}

interface Ranked {
  readonly id: string
  readonly rank: string
}

/**
 * Plans moving a card: stage, objective and rank as one new place (PL7). Errors: `Missing` for a card, stage, objective or
 * neighbour that is not there; `Removed` when the stage is in the bin.
 */
export function planMove(doc: Doc, projectId: string, move: MoveInput, random: Random): Result<PlanEdits, PlanRefusal> {
  const project = getThing(doc, { type: 'Project', id: projectId })
  if (project === undefined) return err({ kind: 'Missing', id: projectId })
  const stage = move.stage ?? placeOf(project).stage
  if (stage === null) return err({ kind: 'Missing', id: '' })
  return planMoveAll(doc, [projectId], { ...move, stage }, random)
}

/** Plans moving cards to stand one after the other, in the order given (PL30). Errors as those of `planMove`. */
export function planMoveAll(
  doc: Doc,
  projectIds: readonly string[],
  { stage, objective, before }: MoveInput & { readonly stage: string },
  random: Random,
): Result<PlanEdits, PlanRefusal> {
  const stageThing = getThing(doc, { type: 'Stage', id: stage })
  if (stageThing === undefined) return err({ kind: 'Missing', id: stage })
  if (isRemoved(stageThing)) return err({ kind: 'Removed', id: stage })
  const gap = gapBefore(cardsOf(doc, stage, new Set(projectIds)), before ?? null)
  if (gap === null) return err({ kind: 'Missing', id: before! })
  const ranks = ranksBetween(gap.previous, gap.next, projectIds.length, random)
  const edits: PlanEdit[] = []
  for (const [index, id] of projectIds.entries()) {
    const ref: ThingRef = { type: 'Project', id }
    const project = getThing(doc, ref)
    if (project === undefined) return err({ kind: 'Missing', id })
    const place = { stage, rank: ranks[index], ...(objective === undefined ? {} : { objective }) }
    const planned = fieldEdits('Project', storedPath(ref)!, project, 'place', place, { doc, known: new Set() })
    if (!planned.ok) return planned
    edits.push(...planned.value)
  }
  return ok(edits)
}

/** Plans a new rank for a thing that has one (a stage, an objective, an action…): ahead of `before`, or at the end. */
export function planReorder(
  doc: Doc,
  ref: ThingRef,
  before: string | null,
  random: Random,
): Result<PlanEdits, PlanRefusal> {
  const thing = getThing(doc, ref)
  if (thing === undefined) return err({ kind: 'Missing', id: ref.id })
  if (fieldSpec(ref.type, 'rank') === null) return err({ kind: 'NoSuchField', type: ref.type, field: 'rank' })
  const siblings = siblingsOf(doc, ref).filter(({ id }) => id !== ref.id)
  const rank = rankBefore(siblings, before, random)
  if (rank === null) return err({ kind: 'Missing', id: before ?? '' })
  return fieldEdits(ref.type, storedPath(ref)!, thing, 'rank', rank, { doc, known: new Set() })
}

/** Ranks for `count` new cards behind all others of a stage, in order. */
export function ranksAtEnd(doc: Doc, stage: string, count: number, random: Random): readonly string[] {
  return ranksBetween(gapBefore(cardsOf(doc, stage), null)?.previous ?? null, null, count, random)
}

/** A new project without a place goes to the end of the first stage. */
export function completePlace(doc: Doc, fields: FieldInputs, random: Random): FieldInputs {
  const given: AnyThing = isRecord(fields['place']) ? fields['place'] : {}
  if (typeof given['rank'] === 'string') return fields
  const stage = typeof given['stage'] === 'string' ? given['stage'] : firstStage(doc)
  if (stage === null) return fields
  const rank = rankBefore(cardsOf(doc, stage), null, random)
  return { ...fields, place: { ...given, stage, rank } }
}

export function completeRank(doc: Doc, ref: ThingRef, fields: FieldInputs, random: Random): FieldInputs {
  if (fieldSpec(ref.type, 'rank') === null || fields['rank'] !== undefined) return fields
  return { ...fields, rank: rankBefore(siblingsOf(doc, ref), null, random) }
}

/** Stage, objective and rank of a project as stored; `null` and `''` where they are not set. */
export function placeOf(project: AnyThing): {
  readonly stage: string | null
  readonly objective: string | null
  readonly rank: string
} {
  const place: AnyThing = isRecord(project['place']) ? project['place'] : {}
  return {
    stage: plainString(place['stage']),
    objective: plainString(place['objective']),
    rank: plainString(place['rank']) ?? '',
  }
}

const plainString = (stored: unknown): string | null => (stored instanceof A.ImmutableString ? stored.val : null)

/** The ranks on both sides of where something ahead of `before` (`null`: at the end) goes; `null` when `before` is not there. */
function gapBefore(
  siblings: readonly Ranked[],
  before: string | null,
): { readonly previous: string | null; readonly next: string | null } | null {
  const next = before === null ? null : siblings.find(({ id }) => id === before)
  if (next === undefined) return null
  let previous: Ranked | null = null
  for (const sibling of siblings) {
    const isAhead = next === null || compareRanked(sibling, next) < 0
    if (isAhead && (previous === null || compareRanked(previous, sibling) < 0)) previous = sibling
  }
  return { previous: previous?.rank ?? null, next: next?.rank ?? null }
}

/** A rank ahead of `before` among the siblings, or at their end; `null` when `before` is not among them. */
function rankBefore(siblings: readonly Ranked[], before: string | null, random: Random): string | null {
  const gap = gapBefore(siblings, before)
  return gap === null ? null : rankBetween(gap.previous, gap.next, random)
}

const NOBODY: ReadonlySet<string> = new Set()

function cardsOf(doc: Doc, stage: string, except: ReadonlySet<string> = NOBODY): readonly Ranked[] {
  const cards = BUCKET_KEYS.flatMap((key) => placesIn(doc.projects[key]).get(stage) ?? [])
  return except.size === 0 ? cards : cards.filter(({ id }) => !except.has(id))
}

const places = new WeakMap<object, ReadonlyMap<string, readonly Ranked[]>>()
const NO_PLACES: ReadonlyMap<string, readonly Ranked[]> = new Map()

/** The cards of one bucket by their stage, without the bin; read once for each state of the bucket. */
function placesIn(bucket: Readonly<Record<string, unknown>> | undefined): ReadonlyMap<string, readonly Ranked[]> {
  if (bucket === undefined) return NO_PLACES
  const known = places.get(bucket)
  if (known !== undefined) return known
  const byStage = new Map<string, Ranked[]>()
  for (const [id, project] of Object.entries(bucket as Readonly<Record<string, AnyThing>>)) {
    const { stage, rank } = placeOf(project)
    if (stage !== null && !isRemoved(project)) byStage.set(stage, [...(byStage.get(stage) ?? []), { id, rank }])
  }
  places.set(bucket, byStage)
  return byStage
}

function siblingsOf(doc: Doc, ref: ThingRef): readonly Ranked[] {
  const path = collectionPath(ref)
  const collection = path === null ? undefined : getAt(doc, path)
  if (!isRecord(collection)) return []
  return Object.entries(collection as Readonly<Record<string, AnyThing>>)
    .filter(([, thing]) => !isRemoved(thing))
    .map(([id, thing]) => ({ id, rank: plainString(thing['rank']) ?? '' }))
}

function firstStage(doc: Doc): string | null {
  const stages = siblingsOf(doc, { type: 'Stage', id: '' })
  return stages.toSorted(compareRanked)[0]?.id ?? null
}
