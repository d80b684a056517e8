import { useCallback } from 'react'
import { useDoc, usePlan } from '../app/planContext.ts'

/** Title, years and language of the plan that is open. */
export function usePlanHeader() {
  const plan = usePlan()
  return useDoc(useCallback((doc) => plan.reader.header(doc), [plan]))
}
