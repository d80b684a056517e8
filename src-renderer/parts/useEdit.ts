import { useCallback } from 'react'
import type { Planned } from '#shared/plan/operations.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { usePlan } from '../app/planContext.ts'
import { toast } from '../ui/Toasts.tsx'
import { useWords } from '../words/words.ts'
import { refusalSentence } from './refusalSentence.ts'

/** Plans on the document as it is and writes; what is refused is said in a sentence. True when it was written. */
export function useEdit(): (plan: (doc: PlanDoc) => Planned) => boolean {
  const plan = usePlan()
  const words = useWords()
  return useCallback(
    (operation) => {
      if (plan.document.writing.now().state === 'closed') {
        toast({ text: words.t('plan.readOnly') })
        return false
      }
      const done = plan.edit(operation)
      if (!done.ok) toast({ text: refusalSentence(done.error, words) })
      return done.ok
    },
    [plan, words],
  )
}
