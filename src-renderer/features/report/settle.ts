import * as A from '@automerge/automerge/slim'
import { newId } from '#shared/base/id.ts'
import type { Random } from '#shared/base/ports.ts'
import { err, ok } from '#shared/base/result.ts'
import type { StoredRecord } from '#shared/plan/edits.ts'
import { copyStored } from '#shared/plan/fieldEdits.ts'
import { type Planned, planAdd } from '#shared/plan/operations.ts'
import { getAt } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'

type Settling = { readonly random: Random; readonly now: () => number; readonly selfId: () => string | null }

/**
 * Plans choosing one of several values that stand against each other: the chosen one is written again, which ends the
 * conflict for everyone who has seen both, and a record of the choice is kept in the plan for ever (UI9).
 */
export function planSettle(doc: PlanDoc, path: readonly string[], op: string, settling: Settling): Planned {
  const parent = getAt(doc, path.slice(0, -1))
  const values = A.getConflicts(parent as A.Doc<Record<string, unknown>>, path.at(-1)!)
  if (values === undefined || !Object.hasOwn(values, op)) return err({ kind: 'Missing', id: op })
  const chosen = copyStored(values[op]) as StoredRecord[string]
  const by = settling.selfId()
  const record = {
    path: JSON.stringify(withoutBucket(path)),
    chosen: JSON.stringify(plain(values[op])),
    at: settling.now(),
    ...(by === null ? {} : { by }),
  }
  const settled = planAdd(doc, { type: 'Settled', id: newId(settling.random) }, record, settling.random)
  if (!settled.ok) return settled
  return ok([{ do: 'put', path, value: chosen as StoredRecord }, ...settled.value])
}

/** Buckets show nowhere outside the document. */
const withoutBucket = ([root, bucket, ...rest]: readonly string[]): readonly string[] =>
  root === 'projects' || root === 'comments' ? [root, ...rest] : [root!, bucket!, ...rest]

function plain(stored: unknown): unknown {
  if (stored instanceof A.ImmutableString) return stored.val
  if (typeof stored !== 'object' || stored === null) return stored
  return Object.fromEntries(Object.entries(stored).map(([key, value]) => [key, plain(value)]))
}
