import './report.css'
import { useEffect, useState } from 'react'
import type { Notice } from '#shared/base/codes.ts'
import type { MergeReportView } from '#shared/core/contract.ts'
import type { MergeReport } from '#shared/plan/report/mergeReport.ts'
import { selectUnits } from '#shared/plan/lists.ts'
import { useDoc, usePlan } from '../../app/planContext.ts'
import type { OpenPlan } from '../../data/openPlan.ts'
import { go } from '../../app/useRoute.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { TwoLeaves } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'
import { Conflicts } from './Conflicts.tsx'
import { authorNames, createTeller } from '../../parts/lineSentence.ts'
import { ReportLine } from './ReportLine.tsx'

type Read = MergeReportView & { readonly report: MergeReport }

/** What the others did since one last looked, and where two ideas met. */
export function ReportView({ planId }: { readonly planId: string }) {
  const plan = usePlan()
  const words = useWords()
  const { t } = words
  const [view, setView] = useState<Read | Notice | null>(null)
  const [asked, setAsked] = useState(0)
  const units = useDoc(selectUnits)
  useEffect(() => {
    let isHere = true
    void readReport(plan).then((read) => isHere && setView(read))
    return () => {
      isHere = false
    }
  }, [plan, asked])

  // What comes in while one reads belongs to what one says to have seen.
  useEffect(() => plan.document.plan().onChanges(() => setAsked((before) => before + 1)), [plan])

  if (view === null) return <main className="page" aria-busy />
  if ('code' in view) {
    return (
      <main className="page">
        <p className="page-body">{noticeSentence(view, words)}</p>
      </main>
    )
  }
  const { report, authors } = view
  const teller = createTeller(words, units)
  const others = authorNames(report.theirs.actors, authors, words)
  // One name stands in the head; several stand at what each of them did.
  const hasNames = new Set(report.theirs.actors.map((actor) => authors[actor]?.name)).size > 1
  const looked = async (): Promise<void> => {
    await plan.document.plan().markLooked()
    go({ at: 'plan', planId, view: 'board' })
  }
  return (
    <main className="page">
      <div className="page-body">
        <header className="page-head">
          <div>
            <h2 className="page-title">{t('nav.report')}</h2>
            {others !== '' && <p className="page-soft">{t('report.by', { names: others })}</p>}
          </div>
          {report.theirs.lines.length > 0 && (
            <Button look="main" onPress={() => void looked()}>
              {t('report.seen')}
            </Button>
          )}
        </header>
        <Conflicts report={report} authors={authors} onSettled={() => setAsked(asked + 1)} />
        {report.theirs.lines.length === 0 ? (
          <Empty mark={<TwoLeaves />} title={t('report.nothing')}>
            {t('report.nothing.hint')}
          </Empty>
        ) : (
          <section aria-labelledby="came-in">
            <h3 className="page-part" id="came-in">
              {t('report.what')}
            </h3>
            <ul className="report">
              {report.theirs.lines.map((line, index) => (
                <ReportLine key={index} line={line} teller={teller} authors={authors} hasName={hasNames} />
              ))}
            </ul>
          </section>
        )}
        {report.ours.lines.length > 0 && (
          <section className="report-part">
            <h3 className="page-part">{t('report.yours')}</h3>
            <ul className="report">
              {report.ours.lines.map((line, index) => (
                <ReportLine key={index} line={line} teller={teller} authors={authors} hasName={false} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  )
}

/** The plan room wrote the report; the contract between the processes does not look inside it. */
async function readReport(plan: OpenPlan): Promise<Read | Notice> {
  await plan.document.drained()
  const answer = await plan.document.plan().mergeReport()
  return answer.ok ? (answer.value as Read) : answer.error
}
