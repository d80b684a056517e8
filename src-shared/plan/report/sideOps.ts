/** The operations of one side, each with the place in the plan it touches. */
import * as A from '@automerge/automerge/slim'
import { nodeAt, type PlanNode, ROOT, stepInto } from '../fieldPaths.ts'
import { THE_PLAN, type ThingRef } from '../things.ts'
import type { PlanDoc } from '../types.ts'
import type { SideChanges } from './history.ts'

/** An operation as `decodeChange` gives it; its types leave out what text operations carry. */
export interface RawOp {
  readonly action: string
  readonly obj: string
  readonly key?: string
  readonly elemId?: string
  readonly insert?: boolean
  readonly value?: unknown
  readonly pred: readonly string[]
}

export interface SideOp {
  readonly id: string
  readonly op: RawOp
  readonly actor: string
  /** Stored path of what it writes: a field, a thing, a member of a set; of the text, for an operation inside one. */
  readonly path: readonly string[]
  /** Objects it stands in, from its own upwards. */
  readonly within: readonly string[]
  readonly inText: boolean
}

interface Holder {
  readonly obj: string
  readonly path: readonly string[]
  readonly within: readonly string[]
  readonly isText: boolean
}

const ROOT_HOLDER: Holder = { obj: '_root', path: [], within: [], isText: false }

/**
 * Reads the operations of sides that were built on `base`. Objects that stood before are found where they are, or where they
 * were at `base`: an object that the other side has overwritten since has no place in the plan of today.
 */
export function sideReader(doc: A.Doc<PlanDoc>, base: readonly string[]): (side: SideChanges) => readonly SideOp[] {
  const decoded = A.getChangesSince(doc, [...base]).map((bytes) => A.decodeChange(bytes))
  const changes = new Map(decoded.map((change) => [change.hash, change]))
  const holders = new Map([['_root', ROOT_HOLDER], ...holdersOfChanged(doc, base)])
  return (side) => side.hashes.flatMap((hash) => opsOf(doc, changes.get(hash)!, base, holders))
}

/** The operations of one change; for many, a reader is several times faster. */
export const readChangeOps = (doc: A.Doc<PlanDoc>, change: A.DecodedChange): readonly SideOp[] =>
  opsOf(doc, change, change.deps, new Map([['_root', ROOT_HOLDER]]))

function opsOf(
  doc: A.Doc<PlanDoc>,
  change: Pick<A.DecodedChange, 'ops' | 'startOp' | 'actor'>,
  base: readonly string[],
  holders: Map<string, Holder>,
): readonly SideOp[] {
  return (change.ops as readonly RawOp[]).map((op, index) => {
    const id = `${change.startOp + index}@${change.actor}`
    const holder = holderOf(doc, op.obj, base, holders)
    if (op.action.startsWith('make')) holders.set(id, childHolder(id, op, holder))
    const path = holder.isText || op.key === undefined ? holder.path : [...holder.path, op.key]
    return { id, op, actor: change.actor, path, within: holder.within, inText: holder.isText }
  })
}

/**
 * The objects of today on the way to every place that looks different than at `base`: nearly all that a side writes in. The
 * library's own way from an object to its place goes through all operations of the plan.
 */
function holdersOfChanged(doc: A.Doc<PlanDoc>, base: readonly string[]): ReadonlyMap<string, Holder> {
  const backend = A.getBackend(doc)
  const found = new Map<string, Holder>()
  const objects = new Map<string, string | null>([['', '_root']])
  const look = (path: readonly string[]): string | null => {
    const name = path.join('/')
    const known = objects.get(name)
    if (known !== undefined) return known
    const parent = look(path.slice(0, -1))
    const stored: unknown = parent === null ? null : backend.getWithType(parent, path.at(-1)!)
    const obj = Array.isArray(stored) && OBJECTS.includes(String(stored[0])) ? String(stored[1]) : null
    if (obj !== null) found.set(obj, { obj, path, within: [obj], isText: (stored as unknown[])[0] === 'text' })
    // Below a text there is nothing that has a place of its own.
    const isOpen = obj !== null && (stored as unknown[])[0] === 'map'
    objects.set(name, isOpen ? obj : null)
    return isOpen ? obj : null
  }
  for (const { path } of A.diff(doc, [...base], A.getHeads(doc))) {
    const cut = path.findIndex((key) => typeof key === 'number')
    look((cut === -1 ? path : path.slice(0, cut)).map(String))
  }
  return found
}

const OBJECTS: readonly string[] = ['map', 'text', 'list']

function childHolder(id: string, op: RawOp, parent: Holder): Holder {
  const inText = parent.isText || op.key === undefined
  return {
    obj: id,
    path: inText ? parent.path : [...parent.path, op.key!],
    within: [id, ...parent.within],
    isText: inText || op.action === 'makeText',
  }
}

/** Objects of before: the path by the library, cut where it enters a text. */
function holderOf(doc: A.Doc<PlanDoc>, obj: string, base: readonly string[], holders: Map<string, Holder>): Holder {
  const known = holders.get(obj)
  if (known !== undefined) return known
  const backend = A.getBackend(doc)
  const today = backend.objInfo(obj)
  const info = today.path === undefined ? backend.objInfo(obj, [...base]) : today
  // An object that was hidden already when the sides parted: nowhere in the plan.
  const keys = info.path ?? ['?']
  const cut = keys.findIndex((key) => typeof key === 'number')
  const path = (cut === -1 ? keys : keys.slice(0, cut)).map(String)
  const isText = cut !== -1 || info.type === 'text'
  // What has a place today stands in nothing that was overwritten.
  const above = today.path === undefined ? objectsAbove(doc, path, base) : []
  const holder: Holder = { obj, path, within: [obj, ...above], isText }
  holders.set(obj, holder)
  return holder
}

/** Ids of the maps that lead to a place, nearest first, as they were at `base`. */
function objectsAbove(doc: A.Doc<PlanDoc>, path: readonly string[], base: readonly string[]): readonly string[] {
  const backend = A.getBackend(doc)
  const above: string[] = []
  let obj = '_root'
  for (const key of path.slice(0, -1)) {
    const value: unknown = backend.getWithType(obj, key, [...base])
    if (!Array.isArray(value) || typeof value[1] !== 'string') break
    obj = value[1]
    above.unshift(obj)
  }
  return above
}

/** The thing and the field that a stored path speaks of. `field` is null for a thing as a whole. */
export interface PlanPlace {
  readonly ref: ThingRef
  readonly field: string | null
  /** What is below the field: the member of a set or of a piece. */
  readonly rest: readonly string[]
  readonly node: PlanNode
}

export function planPlace(path: readonly string[]): PlanPlace {
  let ref: ThingRef = THE_PLAN
  let node: PlanNode = ROOT
  let field: string | null = null
  for (const [index, key] of path.entries()) {
    const next = stepInto(node, key)
    if (node.at === 'thing') {
      field = key
      if (next.at !== 'collection' && next.at !== 'buckets') {
        return { ref, field, rest: path.slice(index + 1), node: nodeAt(path) }
      }
    }
    if (node.at === 'collection' && next.at === 'thing') {
      ref = { type: next.type, id: key, field: field!, ...(ref.type === 'Plan' ? {} : { in: ref }) }
      field = null
    }
    node = next
  }
  return { ref, field: node.at === 'thing' ? null : field, rest: [], node }
}

/** Names a thing of a report: two references are of one thing when these are equal. */
export const refKey = (ref: ThingRef): string =>
  `${ref.in === undefined ? '' : `${refKey(ref.in)}/`}${ref.field ?? ''}:${ref.id}`
