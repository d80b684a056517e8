import { Fragment, useCallback, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import { selectProject } from '#shared/plan/cards.ts'
import { useCanWrite, usePlan } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useEdit, useTryEdit } from '../../parts/useEdit.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import { announce } from '../../ui/announce.ts'
import { useWords } from '../../words/words.ts'
import {
  type Action,
  type ActionPlace,
  groupByHeading,
  placeBeside,
  planActions,
  planHeading,
  planMoveAction,
} from './actionEdits.ts'
import { ActionLine } from './ActionLine.tsx'
import { Section } from './Section.tsx'
import { useFollowedFocus } from './useFollowedFocus.ts'
import { useLineDrop } from './useLineDrag.ts'

type ActionsSectionProps = {
  readonly projectId: string
  readonly actions: readonly Action[]
  /** Those of them that are drawn by now: all, or the first ones. */
  readonly drawn: readonly Action[]
  readonly names: PlanNames
}

/** Steps of the project, in the order people give them, under headings where there are some. */
export function ActionsSection({ projectId, actions, drawn, names }: ActionsSectionProps) {
  const { t } = useWords()
  const canWrite = useCanWrite()
  const list = useRef<HTMLDivElement>(null)
  const { add, move, step, head } = useActionCommands(projectId, actions)
  const aim = useLineDrop(list, `Action/${projectId}`, move)
  const followFocus = useFollowedFocus(list, actions)
  /** The action under which another is being typed, and the one above which a heading is. */
  const [addAfter, setAddAfter] = useState<string | null>(null)
  const [headAt, setHeadAt] = useState<string | null>(null)
  const stepOn = useCallback(
    (action: Action, by: 1 | -1): void => {
      followFocus(action.id)
      step(action, by)
    },
    [followFocus, step],
  )
  const done = actions.filter((action) => action.done === true).length

  /** The line for the next one stands under the one just added. */
  const goOn = (id: string | null): boolean => {
    if (id !== null) setAddAfter(id)
    return id !== null
  }
  const headingEdit = (ids: readonly string[], stored: string) => (
    <div className="part-sub">
      <LineEdit
        label={t('project.heading')}
        isLabelHidden
        stored={stored}
        placeholder={t('project.heading')}
        hasFocus
        onDone={(typed) => head(ids, typed)}
        onLeave={() => setHeadAt(null)}
      />
    </div>
  )
  return (
    <Section title={t('project.actions')} {...(actions.length > 0 ? { note: `${done}/${actions.length}` } : {})}>
      <div ref={list} className={aim?.before === null ? 'movables movables-aim' : 'movables'}>
        {groupByHeading(drawn).map(({ heading, inGroup }) => {
          const ids = inGroup.map(({ id }) => id)
          const isHeadOpen = heading !== '' && headAt === ids[0]
          return (
            <div key={ids[0]} data-heading={heading}>
              {isHeadOpen
                ? headingEdit(ids, heading)
                : heading !== '' && (
                    <GroupHead heading={heading} canWrite={canWrite} onPress={() => setHeadAt(ids[0]!)} />
                  )}
              <ul className="lines">
                {inGroup.map((action, index) => (
                  <Fragment key={action.id}>
                    {headAt === action.id && !isHeadOpen && <li>{headingEdit(ids.slice(index), '')}</li>}
                    <ActionLine
                      projectId={projectId}
                      action={action}
                      names={names}
                      isAimedAt={aim?.before === action.id}
                      onStep={stepOn}
                      onHead={setHeadAt}
                      onEnter={setAddAfter}
                    />
                    {addAfter === action.id && (
                      <li>
                        <AddLine
                          label={t('project.addActionHere')}
                          hasFocus
                          onAdd={(title) => goOn(add([title], action.id))}
                          onLeave={() => setAddAfter((at) => (at === action.id ? null : at))}
                        />
                      </li>
                    )}
                  </Fragment>
                ))}
              </ul>
            </div>
          )
        })}
      </div>
      <AddLine
        label={t('project.addAction')}
        onAdd={(title) => add([title], null) !== null}
        onAddAll={(titles) => add(titles, null) !== null}
      />
    </Section>
  )
}

type GroupHeadProps = { readonly heading: string; readonly canWrite: boolean; readonly onPress: () => void }

/** The name of a list within the list; pressed, it can be changed. */
function GroupHead({ heading, canWrite, onPress }: GroupHeadProps) {
  const name = shownTitle(heading)
  return (
    <h3 className="part-sub">
      {canWrite ? (
        <Button className="part-sub-name" onPress={onPress}>
          {name}
        </Button>
      ) : (
        name
      )}
    </h3>
  )
}

/** Edits of the list; each is one step of undo. */
function useActionCommands(projectId: string, actions: readonly Action[]) {
  const plan = usePlan()
  const edit = useEdit()
  const tryEdit = useTryEdit()
  const { t } = useWords()
  const project = projectRef(projectId)
  const move = useCallback(
    (id: string, to: ActionPlace): void => {
      const inProject = projectRef(projectId)
      const written = edit((doc) => planMoveAction(doc, { type: 'Action', id, in: inProject }, to, plan.random))
      const now = selectProject(plan.document.doc.now(), projectId)?.actions ?? []
      const at = now.findIndex((action) => action.id === id)
      if (written && at !== -1) {
        const values = { title: now[at]!.title, heading: to.heading, place: at + 1, total: now.length }
        announce(t(to.heading === '' ? 'line.movedTo' : 'line.movedUnder', values))
      }
    },
    [edit, plan, projectId, t],
  )
  const step = useCallback(
    (action: Action, by: 1 | -1): void => {
      // The list of now: a step that were another one for each list would draw all lines again.
      const listed = selectProject(plan.document.doc.now(), projectId)?.actions ?? []
      const to = placeBeside(listed, action.id, by)
      if (to !== null) move(action.id, to)
    },
    [plan, projectId, move],
  )
  return {
    move,
    step,
    /** The id of the last one added, or null when they were refused. */
    add: (titles: readonly string[], after: string | null): string | null => {
      const [id, planned] = planActions(project, titles, { actions, after }, plan.random)
      return edit(planned) ? id : null
    },
    head: (ids: readonly string[], heading: string): string | null =>
      tryEdit((doc) => planHeading(doc, project, ids, heading, plan.random)),
  }
}
