import type { ThingRef } from '#shared/plan/things.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useThing } from '../../parts/useThing.ts'
import { useWords } from '../../words/words.ts'
import { RemoveButton } from '../../parts/RemoveButton.tsx'
import { Section } from './Section.tsx'

type MilestonesSectionProps = { readonly projectId: string; readonly milestones: readonly ViewOf<'Milestone'>[] }

/** Dated points of the project. */
export function MilestonesSection({ projectId, milestones }: MilestonesSectionProps) {
  const { t } = useWords()
  const { add, set } = useThing()
  return (
    <Section title={t('project.milestones')}>
      <ul className="lines">
        {milestones.map(({ id, title, day }) => {
          const ref: ThingRef = { type: 'Milestone', id, in: projectRef(projectId) }
          return (
            <li key={id} className="line">
              <div className="line-main">
                <TextEdit
                  thing={ref}
                  field="title"
                  stored={title}
                  label={t('project.milestone')}
                  isLabelHidden
                  look="line"
                />
              </div>
              <LineEdit
                label={t('project.day', { title })}
                isLabelHidden
                stored={day ?? ''}
                type="date"
                onDone={(typed) => set(ref, { day: typed === '' ? null : typed })}
              />
              <RemoveButton thing={ref} name={title} />
            </li>
          )
        })}
      </ul>
      <AddLine
        label={t('project.addMilestone')}
        onAdd={(title) => add('Milestone', { title }, projectRef(projectId)) !== null}
      />
    </Section>
  )
}
