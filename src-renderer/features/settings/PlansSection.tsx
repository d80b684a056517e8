import { ChevronRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { PlanListing } from '#shared/core/contract.ts'
import { shownTitle } from '#shared/base/shownText.ts'
import { PlanProvider } from '../../app/planContext.ts'
import { useServices } from '../../app/context.ts'
import { routeToHash } from '../../app/route.ts'
import { useSelection } from '../../data/source.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { useWords } from '../../words/words.ts'
import { PlanSettings } from './PlanSettings.tsx'

/** What is set plan by plan: the plans of this laptop, and the one that is open. */
export function PlansSection({ planId }: { readonly planId: string | null }) {
  const words = useWords()
  const { t } = words
  const { keeper } = useServices()
  const plans = usePlans()
  const shown = useSelection(keeper.shown, same)
  return (
    <>
      {plans?.length === 0 && <p>{t('plans.empty')}</p>}
      <ul className="setting-plans">
        {plans?.map((plan) => (
          <li key={plan.planId}>
            <a
              className="setting-plan"
              href={routeToHash({ at: 'settings', section: 'plans', planId: plan.planId })}
              {...(plan.planId === planId ? { 'aria-current': 'true' as const } : {})}
            >
              <span>{shownTitle(plan.title) || t('plan.untitled')}</span>
              <ChevronRight size={18} strokeWidth={1.5} aria-hidden />
            </a>
            {plan.planId === planId && shown.at === 'open' && shown.plan.planId === planId && (
              <PlanProvider value={shown.plan} key={planId}>
                <PlanSettings planId={planId} />
              </PlanProvider>
            )}
            {plan.planId === planId && shown.at === 'opening' && <p className="hint">{t('app.opening')}</p>}
            {plan.planId === planId && shown.at === 'failed' && (
              <p className="said">{noticeSentence(shown.notice, words)}</p>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function usePlans(): readonly PlanListing[] | null {
  const { core } = useServices()
  const [plans, setPlans] = useState<readonly PlanListing[] | null>(null)
  useEffect(() => {
    void core.list().then((answer) => answer.ok && setPlans(answer.value))
    return core.onPlans(setPlans)
  }, [core])
  return plans === null ? null : plans.toSorted((a, b) => a.title.localeCompare(b.title))
}

const same = <T,>(value: T): T => value
