// @vitest-environment happy-dom
// The board over a plan of the real core: what one edit draws again, and moving cards without a pointer.
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { act, cleanup, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { planSet } from '#shared/plan/operations.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import type { OpenPlan } from '#renderer/data/openPlan.ts'
import type * as CardFaceModule from '#renderer/features/board/CardFace.tsx'
import { BoardView } from '#renderer/features/board/BoardView.tsx'
import { createWords } from '#renderer/words/words.ts'
import { waitFor } from '../../helpers/waitFor.ts'
import { type OpenedPlan, openedPlan } from './openedPlan.ts'

// Counts how often each card is drawn; the card itself is the real one.
const drawn: string[] = []
vi.mock('#renderer/features/board/CardFace.tsx', async (original) => {
  const real = await original<typeof CardFaceModule>()
  return {
    CardFace: (props: Parameters<typeof real.CardFace>[0]) => {
      drawn.push(props.card.title)
      return real.CardFace(props)
    },
  }
})

let opened: OpenedPlan
let plan: OpenPlan

beforeEach(async () => {
  opened = await openedPlan()
  plan = opened.plan
  for (const title of ['Forn', 'Arxiu', 'Molí']) opened.addProject(title)
  drawn.length = 0
  render(
    <I18nProvider i18n={createWords('en')}>
      <PlanProvider value={plan}>
        <BoardView planId={plan.planId} openProject={null} />
      </PlanProvider>
    </I18nProvider>,
  )
})

afterEach(async () => {
  cleanup()
  await opened.close()
})

const idOf = (doc: PlanDoc, title: string): string =>
  Object.values(doc.projects)
    .flatMap((bucket) => Object.entries(bucket))
    .find(([, project]) => project.title === title)![0]

const column = (name: string) => within(screen.getByRole('region', { name: new RegExp(`^${name}`) }))
const namesIn = (name: string): readonly (string | null)[] =>
  column(name)
    .queryAllByRole('link')
    .map((link) => link.textContent)

test('[UI15] an edit of one card draws that card again, and no other', () => {
  expect([...drawn].sort()).toEqual(['Arxiu', 'Forn', 'Molí'])
  drawn.length = 0
  const id = idOf(plan.document.doc.now(), 'Arxiu')
  act(() => void plan.edit((doc) => planSet(doc, { type: 'Project', id }, { title: 'Arxiu obert' })))
  expect(drawn).toEqual(['Arxiu obert'])
})

test('[UI16] Alt and an arrow key moves the card, keeps the focus on it and says where it went', async () => {
  const user = userEvent.setup()
  act(() => screen.getByRole('link', { name: 'Arxiu' }).focus())
  await user.keyboard('{Alt>}{ArrowRight}{/Alt}')
  expect([namesIn('Idea'), namesIn('Proposada')]).toEqual([['Forn', 'Molí'], ['Arxiu']])
  expect(document.activeElement?.textContent).toBe('Arxiu')
  await waitFor('it is said', () =>
    /Arxiu moved to Proposada, place 1 of 1/.test(document.querySelector('[data-announcer]')?.textContent ?? ''),
  )

  await user.keyboard('{Alt>}{ArrowLeft}{/Alt}{Alt>}{ArrowDown}{/Alt}')
  expect(namesIn('Idea')).toEqual(['Forn', 'Arxiu', 'Molí'])
})

test('[UI10] what was moved and typed is undone step by step and done again', async () => {
  const user = userEvent.setup()
  act(() => screen.getByRole('link', { name: 'Forn' }).focus())
  await user.keyboard('{Alt>}{ArrowRight}{/Alt}')
  const id = idOf(plan.document.doc.now(), 'Molí')
  for (const title of ['Molí c', 'Molí comunal']) {
    act(() => void plan.edit((doc) => planSet(doc, { type: 'Project', id }, { title })))
  }
  const states = [[namesIn('Idea'), namesIn('Proposada')]]
  for (const step of [plan.history.undo, plan.history.undo, plan.history.redo, plan.history.redo]) {
    act(() => void step())
    states.push([namesIn('Idea'), namesIn('Proposada')])
  }
  expect(states).toEqual([
    [['Arxiu', 'Molí comunal'], ['Forn']],
    [['Arxiu', 'Molí'], ['Forn']],
    [['Forn', 'Arxiu', 'Molí'], []],
    [['Arxiu', 'Molí'], ['Forn']],
    [['Arxiu', 'Molí comunal'], ['Forn']],
  ])
})
