import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { usePlan } from '../app/planContext.ts'

type Typing = HTMLInputElement | HTMLTextAreaElement

/** What is typed is written this long after the first key: well within the 250 ms in which a key press becomes durable (UI6). */
export const WRITE_AFTER_MS = 120

export type TypedText = {
  readonly value: string
  readonly onChange: (value: string) => void
  /** Writes what was typed and not yet written. */
  readonly flush: () => void
}

/**
 * Text that two people may type in at once. What is typed here is written soon, and always before a change of someone else
 * is applied, so that `write` finds the text it was typed into; what others type appears without moving the caret (UI7).
 */
export function useTypedText(
  stored: string,
  write: (text: string) => void,
  field: RefObject<Typing | null>,
): TypedText {
  const { document } = usePlan()
  const [draft, setDraft] = useState<string | null>(null)
  const pending = useRef<{ text: string; timer: number; settle: () => void } | null>(null)
  const writeNow = useRef(write)
  useLayoutEffect(() => {
    writeNow.current = write
  })

  const handOver = useCallback(() => {
    const waiting = pending.current
    if (waiting === null) return
    window.clearTimeout(waiting.timer)
    pending.current = null
    writeNow.current(waiting.text)
    waiting.settle()
  }, [])
  const flush = useCallback(
    function attempt() {
      const waiting = pending.current
      if (waiting === null) return
      window.clearTimeout(waiting.timer)
      if (document.writing.now().state === 'opening') {
        // The core is starting again: what is typed stays in the field until it can be written.
        waiting.timer = window.setTimeout(attempt, WRITE_AFTER_MS)
        return
      }
      handOver()
      setDraft(null)
    },
    [document, handOver],
  )

  useEffect(() => {
    const stop = document.beforeForeign(flush)
    window.addEventListener('pagehide', flush)
    return () => {
      // The field goes: what cannot be written yet waits with the plan.
      handOver()
      stop()
      window.removeEventListener('pagehide', flush)
    }
  }, [document, flush, handOver])

  const value = draft ?? stored
  useKeptCaret(field, value)
  return {
    value,
    flush,
    onChange: (text) => {
      // The first key sets the time, later ones do not put it off: fast typing is written as it goes.
      if (pending.current !== null) pending.current.text = text
      else pending.current = { text, timer: window.setTimeout(flush, WRITE_AFTER_MS), settle: document.typing() }
      setDraft(text)
    },
  }
}

/** When the text changes under the caret, the caret stays with the letters it stood between. */
function useKeptCaret(field: RefObject<Typing | null>, value: string): void {
  const before = useRef({ value, start: 0, end: 0 })
  useLayoutEffect(() => {
    const element = field.current
    if (element === null || element.ownerDocument.activeElement !== element) {
      before.current = { value, start: 0, end: 0 }
      return
    }
    const { value: old, start, end } = before.current
    // What was typed here was remembered by the listener below, so a difference comes from elsewhere.
    if (old !== value) {
      element.setSelectionRange(movedCaret(old, value, start), movedCaret(old, value, end))
    }
    before.current = { value, start: element.selectionStart ?? 0, end: element.selectionEnd ?? 0 }
  })
  useEffect(() => {
    const element = field.current
    if (element === null) return
    const remember = (): void => {
      before.current = {
        value: element.value,
        start: element.selectionStart ?? 0,
        end: element.selectionEnd ?? 0,
      }
    }
    element.addEventListener('select', remember)
    element.addEventListener('keyup', remember)
    element.addEventListener('pointerup', remember)
    element.addEventListener('input', remember)
    return () => {
      element.removeEventListener('select', remember)
      element.removeEventListener('keyup', remember)
      element.removeEventListener('pointerup', remember)
      element.removeEventListener('input', remember)
    }
  }, [field])
}

/** Where a caret goes when `before` became `after`: it moves only by what was put in or taken out ahead of it. */
export function movedCaret(before: string, after: string, caret: number): number {
  if (before === after) return caret
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  let end = 0
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  if (caret <= start) return caret
  if (caret >= before.length - end) return caret + after.length - before.length
  return Math.min(caret, after.length - end)
}
