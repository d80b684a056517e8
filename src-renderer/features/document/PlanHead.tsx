import { useCallback } from 'react'
import { THE_PLAN } from '#shared/plan/things.ts'
import { useDoc, useFacts, usePlan } from '../../app/planContext.ts'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { RichTextEdit } from '../../parts/richText/RichTextEdit.tsx'
import { useThing } from '../../parts/useThing.ts'
import { yearField } from '../../parts/yearsText.ts'
import { useWords } from '../../words/words.ts'
import { Prose } from './Prose.tsx'

/** Title, years, vision and principles, edited where they are read. */
export function PlanHead() {
  const { t } = useWords()
  const plan = usePlan()
  const { set } = useThing()
  const header = useDoc(useCallback((doc) => plan.reader.header(doc), [plan]))
  const setYear = (which: 'from' | 'to', typed: string): boolean =>
    set(THE_PLAN, { horizon: { ...header.horizon, [which]: typed === '' ? null : Number(typed) } })
  return (
    <>
      <header>
        <TextEdit
          thing={THE_PLAN}
          field="title"
          stored={header.title}
          label={t('newPlan.name')}
          isLabelHidden
          look="title"
          placeholder={t('plan.untitled')}
        />
        <div className="document-years" role="group" aria-label={t('newPlan.years')}>
          <LineEdit
            label={t('newPlan.from')}
            isLabelHidden
            stored={yearField(header.horizon?.from)}
            inputMode="numeric"
            size={4}
            onDone={(typed) => setYear('from', typed)}
          />
          <span aria-hidden>–</span>
          <LineEdit
            label={t('newPlan.to')}
            isLabelHidden
            stored={yearField(header.horizon?.to)}
            inputMode="numeric"
            size={4}
            onDone={(typed) => setYear('to', typed)}
          />
        </div>
        <PrintedState />
      </header>
      {(['vision', 'principles'] as const).map((field) => (
        <section key={field}>
          <h2 className="page-part" data-part={field} tabIndex={-1}>
            {t(`document.${field}`)}
          </h2>
          <div className="only-on-screen">
            <RichTextEdit
              thing={THE_PLAN}
              field={field}
              label={t(`document.${field}`)}
              placeholder={t(`document.${field}.hint`)}
            />
          </div>
          {/* A field breaks badly over pages. */}
          <div className="only-printed" aria-hidden>
            <Prose thing={THE_PLAN} field={field} under={2} />
          </div>
        </section>
      ))}
    </>
  )
}

/** On paper the head of the window is not there to say whether this was agreed. */
function PrintedState() {
  const { t, day } = useWords()
  const agreement = useFacts((facts) => facts.status.agreement)
  const said =
    agreement === null
      ? t('seal.none')
      : `${t('seal.agreed', { date: day(agreement.date) })} · ${t('seal.since', { count: agreement.changesSince })}`
  return (
    <p className="only-printed document-state" aria-hidden>
      {said}
    </p>
  )
}
