// @vitest-environment happy-dom
// Contributions and outputs in a project's panel: sums per unit, amounts as people type them, words to choose from.
import 'fake-indexeddb/auto'
import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { waitFor } from '../../helpers/waitFor.ts'
import { type OpenedPanel, openedPanel, part } from './openedPanel.tsx'

let panel: OpenedPanel

beforeEach(async () => {
  panel = await openedPanel()
})

afterEach(() => panel.close())

/** Amounts hold spaces that do not break a line. */
const plain = (text: string | null | undefined): string => (text ?? '').replaceAll('\u00a0', ' ')

function give(title: string, unit: string, minor: number, status: string, year?: number): void {
  const fields = { title, amount: { unit, minor }, status, ...(year === undefined ? {} : { year }) }
  panel.add('Contribution', fields, panel.project)
}

test('[UI83] sums are for each unit alone, by status; what was refused is in no total', async () => {
  give('Obra', 'EUR', 1_200_000, 'sought', 2028)
  give('Forn', 'EUR', 3_000_000, 'received', 2027)
  give('Ajut', 'EUR', 9_999_900, 'refused', 2027)
  give('Hores', 'HOUR', 40_000, 'promised', 2028)
  await panel.show('ca')
  expect(plain(screen.getByRole('region', { name: /^Aportacions/ }).querySelector('.part-note')?.textContent)).toBe(
    '42.000 € · 400 hores',
  )
  const sums = [...document.querySelectorAll('.unit-part')].map((one) =>
    [...one.querySelectorAll('.unit-sums li')].map(({ textContent }) => plain(textContent)),
  )
  expect(sums).toEqual([['Es busca 12.000 €', 'Rebuda 30.000 €', 'Denegada 99.999 €'], ['Promesa 400 hores']])
  // One bar a year, said in words; a single contribution needs none.
  expect(screen.getAllByRole('img').map((chart) => plain(chart.getAttribute('aria-label')))).toContain(
    'Euros. 2027: Rebuda 30.000 €, Denegada 99.999 €. 2028: Es busca 12.000 €.',
  )
  expect(document.querySelectorAll('.chart')).toHaveLength(1)
  const fills = [...document.querySelectorAll('.chart-piece[fill]')].map((piece) => piece.getAttribute('fill'))
  expect(new Set(fills).size).toBe(fills.length)
})

test('[UI80] an amount is written as it is typed in the language; what is none stays with the reason', async () => {
  give('Obra', 'EUR', 0, 'sought', 2028)
  await panel.show('ca')
  const user = userEvent.setup()
  const field = screen.getByLabelText<HTMLInputElement>('Quantitat: Obra')
  const type = async (typed: string): Promise<string | undefined> => {
    await user.clear(field)
    await user.type(field, `${typed}{Enter}`)
    return part('Aportacions').queryByRole('alert')?.textContent
  }
  expect(await type('dotze mil')).toBe('Això no és un nombre.')
  expect(field.value).toBe('dotze mil')
  expect(await type('-5')).toBe('Aquesta quantitat no pot ser negativa.')
  expect(await type('1000000000000000')).toBe('Aquest nombre és massa gran per comptar-lo.')
  expect(panel.detail().contributions[0]?.amount).toEqual({ unit: 'EUR', minor: 0 })
  expect(await type('12.000,50')).toBeUndefined()
  expect([field.value, panel.detail().contributions[0]?.amount]).toEqual([
    '12.000,5',
    { unit: 'EUR', minor: 1_200_050 },
  ])
})

test('[UI83] a contribution is given again for the next year, and counted in another unit', async () => {
  give('Obra', 'EUR', 50_000, 'received', 2028)
  await panel.show()
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'More: Obra' }))
  await user.click(screen.getByRole('menuitem', { name: 'The same for 2029' }))
  const given = () =>
    panel.detail().contributions.map(({ amount, status, year }) => [amount?.unit, amount?.minor, status, year])
  expect(given()).toEqual([
    ['EUR', 50_000, 'received', 2028],
    ['EUR', 50_000, 'sought', 2029],
  ])
  await user.click(screen.getAllByRole('button', { name: 'More: Obra' })[1]!)
  await user.click(screen.getByRole('menuitem', { name: 'Count it in: Ecos' }))
  expect(given()[1]).toEqual(['ECO', 50_000, 'sought', 2029])
})

test('[UI83] what an output is and its licence are chosen from known words, or written in any other', async () => {
  panel.add('Output', { title: 'Receptari', sort: 'intangible' }, panel.project)
  await panel.show()
  const user = userEvent.setup()
  const outputs = part('For the commons')
  await user.click(outputs.getByRole('button', { name: 'Licence' }))
  const licence = outputs.getByRole('combobox', { name: 'Licence' })
  await user.type(licence, 'by-sa')
  await user.click(within(screen.getByRole('listbox')).getByRole('option', { name: 'CC BY-SA 4.0' }))
  await waitFor('the licence is written', () => panel.detail().outputs[0]?.licence === 'CC BY-SA 4.0')
  await user.click(outputs.getByRole('button', { name: 'What sort' }))
  await user.type(outputs.getByRole('combobox', { name: 'What sort' }), 'receptes{Enter}')
  await waitFor('the word is written', () => panel.detail().outputs[0]?.category === 'receptes')
})
