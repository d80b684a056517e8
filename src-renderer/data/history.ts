/** Undo and redo of what was written in this window (UI10). Not kept over a restart; others' work is never undone. */
import { err, type Result } from '#shared/base/result.ts'
import type { PlanEdit, PlanEdits } from '#shared/plan/edits.ts'
import { planUndo, returnedAs } from '#shared/plan/undo.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { createCell, type Source } from './source.ts'

export type UndoOutcome = 'nothing' | 'done' | 'partly'
export type UndoState = { readonly canUndo: boolean; readonly canRedo: boolean }

export type History = {
  readonly state: Source<UndoState>
  /** Remembers changes just written as one step, or as part of the last one while the same text is being typed. */
  readonly remember: (hashes: readonly string[], edits: PlanEdits, at: number) => void
  readonly undo: () => UndoOutcome
  readonly redo: () => UndoOutcome
}

type Step = {
  /** Change hashes, oldest first. */
  readonly hashes: readonly string[]
  /** The text that was typed in; null when something else was done. */
  readonly text: string | null
  readonly at: number
}

type HistoryDeps = {
  readonly doc: () => PlanDoc
  readonly selfId: () => string | null
  readonly now: () => number
  /** Writes edits and gives the hashes of the changes they became. */
  readonly write: (edits: PlanEdits) => readonly string[]
}

const MAX_STEPS = 200
/** Key presses in one text that follow each other within this time are undone together. */
const ONE_GO_MS = 2_000

export function createHistory({ doc, selfId, now, write }: HistoryDeps): History {
  let done: readonly Step[] = []
  let undone: readonly Step[] = []
  /** Letters that came back are new ones to the document; whoever undoes on means them all the same. */
  const returned = new Map<string, string>()
  const state = createCell<UndoState>({ canUndo: false, canRedo: false })
  const tell = (): void => {
    const next = { canUndo: done.length > 0, canRedo: undone.length > 0 }
    if (next.canUndo !== state.now().canUndo || next.canRedo !== state.now().canRedo) state.set(next)
  }

  /** Takes changes back, newest first; the changes this makes are a step of their own, for the way back. */
  function takeBack(step: Step): Result<{ readonly back: Step; readonly isWhole: boolean }, null> {
    const hashes: string[] = []
    let isWhole = true
    for (const hash of step.hashes.toReversed()) {
      const planned = planUndo(doc(), hash, selfId(), now(), returned)
      // The change is not in this copy any more: it was built again from the core after a fault.
      if (!planned.ok) isWhole = false
      else {
        if (planned.value.left.length > 0) isWhole = false
        const written = write(planned.value.edits)
        hashes.push(...written)
        for (const [was, is] of returnedAs(doc(), planned.value.returned, written)) returned.set(was, is)
      }
    }
    return hashes.length === 0 ? err(null) : { ok: true, value: { back: { hashes, text: null, at: now() }, isWhole } }
  }

  return {
    state,
    remember: (hashes, edits, at) => {
      if (hashes.length === 0) return
      const text = textOf(edits)
      const last = done.at(-1)
      const goesOn = last !== undefined && text !== null && last.text === text && at - last.at < ONE_GO_MS
      const step: Step = goesOn ? { hashes: [...last.hashes, ...hashes], text, at } : { hashes, text, at }
      done = [...(goesOn ? done.slice(0, -1) : done), step].slice(-MAX_STEPS)
      undone = []
      tell()
    },
    undo: () => {
      const step = done.at(-1)
      if (step === undefined) return 'nothing'
      done = done.slice(0, -1)
      const taken = takeBack(step)
      if (taken.ok) undone = [...undone, taken.value.back]
      tell()
      return taken.ok && taken.value.isWhole ? 'done' : 'partly'
    },
    redo: () => {
      const step = undone.at(-1)
      if (step === undefined) return 'nothing'
      undone = undone.slice(0, -1)
      const taken = takeBack(step)
      if (taken.ok) done = [...done, taken.value.back]
      tell()
      return taken.ok && taken.value.isWhole ? 'done' : 'partly'
    },
  }
}

/** The one text that all of these edits are typed into; what is made bold or a list is a step of its own. */
function textOf(edits: PlanEdits): string | null {
  const paths = new Set(edits.map((edit) => (isTyped(edit) ? edit.path.join('/') : '')))
  const [path = ''] = paths
  return paths.size === 1 && path !== '' ? path : null
}

const isTyped = (edit: PlanEdit): boolean =>
  edit.do === 'splice' || edit.do === 'updateText' || (edit.do === 'rich' && edit.isTyped)
