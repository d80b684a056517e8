import { useEffect } from 'react'
import { MAX_NOTE } from '#shared/plan/kinds.ts'
import { toast } from '../ui/Toasts.tsx'
import { useWords } from '../words/words.ts'

/**
 * The longest plain text of a plan. More in one field than that stops the window for minutes while the browser lays it out;
 * rich texts have a limit of their own.
 */
const MOST = MAX_NOTE

/** What is pasted or dropped into a plain field beyond what any field holds is cut before it gets there, and that is said. */
export function usePasteLimit(): void {
  const { t, number } = useWords()
  useEffect(() => {
    const onBeforeInput = (event: InputEvent): void => {
      const { target, data } = event
      if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return
      const room = Math.max(MOST - target.value.length, 0)
      if (data === null || data.length <= room || !event.cancelable) return
      event.preventDefault()
      // The browser's own way, so that the field can take it back.
      if (room > 0) document.execCommand('insertText', false, data.slice(0, room))
      toast({ text: t('field.cut', { max: number(MOST) }) })
    }
    document.addEventListener('beforeinput', onBeforeInput, { capture: true })
    return () => document.removeEventListener('beforeinput', onBeforeInput, { capture: true })
  }, [t, number])
}
