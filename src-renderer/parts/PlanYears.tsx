import { THE_PLAN } from '#shared/plan/things.ts'
import { useWords } from '../words/words.ts'
import { usePlanHeader } from './usePlanHeader.ts'
import { useThing } from './useThing.ts'
import { YearEdit } from './YearEdit.tsx'

type PlanYearsProps = { readonly className: string; readonly hasExample?: boolean }

/** The years a plan is for; what is no year, or stands in reverse, stays in its field with the reason. */
export function PlanYears({ className, hasExample = false }: PlanYearsProps) {
  const { t } = useWords()
  const { trySet } = useThing()
  const { horizon } = usePlanHeader()
  const setYear = (which: 'from' | 'to') => (year: number | null) =>
    trySet(THE_PLAN, { horizon: { ...horizon, [which]: year } })
  return (
    <div className={className} role="group" aria-label={t('newPlan.years')}>
      <YearEdit
        label={t('newPlan.from')}
        isLabelHidden
        stored={horizon?.from}
        placeholder={hasExample ? '2027' : ''}
        onDone={setYear('from')}
      />
      <span aria-hidden>–</span>
      <YearEdit
        label={t('newPlan.to')}
        isLabelHidden
        stored={horizon?.to}
        placeholder={hasExample ? '2036' : ''}
        onDone={setYear('to')}
      />
    </div>
  )
}
