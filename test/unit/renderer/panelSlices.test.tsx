// @vitest-environment happy-dom
// What a project's panel shows first, and how the rest of it comes.
import 'fake-indexeddb/auto'
import { fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type OpenedPanel, openedPanel, part, wholePanel } from './openedPanel.tsx'

const ACTIONS = 20
let panel: OpenedPanel

beforeEach(async () => {
  panel = await openedPanel()
  for (let i = 0; i < ACTIONS; i++) panel.add('Action', { title: `Pas ${i}` }, panel.project)
})
afterEach(() => panel.close())

const sections = (): readonly string[] => screen.queryAllByRole('heading', { level: 2 }).map((one) => one.textContent)
const lines = (): number => document.querySelectorAll('[data-line]').length

test('[UI137] the first frame of a project is its head and title; facts and sections follow until all are there', async () => {
  panel.begin()
  expect(screen.getByRole('textbox', { name: 'Name of the project' })).toHaveProperty('value', 'Forn de pa')
  expect(screen.getByRole('button', { name: 'Close' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: /Stage/ })).toBeNull()
  expect(sections()).toEqual([])
  expect(document.activeElement?.classList.contains('panel')).toBe(true)
  await wholePanel()
  expect(screen.getByRole('button', { name: /Stage/ })).toBeTruthy()
  expect(sections()).toEqual([`Actions0/${ACTIONS}`, 'Comments', 'History'])
  expect(lines()).toBe(ACTIONS)
})

test('[UI137] a key that leads elsewhere in the panel finds all of it at once', () => {
  panel.begin()
  expect(lines()).toBe(0)
  fireEvent.keyDown(screen.getByRole('complementary'), { key: 'PageDown', altKey: true })
  expect(lines()).toBe(ACTIONS)
  expect(document.activeElement?.textContent).toBe(`Actions0/${ACTIONS}`)
})

test('[UI138] a change of one action draws no other line of the list again', async () => {
  await panel.show()
  const changed = panel.detail().actions[3]!
  const drawn: string[] = []
  // What React draws again reads its label: a line's own button names its action.
  const seen = new MutationObserver((records) => {
    for (const { target } of records) {
      const line = (target instanceof Element ? target : target.parentElement)?.closest('[data-line]')
      drawn.push(line?.getAttribute('data-line') ?? '')
    }
  })
  seen.observe(document.body, { subtree: true, attributes: true, characterData: true, childList: true })
  fireEvent.click(part('Actions').getByRole('checkbox', { name: new RegExp(`${changed.title}$`) }))
  await Promise.resolve()
  seen.disconnect()
  expect(drawn.filter((id) => id !== '' && id !== changed.id)).toEqual([])
})
