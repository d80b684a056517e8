/** Settling a conflict: an ordinary edit that chooses, and a record of what stood against what, kept for ever. */
import * as A from '@automerge/automerge/slim'
import canonicalize from 'canonicalize'
import type { Random } from '../base/ports.ts'
import { err, ok } from '../base/result.ts'
import type { PlanEdit, StoredRecord, StoredScalarValue } from './edits.ts'
import { isRecord } from './fieldEdits.ts'
import { planAdd, type Planned } from './operations.ts'
import { getAt, type ThingRef } from './things.ts'
import { typeSpec } from './fields.ts'
import { isBucketedRoot, nodeAt } from './fieldPaths.ts'
import type { PlanDoc } from './types.ts'

/** A conflict, as the merge report gives it, or as much of it as settling needs. */
export interface ConflictToSettle {
  readonly path: readonly string[]
  readonly values: readonly { readonly value: unknown; readonly actor: string; readonly op: string }[]
}

export interface Settlement {
  /** Id of the record. */
  readonly id: string
  /** Operation id of the value to keep. */
  readonly chosen: string
  /** A person of the plan, or `null`. */
  readonly by: string | null
  readonly at: number
  readonly why?: string
}

/**
 * Plans keeping one of the values of a conflict. The value is written again even when it is the one that is shown, since
 * only a write after all of them ends the conflict. Errors: `Missing` when the value is not among those that stand any more.
 */
export function planSettle(doc: A.Doc<PlanDoc>, conflict: ConflictToSettle, how: Settlement, random: Random): Planned {
  const parent = getAt(doc, conflict.path.slice(0, -1))
  const key = conflict.path.at(-1)
  if (typeof parent !== 'object' || parent === null || key === undefined)
    return err({ kind: 'Missing', id: how.chosen })
  const standing = A.getConflicts(parent as A.Doc<Record<string, unknown>>, key) ?? {}
  if (!Object.hasOwn(standing, how.chosen)) return err({ kind: 'Missing', id: how.chosen })
  if (!holdsValues(conflict.path)) return err({ kind: 'NotValue', field: key })
  const value = wholeAgain(standing[how.chosen])
  const keep: PlanEdit = { do: 'put', path: conflict.path, value }
  const record = settledRecord(doc, conflict, how, random)
  return record.ok ? ok([keep, ...record.value]) : record
}

/** A value, a piece, or a thing that is written whole: what is replaced, never edited inside. */
function holdsValues(path: readonly string[]): boolean {
  const node = nodeAt(path)
  return (
    node.at === 'value' || node.at === 'onePiece' || (node.at === 'thing' && typeSpec(node.type).written === 'whole')
  )
}

/**
 * A value as it is written. Automerge gives the strings of a conflict as plain ones, whatever they were; where only values
 * stand, a plain string would become a text, and the field would be lost to everyone.
 */
function wholeAgain(standing: unknown): StoredScalarValue | StoredRecord {
  if (standing instanceof A.ImmutableString) return new A.ImmutableString(standing.val)
  if (typeof standing === 'string') return new A.ImmutableString(standing)
  if (!isRecord(standing)) return standing as StoredScalarValue
  return Object.fromEntries(Object.entries(standing).map(([key, child]) => [key, wholeAgain(child)]))
}

function settledRecord(doc: A.Doc<PlanDoc>, conflict: ConflictToSettle, how: Settlement, random: Random): Planned {
  const ref: ThingRef = { type: 'Settled', id: how.id }
  const chosen = conflict.values.find(({ op }) => op === how.chosen)?.value ?? null
  const fields = {
    path: json(withoutBucket(conflict.path)),
    chosen: json(chosen),
    at: how.at,
    ...(how.by === null ? {} : { by: how.by }),
    ...(how.why === undefined ? {} : { why: how.why }),
  }
  const record = planAdd(doc, ref, fields, random)
  if (!record.ok) return record
  const edits: PlanEdit[] = [...record.value]
  for (const { op, value, actor } of conflict.values) {
    const one = planAdd(
      doc,
      { type: 'SettledValue', id: op, in: ref },
      { value: json(value), actor },
      random,
      new Set([how.id]),
    )
    if (!one.ok) return one
    edits.push(...one.value)
  }
  return ok(edits)
}

const json = (value: unknown): string => canonicalize(value) ?? 'null'

/** Buckets show nowhere (PL4). */
const withoutBucket = (path: readonly string[]): readonly string[] =>
  isBucketedRoot(path[0] ?? '') ? [path[0]!, ...path.slice(2)] : path
