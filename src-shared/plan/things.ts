/** Finding things: every thing of a plan is named by its type, its id and, when it lives inside another, that other. */
import type * as A from '@automerge/automerge/slim'
import { bucketEntries, bucketOf, getFromBuckets } from './buckets.ts'
import type { StoredPath } from './edits.ts'
import { TYPES, type TypeName, typeSpec } from './fields.ts'
import { isBucketedRoot } from './fieldPaths.ts'
import type { PlanDoc } from './types.ts'

export interface ThingRef {
  readonly type: TypeName
  readonly id: string
  /** Where it lives; absent for things of the plan itself. */
  readonly in?: ThingRef
  /** Only needed where a type lives in two fields of its parent (targets and readings of an indicator). */
  readonly field?: string
}

/** The plan itself, for edits of its title, language, horizon, vision and principles. */
export const THE_PLAN: ThingRef = { type: 'Plan', id: '' }

/** A thing as found in a document; read it by the kinds of the table. */
export type AnyThing = Readonly<Record<string, unknown>>

export interface Home {
  readonly parent: TypeName
  readonly field: string
}

/** The collections a type can live in. */
export const homesOf = (type: TypeName): readonly Home[] => HOMES.get(type) ?? []

const HOMES: ReadonlyMap<TypeName, readonly Home[]> = findHomes()

function findHomes(): ReadonlyMap<TypeName, readonly Home[]> {
  const homes = new Map<TypeName, Home[]>()
  for (const parent of Object.keys(TYPES) as TypeName[]) {
    for (const [field, of] of collectionsOf(parent)) homes.set(of, [...(homes.get(of) ?? []), { parent, field }])
  }
  return homes
}

export function collectionsOf(type: TypeName): readonly (readonly [field: string, of: TypeName])[] {
  return Object.entries(typeSpec(type).fields).flatMap(([field, spec]) =>
    spec.kind === 'collection' ? [[field, spec.of as TypeName] as const] : [],
  )
}

/** The stored path of a thing; `null` when its type does not live where the reference says. */
export function storedPath(ref: ThingRef): StoredPath | null {
  if (ref.type === 'Plan') return []
  const collection = collectionPath(ref)
  if (collection === null) return null
  const bucketed = collection.length === 1 && isBucketedRoot(collection[0]!)
  return bucketed ? [...collection, bucketOf(ref.id), ref.id] : [...collection, ref.id]
}

/** The path of the collection a thing lives in, bucket left out. */
export function collectionPath(ref: ThingRef): StoredPath | null {
  const parent = ref.in ?? THE_PLAN
  const homes = homesOf(ref.type).filter(
    (home) => home.parent === parent.type && (ref.field ?? home.field) === home.field,
  )
  const above = storedPath(parent)
  return homes.length === 1 && above !== null ? [...above, homes[0]!.field] : null
}

export function getAt(doc: A.Doc<PlanDoc>, path: StoredPath): unknown {
  let node: unknown = doc
  for (const key of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined
    node = (node as AnyThing)[key]
  }
  return node
}

export function getThing(doc: A.Doc<PlanDoc>, ref: ThingRef): AnyThing | undefined {
  const path = storedPath(ref)
  const thing = path === null ? undefined : getAt(doc, path)
  return typeof thing === 'object' && thing !== null ? (thing as AnyThing) : undefined
}

export const isRemoved = (thing: AnyThing): boolean => thing['removed'] !== undefined && thing['removed'] !== null

/** All things of a root collection, the bin included. */
export function* rootThings(doc: A.Doc<PlanDoc>, field: string): Generator<readonly [string, AnyThing]> {
  const collection = (doc as unknown as AnyThing)[field] as Readonly<Record<string, AnyThing>> | undefined
  if (collection === undefined) return
  if (isBucketedRoot(field)) yield* bucketEntries(collection as unknown as Record<string, Record<string, AnyThing>>)
  else for (const id of Object.keys(collection)) yield [id, collection[id]!]
}

/** Whether a thing of this type stands in the plan itself, in the bin or not. */
export function isInPlan(doc: A.Doc<PlanDoc>, type: TypeName, id: string): boolean {
  return homesOf(type).some((home) => home.parent === 'Plan' && rootThing(doc, home.field, id) !== undefined)
}

function rootThing(doc: A.Doc<PlanDoc>, field: string, id: string): unknown {
  const collection = (doc as unknown as AnyThing)[field] as Readonly<Record<string, AnyThing>> | undefined
  if (collection === undefined) return undefined
  if (isBucketedRoot(field))
    return getFromBuckets(collection as unknown as Record<string, Record<string, AnyThing>>, id)
  return Object.hasOwn(collection, id) ? collection[id] : undefined
}

/** Finds a thing by its id alone, for the command line and reports: first in the plan itself, then inside its things. */
export function findThing(doc: A.Doc<PlanDoc>, id: string): ThingRef | null {
  for (const [field, type] of collectionsOf('Plan')) if (rootThing(doc, field, id) !== undefined) return { type, id }
  for (const [field, type] of collectionsOf('Plan')) {
    for (const [parentId, parent] of rootThings(doc, field)) {
      const found = findInside(parent, { type, id: parentId }, id)
      if (found !== null) return found
    }
  }
  return null
}

function findInside(parent: AnyThing, parentRef: ThingRef, id: string): ThingRef | null {
  for (const [field, type] of collectionsOf(parentRef.type)) {
    const collection = parent[field]
    if (typeof collection === 'object' && collection !== null && Object.hasOwn(collection, id)) {
      return { type, id, in: parentRef, field }
    }
  }
  return null
}
