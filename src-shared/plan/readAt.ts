import * as A from '@automerge/automerge/slim'
import { err, ok, type Result } from '../base/result.ts'
import type { PlanDoc } from './types.ts'

export type ReadRefusal = { readonly kind: 'HeadsUnknown'; readonly heads: readonly string[] }

/**
 * The document as it was at `heads`, for reading only. The only way old heads are read (PL13): rich text in it is read by
 * `spans`, never by `marks`, which would give the ranges of today. Costs up to a second on 10,000 cards: for the worker,
 * never for the window.
 */
export function readAt(doc: A.Doc<PlanDoc>, heads: readonly string[]): Result<A.Doc<PlanDoc>, ReadRefusal> {
  const wanted = [...heads]
  if (!A.hasHeads(doc, wanted)) return err({ kind: 'HeadsUnknown', heads })
  return ok(sameHeads(A.getHeads(doc), wanted) ? doc : A.view(doc, wanted))
}

const sameHeads = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.toSorted().join() === b.toSorted().join()
