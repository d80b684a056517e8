import * as A from '@automerge/automerge/slim'
import { TYPES, type TypeName, typeSpec } from '../fields.ts'
import { type AnyThing, collectionsOf, rootThings, storedPath, THE_PLAN, type ThingRef } from '../things.ts'
import type { PlanDoc } from '../types.ts'
import {
  byThingAndField,
  type Clashes,
  type Conflict,
  type DoubleMove,
  doubleMove,
  type Side,
  valuesAt,
} from './clashes.ts'
import { nameOf } from './lines.ts'
import { stateNow } from './states.ts'

const NO_SIDES: ReadonlyMap<string, Side> = new Map()

/**
 * Every value of the plan that stands against another and that nobody has settled, whenever it came about. Asks Automerge for
 * each value of each thing: 20 ms for 1,000 cards, 200 ms for 10,000; for the worker, or when the window is idle.
 */
export function standingConflicts(doc: A.Doc<PlanDoc>): Clashes {
  const conflicts: Conflict[] = []
  const doubleMoves: DoubleMove[] = []
  for (const { ref, field, path } of registers(doc)) {
    const values = valuesAt(doc, path, NO_SIDES)
    if (values.length < 2) continue
    const thing = nameOf(stateNow(doc), ref)
    if (ref.type === 'Project' && field === 'place') doubleMoves.push(doubleMove(doc, thing, values))
    else conflicts.push({ thing, field, path, values })
  }
  return { conflicts: conflicts.sort(byThingAndField), doubleMoves }
}

export interface Register {
  readonly ref: ThingRef
  readonly field: string | null
  readonly path: readonly string[]
}

function* registers(doc: A.Doc<PlanDoc>): Generator<Register> {
  yield* registersOf(doc as unknown as AnyThing, THE_PLAN)
  for (const [field, type] of collectionsOf('Plan')) {
    for (const [id, thing] of rootThings(doc, field)) yield* registersWithin(thing, { type, id })
  }
}

/** The values and pieces of a thing, and of what is inside it, that hold more than one. */
export function* registersWithin(thing: AnyThing, ref: ThingRef): Generator<Register> {
  yield* registersOf(thing, ref)
  for (const [field, type] of collectionsOf(ref.type)) {
    const inside = thing[field] as Readonly<Record<string, AnyThing>> | undefined
    for (const id of Object.keys(inside ?? {})) yield* registersWithin(inside![id]!, { type, id, in: ref, field })
  }
}

/** Values and pieces that are set and hold more than one; a thing written as one piece is one register. */
function* registersOf(thing: AnyThing, ref: ThingRef): Generator<Register> {
  const path = storedPath(ref)!
  if (typeSpec(ref.type).written === 'whole') return yield { ref, field: null, path }
  for (const field of REGISTER_FIELDS.get(ref.type)!) {
    if (thing[field] === undefined) continue
    const several = A.getConflicts(thing as unknown as A.Doc<Record<string, unknown>>, field)
    if (several !== undefined) yield { ref, field, path: [...path, field] }
  }
}

const REGISTER_FIELDS: ReadonlyMap<TypeName, readonly string[]> = new Map(
  (Object.keys(TYPES) as TypeName[]).map((type) => [
    type,
    Object.entries(typeSpec(type).fields)
      .filter(([field, { kind }]) => (kind === 'value' || kind === 'onePiece') && field !== 'removed')
      .map(([field]) => field),
  ]),
)
