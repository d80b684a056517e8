import { ArrowDown, ArrowUp, GripVertical, Heading } from 'lucide-react'
import { type KeyboardEvent, memo, useRef } from 'react'
import type { ThingRef } from '#shared/plan/things.ts'
import { useCanWrite, usePlan } from '../../app/planContext.ts'
import { DayEdit } from '../../parts/DayEdit.tsx'
import { LineMenu } from '../../parts/LineMenu.tsx'
import { NoteEdit, useNote } from '../../parts/NoteEdit.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { dayAt } from '../../parts/today.ts'
import { projectRef } from '../../parts/useCardCommands.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import { useThing } from '../../parts/useThing.ts'
import { useWords } from '../../words/words.ts'
import type { Action } from './actionEdits.ts'
import { Tick } from '../../parts/Tick.tsx'
import { useLineDrag } from './useLineDrag.ts'
import { Who } from './Who.tsx'

const ICON = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const

type ActionLineProps = {
  readonly projectId: string
  readonly action: Action
  readonly names: PlanNames
  /** Something that is dragged would land ahead of it. */
  readonly isAimedAt: boolean
  readonly onStep: (action: Action, step: 1 | -1) => void
  readonly onHead: (id: string) => void
  /** Enter in its name: another one after it. */
  readonly onEnter: (id: string) => void
}

/** One step of the project: done or not, what, by when, who. One that is the same is not drawn again (UI138). */
export const ActionLine = memo(function ActionLine(props: ActionLineProps) {
  const { projectId, action, names, isAimedAt, onStep, onHead, onEnter } = props
  const { t, shortDay } = useWords()
  const { set, trySet } = useThing()
  const plan = usePlan()
  const canWrite = useCanWrite()
  const line = useRef<HTMLLIElement>(null)
  const handle = useRef<HTMLSpanElement>(null)
  const isDragged = useLineDrag(line, handle, action.id, `Action/${projectId}`)
  const ref: ThingRef = { type: 'Action', id: action.id, in: projectRef(projectId) }
  const [isNoteOpen, noteEntries] = useNote(action.note)
  const { due, title } = action
  const isDone = action.done === true
  const isLate = !isDone && due !== null && due < dayAt(plan.now())
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.altKey ? ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key as 'ArrowUp'] : undefined
    if (step === undefined || !canWrite) return
    event.preventDefault()
    onStep(action, step)
  }
  return (
    <li
      ref={line}
      data-line={action.id}
      className={`action movable${isDragged ? ' movable-dragged' : ''}${isAimedAt ? ' movable-aim' : ''}`}
      onKeyDown={onKeyDown}
    >
      <div className="line">
        <span ref={handle} className="line-grip" aria-hidden>
          {canWrite && <GripVertical size={14} strokeWidth={1.5} />}
        </span>
        <Tick label={t('project.actionDone', { title })} isDone={isDone} onChange={(done) => set(ref, { done })} />
        <div className={isDone ? 'line-main line-done' : 'line-main'}>
          <TextEdit
            thing={ref}
            field="title"
            stored={title}
            label={t('project.action')}
            isLabelHidden
            look="line"
            onEnter={() => onEnter(action.id)}
          />
        </div>
        <DayEdit
          label={t('project.due', { title })}
          stored={due}
          {...(due === null || isDone
            ? {}
            : { shown: t(isLate ? 'project.wasDue' : 'project.dueBy', { day: shortDay(due) }) })}
          onDone={(day) => trySet(ref, { due: day })}
        />
        <Who thing={ref} action={action} names={names} />
        <LineMenu
          thing={ref}
          name={title}
          entries={[
            ...noteEntries,
            { key: 'up', name: t('line.up'), icon: <ArrowUp {...ICON} />, onChoose: () => onStep(action, -1) },
            { key: 'down', name: t('line.down'), icon: <ArrowDown {...ICON} />, onChoose: () => onStep(action, 1) },
            {
              key: 'heading',
              name: t('project.startHeading'),
              icon: <Heading {...ICON} />,
              onChoose: () => onHead(action.id),
            },
          ]}
        />
      </div>
      <NoteEdit thing={ref} name={title} isOpen={isNoteOpen} stored={action.note} />
    </li>
  )
})
