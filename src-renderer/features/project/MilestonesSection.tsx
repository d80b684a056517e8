import type { ThingRef } from '#shared/plan/things.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { usePlan } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { DayEdit } from '../../parts/DayEdit.tsx'
import { LineMenu } from '../../parts/LineMenu.tsx'
import { NoteEdit, useNote } from '../../parts/NoteEdit.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { dayAt } from '../../parts/today.ts'
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
  const { t, shortDay } = useWords()
  const { set, trySet } = useThing()
  const plan = usePlan()
  const ref: ThingRef = { type: 'Milestone', id, in: projectRef(projectId) }
  const [isNoteOpen, noteEntries] = useNote(note)
  const isLate = done !== true && day !== null && day < dayAt(plan.now())
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
        <DayEdit
          label={t('project.day', { title })}
          stored={day}
          {...(isLate ? { shown: t('project.wasDue', { day: shortDay(day) }) } : {})}
          onDone={(typed) => trySet(ref, { day: typed })}
        />
        <LineMenu thing={ref} name={title} entries={noteEntries} />
      </div>
      <NoteEdit thing={ref} name={title} isOpen={isNoteOpen} stored={note} />
    </li>
  )
}
