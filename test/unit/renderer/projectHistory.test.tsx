// @vitest-environment happy-dom
// The history of a project over the real core: in words, newest first, in portions.
import 'fake-indexeddb/auto'
import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { planSet } from '#shared/plan/operations.ts'
import { mustBe } from './openedPlan.ts'
import { type OpenedPanel, openedPanel, part } from './openedPanel.tsx'

let panel: OpenedPanel

beforeEach(async () => {
  panel = await openedPanel()
})

afterEach(() => panel.close())

test('[UI88] a project tells who changed what in it, newest first, and nothing of other projects', async () => {
  panel.add('Action', { title: 'Trobar local', done: false }, panel.project)
  mustBe(panel.plan.edit((doc) => planSet(doc, panel.project, { years: { from: 2028 } })))
  const mill = panel.addProject('Molí')
  mustBe(panel.plan.edit((doc) => planSet(doc, { type: 'Project', id: mill }, { years: { from: 2031 } })))
  await panel.show()
  await userEvent.click(part('History').getByRole('button', { name: 'Show who changed what' }))
  const said = await part('History').findByText('Forn de pa, new (project)')
  expect(part('History').getByText('you')).toBeTruthy()
  expect(said.closest('.history')?.textContent).not.toContain('Molí')
  expect(screen.queryByRole('button', { name: 'Show earlier changes' })).toBeNull()
})
