import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import { type IndicatorDetail, planDecimals, type Reading } from '#shared/plan/indicators.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import { useCanWrite, usePlan } from '../../app/planContext.ts'
import { Choice } from '../../ui/Choice.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'
import { AmountEdit } from '../AmountEdit.tsx'
import { DayEdit } from '../DayEdit.tsx'
import { LineEdit } from '../LineEdit.tsx'
import { dayAt } from '../today.ts'
import { useBin } from '../useBin.ts'
import { useEdit } from '../useEdit.ts'
import { useThing } from '../useThing.ts'
import { YearEdit } from '../YearEdit.tsx'
import { decimalsOfIndicator, figureText } from './figures.ts'

type FiguresProps = { readonly detail: IndicatorDetail }

/** Unit, beginning, targets and readings; folded away until somebody wants to write one. */
export function IndicatorFigures({ detail }: FiguresProps) {
  const { t } = useWords()
  const { trySet } = useThing()
  const { indicator, readings, targets } = detail
  const ref: ThingRef = { type: 'Indicator', id: indicator.id }
  // One that says nothing yet was made a moment ago, and is about to be told.
  const [isOpen, setIsOpen] = useState(readings.length + targets.length === 0 && indicator.unit === null)
  return (
    <details className="figures" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{t('indicator.figures')}</summary>
      <div className="figures-grid">
        <LineEdit
          label={t('indicator.unit')}
          stored={indicator.unit ?? ''}
          placeholder={t('indicator.unit.hint')}
          onDone={(unit) => trySet(ref, { unit: unit === '' ? null : unit })}
        />
        <Decimals detail={detail} />
        <AmountEdit
          label={t('indicator.baseline')}
          minor={indicator.baseline}
          decimals={decimalsOfIndicator(detail)}
          mayBeNegative
          placeholder="–"
          onDone={(baseline) => trySet(ref, { baseline })}
        />
        <YearEdit
          label={t('indicator.baselineYear')}
          stored={indicator.baselineYear}
          placeholder="–"
          onDone={(baselineYear) => trySet(ref, { baselineYear })}
        />
      </div>
      <div className="figures-lists">
        <ReadingList detail={detail} field="targets" readings={targets} />
        <ReadingList detail={detail} field="readings" readings={readings} />
      </div>
    </details>
  )
}

const DECIMALS = ['0', '1', '2', '3'] as const

function Decimals({ detail }: FiguresProps) {
  const { t } = useWords()
  const plan = usePlan()
  const canWrite = useCanWrite()
  const edit = useEdit()
  const choose = (decimals: string): void => {
    const planned = planDecimals(plan.document.doc.now(), detail.indicator.id, Number(decimals), plan.random)
    if (planned === null) toast({ text: t('indicator.decimalsUsed') })
    else edit(() => planned)
  }
  const now = String(decimalsOfIndicator(detail))
  return (
    <Choice
      label={t('indicator.decimals')}
      options={[...new Set([...DECIMALS, now])].map((key) => ({ key, name: key }))}
      chosen={now}
      onChoose={choose}
      isDisabled={!canWrite}
    />
  )
}

type ReadingListProps = FiguresProps & {
  readonly field: 'targets' | 'readings'
  readonly readings: readonly Reading[]
}

/** What should be, by year, or what was measured, by day. */
function ReadingList({ detail, field, readings }: ReadingListProps) {
  const { t } = useWords()
  const { add } = useThing()
  const plan = usePlan()
  const canWrite = useCanWrite()
  const inIndicator: ThingRef = { type: 'Indicator', id: detail.indicator.id }
  const today = dayAt(plan.now())
  const addOne = (): void => {
    const next = { year: Math.max(Number(today.slice(0, 4)), readings.at(-1)?.year ?? 0) + 1 }
    const by = plan.selfId()
    add('Reading', field === 'targets' ? next : { day: today, ...(by === null ? {} : { by }) }, inIndicator, field)
  }
  return (
    <div role="group" aria-label={t(`indicator.${field}`)}>
      <span className="label">{t(`indicator.${field}`)}</span>
      <ul>
        {readings.map((reading) => (
          <ReadingLine key={reading.id} detail={detail} field={field} reading={reading} />
        ))}
      </ul>
      {canWrite && (
        <Button className="asked-add" onPress={addOne}>
          <Plus size={14} strokeWidth={1.75} aria-hidden />
          {t(field === 'targets' ? 'indicator.addTarget' : 'indicator.addReading')}
        </Button>
      )}
    </div>
  )
}

type ReadingLineProps = Omit<ReadingListProps, 'readings'> & { readonly reading: Reading }

function ReadingLine({ detail, field, reading }: ReadingLineProps) {
  const { t, language, shortDay } = useWords()
  const { trySet } = useThing()
  const bin = useBin()
  const canWrite = useCanWrite()
  const ref: ThingRef = { type: 'Reading', id: reading.id, in: { type: 'Indicator', id: detail.indicator.id }, field }
  const { year, day, amount } = reading
  const when = field === 'targets' ? String(year ?? '–') : day === null ? '–' : shortDay(day)
  const name = `${when}: ${amount === null ? '–' : figureText(amount, detail, language)}`
  return (
    <li className="line">
      {field === 'targets' ? (
        <YearEdit
          label={t('indicator.targetYear')}
          isLabelHidden
          stored={year}
          onDone={(typed) => trySet(ref, { year: typed })}
        />
      ) : (
        <DayEdit label={t('indicator.readingDay')} stored={day} onDone={(typed) => trySet(ref, { day: typed })} />
      )}
      <AmountEdit
        label={t('indicator.amountAt', { when })}
        isLabelHidden
        minor={amount}
        decimals={decimalsOfIndicator(detail)}
        mayBeNegative
        placeholder={t('indicator.amount')}
        size={8}
        onDone={(typed) => trySet(ref, { amount: typed })}
      />
      {canWrite && (
        <IconButton
          icon={<X size={14} strokeWidth={1.5} />}
          label={`${t('app.remove')}: ${name}`}
          hasTooltip={false}
          onPress={() => bin(ref, name)}
        />
      )}
    </li>
  )
}
