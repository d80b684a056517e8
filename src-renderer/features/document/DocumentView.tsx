import './document.css'
import { useCallback, useMemo, useRef } from 'react'
import { selectObjectives, selectStages } from '#shared/plan/lists.ts'
import { OBJECTIVE_COLOURS } from '#shared/plan/templates.ts'
import { useDoc, usePlan } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { usePlanNames } from '../../parts/usePlanNames.ts'
import { useThing } from '../../parts/useThing.ts'
import { useWords } from '../../words/words.ts'
import { chaptersOf } from './chapters.ts'
import { ChapterText } from './ChapterText.tsx'
import { Contents, type Part } from './Contents.tsx'
import { ObjectiveHead } from './ObjectiveHead.tsx'
import { PlanHead } from './PlanHead.tsx'

/** The plan as one text: vision, principles, and under each objective what will be done. */
export function DocumentView() {
  const { t } = useWords()
  const plan = usePlan()
  const { add } = useThing()
  const names = usePlanNames()
  const page = useRef<HTMLElement>(null)
  const objectives = useDoc(selectObjectives)
  const stages = useDoc(selectStages)
  const board = useDoc(useCallback((doc) => plan.reader.board(doc), [plan]))
  const chapters = useMemo(() => chaptersOf(board, objectives), [board, objectives])
  const stageNames = useMemo(() => new Map(stages.map(({ id, title }) => [id, title])), [stages])
  const nextColour = OBJECTIVE_COLOURS[objectives.length % OBJECTIVE_COLOURS.length]
  const parts: readonly Part[] = [
    { id: 'vision', title: t('document.vision') },
    { id: 'principles', title: t('document.principles') },
    ...objectives.map(({ id, title }) => ({
      id,
      title: title || t('plan.untitled'),
      mark: { hue: String(names.objectives.get(id)!.hue), letters: names.objectives.get(id)!.initial },
    })),
    ...(chapters.at(-1)?.objective === null ? [{ id: 'others', title: t('document.others') }] : []),
  ]
  return (
    <main className="page document-page" ref={page}>
      <Contents parts={parts} page={page} />
      <article className="page-body document">
        <PlanHead />
        {chapters.map((chapter, index) => (
          <section key={chapter.objective ?? 'others'}>
            <ChapterText chapter={chapter} names={names} stages={stageNames}>
              {chapter.objective === null ? (
                <h2 className="page-part" data-part="others" tabIndex={-1}>
                  {t('document.others')}
                </h2>
              ) : (
                <ObjectiveHead objective={objectives[index]!} face={names.objectives.get(chapter.objective)!} />
              )}
            </ChapterText>
          </section>
        ))}
        <div className="only-editing">
          <AddLine
            label={t('document.addObjective')}
            onAdd={(title) => add('Objective', { title, colour: nextColour }) !== null}
          />
        </div>
      </article>
    </main>
  )
}
