import { X } from 'lucide-react'
import { type ReactNode, useCallback, useMemo } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import { circleThrough, liveProject, projectsWaitingFor, yearsAgainst } from '#shared/plan/depends.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite, useDoc, usePlan } from '../../app/planContext.ts'
import { routeToHash } from '../../app/route.ts'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useThing } from '../../parts/useThing.ts'
import { yearsText } from '../../parts/yearsText.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { useWords } from '../../words/words.ts'
import { PickProject } from './PickProject.tsx'
import { Section } from './Section.tsx'

type Project = ViewOf<'Project'>
type DependsSectionProps = { readonly project: Project }

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index])

const liveProjects = (doc: PlanDoc, ids: readonly string[]): readonly Project[] =>
  ids.flatMap((id) => liveProject(doc, id) ?? [])

/** Projects that have to come first, and those that wait for this one; what cannot be is said. */
export function DependsSection({ project }: DependsSectionProps) {
  const { t } = useWords()
  const plan = usePlan()
  const { set } = useThing()
  const canWrite = useCanWrite()
  const { id, dependsOn } = project
  const board = useDoc(useCallback((doc) => plan.reader.board(doc), [plan]))
  const cards = useMemo(
    () => [...board.columns.flatMap((column) => column.cards), ...board.unplaced].filter((card) => card.id !== id),
    [board, id],
  )
  const firsts = useDoc(
    useCallback((doc) => liveProjects(doc, dependsOn), [dependsOn]),
    sameItems,
  )
  const waiting = useDoc(
    useCallback((doc) => liveProjects(doc, projectsWaitingFor(doc, id)), [id]),
    sameItems,
  )
  const circle = useDoc(
    useCallback((doc) => circleThrough(doc, id) ?? [], [id]),
    sameItems,
  )
  const nameOf = (other: string): string =>
    shownTitle(plan.reader.card(plan.document.doc.now(), other)?.title ?? '') || t('plan.untitled')
  const drop = (from: string, other: string): void => void set(projectRef(from), { dependsOn: { drop: [other] } })
  return (
    <Section title={t('project.dependsOn')}>
      {circle.length > 0 && (
        <p className="said said-note">{t('depends.circle', { names: [...circle, id].map(nameOf).join(' → ') })}</p>
      )}
      <ul className="lines">
        {firsts.map((first) => (
          <DependsLine key={first.id} project={first} onDrop={canWrite ? () => drop(id, first.id) : null}>
            <Against first={first} next={project} />
          </DependsLine>
        ))}
      </ul>
      {canWrite && (
        <PickProject
          cards={cards.filter((card) => !dependsOn.includes(card.id))}
          onPick={(first) => void set(projectRef(id), { dependsOn: { add: [first] } })}
        />
      )}
      {waiting.length > 0 && (
        <div role="group" aria-label={t('depends.waiting')}>
          <h3 className="part-sub">{t('depends.waiting')}</h3>
          <ul className="lines">
            {waiting.map((next) => (
              <DependsLine key={next.id} project={next} onDrop={null}>
                <Against first={project} next={next} />
              </DependsLine>
            ))}
          </ul>
        </div>
      )}
    </Section>
  )
}

type DependsLineProps = {
  readonly project: Project
  readonly onDrop: (() => void) | null
  readonly children: ReactNode
}

function DependsLine({ project: { id, title, years }, onDrop, children }: DependsLineProps) {
  const { t } = useWords()
  const { planId } = usePlan()
  const name = shownTitle(title) || t('plan.untitled')
  return (
    <li>
      <div className="line depends">
        <a className="line-main" href={routeToHash({ at: 'plan', planId, view: 'board', projectId: id })}>
          {name}
        </a>
        {years !== null && (
          <span className="depends-years">{yearsText({ from: years.from ?? null, to: years.to ?? null })}</span>
        )}
        {onDrop !== null && (
          <span className="line-remove">
            <IconButton
              icon={<X size={16} strokeWidth={1.5} />}
              label={`${t('app.remove')}: ${name}`}
              hasTooltip={false}
              onPress={onDrop}
            />
          </span>
        )}
      </div>
      {children}
    </li>
  )
}

/** Said where the order of two projects and their years cannot both be. */
function Against({ first, next }: { readonly first: Project; readonly next: Project }) {
  const { t } = useWords()
  const against = yearsAgainst(first, next)
  if (against === null) return null
  const years = { ends: String(against.ends), begins: String(against.begins) }
  return <p className="depends-against">{t('depends.against', { ...years, first: first.title, next: next.title })}</p>
}
