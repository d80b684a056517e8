// @vitest-environment happy-dom
// The plan as one text, over a plan of the real core.
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { act, cleanup, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { planAdd } from '#shared/plan/operations.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import type { OpenPlan } from '#renderer/data/openPlan.ts'
import { DocumentView } from '#renderer/features/document/DocumentView.tsx'
import { createWords } from '#renderer/words/words.ts'
import { mustBe, type OpenedPlan, openedPlan } from './openedPlan.ts'

let opened: OpenedPlan
let plan: OpenPlan

beforeEach(async () => {
  opened = await openedPlan()
  plan = opened.plan
})

afterEach(async () => {
  cleanup()
  await opened.close()
})

const show = () =>
  render(
    <I18nProvider i18n={createWords('en')}>
      <PlanProvider value={plan}>
        <DocumentView />
      </PlanProvider>
    </I18nProvider>,
  )

const [FOOD, LAND] = ['a'.repeat(32), 'b'.repeat(32)]
const projectId = (number: number): string => number.toString(16).padStart(32, 'c')

/** Twice as many as are drawn at first. */
const MANY = 60

function write(): void {
  mustBe(plan.edit((doc) => planAdd(doc, { type: 'Objective', id: FOOD }, { title: 'Food', colour: '0' }, plan.random)))
  mustBe(
    plan.edit((doc) => planAdd(doc, { type: 'Objective', id: LAND }, { title: 'Free land', colour: '1' }, plan.random)),
  )
  const { columns } = plan.reader.board(plan.document.doc.now())
  for (let number = 0; number < MANY; number += 1) {
    const place = { stage: columns[0]!.stage.id, objective: FOOD, rank: `a${String(number).padStart(4, '0')}V` }
    const fields = { title: `Orchard ${number}`, summary: `About ${number}.`, place }
    mustBe(plan.edit((doc) => planAdd(doc, { type: 'Project', id: projectId(number) }, fields, plan.random)))
  }
  opened.addProject('Archive')
}

const headings = (level: number) => screen.getAllByRole('heading', { level }).map(({ textContent }) => textContent)

test('[UI33] [UI31] the parts of the text are in order, each objective with its mark, and the contents lead to them', async () => {
  show()
  act(write)
  expect(headings(2).slice(0, 2)).toEqual(['Vision', 'Principles'])
  expect(headings(2).slice(2, 5)).toEqual(['Food', 'Free land', 'Projects without an objective'])
  const contents = within(screen.getByRole('navigation', { name: 'Contents' }))
  expect(contents.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
    'Vision',
    'Principles',
    'FoFood',
    'FrFree land',
    'Projects without an objective',
  ])
  await userEvent.click(contents.getByRole('button', { name: /Free land/ }))
  expect(document.activeElement?.textContent).toBe('Free land')
})

test('[UI33] a long text is drawn as far as one sees, and whole on paper', () => {
  show()
  act(write)
  const drawn = headings(3).length
  expect(drawn).toBeLessThan(MANY)
  expect(headings(3).at(-1)).toBe('Archive')
  act(() => void window.dispatchEvent(new Event('beforeprint')))
  expect(headings(3)).toEqual([...Array.from({ length: MANY }, (_, number) => `Orchard ${number}`), 'Archive'])
  expect(screen.getByText(`About ${MANY - 1}.`)).toBeTruthy()
})
