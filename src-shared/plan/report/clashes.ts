/** Where the two sides met: values both set, cards both moved, edits to what the other removed, texts both wrote in (PL17). */
import * as A from '@automerge/automerge/slim'
import { nodeAt } from '../fieldPaths.ts'
import { typeSpec } from '../fields.ts'
import { getAt, getThing, isRemoved, type ThingRef } from '../things.ts'
import type { PlanDoc } from '../types.ts'
import { plainField } from '../views.ts'
import { type Line, nameOf, type PlaceName, placeName, type ThingName, thingOrder, type Touched } from './lines.ts'
import { type PlanPlace, planPlace, refKey, type SideOp } from './sideOps.ts'
import { stateNow } from './states.ts'

type Doc = A.Doc<PlanDoc>
export type Side = 'ours' | 'theirs'

export interface ClashValue {
  readonly value: unknown
  /** Who set it. */
  readonly actor: string
  /** `before`: it stood against another already when the two sides parted. */
  readonly side: Side | 'before'
  /** Whether this is the one that is shown until someone chooses. */
  readonly isShown: boolean
  /** Automerge operation id, for the record of how it was settled. */
  readonly op: string
}

/** Several values of one field, all kept, until someone settles it. */
export interface Conflict {
  readonly thing: ThingName
  /** `null` for a thing that is written as one piece. */
  readonly field: string | null
  /** Where it stands in the document. */
  readonly path: readonly string[]
  readonly values: readonly ClashValue[]
}

export interface DoubleMove {
  readonly thing: ThingName
  /** True when both put it into the same stage and objective and only its order is in doubt. */
  readonly isSameColumn: boolean
  readonly places: readonly (Omit<ClashValue, 'value'> & { readonly place: PlaceName })[]
}

export interface EditToRemoved {
  readonly thing: ThingName
  readonly removedBy: readonly string[]
  readonly editedBy: readonly string[]
  /** The side that edited. */
  readonly side: Side
  readonly lines: readonly Line[]
}

/** A text that both sides wrote in: merged by character, worth reading. */
export interface SharedText {
  readonly thing: ThingName
  readonly field: string
  readonly actors: readonly string[]
}

export interface SideWork {
  readonly ops: readonly SideOp[]
  readonly touched: ReadonlyMap<string, Touched>
  readonly lines: readonly Line[]
}

export interface Clashes {
  readonly conflicts: readonly Conflict[]
  readonly doubleMoves: readonly DoubleMove[]
}

/** Registers that either side wrote and that hold several different values in the document as it is now. */
export function findConflicts(doc: Doc, work: Readonly<Record<Side, SideWork>>): Clashes {
  const sides = sidesOfOps(work)
  const registers = new Map<string, PlanPlace & { readonly path: readonly string[] }>()
  for (const side of ['ours', 'theirs'] as const) {
    for (const { op, path, inText } of work[side].ops) {
      if (inText || op.key === undefined) continue
      const register = registerOf(path)
      if (register !== null) registers.set(JSON.stringify(register.path), register)
    }
  }
  const conflicts: Conflict[] = []
  const doubleMoves: DoubleMove[] = []
  for (const { ref, field, path } of registers.values()) {
    const values = valuesAt(doc, path, sides)
    if (values.length < 2) continue
    const thing = nameOf(stateNow(doc), ref)
    if (ref.type === 'Project' && field === 'place') doubleMoves.push(doubleMove(doc, thing, values))
    else conflicts.push({ thing, field, path, values })
  }
  return { conflicts: conflicts.sort(byThingAndField), doubleMoves: doubleMoves.sort(byThing) }
}

/** The place as a whole that a path is in: a value, a piece, or a thing written as one piece; `null` for the rest. */
function registerOf(path: readonly string[]): (PlanPlace & { readonly path: readonly string[] }) | null {
  for (let length = 1; length <= path.length; length++) {
    const start = path.slice(0, length)
    const node = nodeAt(start)
    const isWhole = node.at === 'thing' && typeSpec(node.type).written === 'whole'
    if (node.at !== 'value' && node.at !== 'onePiece' && !isWhole) continue
    const place = planPlace(start)
    return place.field === 'removed' ? null : { ...place, path: start }
  }
  return null
}

function sidesOfOps(work: Readonly<Record<Side, SideWork>>): ReadonlyMap<string, Side> {
  const sides = new Map<string, Side>()
  for (const side of ['ours', 'theirs'] as const) for (const { id } of work[side].ops) sides.set(id, side)
  return sides
}

/** The values that stand at a place, the one that is shown first; none when they all say the same. */
export function valuesAt(doc: Doc, path: readonly string[], sides: ReadonlyMap<string, Side>): readonly ClashValue[] {
  const parent = getAt(doc, path.slice(0, -1))
  if (typeof parent !== 'object' || parent === null) return []
  const all = Object.entries(A.getConflicts(parent as A.Doc<Record<string, unknown>>, path.at(-1)!) ?? {})
  const sorted = all.toSorted(([a], [b]) => compareOps(b, a))
  const values = sorted.map(([op, value], index): ClashValue => {
    return {
      value: plainValue(path, value),
      actor: actorOf(op),
      side: sides.get(op) ?? 'before',
      isShown: index === 0,
      op,
    }
  })
  const isDifferent = new Set(values.map(({ value }) => JSON.stringify(value))).size > 1
  return isDifferent ? values : []
}

function plainValue(path: readonly string[], stored: unknown): unknown {
  const node = nodeAt(path)
  if (node.at === 'value' || node.at === 'onePiece') return sorted(plainField(node.spec, stored))
  return JSON.parse(JSON.stringify(sorted(stored))) as unknown
}

/** Keys in one order, so that equal pieces look equal. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof A.ImmutableString || Array.isArray(value))
    return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Automerge's own order of operations: the greater counter wins, then the greater actor. */
function compareOps(a: string, b: string): number {
  const [left, right] = [counterOf(a), counterOf(b)]
  if (left !== right) return left - right
  return actorOf(a) < actorOf(b) ? -1 : 1
}

const counterOf = (op: string): number => Number(op.slice(0, op.indexOf('@')))
const actorOf = (op: string): string => op.slice(op.indexOf('@') + 1)

export function doubleMove(doc: Doc, thing: ThingName, values: readonly ClashValue[]): DoubleMove {
  const places = values.map(({ value, ...rest }) => ({ ...rest, place: placeName(stateNow(doc), value) }))
  return {
    thing,
    places,
    isSameColumn: new Set(places.map(({ place }) => `${place.stage}/${place.objective}`)).size === 1,
  }
}

/** Things one side put into the bin, or left in it, while the other worked on them or on what is in them. */
export function findEditsToRemoved(doc: Doc, work: Readonly<Record<Side, SideWork>>): readonly EditToRemoved[] {
  return (['ours', 'theirs'] as const)
    .flatMap((side) => {
      const other = work[side === 'ours' ? 'theirs' : 'ours']
      return [...other.touched.values()].flatMap(({ ref, fields }) => {
        const removedBy = removersOf(doc, ref, fields)
        const edits = removedBy === null ? [] : editsWithin(work[side].touched, ref)
        if (removedBy === null || edits.length === 0) return []
        const editedBy = [...new Set(edits.flatMap(({ actors }) => actors))].sort()
        const lines = work[side].lines.filter(({ thing }) => isWithin(thing, ref))
        return [{ thing: nameOf(stateNow(doc), ref), removedBy, editedBy, side, lines }]
      })
    })
    .sort(byThing)
}

function removersOf(doc: Doc, ref: ThingRef, fields: Touched['fields']): readonly string[] | null {
  const actors = fields.get('removed') ?? (typeSpec(ref.type).written === 'whole' ? fields.get('') : undefined)
  const thing = getThing(doc, ref)
  return actors !== undefined && thing !== undefined && isRemoved(thing) ? [...actors].sort() : null
}

function editsWithin(
  touched: ReadonlyMap<string, Touched>,
  removed: ThingRef,
): readonly { readonly actors: readonly string[] }[] {
  const key = refKey(removed)
  return [...touched.values()].flatMap(({ ref, fields }) => {
    const own = refKey(ref) === key
    if (!own && !hasAncestor(ref, key)) return []
    return [...fields].filter(([field]) => !own || field !== 'removed').map(([, actors]) => ({ actors: [...actors] }))
  })
}

const hasAncestor = (ref: ThingRef, key: string): boolean =>
  ref.in !== undefined && (refKey(ref.in) === key || hasAncestor(ref.in, key))

const isWithin = (thing: ThingName, ref: ThingRef): boolean =>
  (thing.type === ref.type && thing.id === ref.id) || (thing.in !== undefined && isWithin(thing.in, ref))

/** Texts in which both sides inserted or deleted. */
export function findSharedTexts(doc: Doc, work: Readonly<Record<Side, SideWork>>): readonly SharedText[] {
  const theirs = textWriters(work.theirs.ops)
  return [...textWriters(work.ours.ops)]
    .flatMap(([key, { ref, field, actors }]) => {
      const others = theirs.get(key)
      if (others === undefined) return []
      return [{ thing: nameOf(stateNow(doc), ref), field, actors: [...new Set([...actors, ...others.actors])].sort() }]
    })
    .sort(byThingAndField)
}

interface TextWriters {
  readonly ref: ThingRef
  readonly field: string
  readonly actors: Set<string>
}

function textWriters(ops: readonly SideOp[]): ReadonlyMap<string, TextWriters> {
  const writers = new Map<string, TextWriters>()
  for (const { path, inText, actor } of ops) {
    if (!inText) continue
    const { ref, field } = planPlace(path)
    if (field === null) continue
    const key = `${refKey(ref)}.${field}`
    const text = writers.get(key) ?? { ref, field, actors: new Set<string>() }
    writers.set(key, text)
    text.actors.add(actor)
  }
  return writers
}

const byThing = (a: { readonly thing: ThingName }, b: { readonly thing: ThingName }): number =>
  thingOrder(a.thing) < thingOrder(b.thing) ? -1 : 1

type Placed = { readonly thing: ThingName; readonly field: string | null }
const placedKey = ({ thing, field }: Placed): string => `${thingOrder(thing)}!${field ?? ''}`
export const byThingAndField = (a: Placed, b: Placed): number => (placedKey(a) < placedKey(b) ? -1 : 1)
