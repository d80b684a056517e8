// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { planRemove } from '#shared/plan/operations.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import { BinView } from '#renderer/features/bin/BinView.tsx'
import { createWords } from '#renderer/words/words.ts'
import { mustBe, openedPlan } from './openedPlan.ts'

afterEach(cleanup)

test('[UI114] putting one thing after another back leaves the focus in the list, and at last on its head', async () => {
  const opened = await openedPlan()
  for (const title of ['Forn', 'Hort', 'Molí']) {
    const id = opened.addProject(title)
    mustBe(opened.plan.edit((doc) => planRemove(doc, { type: 'Project', id }, null, 1)))
  }
  render(
    <I18nProvider i18n={createWords('en')}>
      <PlanProvider value={opened.plan}>
        <BinView />
      </PlanProvider>
    </I18nProvider>,
  )
  const user = userEvent.setup()
  const focused = () => document.activeElement
  screen.getAllByRole('button')[1]!.focus()
  await user.keyboard('{Enter}')
  expect(screen.getAllByRole('button')).toHaveLength(2)
  expect(focused()).toBe(screen.getAllByRole('button')[1])
  await user.keyboard('{Enter}')
  expect(focused()).toBe(screen.getByRole('button'))
  await user.keyboard('{Enter}')
  expect(focused()).toBe(screen.getByRole('heading'))
  await opened.close()
})
