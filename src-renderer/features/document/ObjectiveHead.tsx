import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite } from '../../app/planContext.ts'
import { RemoveButton } from '../../parts/RemoveButton.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import type { ObjectiveName } from '../../parts/usePlanNames.ts'
import { useWords } from '../../words/words.ts'

/** An objective as the head of its chapter: its mark, its title and what it is for, edited where they are read. */
export function ObjectiveHead({
  objective,
  face,
}: {
  readonly objective: ViewOf<'Objective'>
  readonly face: ObjectiveName
}) {
  const { t } = useWords()
  const canWrite = useCanWrite()
  const { id, title, intent } = objective
  return (
    <div className={`objective hue-${face.hue}`}>
      <span className="objective-mark" aria-hidden>
        {face.initial}
      </span>
      <div className="objective-text">
        <h2 className="only-heard" data-part={id} tabIndex={-1}>
          {face.title || t('plan.untitled')}
        </h2>
        <TextEdit
          thing={{ type: 'Objective', id }}
          field="title"
          stored={title}
          label={t('document.objective')}
          isLabelHidden
          look="line"
        />
        {(canWrite || intent !== '') && (
          <TextEdit
            thing={{ type: 'Objective', id }}
            field="intent"
            stored={intent}
            label={t('document.intent')}
            isLabelHidden
            isProse
            placeholder={canWrite ? t('document.intent') : ''}
          />
        )}
      </div>
      <RemoveButton thing={{ type: 'Objective', id }} name={title} />
    </div>
  )
}
