import type { ThingRef } from '#shared/plan/things.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { NoteEdit, useNote } from '../../parts/NoteEdit.tsx'
import { RemoveButton } from '../../parts/RemoveButton.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useThing } from '../../parts/useThing.ts'
import { useWords } from '../../words/words.ts'
import { Section } from './Section.tsx'
import { Tick } from './Tick.tsx'

type MilestonesSectionProps = { readonly projectId: string; readonly milestones: readonly ViewOf<'Milestone'>[] }

/** Dated points of the project. */
export function MilestonesSection({ projectId, milestones }: MilestonesSectionProps) {
  const { t } = useWords()
  const { add } = useThing()
  return (
    <Section title={t('project.milestones')}>
      <ul className="lines">
        {milestones.map((milestone) => (
          <MilestoneLine key={milestone.id} projectId={projectId} milestone={milestone} />
        ))}
      </ul>
      <AddLine
        label={t('project.addMilestone')}
        onAdd={(title) => add('Milestone', { title }, projectRef(projectId)) !== null}
      />
    </Section>
  )
}

type MilestoneLineProps = { readonly projectId: string; readonly milestone: ViewOf<'Milestone'> }

function MilestoneLine({ projectId, milestone: { id, title, day, done, note } }: MilestoneLineProps) {
  const { t } = useWords()
  const { set } = useThing()
  const ref: ThingRef = { type: 'Milestone', id, in: projectRef(projectId) }
  const [isNoteOpen, noteButton] = useNote(title, note)
  return (
    <li>
      <div className="line">
        <Tick
          label={t('project.milestoneReached', { title })}
          isDone={done === true}
          onChange={(isDone) => set(ref, { done: isDone })}
        />
        <div className={done ? 'line-main line-done' : 'line-main'}>
          <TextEdit thing={ref} field="title" stored={title} label={t('project.milestone')} isLabelHidden look="line" />
        </div>
        <LineEdit
          label={t('project.day', { title })}
          isLabelHidden
          stored={day ?? ''}
          type="date"
          onDone={(typed) => set(ref, { day: typed === '' ? null : typed })}
        />
        {noteButton}
        <RemoveButton thing={ref} name={title} />
      </div>
      <NoteEdit thing={ref} name={title} isOpen={isNoteOpen} stored={note} />
    </li>
  )
}
