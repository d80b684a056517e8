/**
 * The editor and its text in the plan. What is typed is written soon, and always before a change of someone else is applied
 * (UI6); what others write appears without moving the caret (UI7). While the plan cannot be written, typing goes on, and is
 * brought onto whatever stands there when it can be again (UI72).
 */
import { type EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import { ReplaceStep } from 'prosemirror-transform'
import type { EditorView } from 'prosemirror-view'
import type { Planned } from '#shared/plan/operations.ts'
import { diffRich, movedPlace } from '#shared/plan/rich/richDiff.ts'
import { mergeRich } from '#shared/plan/rich/richMerge.ts'
import { planRich, selectRich } from '#shared/plan/rich/planRich.ts'
import { type RichText, sameRich } from '#shared/plan/rich/richText.ts'
import { getThing, type ThingRef } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import type { PlanDocument } from '../../data/planDocument.ts'
import { WRITE_AFTER_MS } from '../useTypedText.ts'
import { docFromRich, placeOf, positionOf, richFromDoc } from './convert.ts'

export type RichBinding = {
  /** Something was typed, or taken out, or made bold. */
  readonly typed: () => void
  /** Writes what is not written yet. */
  readonly flush: () => void
  /** What was held back while letters were being composed appears. */
  readonly composed: () => void
  readonly close: () => void
}

export type RichField = {
  readonly document: Pick<PlanDocument, 'doc' | 'writing' | 'typing' | 'beforeForeign'>
  readonly thing: ThingRef
  readonly field: string
  readonly edit: (plan: (doc: PlanDoc) => Planned) => boolean
}

/** Marks a transaction that shows the plan: it is not typed here. */
export const FROM_PLAN = 'fromPlan'

export function bindRich(view: EditorView, { document, thing, field, edit }: RichField): RichBinding {
  /** What the editor showed when it and the plan were last brought together. */
  let base = richFromDoc(view.state.doc)
  let waiting: { readonly timer: number; readonly settle: () => void } | null = null
  let isWriting = false
  let seen: unknown = getThing(document.doc.now(), thing)

  function settle(): void {
    if (waiting === null) return
    window.clearTimeout(waiting.timer)
    waiting.settle()
    waiting = null
  }

  function wait(): void {
    waiting ??= { timer: window.setTimeout(attempt, WRITE_AFTER_MS), settle: document.typing() }
  }

  function attempt(): void {
    const isOpening = document.writing.now().state === 'opening'
    const { settle: keep } = waiting!
    waiting = isOpening ? { timer: window.setTimeout(attempt, WRITE_AFTER_MS), settle: keep } : waiting
    if (!isOpening) flush()
  }

  function flush(): void {
    if (waiting !== null && document.writing.now().state !== 'opening') handOver()
  }

  function handOver(): void {
    settle()
    const shown = richFromDoc(view.state.doc)
    isWriting = true
    const before = base
    base = shown
    if (!sameRich(before, shown)) edit((doc) => planRich(doc, thing, field, before, shown))
    isWriting = false
    follow()
  }

  /** Shows the plan as it is, with what is typed here and not written yet on top. */
  function follow(): void {
    seen = getThing(document.doc.now(), thing)
    if (view.composing || view.isDestroyed) return
    const now = selectRich(document.doc.now(), thing, field)
    const shown = richFromDoc(view.state.doc)
    const target = waiting === null || sameRich(base, shown) ? now : mergeRich(base, shown, now)
    base = now
    const transaction = showing(view.state, target)
    if (transaction !== null) view.dispatch(transaction)
  }

  const stops = [
    document.beforeForeign(flush),
    document.doc.subscribe(() => {
      if (!isWriting && getThing(document.doc.now(), thing) !== seen) follow()
    }),
  ]
  window.addEventListener('pagehide', flush)
  return {
    typed: wait,
    flush,
    composed: follow,
    close: () => {
      // The editor goes: what cannot be written yet waits with the plan.
      if (waiting !== null) handOver()
      for (const stop of stops) stop()
      window.removeEventListener('pagehide', flush)
    },
  }
}

/** The smallest step from what the editor shows to a text, with the caret between the letters it stood between. */
export function showing(state: EditorState, rich: RichText): Transaction | null {
  const shown = richFromDoc(state.doc)
  if (sameRich(shown, rich)) return null
  const next = docFromRich(rich)
  const transaction = state.tr.setMeta(FROM_PLAN, true).setMeta('addToHistory', false)
  const start = state.doc.content.findDiffStart(next.content)
  const ends = state.doc.content.findDiffEnd(next.content)
  if (start === null || ends === null) return null
  const overlap = Math.max(start - Math.min(ends.a, ends.b), 0)
  const [endA, endB] = [ends.a + overlap, ends.b + overlap]
  const step = new ReplaceStep(start, endA, next.slice(start, endB))
  if (step.apply(state.doc).doc?.eq(next)) transaction.step(step)
  else transaction.replaceWith(0, state.doc.content.size, next.content)
  const splices = diffRich(shown, rich)
  const moved = (position: number): number =>
    positionOf(transaction.doc, movedPlace(splices, placeOf(state.doc, position)))
  const { anchor, head } = state.selection
  return transaction.setSelection(TextSelection.create(transaction.doc, moved(anchor), moved(head)))
}
