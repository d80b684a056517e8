// @vitest-environment happy-dom
// Several cards at once, and what is looked for.
import 'fake-indexeddb/auto'
import { act, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { waitFor } from '../../helpers/waitFor.ts'
import { boardOf, type ShownBoard } from './boardOf.tsx'

let board: ShownBoard

beforeEach(async () => {
  board = await boardOf(({ add, opened }) => {
    const person = add('Member', { name: 'Núria Serra' })
    const objective = add('Objective', { title: 'Menjar' })
    for (const title of ['Forn', 'Arxiu', 'Molí']) opened.addProject(title)
    add('Project', { title: 'Rebost', leads: [person], tags: ['Cuina'], years: { from: 2028, to: 2030 } })
    add('Project', { title: 'Hort' })
    add('Project', { title: 'Cuina oberta', place: { objective } })
  })
})

afterEach(() => board.close())

const selected = (): string => screen.queryByRole('toolbar')?.querySelector('.selection-count')?.textContent ?? ''
const card = (title: string): HTMLElement => screen.getByRole('link', { name: new RegExp(title) })

test('[UI54] cards are selected by clicks and by keys, and what is done to one is done to all, in one step', async () => {
  const { user } = board
  await user.keyboard('{Control>}')
  await user.click(card('Forn'))
  await user.keyboard('{/Control}{Shift>}')
  await user.click(card('Molí'))
  await user.keyboard('{/Shift}')
  expect(selected()).toBe('3 projects selected')
  await board.isSaid(/3 projects selected/)
  board.focus('Arxiu')
  await user.keyboard(' ')
  expect(selected()).toBe('2 projects selected')

  board.focus('Molí')
  await user.keyboard('{Alt>}{ArrowRight}{/Alt}')
  expect([board.column('Idea'), board.column('Proposada')]).toEqual([
    ['Arxiu', 'Rebost', 'Hort', 'Cuina oberta'],
    ['Forn', 'Molí'],
  ])
  await board.isSaid(/2 projects moved to Proposada/)
  expect(document.activeElement?.textContent).toContain('Molí')
  board.undo()
  expect(board.column('Idea')).toEqual(['Forn', 'Arxiu', 'Molí', 'Rebost', 'Hort', 'Cuina oberta'])

  await user.keyboard('{Escape}')
  expect(selected()).toBe('')
  board.focus('Molí')
  await user.keyboard('{Shift>}{ArrowUp}{ArrowUp}{/Shift}')
  expect(selected()).toBe('3 projects selected')
  await user.keyboard('{Control>}a{/Control}')
  expect(selected()).toBe('6 projects selected')
  await user.keyboard('{Delete}')
  expect(board.column('Idea')).toEqual([])
  board.undo()
  expect(board.column('Idea')).toHaveLength(6)
})

test('[UI54] many get a tag, a person, an objective, another stage, each in one step', async () => {
  const { user } = board
  board.focus('Forn')
  await user.keyboard(' {ArrowDown} ')
  const press = async (name: string): Promise<void> => {
    await waitFor('the last dialog has gone, and the focus is back', () => {
      return document.querySelector('[role="dialog"]') === null && document.activeElement !== document.body
    })
    act(() => within(screen.getByRole('toolbar')).getByRole('button', { name }).focus())
    await user.keyboard('{Enter}')
  }
  await press('Objective')
  await user.click(screen.getByRole('menuitem', { name: /Menjar/ }))
  await press('Tag…')
  await user.type(screen.getByRole('textbox', { name: /^Tag/ }), 'llenya{Enter}')
  await press('Move to…')
  await user.click(screen.getByRole('button', { name: /Stage/ }))
  await user.click(screen.getByRole('option', { name: 'Feta' }))
  await user.click(screen.getByRole('button', { name: 'Move' }))
  expect(board.column('Feta')).toEqual(['Forn', 'Arxiu'])
  expect(card('Forn').textContent).toMatch(/Objective: Menjar.*llenya/)
  expect(card('Arxiu').textContent).toMatch(/Objective: Menjar.*llenya/)
  await press('Person…')
  await user.click(screen.getByRole('button', { name: 'Add' }))
  expect(card('Arxiu').textContent).toContain('Núria')
  for (let step = 0; step < 4; step++) board.undo()
  expect(board.column('Idea')).toEqual(['Forn', 'Arxiu', 'Molí', 'Rebost', 'Hort', 'Cuina oberta'])
  expect(card('Arxiu').textContent).not.toMatch(/Menjar|llenya|Núria/)
})

test('[UI54] what came out of sight while it was selected is not touched', async () => {
  const { user } = board
  await user.type(screen.getByRole('searchbox'), 'o')
  board.focus('Forn')
  await user.keyboard(' {ArrowDown} ')
  expect(selected()).toBe('2 projects selected')
  const forn = card('Forn').dataset['cardLink']!
  board.set(forn, { title: 'Pa' })
  expect(selected()).toBe('1 project selected')
  board.focus('Molí')
  await user.keyboard('{Delete}{Escape}{Escape}')
  expect(board.column('Idea')).toEqual(['Pa', 'Arxiu', 'Rebost', 'Hort', 'Cuina oberta'])
})

test('[UI55] words are found without accents and case, in title, tags and people; chips say the rest', async () => {
  const { user } = board
  const search = screen.getByRole('searchbox')
  await user.type(search, 'MOLI')
  expect(board.column('Idea')).toEqual(['Molí'])
  await user.clear(search)
  await user.type(search, 'nuria cui')
  expect(board.column('Idea')).toEqual(['Rebost'])
  await user.clear(search)

  await user.click(screen.getByRole('button', { name: 'Filter' }))
  await user.click(screen.getByRole('button', { name: 'Cuina' }))
  await user.type(screen.getByRole('textbox', { name: 'from' }), '2029')
  await user.keyboard('{Escape}')
  expect(board.column('Idea')).toEqual(['Rebost'])
  expect(screen.getAllByRole('button', { name: /^Remove: / }).map((one) => one.getAttribute('aria-label'))).toEqual([
    'Remove: Cuina',
    'Remove: From 2029',
  ])
  await user.click(screen.getByRole('button', { name: 'Remove: Cuina' }))
  await user.click(screen.getByRole('button', { name: 'Remove: From 2029' }))
  expect(board.column('Idea')).toHaveLength(6)
})

test('[UI56] a filter is kept under a name on this laptop, and not in the plan', async () => {
  const { user } = board
  const heads = board.opened.plan.document.doc.now()
  await user.click(screen.getByRole('button', { name: 'Filter' }))
  await user.click(screen.getByRole('button', { name: /^Menjar/ }))
  await user.type(screen.getByRole('textbox', { name: /Name to save/ }), 'El menjar{Enter}')
  await user.keyboard('{Escape}')
  await user.keyboard('{Escape}')
  expect(board.column('Idea')).toHaveLength(6)
  await user.click(screen.getByRole('button', { name: 'Filter' }))
  await user.click(screen.getByRole('button', { name: 'El menjar' }))
  await user.keyboard('{Escape}')
  expect(board.column('Idea')).toEqual(['Cuina oberta'])
  expect(board.opened.plan.document.doc.now()).toBe(heads)
})

test('[UI57] Escape takes back the selection, then the filter', async () => {
  const { user } = board
  await user.type(screen.getByRole('searchbox'), 'o')
  board.focus('Forn')
  await user.keyboard(' ')
  expect(selected()).toBe('1 project selected')
  await user.keyboard('{Escape}')
  expect([selected(), board.column('Idea').length < 6]).toEqual(['', true])
  await user.keyboard('{Escape}')
  expect(board.column('Idea')).toHaveLength(6)
})

test('[UI53] a new card that the filter hides is said to be there', async () => {
  const { user } = board
  await user.type(screen.getByRole('searchbox'), 'forn')
  await user.click(screen.getByRole('button', { name: 'Add a project to Idea' }))
  await user.keyboard('Bugaderia{Enter}')
  expect(board.column('Idea')).toEqual(['Forn'])
  await user.keyboard('{Escape}{Escape}')
  expect(board.column('Idea')).toContain('Bugaderia')
})
