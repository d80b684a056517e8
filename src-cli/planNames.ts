import type { TypeName } from '#shared/plan/fields.ts'
import { collectionsOf, type ThingRef } from '#shared/plan/things.ts'
import { UsageError } from './answer.ts'

/** The canonical JSON of a plan, parsed. */
export type PlanJson = Readonly<Record<string, unknown>>

type Thing = Readonly<Record<string, unknown>>
const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value)
const thingsOf = (parent: Thing, field: string): readonly (readonly [string, Thing])[] => {
  const collection = parent[field]
  return isThing(collection)
    ? Object.entries(collection).flatMap(([id, thing]) => (isThing(thing) ? [[id, thing]] : []))
    : []
}

const nameOf = (thing: Thing): string => String(thing['title'] ?? thing['name'] ?? '')

/** The id of a thing given by id or by its exact name (case does not matter); two of one name need the id. */
export function findId(plan: PlanJson, type: string, given: string): string {
  const all = collectionsOf('Plan').flatMap(([field, of]) => (of === type ? thingsOf(plan, field) : []))
  if (all.some(([id]) => id === given)) return given
  const named = all.filter(
    ([, thing]) => nameOf(thing).toLowerCase() === given.toLowerCase() && !isThing(thing['removed']),
  )
  if (named.length > 1) throw new UsageError(`There are ${named.length} things called “${given}”; give the id.`)
  return named[0]?.[0] ?? given
}

/** Where the thing with this id lives, in the plan or inside a project; null when it is nowhere. */
export function findThing(plan: PlanJson, id: string): ThingRef | null {
  return findIn(plan, 'Plan', undefined, id)
}

function findIn(parent: Thing, parentType: TypeName, parentRef: ThingRef | undefined, id: string): ThingRef | null {
  for (const [field, type] of collectionsOf(parentType)) {
    for (const [key, thing] of thingsOf(parent, field)) {
      const ref: ThingRef = parentRef === undefined ? { type, id: key } : { type, id: key, in: parentRef }
      if (key === id) return ref
      const inside = findIn(thing, type, ref, id)
      if (inside) return inside
    }
  }
  return null
}

export function unitDecimals(plan: PlanJson, code: string): number {
  const unit = isThing(plan['units']) ? plan['units'][code] : undefined
  return isThing(unit) && typeof unit['decimals'] === 'number' ? unit['decimals'] : 2
}
