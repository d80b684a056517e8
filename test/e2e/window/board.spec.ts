// What only a real window shows of the board: dragging, and that nothing of its states has a fault that axe finds.
import { expect, type Page, test } from '@playwright/test'
import { faultsOfView } from '../harness/axe.ts'
import { type Aplec, launchAplec, makeFolder, removeFolders } from '../harness/launchAplec.ts'
import { card, readBoard } from './asPeopleDo.ts'

let aplec: Aplec
let page: Page

test.beforeAll(async () => {
  aplec = await launchAplec({ folder: makeFolder() })
  page = aplec.window
  await expect(card(page, 'Communal bakery')).toBeVisible()
  await aplec.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1360, 800))
})

test.afterAll(async () => {
  await aplec.close()
  await removeFolders()
})

test('[UI54] [UI50] what is selected is dragged together, and a stage by its head', async () => {
  await card(page, 'Communal bakery').click({ modifiers: ['Control'] })
  await card(page, 'Open farm machines').click({ modifiers: ['Control'] })
  await expect(page.getByRole('toolbar')).toContainText('2 projects selected')
  await card(page, 'Open farm machines').dragTo(page.getByRole('region', { name: /^Done/ }).locator('.cell'))
  await expect
    .poll(() => readBoard(page))
    .toContainEqual(expect.stringMatching(/^Done: .*Communal bakery \| Open farm machines/))
  await page.keyboard.press('Escape')

  await page
    .locator('.column-head')
    .last()
    .dragTo(page.locator('.column-head').first(), { targetPosition: { x: 4, y: 12 } })
  await expect.poll(async () => (await readBoard(page))[0]).toMatch(/^Done: /)
})

test('[UI51] a card is dragged to another lane', async () => {
  await page.getByRole('button', { name: 'By objective' }).click()
  const to = page.getByRole('region', { name: 'Land and housing in common' })
  await card(page, 'Supply centre').dragTo(to.locator('.cell').first())
  await expect(to.getByRole('link', { name: /Supply centre/ })).toBeVisible()
})

test('[UI17] no state of the board has a fault that axe finds, in light and in dark', async () => {
  test.setTimeout(120_000)
  const lanes = page.getByRole('button', { name: 'By objective' })
  if ((await lanes.getAttribute('aria-pressed')) !== 'true') await lanes.click()
  const found: Record<string, readonly string[]> = {}
  for (const theme of ['light', 'dark']) {
    await page.evaluate((colours) => void (document.documentElement.dataset['theme'] = colours), theme)
    const look = async (state: string): Promise<void> => {
      found[`${state}, ${theme}`] = await faultsOfView(page)
    }
    await look('lanes')
    await page.locator('.lane-fold').first().click()
    await card(page, 'Restore the industrial colony').focus()
    await page.keyboard.press(' ')
    await look('a folded lane and a selection')
    await page.keyboard.press('Escape')
    await page.locator('.lane-fold').first().click()
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('button', { name: 'food', exact: true }).click()
    await look('filter')
    await page.keyboard.press('Escape')
    await look('chips')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'What to do with the stage Agreed' }).click()
    await page.getByRole('menuitem', { name: /^Colour, meaning/ }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await look('a stage')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((state) => [state, []])))
})
