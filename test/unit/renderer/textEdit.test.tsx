// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { selectProject } from '#shared/plan/cards.ts'
import { PlanProvider, useDoc } from '#renderer/app/planContext.ts'
import { TextEdit } from '#renderer/parts/TextEdit.tsx'
import { createWords } from '#renderer/words/words.ts'
import { waitFor } from '../../helpers/waitFor.ts'
import { openedPlan } from './openedPlan.ts'

function Title({ id }: { readonly id: string }) {
  const title = useDoc((doc) => selectProject(doc, id)?.project.title ?? '')
  return <TextEdit thing={{ type: 'Project', id }} field="title" stored={title} label="Title" />
}

test('[UI6] from the first key the window says saving, and soon all that was typed is written and saved', async () => {
  const { plan, addProject, close } = await openedPlan()
  const id = addProject('Forn')
  await plan.document.drained()
  render(
    <I18nProvider i18n={createWords('en')}>
      <PlanProvider value={plan}>
        <Title id={id} />
      </PlanProvider>
    </I18nProvider>,
  )
  const field = screen.getByLabelText('Title')
  const stored = (): string | undefined => selectProject(plan.document.doc.now(), id)?.project.title
  for (const text of ['Forn ', 'Forn d', 'Forn de']) fireEvent.change(field, { target: { value: text } })
  expect([plan.document.saving.now().state, stored()]).toEqual(['saving', 'Forn'])
  await waitFor('it is written and saved', () => plan.document.saving.now().state === 'saved')
  expect(stored()).toBe('Forn de')

  // Whoever leaves the field, or the plan, loses nothing of the last keys.
  fireEvent.change(field, { target: { value: 'Forn de pa' } })
  fireEvent.blur(field)
  expect(stored()).toBe('Forn de pa')
  cleanup()
  await close()
})
