import { useEffect } from 'react'
import { MAX_NOTE } from '#shared/plan/kinds.ts'
import { toast } from '../ui/Toasts.tsx'
import { useWords } from '../words/words.ts'

/**
 * The longest plain text of a plan. More in one field than that stops the window for minutes while the browser lays it out;
 * rich texts have a limit of their own.
 */
const MOST = MAX_NOTE
/** The first half of a sign of two, an emoji for example. */
const HALF_AT_END = /[\uD800-\uDBFF]$/

/** What is pasted or dropped into a plain field beyond what any field holds is cut before it gets there, and that is said. */
export function usePasteLimit(): void {
  const { t, number } = useWords()
  useEffect(() => {
    const onBeforeInput = (event: InputEvent): void => {
      const { target, data } = event
      if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return
      // What is selected makes room: it is replaced.
      const selected = (target.selectionEnd ?? 0) - (target.selectionStart ?? 0)
      const room = Math.max(MOST - (target.value.length - selected), 0)
      if (data === null || data.length <= room || !event.cancelable) return
      event.preventDefault()
      const cut = data.slice(0, room).replace(HALF_AT_END, '')
      // The browser's own way, so that the field can take it back.
      if (cut !== '') document.execCommand('insertText', false, cut)
      toast({ text: t('field.cut', { max: number(MOST) }) })
    }
    document.addEventListener('beforeinput', onBeforeInput, { capture: true })
    return () => document.removeEventListener('beforeinput', onBeforeInput, { capture: true })
  }, [t, number])
}
