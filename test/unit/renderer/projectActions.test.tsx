// @vitest-environment happy-dom
// Actions and milestones in a project's panel: typed, pasted, put in order, due and done.
import 'fake-indexeddb/auto'
import { act, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type OpenedPanel, openedPanel, part } from './openedPanel.tsx'

let panel: OpenedPanel

beforeEach(async () => {
  // This DOM tells of a selection while it is being set, and so without end.
  vi.spyOn(Selection.prototype, 'collapse').mockImplementation(() => undefined)
  panel = await openedPanel()
})

afterEach(async () => {
  await panel.close()
  vi.restoreAllMocks()
})

const list = () => panel.detail().actions.map(({ heading, title }) => (heading ? `${heading}: ${title}` : title))

function addActions(...lines: readonly (readonly [title: string, heading?: string])[]): void {
  for (const [title, heading] of lines) {
    panel.add('Action', { title, done: false, ...(heading ? { heading } : {}) }, panel.project)
  }
}

test('[UI82] a pasted list makes an action of each line, as one step that is undone at once', async () => {
  await panel.show()
  const field = screen.getByLabelText('Add an action')
  await userEvent.click(field)
  await userEvent.paste('- Trobar local\n- Comprar el forn\n\n- Obrir')
  expect(list()).toEqual(['Trobar local', 'Comprar el forn', 'Obrir'])
  act(() => void panel.plan.history.undo())
  expect(list()).toEqual([])
})

test('[UI82] Enter in the name of an action opens a line for another right after it, and goes on there', async () => {
  addActions(['Trobar local', 'Primer'], ['Obrir'])
  await panel.show()
  const user = userEvent.setup()
  await user.click(screen.getByDisplayValue('Trobar local'))
  await user.keyboard('{Enter}Arreglar-lo{Enter}Pintar-lo{Enter}{Escape}')
  expect(list()).toEqual(['Primer: Trobar local', 'Primer: Arreglar-lo', 'Primer: Pintar-lo', 'Obrir'])
  expect(screen.queryByLabelText('Add an action here')).toBeNull()
})

test('[UI82] actions are put in order by the keyboard: over the border of a heading first, then past a neighbour', async () => {
  addActions(['a'], ['b'], ['c', 'Després'])
  await panel.show()
  const user = userEvent.setup()
  await user.click(screen.getByDisplayValue('b'))
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}')
  expect(list()).toEqual(['b', 'a', 'Després: c'])
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}')
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}')
  expect(list()).toEqual(['a', 'Després: b', 'Després: c'])
  expect(document.activeElement).toBe(screen.getByDisplayValue('b'))
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}{Alt>}{ArrowDown}{/Alt}')
  expect(list()).toEqual(['a', 'Després: c', 'Després: b'])
})

test('[UI82] a heading is put above an action, holds for those below it, is renamed and taken away', async () => {
  addActions(['a'], ['b'], ['c'])
  await panel.show()
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'More: b' }))
  await user.click(screen.getByRole('menuitem', { name: 'Put a heading above it' }))
  await user.type(screen.getByLabelText('Heading'), 'Després{Enter}')
  expect(list()).toEqual(['a', 'Després: b', 'Després: c'])
  await user.click(screen.getByRole('button', { name: 'Després' }))
  await user.clear(screen.getByLabelText('Heading'))
  await user.keyboard('{Enter}')
  expect(list()).toEqual(['a', 'b', 'c'])
})

test('[UI82] what is late says so in words until it is done', async () => {
  panel.add('Action', { title: 'Trobar local', done: false, due: '2020-03-12' }, panel.project)
  panel.add('Action', { title: 'Obrir', done: false, due: '2999-03-12' }, panel.project)
  panel.add('Milestone', { title: 'Obertura', day: '2020-05-01' }, panel.project)
  await panel.show()
  const said = () => [...document.querySelectorAll('.day')].map(({ textContent }) => textContent)
  expect(said()).toEqual(['was due 12 Mar 2020', 'by 12 Mar 2999', 'was due 1 May 2020'])
  await userEvent.click(screen.getByLabelText('Done: Trobar local'))
  expect(said()[0]).toBe('12 Mar 2020')
})

test('[UI82] a day is read in words and typed in a field, which closes when it is done', async () => {
  panel.add('Action', { title: 'Trobar local', done: false, due: '2999-03-11' }, panel.project)
  await panel.show()
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'By when: Trobar local: by 11 Mar 2999' }))
  await screen.findAllByRole('spinbutton')
  await user.keyboard('{ArrowUp}{Enter}')
  const day = await screen.findByRole('button', { name: 'By when: Trobar local: by 12 Mar 2999' })
  expect([document.activeElement, panel.detail().actions[0]?.due]).toEqual([day, '2999-03-12'])
})

test('[UI80] a day that is none yet stays in the field with the reason, and is not written', async () => {
  addActions(['Trobar local'])
  await panel.show()
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'By when: Trobar local' }))
  await screen.findAllByRole('spinbutton')
  // Its day alone, without month and year.
  await user.keyboard('{ArrowUp}{Enter}')
  expect(part('Actions').getByRole('alert').textContent).toBe('There is no such day.')
  expect(panel.detail().actions[0]?.due).toBeNull()
  await user.keyboard('{Escape}')
  expect(screen.queryAllByRole('spinbutton')).toEqual([])
})

test('[UI80] years in reverse stay where they were typed, with the reason beside them', async () => {
  await panel.show()
  const user = userEvent.setup()
  await user.type(screen.getByRole('textbox', { name: 'From' }), '2030{Enter}')
  await user.type(screen.getByRole('textbox', { name: 'To' }), '2027{Enter}')
  expect(screen.getByRole('alert').textContent).toBe('The last year comes before the first.')
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'To' }).value).toBe('2027')
  expect(panel.detail().project.years).toEqual({ from: 2030 })
  await user.clear(screen.getByRole('textbox', { name: 'To' }))
  await user.type(screen.getByRole('textbox', { name: 'To' }), '2032{Enter}')
  expect(screen.queryByRole('alert')).toBeNull()
  expect(panel.detail().project.years).toEqual({ from: 2030, to: 2032 })
})

test('[UI81] empty sections are words in one row; one that is pressed opens with the focus in it', async () => {
  await panel.show()
  const row = screen.getByRole('group', { name: 'What else can be added' })
  expect(row.textContent).toBe('MilestonesFor the commonsContributionsIndicatorsDepends onLinksFiles')
  await userEvent.click(screen.getByRole('button', { name: 'Milestones' }))
  expect(document.activeElement).toBe(screen.getByLabelText('Add a milestone'))
  expect(screen.queryByRole('button', { name: 'Milestones' })).toBeNull()
})

test('[UI81] Enter on the panel gives it the whole width, and headings are reached from section to section', async () => {
  addActions(['a'])
  await panel.show()
  const user = userEvent.setup()
  const aside = screen.getByRole('complementary')
  expect(document.activeElement).toBe(aside)
  await user.keyboard('{Alt>}{PageDown}{/Alt}')
  expect(document.activeElement?.textContent).toBe('Actions0/1')
  await user.keyboard('{Alt>}{PageDown}{/Alt}')
  expect(document.activeElement?.textContent).toBe('Comments')
  await user.keyboard('{Alt>}{PageUp}{/Alt}')
  expect(document.activeElement?.textContent).toBe('Actions0/1')
  aside.focus()
  await user.keyboard('{Enter}')
  expect(window.location.hash).toMatch(/\/wide$/)
})

test('[UI80] an address that leads nowhere stays where it was typed, with the reason, until it is one', async () => {
  panel.add('Link', { title: 'Plànols', url: 'https://example.org/' }, panel.project)
  await panel.show()
  const user = userEvent.setup()
  const field = screen.getByLabelText<HTMLInputElement>('Address: Plànols')
  await user.clear(field)
  await user.type(field, 'javascript:alert(1){Enter}')
  await user.tab()
  expect([field.value, part('Links').getByRole('alert').textContent]).toEqual([
    'javascript:alert(1)',
    'This is not an address that can be opened. One starts with https:// or is an e-mail address.',
  ])
  expect(panel.detail().links[0]?.url).toBe('https://example.org/')
  await user.clear(field)
  await user.type(field, 'example.org/nou{Enter}')
  expect([field.value, screen.queryByRole('alert')]).toEqual(['https://example.org/nou', null])
})
