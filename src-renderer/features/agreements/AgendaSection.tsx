import { shownText, shownTitle } from '#shared/base/shownText.ts'
import { selectOpenProposals } from '#shared/plan/lists.ts'
import { useDoc } from '../../app/planContext.ts'
import { RemoveButton } from '../../parts/RemoveButton.tsx'
import { TwoLeaves } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'

/** What waits for the next assembly: each question with the ideas there are (UI22). */
export function AgendaSection() {
  const { t } = useWords()
  const open = useDoc(selectOpenProposals)
  if (open.length === 0) return null
  return (
    <section className="agenda" aria-labelledby="agenda">
      <h3 className="page-part" id="agenda">
        {t('agenda.title')}
      </h3>
      <ul className="agreements">
        {open.map(({ proposal: { id, title }, versions }) => (
          <li key={id} className="agreement">
            <TwoLeaves className="agreement-mark agenda-mark" />
            <div className="agreement-text">
              <h4 className="agreement-title">{shownTitle(title) || t('plan.untitled')}</h4>
              <ul className="agenda-ideas">
                {versions.map((version) => (
                  <li key={version.id}>{shownText(version.text)}</li>
                ))}
              </ul>
            </div>
            <RemoveButton thing={{ type: 'Proposal', id }} name={title} />
          </li>
        ))}
      </ul>
    </section>
  )
}
