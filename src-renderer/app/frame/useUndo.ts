import { useCallback } from 'react'
import { usePlan } from '../planContext.ts'
import type { UndoOutcome } from '../../data/history.ts'
import type { PlanDocument } from '../../data/planDocument.ts'
import { announce } from '../../ui/announce.ts'
import { toast } from '../../ui/Toasts.tsx'
import { type MessageId, useWords } from '../../words/words.ts'

const SAID: Readonly<Record<UndoOutcome, readonly [undo: MessageId, redo: MessageId]>> = {
  nothing: ['undo.nothing', 'undo.nothing'],
  done: ['undo.done', 'undo.redone'],
  partly: ['undo.partly', 'undo.partly'],
}

/** Undo and redo, each saying what it did. */
export function useUndo(): { readonly undo: () => void; readonly redo: () => void } {
  const { history, document } = usePlan()
  const { t } = useWords()
  const say = useCallback(
    (outcome: UndoOutcome, which: 0 | 1) => {
      const sentence = t(SAID[outcome][which])
      if (outcome === 'partly') toast({ text: sentence })
      else announce(sentence)
    },
    [t],
  )
  return {
    undo: useCallback(() => canWrite(document) && say(history.undo(), 0), [document, history, say]),
    redo: useCallback(() => canWrite(document) && say(history.redo(), 1), [document, history, say]),
  }
}

const canWrite = ({ writing }: PlanDocument): boolean => writing.now().state === 'open'
