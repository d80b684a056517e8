import { useEffect, useRef, useState } from 'react'
import type { PlanListing } from '#shared/core/contract.ts'
import { useServices } from '../../app/context.ts'
import type { Found } from '../../data/search/searchIndex.ts'

/** What was found in one plan. */
export type FoundIn = { readonly plan: PlanListing; readonly found: readonly Found[] }

/** Of the plan that is open; of each other plan fewer. */
const MOST_HERE = 12
const MOST_ELSEWHERE = 4

/** Asks for each text as it is typed; an answer to what is no longer asked counts for nothing. */
export function useFound(query: string, openPlan: string | null): readonly FoundIn[] {
  const { core, search } = useServices()
  const [plans, setPlans] = useState<readonly PlanListing[]>([])
  const [found, setFound] = useState<readonly FoundIn[]>([])
  const asked = useRef(0)
  useEffect(() => {
    void core.list().then((answer) => answer.ok && setPlans(openFirst(answer.value, openPlan)))
  }, [core, openPlan])
  useEffect(() => {
    const number = ++asked.current
    const asksNothing = query.trim() === ''
    void Promise.all(
      (asksNothing ? [] : plans).map(async (plan) => {
        const most = plan.planId === openPlan ? MOST_HERE : MOST_ELSEWHERE
        return { plan, found: (await search.find(plan.planId, query)).slice(0, most) }
      }),
    ).then((answers) => {
      if (number === asked.current) setFound(answers.filter((answer) => answer.found.length > 0))
    })
  }, [query, plans, openPlan, search])
  return found
}

const openFirst = (plans: readonly PlanListing[], openPlan: string | null): readonly PlanListing[] =>
  plans.toSorted((a, b) => Number(b.planId === openPlan) - Number(a.planId === openPlan))
