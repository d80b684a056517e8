import { useCallback } from 'react'
import type { Planned } from '#shared/plan/operations.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { usePlan } from '../app/planContext.ts'
import { toast } from '../ui/Toasts.tsx'
import { useWords } from '../words/words.ts'
import { refusalSentence } from './refusalSentence.ts'

type Operation = (doc: PlanDoc) => Planned

/** Plans on the document as it is and writes. `null` when it was written, else why not, to be said beside the field. */
export function useTryEdit(): (operation: Operation) => string | null {
  const plan = usePlan()
  const words = useWords()
  return useCallback(
    (operation) => {
      if (plan.document.writing.now().state === 'closed') return words.t('plan.readOnly')
      const done = plan.edit(operation)
      return done.ok ? null : refusalSentence(done.error, words)
    },
    [plan, words],
  )
}

/** Plans on the document as it is and writes; what is refused is said in a sentence. True when it was written. */
export function useEdit(): (operation: Operation) => boolean {
  const tryEdit = useTryEdit()
  return useCallback(
    (operation) => {
      const reason = tryEdit(operation)
      if (reason !== null) toast({ text: reason })
      return reason === null
    },
    [tryEdit],
  )
}
