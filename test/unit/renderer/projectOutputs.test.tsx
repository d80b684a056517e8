// @vitest-environment happy-dom
// Commons outputs in a project's panel are put in order.
import 'fake-indexeddb/auto'
import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type OpenedPanel, openedPanel } from './openedPanel.tsx'

let panel: OpenedPanel

beforeEach(async () => {
  panel = await openedPanel()
  for (const title of ['Forn', 'Receptes', 'Local']) panel.add('Output', { title, sort: 'tangible' }, panel.project)
})

afterEach(() => panel.close())

const list = () => panel.detail().outputs.map(({ title }) => title)

test('[UI165] outputs are put in order by Alt and an arrow and from their menu; the focus goes with them', async () => {
  await panel.show()
  const user = userEvent.setup()
  await user.click(screen.getByDisplayValue('Local'))
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}')
  expect(list()).toEqual(['Forn', 'Local', 'Receptes'])
  expect(document.activeElement).toBe(screen.getByDisplayValue('Local'))
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}{Alt>}{ArrowUp}{/Alt}')
  expect(list()).toEqual(['Local', 'Forn', 'Receptes'])
  await user.click(screen.getByRole('button', { name: 'More: Local' }))
  await user.click(screen.getByRole('menuitem', { name: 'Move down' }))
  expect(list()).toEqual(['Forn', 'Local', 'Receptes'])
})
