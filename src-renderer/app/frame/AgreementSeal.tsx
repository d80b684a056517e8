import { routeToHash } from '../route.ts'
import { useFacts } from '../planContext.ts'
import { DraftRing, Seal } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'

/** Agreed or draft, said the same way everywhere: a seal with a date, and what changed since. */
export function AgreementSeal({ planId }: { readonly planId: string }) {
  const { t, day } = useWords()
  const agreement = useFacts(({ status }) => status.agreement, sameAgreement)
  const href = routeToHash({ at: 'plan', planId, view: 'agreements' })
  if (agreement === null) {
    return (
      <a className="seal seal-draft" href={href}>
        <DraftRing />
        {t('seal.none')}
      </a>
    )
  }
  return (
    <a className="seal" href={href}>
      <Seal />
      <span>{t('seal.agreed', { date: day(agreement.date) })}</span>
      <span className="seal-dot" aria-hidden>
        ·
      </span>
      <span className={agreement.changesSince > 0 ? 'seal-since' : ''}>
        {t('seal.since', { count: agreement.changesSince })}
      </span>
    </a>
  )
}

type Agreement = { readonly id: string; readonly date: string; readonly changesSince: number } | null

const sameAgreement = (a: Agreement, b: Agreement): boolean =>
  a?.id === b?.id && a?.date === b?.date && a?.changesSince === b?.changesSince
