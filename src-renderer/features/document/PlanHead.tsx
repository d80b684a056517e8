import { THE_PLAN } from '#shared/plan/things.ts'
import { useFacts } from '../../app/planContext.ts'
import { PlanTitle } from '../../parts/PlanTitle.tsx'
import { PlanYears } from '../../parts/PlanYears.tsx'
import { RichTextEdit } from '../../parts/richText/RichTextEdit.tsx'
import { useWords } from '../../words/words.ts'
import { Prose } from './Prose.tsx'

/** Title, years, vision and principles, edited where they are read. */
export function PlanHead() {
  const { t } = useWords()
  return (
    <>
      <header>
        <PlanTitle />
        <PlanYears className="document-years" />
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
