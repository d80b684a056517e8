// @vitest-environment happy-dom
// Heads of columns and lanes.
import 'fake-indexeddb/auto'
import { act, screen, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { selectObjectives, selectStages } from '#shared/plan/lists.ts'
import { getThing } from '#shared/plan/things.ts'
import { boardOf, type ShownBoard } from './boardOf.tsx'

let board: ShownBoard

afterEach(() => board.close())

const stages = (): readonly string[] => selectStages(board.opened.plan.document.doc.now()).map(({ title }) => title)
const objectives = (): readonly string[] =>
  selectObjectives(board.opened.plan.document.doc.now()).map(({ title }) => title)
const fromMenu = async (menu: RegExp, item: RegExp | string): Promise<void> => {
  await board.user.click(screen.getByRole('button', { name: menu }))
  await board.user.click(screen.getByRole('menuitem', { name: item }))
}

test('[UI50] stages are added, renamed where they stand, put in order by keys, and marked', async () => {
  board = await boardOf(() => undefined)
  const { user } = board
  await user.click(screen.getByRole('button', { name: 'Add a stage' }))
  await user.keyboard('Aparcada{Enter}Somni{Enter}{Escape}')
  expect(stages()).toEqual(['Idea', 'Proposada', 'Acordada', 'En marxa', 'Feta', 'Aparcada', 'Somni'])
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Add a stage' }))

  await user.click(screen.getByRole('button', { name: 'Somni' }))
  await user.clear(screen.getByRole('textbox', { name: 'Name of the stage' }))
  await user.keyboard('Somnis{Enter}')
  act(() => screen.getByRole('button', { name: 'Somnis' }).focus())
  await user.keyboard('{Alt>}{ArrowLeft}{/Alt}')
  expect(stages().slice(-2)).toEqual(['Somnis', 'Aparcada'])
  await board.isSaid(/Somnis is now at place 6 of 7/)

  await fromMenu(/stage Idea/, /^Colour/)
  await user.click(screen.getByRole('radio', { name: 'Pine' }))
  await user.type(screen.getByRole('textbox', { name: /How many projects/ }), '1')
  await user.click(screen.getByRole('button', { name: 'Save' }))
  const [idea] = selectStages(board.opened.plan.document.doc.now())
  expect(idea).toMatchObject({ title: 'Idea', colour: '3', limit: 1, phase: 'idea' })
  act(() => void board.opened.addProject('Forn'))
  expect(screen.queryByText(/more than the 1 meant/)).toBeNull()
  act(() => void board.opened.addProject('Arxiu'))
  expect(screen.getByText(/more than the 1 meant/)).toBeTruthy()
})

test('[UI50] before a stage with cards goes to the bin it is said what becomes of them; it can be undone', async () => {
  board = await boardOf(({ opened }) => void opened.addProject('Forn'))
  await fromMenu(/stage Idea/, 'Put in the bin')
  expect(within(screen.getByRole('dialog')).getByText(/Its project is not deleted: it stands in a column/)).toBeTruthy()
  await board.user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Put in the bin' }))
  expect(stages()).not.toContain('Idea')
  expect(board.column('Without a stage')).toEqual(['Forn'])
  board.undo()
  expect(board.column('Idea')).toEqual(['Forn'])
  // An empty one needs no question.
  await fromMenu(/stage Feta/, 'Put in the bin')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(stages()).not.toContain('Feta')
})

test('[UI51] objectives are added, coloured, put in order and removed at the heads of the lanes', async () => {
  board = await boardOf(({ opened }) => void opened.addProject('Forn'))
  const { user } = board
  await user.click(screen.getByRole('button', { name: 'By objective' }))
  await user.click(screen.getByRole('button', { name: 'Add an objective' }))
  await user.keyboard('Menjar{Enter}Terra{Enter}{Escape}')
  expect(objectives()).toEqual(['Menjar', 'Terra'])
  const [first, second] = selectObjectives(board.opened.plan.document.doc.now())
  expect(first!.colour).not.toBe(second!.colour)

  await fromMenu(/objective Terra/, 'Move up')
  expect(objectives()).toEqual(['Terra', 'Menjar'])
  await fromMenu(/objective Terra/, 'Colour…')
  await user.click(screen.getByRole('radio', { name: 'Cherry' }))
  expect(selectObjectives(board.opened.plan.document.doc.now())[0]!.colour).toBe('7')
  await user.click(within(screen.getByRole('dialog')).getAllByRole('button', { name: 'Close' })[0]!)

  board.focus('Forn')
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}')
  expect(board.lane('Menjar')[0]).toBe('Forn')
  await fromMenu(/objective Menjar/, 'Put in the bin')
  expect(
    within(screen.getByRole('dialog')).getByText(/Its project stays where it is, without an objective/),
  ).toBeTruthy()
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Put in the bin' }))
  expect(board.lane('Without an objective')[0]).toBe('Forn')
  board.undo()
  expect(board.lane('Menjar')[0]).toBe('Forn')
})

test('[UI51] a card taken to another lane changes its objective in one new place; within its lane it keeps it', async () => {
  let objective = ''
  let card = ''
  board = await boardOf(({ add, opened }) => {
    objective = add('Objective', { title: 'Menjar' })
    card = opened.addProject('Forn')
    opened.addProject('Arxiu')
  })
  const { user } = board
  const place = () => getThing(board.opened.plan.document.doc.now(), { type: 'Project', id: card })!['place']
  await user.click(screen.getByRole('button', { name: 'By objective' }))
  board.focus('Forn')
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}')
  await board.isSaid(/Forn moved to Idea, Menjar/)
  expect(document.activeElement?.textContent).toContain('Forn')
  await user.keyboard('{Alt>}{ArrowRight}{/Alt}')
  expect(board.lane('Menjar')).toEqual(['', 'Forn', '', '', ''])
  expect(JSON.stringify(place())).toContain(objective)
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}')
  expect(board.lane('Without an objective')).toEqual(['Arxiu', 'Forn', '', '', ''])

  await user.click(screen.getByRole('button', { name: 'Fold Without an objective' }))
  expect(board.lane('Without an objective')).toEqual(['Idea 1Proposada 1'].map(() => ''))
  expect(screen.getByRole('region', { name: /^Without an objective/ }).textContent).toMatch(
    /2 projects.*Idea 1.*Proposada 1/,
  )
  await user.click(screen.getByRole('button', { name: 'By objective' }))
  expect([board.column('Idea'), board.column('Proposada')]).toEqual([['Arxiu'], ['Forn']])
})

test('[UI53] a card typed in a lane has its objective; pasted lines can be a card each', async () => {
  board = await boardOf(({ add }) => void add('Objective', { title: 'Menjar' }))
  const { user } = board
  await user.click(screen.getByRole('button', { name: 'By objective' }))
  const lane = within(screen.getByRole('region', { name: /^Menjar/ }))
  await user.click(lane.getByRole('button', { name: 'Add a project to Proposada' }))
  await user.keyboard('Forn{Enter}')
  expect(board.lane('Menjar')).toEqual(['', 'Forn', '', '', ''])
  await user.paste('- Hort\n\n2. Molí\r\n  • Arxiu obert  \n')
  await user.click(screen.getByRole('button', { name: 'Add 3 projects to Proposada' }))
  expect(board.lane('Menjar')).toEqual(['', 'Forn | Hort | Molí | Arxiu obert', '', '', ''])
  board.undo()
  expect(board.lane('Menjar')).toEqual(['', 'Forn', '', '', ''])
})
