import type { CameIn, ImportNote, ImportReport as Report } from '#shared/import/importPlan.ts'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'

const KINDS: readonly CameIn[] = [
  'stages',
  'projects',
  'actions',
  'milestones',
  'members',
  'tags',
  'comments',
  'links',
  'extras',
]

/** What came of a board: what is here, what has another form here, and what stayed there. */
export function ImportReport({ report, onOpen }: { readonly report: Report; readonly onOpen: () => void }) {
  const { t } = useWords()
  const came = KINDS.filter((kind) => report.cameIn[kind] > 0)
  return (
    <>
      <div className="import-report" role="region" aria-label={t('import.reportOf')} tabIndex={0}>
        <section>
          <h3 className="label">{t('import.cameIn')}</h3>
          <ul className="import-counts">
            {came.map((kind) => (
              <li key={kind}>{t(`import.kind.${kind}`, { count: report.cameIn[kind] })}</li>
            ))}
          </ul>
        </section>
        <Notes title={t('import.mapped')} notes={report.mapped} />
        <Notes title={t('import.leftOut')} notes={report.leftOut} />
      </div>
      <footer className="sheet-foot">
        <Button look="main" onPress={onOpen} autoFocus>
          {t('import.open')}
        </Button>
      </footer>
    </>
  )
}

function Notes({ title, notes }: { readonly title: string; readonly notes: readonly ImportNote[] }) {
  const { t } = useWords()
  if (notes.length === 0) return null
  return (
    <section>
      <h3 className="label">{title}</h3>
      <ul className="import-notes">
        {notes.map(({ code, count, examples }) => (
          <li key={code}>
            {t(`import.note.${code}`, { count })}
            {examples.length > 0 && (
              <span className="import-examples">
                {examples.join(' · ')}
                {count > examples.length && ' …'}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
