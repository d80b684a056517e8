import { Check, UserPlus } from 'lucide-react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { NoteEdit, useNote } from '../../parts/NoteEdit.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import { useThing } from '../../parts/useThing.ts'
import { Initials } from '../../ui/Initials.tsx'
import { useWords } from '../../words/words.ts'
import { RemoveButton } from '../../parts/RemoveButton.tsx'
import { Section } from './Section.tsx'
import { Tick } from './Tick.tsx'

type ActionsSectionProps = {
  readonly projectId: string
  readonly actions: readonly ViewOf<'Action'>[]
  readonly names: PlanNames
}

/** Steps of the project: done or not, who, by when. */
export function ActionsSection({ projectId, actions, names }: ActionsSectionProps) {
  const { t } = useWords()
  const { add } = useThing()
  const done = actions.filter((action) => action.done === true).length
  return (
    <Section title={t('project.actions')} {...(actions.length > 0 ? { note: `${done}/${actions.length}` } : {})}>
      {groupByHeading(actions).map(({ heading, inGroup }) => (
        <div key={inGroup[0]!.id}>
          {heading !== '' && <h3 className="part-sub">{shownTitle(heading)}</h3>}
          <ul className="lines">
            {inGroup.map((action) => (
              <ActionLine key={action.id} projectId={projectId} action={action} names={names} />
            ))}
          </ul>
        </div>
      ))}
      <AddLine
        label={t('project.addAction')}
        onAdd={(title) => add('Action', { title, done: false }, projectRef(projectId)) !== null}
      />
    </Section>
  )
}

type Group = { readonly heading: string; readonly inGroup: readonly ViewOf<'Action'>[] }

/** Actions in their order, cut where the heading changes: lists that were brought in from elsewhere keep their names. */
function groupByHeading(actions: readonly ViewOf<'Action'>[]): readonly Group[] {
  const groups: { heading: string; inGroup: ViewOf<'Action'>[] }[] = []
  for (const action of actions) {
    const heading = action.heading ?? ''
    const last = groups.at(-1)
    if (last?.heading === heading) last.inGroup.push(action)
    else groups.push({ heading, inGroup: [action] })
  }
  return groups
}

type ActionLineProps = {
  readonly projectId: string
  readonly action: ViewOf<'Action'>
  readonly names: PlanNames
}

function ActionLine({ projectId, action, names }: ActionLineProps) {
  const { t } = useWords()
  const { set } = useThing()
  const ref: ThingRef = { type: 'Action', id: action.id, in: projectRef(projectId) }
  const [isNoteOpen, noteButton] = useNote(action.title, action.note)
  return (
    <li>
      <div className="line">
        <Tick
          label={t('project.actionDone', { title: action.title })}
          isDone={action.done === true}
          onChange={(done) => set(ref, { done })}
        />
        <div className={action.done ? 'line-main line-done' : 'line-main'}>
          <TextEdit
            thing={ref}
            field="title"
            stored={action.title}
            label={t('project.action')}
            isLabelHidden
            look="line"
          />
        </div>
        <LineEdit
          label={t('project.due', { title: action.title })}
          isLabelHidden
          stored={action.due ?? ''}
          type="date"
          onDone={(day) => set(ref, { due: day === '' ? null : day })}
        />
        <Who thing={ref} action={action} names={names} />
        {noteButton}
        <RemoveButton thing={ref} name={action.title} />
      </div>
      <NoteEdit thing={ref} name={action.title} isOpen={isNoteOpen} stored={action.note} />
    </li>
  )
}

type WhoProps = { readonly thing: ThingRef; readonly action: ViewOf<'Action'>; readonly names: PlanNames }

function Who({ thing, action, names }: WhoProps) {
  const { t } = useWords()
  const { set } = useThing()
  const canWrite = useCanWrite()
  const people = [...names.people.values()]
  const chosen = new Set(action.who)
  const change = (next: ReadonlySet<string>): void => {
    const drop = action.who.filter((id) => !next.has(id))
    const add = [...next].filter((id) => !chosen.has(id))
    set(thing, { who: { add, drop } })
  }
  return (
    <MenuTrigger>
      <Button className="who" aria-label={t('project.who', { title: action.title })} isDisabled={!canWrite}>
        {action.who.length === 0 ? (
          <UserPlus size={16} strokeWidth={1.5} aria-hidden />
        ) : (
          action.who.map((id) => <Initials key={id} name={names.people.get(id)?.name ?? ''} />)
        )}
      </Button>
      <Popover className="popover" placement="bottom end" offset={4}>
        <Menu
          className="list"
          aria-label={t('project.who', { title: action.title })}
          selectionMode="multiple"
          selectedKeys={chosen}
          onSelectionChange={(keys) =>
            change(keys === 'all' ? new Set(people.map(({ id }) => id)) : (keys as Set<string>))
          }
        >
          {people.map(({ id, name }) => (
            <MenuItem key={id} id={id} textValue={shownTitle(name)} className="list-item">
              <Initials name={name} />
              <span className="list-name">{shownTitle(name)}</span>
              <Check className="list-check" size={16} strokeWidth={2} aria-hidden />
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
