// @vitest-environment happy-dom
// Indicators in a project's panel: made, given figures, shared between projects, taken off and put in the bin.
import 'fake-indexeddb/auto'
import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { selectIndicator } from '#shared/plan/indicators.ts'
import { planAdd, planSet } from '#shared/plan/operations.ts'
import { newId } from '#shared/base/id.ts'
import { systemRandom } from '#node/system/ports.ts'
import { mustBe } from './openedPlan.ts'
import { type OpenedPanel, openedPanel, part } from './openedPanel.tsx'

let panel: OpenedPanel

beforeEach(async () => {
  panel = await openedPanel()
})

afterEach(() => panel.close())

/** An indicator of this project with a beginning, a reading and a target. */
function bread(): string {
  const id = panel.add('Indicator', { title: 'Pa venut', unit: 'kg', decimals: 1, baseline: 0, baselineYear: 2026 })
  mustBe(panel.plan.edit((doc) => planSet(doc, panel.project, { indicators: { add: [id] } })))
  const write = (field: 'targets' | 'readings', fields: Record<string, unknown>): void => {
    const ref = { type: 'Reading', id: newId(systemRandom), in: { type: 'Indicator', id }, field } as const
    mustBe(panel.plan.edit((doc) => planAdd(doc, ref, fields, systemRandom)))
  }
  write('readings', { day: '2027-05-03', amount: 1255 })
  write('targets', { year: 2030, amount: 9000 })
  return id
}

const detail = (id: string) => selectIndicator(panel.doc(), id)

test('[UI84] an indicator is made in the panel, with unit, beginning, targets and readings', async () => {
  await panel.show('ca')
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Indicadors' }))
  await user.type(screen.getByLabelText('Afegeix un indicador'), 'Pa venut{Enter}')
  const [id] = panel.detail().project.indicators
  await user.type(screen.getByLabelText('Unitat'), 'kg{Enter}')
  await user.type(screen.getByLabelText('Al principi'), '12{Enter}')
  await user.click(screen.getByRole('button', { name: 'Un any més' }))
  const targets = within(screen.getByRole('group', { name: 'On volem arribar' }))
  await user.clear(targets.getByLabelText('Any de l’objectiu'))
  await user.type(targets.getByLabelText('Any de l’objectiu'), '2030{Enter}')
  await user.type(targets.getByLabelText('Xifra: 2030'), '1.500{Enter}')
  await user.click(screen.getByRole('button', { name: 'Una lectura' }))
  const readings = within(screen.getByRole('group', { name: 'Lectures' }))
  await user.type(readings.getByLabelText(/^Xifra/), '-3{Enter}')
  const { indicator, targets: wanted, readings: measured } = detail(id!)!
  expect([indicator.unit, indicator.baseline, wanted[0]?.year, wanted[0]?.amount, measured[0]?.amount]).toEqual([
    'kg',
    12,
    2030,
    1500,
    -3,
  ])
})

test('[UI84] how an indicator goes is said in words and drawn, with its readings and targets', async () => {
  bread()
  await panel.show()
  const indicators = part('Indicators')
  expect(indicators.getByText('at first 0 kg (2026) · now 125.5 kg (3 May 2027) · target 900 kg in 2030')).toBeTruthy()
  const spark = indicators.getByRole('img')
  expect(spark.getAttribute('aria-label')).toBe('Pa venut. 3 May 2027: 125.5 kg; target 900 kg in 2030')
  expect([spark.querySelectorAll('circle').length, spark.querySelectorAll('path').length]).toEqual([2, 1])
})

test('[UI84] another number of decimals leaves every figure what it was, or changes nothing', async () => {
  const id = bread()
  await panel.show()
  const user = userEvent.setup()
  const choose = async (decimals: string): Promise<void> => {
    await user.click(part('Indicators').getByRole('button', { name: /Decimals/ }))
    await user.click(screen.getByRole('option', { name: decimals }))
  }
  await choose('2')
  const figures = () => [
    detail(id)!.indicator.decimals,
    detail(id)!.readings[0]!.amount,
    detail(id)!.targets[0]!.amount,
  ]
  expect(figures()).toEqual([2, 12_550, 90_000])
  await choose('0')
  expect(figures()).toEqual([2, 12_550, 90_000])
})

test('[UI84] an indicator that measures several projects says so; it is taken off one, or put in the bin for all', async () => {
  const id = bread()
  const mill = panel.addProject('Molí comunal')
  mustBe(panel.plan.edit((doc) => planSet(doc, { type: 'Project', id: mill }, { indicators: { add: [id] } })))
  await panel.show()
  const user = userEvent.setup()
  expect(part('Indicators').getByText(/Also measures/).textContent).toContain('Molí comunal')
  await user.click(screen.getByRole('button', { name: 'More: Pa venut' }))
  await user.click(screen.getByRole('menuitem', { name: 'Take it off this project' }))
  expect([panel.detail().project.indicators, detail(id) === null]).toEqual([[], false])
  await user.click(screen.getByRole('button', { name: 'Indicators' }))
  await user.click(screen.getByRole('button', { name: 'Use one the plan has' }))
  await user.click(screen.getByRole('menuitem', { name: 'Pa venut' }))
  await user.click(screen.getByRole('button', { name: 'More: Pa venut' }))
  await user.click(screen.getByRole('menuitem', { name: 'Put in the bin' }))
  expect(detail(id)).toBeNull()
})
