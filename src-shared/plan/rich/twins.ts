import * as A from '@automerge/automerge/slim'
import type { StoredPath } from '../edits.ts'
import type { PlanDoc } from '../types.ts'
import { type RichSpan, type RichText, sameBlock, sameRich } from './richText.ts'
import { richAt } from './richWrite.ts'

/**
 * Text ahead of the first block has none of its own: two people who at once make the first line a heading put in a block each,
 * and the first of the two is a heading without words. The next edit leaves the second out (PL43). Everybody leaves out the
 * same one, the first is the last of all that were put in there, and what somebody types between them meanwhile stays.
 */
export function withoutTwin(doc: A.Doc<PlanDoc>, path: StoredPath, from: RichText, to: RichText): RichText {
  const isPair = beginsTwice(from) && beginsTwice(to)
  return isPair && sameRich(from, richAt(doc, path)) && isPutInAtOnce(doc, path) ? [to[0]!, ...to.slice(2)] : to
}

const beginsTwice = ([first, second]: readonly RichSpan[]): boolean =>
  first?.type === 'block' && second?.type === 'block' && sameBlock(first.block, second.block)

/** Neither of the first two elements was put in by somebody who had the other. */
function isPutInAtOnce(doc: A.Doc<PlanDoc>, stored: StoredPath): boolean {
  const path = [...stored]
  const [first, second] = [operationAt(doc, path, 0), operationAt(doc, path, 1)]
  if (first.actor === second.actor) return false
  const changes = A.getChangesMetaSince(doc, [])
  const hashOf = ({ counter, actor }: Operation): string | undefined =>
    changes.find((one) => one.actor === actor && one.startOp <= counter && counter <= one.maxOp)?.hash
  const [mine, other] = [hashOf(first), hashOf(second)]
  return mine !== undefined && other !== undefined && isMissing(doc, mine, other) && isMissing(doc, other, mine)
}

/** The state right after one change does not hold another. */
const isMissing = (doc: A.Doc<PlanDoc>, after: string, hash: string): boolean =>
  A.getChangesMetaSince(doc, [after]).some((one) => one.hash === hash)

type Operation = { readonly counter: number; readonly actor: string }

/** A cursor is the operation that put the element in: `counter@actor`. */
function operationAt(doc: A.Doc<PlanDoc>, path: string[], index: number): Operation {
  const [counter, actor] = A.getCursor(doc, path, index).split('@')
  return { counter: Number(counter), actor: actor ?? '' }
}
