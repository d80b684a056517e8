/**
 * Things as the window shows them: plain strings and numbers, sets as sorted lists, nested things in their order. Each view
 * is remembered by the stored object it was made from, which Automerge keeps as long as nothing in it changes (PL15).
 */
import * as A from '@automerge/automerge/slim'
import { fieldSpec, type TypeName, typeSpec } from './fields.ts'
import type { FieldSpec, OnePieceSpec, Scalar } from './kinds.ts'
import { compareRanked } from './ranks.ts'
import { type AnyThing, isRemoved } from './things.ts'
import type { InputOf } from './types.ts'

/** A thing without what is inside it. Texts are strings (a rich text: one line a paragraph), sets are sorted lists. */
export type ViewOf<T extends TypeName> = Required<InputOf<T>> & { readonly id: string; readonly isRemoved: boolean }

const remembered = new WeakMap<AnyThing, object>()

/** The view of a stored thing. Fields that are not set are `null`. */
export function viewOf<T extends TypeName>(type: T, id: string, stored: AnyThing): ViewOf<T> {
  const known = remembered.get(stored) as ViewOf<T> | undefined
  if (known !== undefined && known.id === id) return known
  const view: Record<string, unknown> = { id, isRemoved: isRemoved(stored) }
  for (const [field, spec] of Object.entries(typeSpec(type).fields)) {
    if (spec.kind !== 'collection') view[field] = plainField(spec, stored[field])
  }
  remembered.set(stored, view)
  return view as ViewOf<T>
}

const lists = new WeakMap<object, readonly unknown[]>()

/** The things of a collection that are not in the bin, in their order: by rank, then by id. Remembered like a view. */
export function listOf<T extends TypeName>(type: T, collection: unknown): readonly ViewOf<T>[] {
  if (typeof collection !== 'object' || collection === null) return NONE
  const known = lists.get(collection) as readonly ViewOf<T>[] | undefined
  if (known !== undefined) return known
  const views = Object.entries(collection as Readonly<Record<string, AnyThing>>)
    .filter(([, stored]) => !isRemoved(stored))
    .map(([id, stored]) => viewOf(type, id, stored))
  const list = fieldSpec(type, 'rank') === null ? views.toSorted(byId) : views.toSorted(byRank)
  lists.set(collection, list)
  return list
}

const NONE: readonly never[] = []

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1)
const byRank = (a: { readonly id: string }, b: { readonly id: string }): number => compareRanked(ranked(a), ranked(b))
const ranked = (view: {
  readonly id: string
  readonly rank?: unknown
}): { readonly id: string; readonly rank: string } => ({
  id: view.id,
  rank: typeof view.rank === 'string' ? view.rank : '',
})

/** A stored field as plain data. What another version or a broken writer put there instead is shown as not set. */
export function plainField(spec: FieldSpec, stored: unknown): unknown {
  switch (spec.kind) {
    case 'text':
      if (typeof stored !== 'string') return ''
      return spec.rich ? stored.replaceAll('\ufffc', '\n') : stored
    case 'value':
      return scalarOf(spec.scalar, stored)
    case 'onePiece':
      return isMap(stored)
        ? Object.fromEntries(Object.keys(stored).map((key) => [key, member(spec, key, stored)]))
        : null
    case 'set':
      return isMap(stored) ? Object.keys(stored).sort() : NONE
    case 'collection':
      return null
  }
}

/** A member this version does not know is shown as it is. */
function member({ members }: OnePieceSpec, key: string, stored: AnyThing): string | number | boolean | null {
  const spec = Object.hasOwn(members, key) ? members[key] : undefined
  return spec === undefined ? plainScalar(stored[key]) : scalarOf(spec.scalar, stored[key])
}

const NUMBERS: readonly Scalar[] = ['integer', 'year', 'instant']

/** Only what the field is for: who reads a name may rely on a string. */
function scalarOf(scalar: Scalar, stored: unknown): string | number | boolean | null {
  const plain = plainScalar(stored)
  const wanted = scalar === 'boolean' ? 'boolean' : NUMBERS.includes(scalar) ? 'number' : 'string'
  return typeof plain === wanted ? plain : null
}

function plainScalar(stored: unknown): string | number | boolean | null {
  if (stored instanceof A.ImmutableString) return stored.val
  return typeof stored === 'number' || typeof stored === 'boolean' || typeof stored === 'string' ? stored : null
}

const isMap = (stored: unknown): stored is AnyThing =>
  typeof stored === 'object' && stored !== null && !(stored instanceof A.ImmutableString)
