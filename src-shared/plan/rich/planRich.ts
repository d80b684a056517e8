import type * as A from '@automerge/automerge/slim'
import { err, ok } from '../../base/result.ts'
import type { PlanEdit } from '../edits.ts'
import { wellFormed } from '../fieldInput.ts'
import { fieldSpec } from '../fields.ts'
import type { Planned } from '../operations.ts'
import { MAX_INSERT } from '../textEdits.ts'
import { getThing, storedPath, type ThingRef } from '../things.ts'
import type { PlanDoc } from '../types.ts'
import { diffRich, type RichSplice } from './richDiff.ts'
import { joinRich, type RichText, richLength, sameRich, sliceRich } from './richText.ts'
import { richAt } from './richWrite.ts'
import { withoutTwin } from './twins.ts'

/** The stored path of a rich text field; `null` when there is none. */
export function richPath(doc: A.Doc<PlanDoc>, ref: ThingRef, field: string): readonly string[] | null {
  const spec = fieldSpec(ref.type, field)
  const path = storedPath(ref)
  const isRich = spec?.kind === 'text' && spec.rich && path !== null && typeof getThing(doc, ref)?.[field] === 'string'
  return isRich ? [...path, field] : null
}

/** The rich text in a field; empty when there is none. */
export function selectRich(doc: A.Doc<PlanDoc>, ref: ThingRef, field: string): RichText {
  const path = richPath(doc, ref, field)
  return path === null ? [] : richAt(doc, path)
}

/** Plans bringing a rich text from `from`, which was read in this plan, to `to` (PL35). Errors: `Missing`, `NotText`, `TooLong`. */
export function planRich(doc: A.Doc<PlanDoc>, ref: ThingRef, field: string, from: RichText, to: RichText): Planned {
  const spec = fieldSpec(ref.type, field)
  if (getThing(doc, ref) === undefined) return err({ kind: 'Missing', id: ref.id })
  const path = richPath(doc, ref, field)
  if (path === null || spec?.kind !== 'text') return err({ kind: 'NotText', field })
  const wanted = joinRich(to.map((span) => (span.type === 'text' ? { ...span, text: wellFormed(span.text) } : span)))
  const length = richLength(wanted)
  if (length > spec.max && length > richLength(from)) return err({ kind: 'TooLong', field, max: spec.max, length })
  return ok(sameRich(from, wanted) ? [] : stagesOf(path, from, withoutTwin(doc, path, from, wanted)))
}

/** One edit; of a long paste several, each of which fits one change (PL22). */
function stagesOf(path: readonly string[], from: RichText, to: RichText): readonly PlanEdit[] {
  const splices = diffRich(from, to)
  const longest = splices.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0]
  const edits: PlanEdit[] = []
  let before = from
  for (const cut of longest === undefined ? [] : cutsOf(to, longest)) {
    const stage = joinRich([...sliceRich(to, 0, cut), ...sliceRich(to, longest!.to, Number.POSITIVE_INFINITY)])
    edits.push({ do: 'rich', path, from: before, to: stage, weight: MAX_INSERT, isTyped: false })
    before = stage
  }
  const weight = Math.min(
    MAX_INSERT,
    splices.reduce((sum, splice) => sum + splice.remove + splice.to - splice.from, 20),
  )
  return [...edits, { do: 'rich', path, from: before, to, weight, isTyped: isTyped(from, to, splices) }]
}

/** Where the new text is cut, never within a pair of surrogates. */
function cutsOf(to: RichText, { from, to: end }: RichSplice): readonly number[] {
  const cuts: number[] = []
  for (let cut = from + MAX_INSERT; cut < end; cut += MAX_INSERT) {
    const [span] = sliceRich(to, cut, cut + 1)
    const isInPair = span?.type === 'text' && /^[\udc00-\udfff]/.test(span.text)
    cuts.push(isInPair ? cut - 1 : cut)
  }
  return cuts
}

function isTyped(from: RichText, to: RichText, splices: readonly RichSplice[]): boolean {
  const [splice] = splices
  if (splice === undefined || splices.length > 1) return false
  const { index, remove, from: start, to: end } = splice
  const touched = [...sliceRich(from, index, index + remove), ...sliceRich(to, start, end)]
  if (touched.some(({ type }) => type === 'block')) return false
  const rest = (rich: RichText, a: number, b: number): RichText =>
    joinRich([...sliceRich(rich, 0, a), ...sliceRich(rich, b, Number.POSITIVE_INFINITY)])
  return sameRich(rest(from, index, index + remove), rest(to, start, end))
}
