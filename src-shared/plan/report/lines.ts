/** What one side changed, in words of the plan (PL16). */
import { fieldSpec, TYPES, type TypeName, typeSpec } from '../fields.ts'
import type { FieldSpec } from '../kinds.ts'
import { type AnyThing, isRemoved, storedPath, THE_PLAN, type ThingRef } from '../things.ts'
import { isTypeName } from '../fields.ts'
import { readRichText, sameRich } from '../rich/richText.ts'
import { plainField } from '../views.ts'
import { planPlace, refKey, type SideOp } from './sideOps.ts'
import type { PastState, PlanState } from './states.ts'

export interface ThingName {
  readonly type: TypeName
  readonly id: string
  /** Its title or name as it was then; `''` when it has none. */
  readonly title: string
  readonly in?: ThingName
}

export interface PlaceName {
  readonly stage: string | null
  readonly stageTitle: string
  readonly objective: string | null
  readonly objectiveTitle: string
}

export interface NamedKey {
  readonly id: string
  readonly title: string
}

interface LineBase {
  readonly thing: ThingName
  /** Who, by Automerge actor, sorted. */
  readonly actors: readonly string[]
}

export type Line =
  | (LineBase & { readonly do: 'added' | 'removed' | 'restored' | 'reordered' })
  | (LineBase & { readonly do: 'moved'; readonly from: PlaceName; readonly to: PlaceName })
  /** Values before and after; of a text, the passage that changed. */
  | (LineBase & {
      readonly do: 'edited' | 'redated'
      readonly field: string
      readonly before: unknown
      readonly after: unknown
    })
  /** A rich text with the same words: headings, lists, marks or links are others. */
  | (LineBase & { readonly do: 'reformatted'; readonly field: string })
  | (LineBase & {
      readonly do: 'changedSet'
      readonly field: string
      readonly added: readonly NamedKey[]
      readonly dropped: readonly NamedKey[]
    })

export interface Touched {
  readonly ref: ThingRef
  /** Fields and who wrote them; `''` stands for the thing as a whole. */
  readonly fields: Map<string, Set<string>>
}

/** The things a side's operations touch, by `refKey`. */
export function touchedThings(ops: readonly SideOp[]): ReadonlyMap<string, Touched> {
  const touched = new Map<string, Touched>()
  for (const { path, actor } of ops) {
    const { ref, field } = planPlace(path)
    const key = refKey(ref)
    const thing = touched.get(key) ?? { ref, fields: new Map<string, Set<string>>() }
    touched.set(key, thing)
    thing.fields.set(field ?? '', (thing.fields.get(field ?? '') ?? new Set()).add(actor))
  }
  return touched
}

/** Lines for what differs between two states, in a fixed order: by type, then by id, then by field. */
export function linesBetween(
  before: PastState,
  after: PastState,
  touched: ReadonlyMap<string, Touched>,
): readonly Line[] {
  const born = new Set(
    [...touched.values()].filter(({ ref }) => isBorn(before, after, ref)).map(({ ref }) => refKey(ref)),
  )
  return [...touched.values()]
    .filter(({ ref }) => ref.in === undefined || !born.has(refKey(ref.in)))
    .flatMap((thing) => linesOf(before, after, thing))
    .sort(inFixedOrder)
}

const isBorn = (before: PlanState, after: PlanState, ref: ThingRef): boolean =>
  ref.type !== 'Plan' && before.thing(ref) === undefined && after.thing(ref) !== undefined

function linesOf(before: PastState, after: PastState, { ref, fields }: Touched): readonly Line[] {
  const then = before.thing(ref)
  const now = after.thing(ref)
  if (now === undefined) return []
  const thing = nameOf(after, ref)
  const actorsOf = (field: string): readonly string[] =>
    [...new Set([...(fields.get(field) ?? []), ...(fields.get('') ?? [])])].sort()
  if (then === undefined) {
    const added: Line = { do: 'added', thing, actors: actorsOf('') }
    return isRemoved(now) ? [added, { do: 'removed', thing, actors: actorsOf('removed') }] : [added]
  }
  return Object.entries(typeSpec(ref.type).fields).flatMap(([field, spec]) => {
    const line =
      lineOf(field, spec, then, now, before, after) ??
      (fields.has(field) && isReformatted(before, after, ref, field, spec) ? { do: 'reformatted', field } : null)
    return line === null ? [] : [{ ...line, thing, actors: actorsOf(field) } as Line]
  })
}

type Bare<L> = L extends Line ? Omit<L, 'thing' | 'actors'> : never
type BareLine = Bare<Line>

function lineOf(
  field: string,
  spec: FieldSpec,
  then: AnyThing,
  now: AnyThing,
  before: PlanState,
  after: PlanState,
): BareLine | null {
  const [was, is] = [plainField(spec, then[field]), plainField(spec, now[field])]
  if (spec.kind === 'collection' || JSON.stringify(was) === JSON.stringify(is)) return null
  if (spec.kind === 'text') {
    const [from, to] = [wordsOf(spec, was), wordsOf(spec, is)]
    return from === to ? null : { do: 'edited', field, ...changedPassage(from, to) }
  }
  if (field === 'removed') {
    if (isRemoved(now) === isRemoved(then)) return null
    return { do: isRemoved(now) ? 'removed' : 'restored' }
  }
  if (field === 'rank') return { do: 'reordered' }
  if (field === 'place' && spec.kind === 'onePiece') return placeLine(placeName(before, was), placeName(after, is))
  if (spec.kind === 'set') return setLine(field, spec.of, was as readonly string[], is as readonly string[], after)
  return { do: isDate(spec) ? 'redated' : 'edited', field, before: was, after: is }
}

/** The block that makes the first line a heading begins no line of its own. */
const wordsOf = (spec: FieldSpec, text: unknown): string =>
  spec.kind === 'text' && spec.rich ? String(text).replace(/^\n/, '') : String(text)

function isReformatted(before: PastState, after: PastState, ref: ThingRef, field: string, spec: FieldSpec): boolean {
  if (spec.kind !== 'text' || !spec.rich) return false
  const path = [...storedPath(ref)!, field]
  return !sameRich(readRichText(before.spans(path)), readRichText(after.spans(path)))
}

function placeLine(from: PlaceName, to: PlaceName): BareLine {
  return from.stage === to.stage && from.objective === to.objective ? { do: 'reordered' } : { do: 'moved', from, to }
}

function setLine(field: string, of: string, was: readonly string[], is: readonly string[], doc: PlanState): BareLine {
  const named = (id: string): NamedKey => ({
    id,
    title: (isTypeName(of) ? titleOf(doc.thing({ type: of, id })) : '') || id,
  })
  return {
    do: 'changedSet',
    field,
    added: is.filter((key) => !was.includes(key)).map(named),
    dropped: was.filter((key) => !is.includes(key)).map(named),
  }
}

function isDate(spec: FieldSpec): boolean {
  const scalars = spec.kind === 'onePiece' ? Object.values(spec.members) : spec.kind === 'value' ? [spec] : []
  return (
    scalars.length > 0 && scalars.every(({ scalar }) => scalar === 'year' || scalar === 'day' || scalar === 'instant')
  )
}

/** Longest passage of a text that a report carries on either side. */
const MAX_PASSAGE = 2000

function changedPassage(was: string, is: string): { readonly before: string; readonly after: string } {
  const shorter = Math.min(was.length, is.length)
  let start = 0
  while (start < shorter && was[start] === is[start]) start++
  let end = 0
  while (end < shorter - start && was[was.length - 1 - end] === is[is.length - 1 - end]) end++
  return {
    before: wholeCharacters(was.slice(start, was.length - end).slice(0, MAX_PASSAGE)),
    after: wholeCharacters(is.slice(start, is.length - end).slice(0, MAX_PASSAGE)),
  }
}

/** A cut may have parted a surrogate pair; reports travel as JSON. */
const wholeCharacters = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd')

export function placeName(doc: PlanState, place: unknown): PlaceName {
  const { stage = null, objective = null } = (place ?? {}) as {
    readonly stage?: string | null
    readonly objective?: string | null
  }
  return {
    stage,
    stageTitle: stage === null ? '' : titleOf(doc.thing({ type: 'Stage', id: stage })),
    objective,
    objectiveTitle: objective === null ? '' : titleOf(doc.thing({ type: 'Objective', id: objective })),
  }
}

export function nameOf(doc: PlanState, ref: ThingRef): ThingName {
  const name: ThingName = { type: ref.type, id: ref.id, title: titleOf(doc.thing(ref)) }
  return ref.in === undefined || ref.in === THE_PLAN ? name : { ...name, in: nameOf(doc, ref.in) }
}

/** Title, name, label or text, whichever a thing has; its beginning when it is long. */
function titleOf(thing: AnyThing | undefined): string {
  if (thing === undefined) return ''
  for (const field of ['title', 'name', 'label', 'text']) {
    const stored = thing[field]
    if (stored !== undefined && stored !== null) return wholeCharacters(String(stored).slice(0, 120))
  }
  return ''
}

const TYPE_ORDER: readonly string[] = Object.keys(TYPES)

/** The same on every machine: types as in the table, things of a parent after it, then fields as in the table. */
export function inFixedOrder(a: Line, b: Line): number {
  const [left, right] = [orderKey(a), orderKey(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** `!` sorts ahead of the `/` that leads into a thing, so a thing comes before what is inside it. */
const orderKey = (line: Line): string => `${thingOrder(line.thing)}!${fieldOrder(line)}`

export const thingOrder = (thing: ThingName): string => {
  const type = String(TYPE_ORDER.indexOf(thing.type)).padStart(3, '0')
  return `${thing.in === undefined ? '' : `${thingOrder(thing.in)}/`}${type}:${thing.id}`
}

const FIRST: readonly string[] = ['added', 'removed', 'restored', 'moved', 'reordered']

function fieldOrder(line: Line): string {
  const rank = FIRST.indexOf(line.do)
  if (rank !== -1) return String(rank).padStart(3, '0')
  const field = 'field' in line ? line.field : ''
  const known =
    fieldSpec(line.thing.type, field) === null ? 999 : Object.keys(typeSpec(line.thing.type).fields).indexOf(field)
  return `1${String(known).padStart(3, '0')}${field}`
}
