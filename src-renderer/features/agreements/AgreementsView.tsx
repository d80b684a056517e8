import './agreements.css'
import { FileText, Stamp } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import type { AgreementView } from '#shared/core/contract.ts'
import { useFacts, usePlan } from '../../app/planContext.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { Button } from '../../ui/Button.tsx'
import { DraftRing, Seal } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'
import { AgendaSection } from './AgendaSection.tsx'
import { AdoptSheet } from './AdoptSheet.tsx'
import { DragPaper } from './DragPaper.tsx'
import { useExportPdf } from './useExportPdf.ts'

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const

/** What was agreed, when and by whom; and the way to record what an assembly has just agreed. */
export function AgreementsView() {
  const plan = usePlan()
  const { t } = useWords()
  const agreements = useFacts((facts) => facts.agreements)
  const role = useFacts((facts) => facts.status.role)
  const since = useFacts((facts) => facts.status.agreement?.changesSince ?? 0)
  const [isAdopting, setIsAdopting] = useState(false)
  const { exportPdf, paperOf, isMaking } = useExportPdf(plan.planId)
  return (
    <main className="page">
      <div className="page-body">
        <header className="page-head">
          <h2 className="page-title">{t('nav.agreements')}</h2>
          {role === 'steward' && (
            <Button look="main" icon={<Stamp {...ICON} />} onPress={() => setIsAdopting(true)}>
              {t('adopt.open')}
            </Button>
          )}
        </header>
        <ol className="agreements">
          <li className="agreement agreement-draft">
            <DraftRing className="agreement-mark" />
            <div className="agreement-text">
              <h3 className="agreement-title">{t('agreement.draft')}</h3>
              <p className="page-soft">
                {agreements.length === 0
                  ? `${t('agreement.draft.none')} ${t('agreement.draft.hint')}`
                  : t('agreement.draft.since', { count: since })}
              </p>
            </div>
            <Button
              size="s"
              icon={<FileText {...ICON} />}
              isDisabled={isMaking}
              onPress={() => void exportPdf('draft')}
            >
              {t(isMaking ? 'pdf.making' : 'pdf.draft')}
            </Button>
            <DragPaper name={t('agreement.draft')} paperOf={() => paperOf('draft')} />
          </li>
          {agreements.toReversed().map((agreement) => (
            <AgreementItem
              key={agreement.id}
              agreement={agreement}
              isMaking={isMaking}
              onPdf={() => void exportPdf(agreement.id)}
              paperOf={() => paperOf(agreement.id)}
            />
          ))}
        </ol>
        <AgendaSection />
      </div>
      {isAdopting && <AdoptSheet onClose={() => setIsAdopting(false)} />}
    </main>
  )
}

type AgreementItemProps = {
  readonly agreement: AgreementView
  readonly isMaking: boolean
  readonly onPdf: () => void
  readonly paperOf: ComponentProps<typeof DragPaper>['paperOf']
}

function AgreementItem({ agreement, isMaking, onPdf, paperOf }: AgreementItemProps) {
  const words = useWords()
  const { t, day } = words
  const { names, count } = agreement.present
  const present = [
    ...(names.length > 0 ? [names.join(', ')] : []),
    ...(count > 0 ? [t(names.length > 0 ? 'agreement.andMore' : 'agreement.count', { count })] : []),
  ].join(' ')
  return (
    <li className="agreement">
      <Seal className="agreement-mark" />
      <div className="agreement-text">
        <h3 className="agreement-title">{shownTitle(agreement.title)}</h3>
        <p className="agreement-date">
          {t('seal.agreed', { date: day(agreement.date) })}
          {agreement.assembly !== '' &&
            agreement.assembly !== agreement.title &&
            ` · ${shownTitle(agreement.assembly)}`}
          {agreement.place !== '' && ` · ${shownTitle(agreement.place)}`}
        </p>
        <dl className="agreement-facts">
          {agreement.method !== '' && <Fact name={t('adopt.method')} text={agreement.method} />}
          {present !== '' && <Fact name={t('adopt.present')} text={present} />}
          <Fact name={t('agreement.by')} text={agreement.by.name} />
          <Fact name={t('agreement.fingerprint')} text={fingerprint(agreement.contentHash)} isCode />
        </dl>
        {!agreement.valid && (
          <p className="said" role="alert">
            {agreement.notice ? noticeSentence(agreement.notice, words) : t('agreement.notValid')}
          </p>
        )}
      </div>
      <Button size="s" icon={<FileText {...ICON} />} isDisabled={isMaking} onPress={onPdf}>
        {t(isMaking ? 'pdf.making' : 'pdf.agreed')}
      </Button>
      <DragPaper name={shownTitle(agreement.title)} paperOf={paperOf} />
    </li>
  )
}

type FactProps = { readonly name: string; readonly text: string; readonly isCode?: boolean }

function Fact({ name, text, isCode = false }: FactProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isCode ? 'agreement-code' : ''}>{shownTitle(text)}</dd>
    </div>
  )
}

/** The first 32 digits in groups of four, as the PDF prints them. */
const fingerprint = (hash: string): string => (hash.slice(0, 32).match(/.{4}/g) ?? []).join(' ')
