import * as A from '@automerge/automerge/slim'
import { emptyBuckets } from './buckets.ts'
import { TYPES } from './fields.ts'
import type { FieldSpec } from './kinds.ts'

export interface PlanBirth {
  /** The document with the first change alone. */
  readonly bytes: Uint8Array
  /** The first change: seq 1 of the founder's actor, time 0. */
  readonly change: Uint8Array
  readonly heads: readonly string[]
}

/**
 * The plan's first change: every root text and collection, in the order of the table, and nothing else (PL1). What the plan
 * says is written after it, so that migrations can be built on a document that holds this change alone (PL14).
 */
export function createPlan(actor: string): PlanBirth {
  const doc = A.change(A.init<Record<string, unknown>>({ actor }), { time: 0 }, (draft) => {
    for (const [field, spec] of Object.entries<FieldSpec>(TYPES.Plan.fields)) {
      const container = emptyContainer(spec)
      if (container !== null) draft[field] = container
    }
  })
  return { bytes: A.save(doc), change: A.getAllChanges(doc)[0]!, heads: A.getHeads(doc) }
}

/** What a field holds from birth: a text, a set or a collection; `null` for fields that appear when first set. */
export function emptyContainer(spec: FieldSpec): '' | Record<string, unknown> | null {
  switch (spec.kind) {
    case 'text':
      return ''
    case 'set':
      return {}
    case 'collection':
      return spec.buckets ? emptyBuckets() : {}
    default:
      return null
  }
}

/** The first change of a plan, from any later state of its document; `null` when there is none or more than one. */
export function birthOf(doc: A.Doc<unknown>): Uint8Array | null {
  const rootless = A.getChangesMetaSince(doc, []).filter((meta) => meta.deps.length === 0)
  const decoded = rootless.length === 1 ? A.inspectChange(doc, rootless[0]!.hash) : null
  return decoded === null ? null : A.encodeChange(decoded)
}
