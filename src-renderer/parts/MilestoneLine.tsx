import type { ThingRef } from '#shared/plan/things.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { usePlan } from '../app/planContext.ts'
import { useWords } from '../words/words.ts'
import { DayEdit } from './DayEdit.tsx'
import { LineMenu } from './LineMenu.tsx'
import { NoteEdit, useNote } from './NoteEdit.tsx'
import { TextEdit } from './TextEdit.tsx'
import { Tick } from './Tick.tsx'
import { dayAt } from './today.ts'
import { useThing } from './useThing.ts'

type MilestoneLineProps = {
  readonly milestone: ViewOf<'Milestone'>
  /** The project it is of; absent: the plan. */
  readonly project?: ThingRef
}

/** A dated point: reached or not, what, when. */
export function MilestoneLine({ project, milestone: { id, title, day, done, note } }: MilestoneLineProps) {
  const { t, shortDay } = useWords()
  const { set, trySet } = useThing()
  const plan = usePlan()
  const ref: ThingRef = { type: 'Milestone', id, ...(project === undefined ? {} : { in: project }) }
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
