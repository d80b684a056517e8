// Every view in the real app: what axe finds in light and in dark, and that the policy blocked nothing of ours.
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type Aplec, launchAplec, removeFolders } from '../harness/launchAplec.ts'
import { card } from './asPeopleDo.ts'

let aplec: Aplec
const faults: string[] = []

test.beforeAll(async () => {
  aplec = await launchAplec()
  await aplec.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1360, 800))
  aplec.window.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())))
  aplec.window.on('pageerror', (error) => faults.push(error.message))
})

test.afterAll(async () => {
  await aplec.close()
  removeFolders()
})

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

async function faultsOfView(page: Page): Promise<readonly string[]> {
  // Electron has no second target for axe's own page, so everything runs in this one.
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).setLegacyMode(true).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
}

async function choose(page: Page, colours: 'Light' | 'Dark'): Promise<void> {
  await page.getByRole('button', { name: 'Language and colours' }).click()
  await page.getByRole('button', { name: /Colours/ }).click()
  await page.getByRole('option', { name: colours, exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(page.locator('html')).toHaveAttribute('data-theme', colours.toLowerCase())
}

/** For the README: a folder named in APLEC_PICTURES gets them. */
async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env['APLEC_PICTURES']
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` })
}

for (const colours of ['Light', 'Dark'] as const) {
  test(`[UI17] no view has a fault that axe finds: ${colours.toLowerCase()}`, async () => {
    test.setTimeout(120_000)
    const page = aplec.window
    await page.goto('app://aplec/index.html#/plans')
    await expect(page.getByRole('heading', { name: 'Your plans' })).toBeVisible()
    await choose(page, colours)
    const found: Record<string, readonly string[]> = { plans: await faultsOfView(page) }
    await page.locator('.plan-link').first().click()
    if (colours === 'Light') {
      await page.getByRole('button', { name: 'Show the codes' }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      found['codes'] = await faultsOfView(page)
      await page.getByRole('button', { name: 'I have written them down' }).click()
    }
    await expect(page.locator('.card').first()).toBeVisible()
    found['board'] = await faultsOfView(page)
    await takePicture(page, `board-${colours.toLowerCase()}`)
    await page.locator('.card').first().click()
    await expect(page.getByLabel('What it is')).toBeVisible()
    found['project'] = await faultsOfView(page)
    await takePicture(page, `project-${colours.toLowerCase()}`)
    await page.getByTestId('status').click()
    found['status'] = await faultsOfView(page)
    await page.keyboard.press('Escape')
    for (const view of ['Document', 'Agreements', 'People']) {
      await page.getByRole('link', { name: view, exact: true }).click()
      await expect(page.getByRole('main')).toBeVisible()
      found[view] = await faultsOfView(page)
    }
    await page.getByRole('button', { name: 'Invite someone' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    found['invite'] = await faultsOfView(page)
    await page.keyboard.press('Escape')
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((view) => [view, []])))
  })
}

test('[UI17] the policy of the window blocked nothing of ours, and nothing failed', async () => {
  await aplec.window.getByRole('link', { name: 'Board', exact: true }).click()
  await expect(card(aplec.window, 'Communal bakery')).toBeVisible()
  expect(faults).toEqual([])
})
