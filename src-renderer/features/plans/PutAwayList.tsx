import { Trash2, Undo2 } from 'lucide-react'
import { shownTitle } from '#shared/base/shownText.ts'
import { whenText } from '../../parts/whenText.ts'
import { Button } from '../../ui/Button.tsx'
import { FoldedCorner } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'
import type { PlanListing } from './usePlanList.ts'

type PutAwayListProps = {
  readonly plans: readonly PlanListing[]
  readonly now: number
  readonly onBringBack: (plan: PlanListing) => void
  readonly onRemove: (plan: PlanListing) => void
}

/** The bin of plans: whole, on this laptop, until somebody removes them. */
export function PutAwayList({ plans, now, onBringBack, onRemove }: PutAwayListProps) {
  const words = useWords()
  const { t } = words
  if (plans.length === 0) return null
  return (
    <details className="plans-away">
      <summary className="plans-away-head">
        {t('plans.away')}
        <span className="plans-away-count">{plans.length}</span>
      </summary>
      <p className="plans-hint">{t('plans.away.hint')}</p>
      <ul>
        {plans.map((plan) => {
          const title = shownTitle(plan.title) || t('plan.untitled')
          return (
            <li key={plan.planId} className="plans-away-row">
              <FoldedCorner />
              <span className="plans-away-title">
                {title}
                <span className="person-note">
                  {t('plans.away.since', { when: whenText(plan.putAway ?? now, now, words) })}
                </span>
              </span>
              <Button
                size="s"
                icon={<Undo2 size={16} strokeWidth={1.5} aria-hidden />}
                aria-label={`${t('plans.bringBack')}: ${title}`}
                onPress={() => onBringBack(plan)}
              >
                {t('plans.bringBack')}
              </Button>
              <Button
                size="s"
                look="quiet"
                icon={<Trash2 size={16} strokeWidth={1.5} aria-hidden />}
                aria-label={`${t('plans.forget')}: ${title}`}
                onPress={() => onRemove(plan)}
              >
                {t('plans.forget')}
              </Button>
            </li>
          )
        })}
      </ul>
    </details>
  )
}
