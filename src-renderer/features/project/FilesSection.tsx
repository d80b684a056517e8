import type { ViewOf } from '#shared/plan/views.ts'
import { listOf } from '#shared/plan/views.ts'
import { shownTitle } from '#shared/base/shownText.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { useDoc } from '../../app/planContext.ts'
import { useWords } from '../../words/words.ts'
import { Section } from './Section.tsx'

const selectFiles = (doc: PlanDoc): readonly ViewOf<'Attachment'>[] => listOf('Attachment', doc.attachments)

/** Files the plan knows of, by name; the files themselves are kept by who added them. */
export function FilesSection({ attachments }: { readonly attachments: readonly string[] }) {
  const { t, number } = useWords()
  const files = useDoc(selectFiles)
  if (attachments.length === 0) return null
  const nameOf = (hash: string): string => {
    const file = files.find(({ id }) => id === hash)
    return shownTitle(file?.name ?? '') || `${hash.slice(0, 8)}…`
  }
  const sizeOf = (hash: string): number | null => files.find(({ id }) => id === hash)?.size ?? null
  return (
    <Section title={t('project.files')}>
      <ul className="lines">
        {attachments.map((hash) => {
          const size = sizeOf(hash)
          return (
            <li key={hash} className="line">
              {nameOf(hash)}
              {size !== null && <span className="hint">{number(Math.ceil(size / 1024))} KB</span>}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
