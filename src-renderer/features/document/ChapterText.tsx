import type { ReactNode } from 'react'
import { useSelection } from '../../data/source.ts'
import { usePlan } from '../../app/planContext.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import type { Chapter } from './chapters.ts'
import { ProjectText } from './ProjectText.tsx'
import { useGrowing } from './useGrowing.ts'

type ChapterTextProps = {
  readonly chapter: Chapter
  readonly names: PlanNames
  /** Names of stages by id. */
  readonly stages: ReadonlyMap<string, string>
  readonly children: ReactNode
}

/** The head of a chapter, and the projects under it. */
export function ChapterText({ chapter, names, stages, children }: ChapterTextProps) {
  const plan = usePlan()
  const since = useSelection(plan.changedSince, same)
  const { count, end } = useGrowing(chapter.cards.length)
  return (
    <>
      {children}
      <ul className="tellings">
        {chapter.cards.slice(0, count).map((card) => (
          <ProjectText
            key={card.id}
            planId={plan.planId}
            card={card}
            stage={stages.get(card.stage ?? '') ?? ''}
            names={names}
            since={since.get(card.id)}
          />
        ))}
      </ul>
      {count < chapter.cards.length && <div ref={end} />}
    </>
  )
}

const same = <T,>(value: T): T => value
