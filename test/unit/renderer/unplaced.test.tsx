// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { act, cleanup, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { selectStages } from '#shared/plan/lists.ts'
import { planRemove } from '#shared/plan/operations.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import { BoardView } from '#renderer/features/board/BoardView.tsx'
import { createWords } from '#renderer/words/words.ts'
import { mustBe, openedPlan } from './openedPlan.ts'

test('[UI24] cards of a stage that is put in the bin stay in sight, and can be moved to another', async () => {
  const { plan, addProject, close } = await openedPlan()
  addProject('Forn')
  render(
    <I18nProvider i18n={createWords('en')}>
      <PlanProvider value={plan}>
        <BoardView planId={plan.planId} openProject={null} />
      </PlanProvider>
    </I18nProvider>,
  )
  const cardsOf = (column: string): readonly (string | null)[] => {
    const region = screen.queryByRole('region', { name: new RegExp(`^${column}`) })
    return region === null
      ? []
      : within(region)
          .queryAllByRole('link')
          .map(({ textContent }) => textContent)
  }
  expect([cardsOf('Idea'), cardsOf('Without a stage')]).toEqual([['Forn'], []])

  const [idea] = selectStages(plan.document.doc.now())
  act(() => void mustBe(plan.edit((doc) => planRemove(doc, { type: 'Stage', id: idea!.id }, null, 1))))
  expect([cardsOf('Idea'), cardsOf('Without a stage')]).toEqual([[], ['Forn']])
  expect(screen.getAllByRole('button', { name: /^Add a project to/ })).toHaveLength(
    selectStages(plan.document.doc.now()).length,
  )

  const user = userEvent.setup()
  act(() => screen.getByRole('link', { name: 'Forn' }).focus())
  await user.keyboard('{Alt>}{ArrowLeft}{/Alt}')
  expect([cardsOf('Feta'), cardsOf('Without a stage')]).toEqual([['Forn'], []])
  // There is no way back into it.
  await user.keyboard('{Alt>}{ArrowRight}{/Alt}')
  expect(cardsOf('Feta')).toEqual(['Forn'])
  cleanup()
  await close()
})
