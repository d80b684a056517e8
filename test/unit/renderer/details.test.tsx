// @vitest-environment happy-dom
// Plan details over a plan of the real core: years, language of the content, units, milestones and indicators of the plan.
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { cleanup, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { readHeader, selectUnits } from '#shared/plan/lists.ts'
import { planAdd } from '#shared/plan/operations.ts'
import { systemRandom } from '#node/system/ports.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import { parseRoute, routeToHash } from '#renderer/app/route.ts'
import { DetailsView } from '#renderer/features/details/DetailsView.tsx'
import { newUnit } from '#renderer/features/details/unitCodes.ts'
import { createWords } from '#renderer/words/words.ts'
import { mustBe, type OpenedPlan, openedPlan } from './openedPlan.ts'

let opened: OpenedPlan

beforeEach(async () => {
  opened = await openedPlan()
})

afterEach(async () => {
  cleanup()
  await opened.close()
})

const doc = () => opened.plan.document.doc.now()
const units = () => selectUnits(doc()).map(({ id, name, sort, decimals }) => [id, name, sort, decimals])

function show(): void {
  render(
    <I18nProvider i18n={createWords('en')}>
      <PlanProvider value={opened.plan}>
        <DetailsView />
      </PlanProvider>
    </I18nProvider>,
  )
}

test('[UI85] plan details have an address', () => {
  const route = { at: 'plan', planId: 'ab'.repeat(32), view: 'details' } as const
  expect(routeToHash(route)).toBe(`#/plan/${'ab'.repeat(32)}/details`)
  expect(parseRoute(routeToHash(route))).toEqual(route)
})

test('[UI85] the language of the content is the plan’s own and marks what is written in it, whatever the window speaks', async () => {
  show()
  const title = screen.getByLabelText('Title of the plan')
  expect(title.getAttribute('lang')).toBe('ca')
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: /Written in/ }))
  await user.click(screen.getByRole('option', { name: 'Euskara' }))
  expect([readHeader(doc()).language, title.getAttribute('lang')]).toEqual(['eu', 'eu'])
})

test('[UI80] [UI85] years of the plan in reverse stay where they were typed', async () => {
  show()
  const user = userEvent.setup()
  const years = within(screen.getByRole('group', { name: 'Years' }))
  await user.type(years.getByRole('textbox', { name: 'From' }), '2036{Enter}')
  await user.type(years.getByRole('textbox', { name: 'To' }), '2027{Enter}')
  expect(years.getByRole('alert').textContent).toBe('The last year comes before the first.')
  expect(readHeader(doc()).horizon?.to ?? null).toBeNull()
})

test('[UI85] units are added by name or by the code of a currency, and have a code that is theirs alone', async () => {
  show()
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('Add a unit'), 'Ecos{Enter}')
  await user.click(screen.getAllByRole('button', { name: /^Community currency Kind of unit$|Kind of unit$/ }).at(-1)!)
  await user.click(screen.getByRole('option', { name: 'In kind' }))
  await user.type(screen.getByLabelText('Add a unit'), 'Sacs de farina{Enter}')
  const added = units().filter(([id]) => !['EUR', 'ECO', 'HOUR'].includes(String(id)))
  expect(added).toEqual([
    ['ECOS', 'Ecos', 'community', 2],
    ['SACSDEFAR', 'Sacs de farina', 'kind', 0],
  ])
  expect(newUnit('usd', 'currency', new Set(), 'en')).toEqual({ code: 'USD', name: 'US Dollar' })
  expect(newUnit('Ecos', 'community', new Set(['ECOS', 'ECOS2']), 'ca').code).toBe('ECOS3')
  expect(newUnit('時間', 'time', new Set(['UNIT']), 'ca').code).toBe('UNIT2')
})

test('[UI85] a unit that amounts are counted in keeps its decimals and stays; another goes to the bin', async () => {
  const project = { type: 'Project', id: opened.addProject('Forn') } as const
  const gift = { type: 'Contribution', id: newId(systemRandom), in: project } as const
  mustBe(opened.plan.edit((now) => planAdd(now, gift, { amount: { unit: 'EUR', minor: 100 } }, systemRandom)))
  show()
  const line = (name: string) => within(screen.getByDisplayValue(name).closest('li')!)
  expect(line('Euros').getByText('2 decimals, in use')).toBeTruthy()
  expect(line('Euros').queryByRole('button', { name: /Remove/ })).toBeNull()
  await userEvent.click(line('Ecos').getByRole('button', { name: 'Remove: Ecos' }))
  expect(units().map(([id]) => id)).toEqual(['EUR', 'HOUR'])
})

test('[UI85] milestones and indicators of the plan itself are made here', async () => {
  show()
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('Add a milestone'), 'Primera assemblea{Enter}')
  await user.type(screen.getByLabelText('Add an indicator'), 'Persones{Enter}')
  await user.click(screen.getByLabelText('Reached: Primera assemblea'))
  expect([Object.values(doc().milestones).map(({ done }) => done), Object.keys(doc().indicators).length]).toEqual([
    [true],
    1,
  ])
})
