import { useEffect, useState } from 'react'
import type { PlanListing } from '#shared/core/contract.ts'
import { useServices } from '../../app/context.ts'

export type { PlanListing }

/** The plans of this laptop, by title; `null` until the core has answered. */
export function usePlanList(): readonly PlanListing[] | null {
  const { core } = useServices()
  const [plans, setPlans] = useState<readonly PlanListing[] | null>(null)
  useEffect(() => {
    const ask = (): void => {
      void core.list().then((answer) => answer.ok && setPlans(answer.value))
    }
    ask()
    const stopPlans = core.onPlans(setPlans)
    const stopCore = core.onCore((state) => state === 'up' && ask())
    return () => {
      stopPlans()
      stopCore()
    }
  }, [core])
  return plans === null ? null : plans.toSorted((a, b) => a.title.localeCompare(b.title))
}
