import { useEffect, useMemo, useState } from 'react'
import type { PlanListing } from '#shared/core/contract.ts'
import { useServices } from '../../app/context.ts'

export type { PlanListing }

export type PlanLists = {
  /** The newest first. */
  readonly plans: readonly PlanListing[]
  /** Those that were put away, the last one first. */
  readonly away: readonly PlanListing[]
}

/** The plans of this laptop; `null` until the core has answered. */
export function usePlanList(): PlanLists | null {
  const { core } = useServices()
  const [all, setAll] = useState<readonly PlanListing[] | null>(null)
  useEffect(() => {
    const ask = (): void => {
      void core.list().then((answer) => answer.ok && setAll(answer.value))
    }
    ask()
    const stopPlans = core.onPlans(setAll)
    const stopCore = core.onCore((state) => state === 'up' && ask())
    return () => {
      stopPlans()
      stopCore()
    }
  }, [core])
  return useMemo(() => (all === null ? null : sorted(all)), [all])
}

const sorted = (all: readonly PlanListing[]): PlanLists => ({
  plans: all.filter(({ putAway }) => putAway === null).toSorted((a, b) => newest(b) - newest(a) || byTitle(a, b)),
  away: all.filter(({ putAway }) => putAway !== null).toSorted((a, b) => (b.putAway ?? 0) - (a.putAway ?? 0)),
})

const newest = ({ standing }: PlanListing): number => standing?.lastChange?.at ?? 0
const byTitle = (a: PlanListing, b: PlanListing): number => a.title.localeCompare(b.title)
