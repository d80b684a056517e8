import { X } from 'lucide-react'
import { Button } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useThing } from '../../parts/useThing.ts'
import { useWords } from '../../words/words.ts'

/** Words of people's own; typed at the end of the row. */
export function TagsEdit({ project }: { readonly project: ViewOf<'Project'> }) {
  const { t } = useWords()
  const { set } = useThing()
  const canWrite = useCanWrite()
  const ref = projectRef(project.id)
  return (
    <div className="tags" role="group" aria-label={t('project.tags')}>
      {project.tags.length > 0 && (
        <ul className="chips">
          {project.tags.map((tag) => (
            <li key={tag} className="chip">
              <span>{shownTitle(tag)}</span>
              {canWrite && (
                <Button
                  className="chip-drop"
                  aria-label={`${t('app.remove')}: ${tag}`}
                  onPress={() => set(ref, { tags: { drop: [tag] } })}
                >
                  <X size={14} strokeWidth={1.75} aria-hidden />
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <AddLine label={t('project.addTag')} onAdd={(tag) => set(ref, { tags: { add: [tag] } })} />
    </div>
  )
}
