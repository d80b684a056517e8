// Every view in the real app: what axe finds in light and in dark, and that the policy blocked nothing of ours.
import { expect, type Page, test } from '@playwright/test'
import { faultsOfView, takePicture } from '../harness/axe.ts'
import { type Aplec, launchAplec, makeFolder, removeFolders } from '../harness/launchAplec.ts'
import { card } from './asPeopleDo.ts'

let aplec: Aplec
const faults: string[] = []

test.beforeAll(async () => {
  aplec = await launchAplec({ folder: makeFolder() })
  // The first start leads to the sample.
  await expect(aplec.window.locator('.card').first()).toBeVisible()
  await aplec.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1360, 800))
  aplec.window.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())))
  aplec.window.on('pageerror', (error) => faults.push(error.message))
})

test.afterAll(async () => {
  await aplec.close()
  removeFolders()
})

async function choose(page: Page, colours: 'Light' | 'Dark'): Promise<void> {
  await page.getByRole('button', { name: 'Language and colours' }).click()
  await page.getByRole('button', { name: /Colours/ }).click()
  await page.getByRole('option', { name: colours, exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(page.locator('html')).toHaveAttribute('data-theme', colours.toLowerCase())
}

type Step = readonly [view: string, open: (page: Page) => Promise<unknown>]

const dialog = (page: Page) => expect(page.getByRole('dialog')).toBeVisible()
const escape = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}
const goTo = async (page: Page, view: string): Promise<void> => {
  await page.getByRole('link', { name: view, exact: true }).click()
  await expect(page.getByRole('main')).toBeVisible()
}
const choosePlanMenu = async (page: Page, item: string): Promise<void> => {
  await page.getByRole('button', { name: 'Plan menu' }).click()
  await page.getByRole('menuitem', { name: item }).click()
  await expect(page.getByRole('heading', { name: item })).toBeVisible()
}

/** Every view of one person's window, each opened from the one before. */
const VIEWS: readonly Step[] = [
  ['board', (page) => expect(page.locator('.card').first()).toBeVisible()],
  [
    'card menu',
    async (page) => (await page.locator('.card').first().click({ button: 'right' }), page.getByRole('menu').waitFor()),
  ],
  [
    'move',
    async (page) => {
      await page.getByRole('menuitem', { name: 'Move to…' }).click()
      await dialog(page)
    },
  ],
  [
    'project',
    async (page) => {
      await escape(page)
      await page.locator('.card').first().click()
      await expect(page.getByLabel('What it is')).toBeVisible()
    },
  ],
  ['project across the window', (page) => page.getByRole('button', { name: 'Across the whole window' }).click()],
  [
    'status',
    async (page) => {
      await page.getByRole('button', { name: 'Beside the board' }).click()
      await page.getByTestId('status').click()
      await dialog(page)
    },
  ],
  ['document', async (page) => (await escape(page), goTo(page, 'Document'))],
  ['agreements', (page) => goTo(page, 'Agreements')],
  [
    'adopt',
    async (page) => {
      await page.getByRole('button', { name: 'Record an agreement' }).click()
      await dialog(page)
    },
  ],
  ['people', async (page) => (await escape(page), goTo(page, 'People'))],
  [
    'invite',
    async (page) => {
      await page.getByRole('button', { name: 'Invite someone' }).click()
      await dialog(page)
    },
  ],
  [
    'invited',
    async (page) => {
      // Asked once of whoever has only tried the sample.
      const name = page.getByLabel('Your name, as the others will see it')
      if (await name.isVisible()) await name.fill('Núria')
      await page.getByRole('button', { name: 'Make the link' }).click()
      await expect(page.getByTestId('invite-link')).toBeVisible()
    },
  ],
  ['people and links', (page) => escape(page)],
  [
    'bin',
    async (page) => {
      await goTo(page, 'Board')
      await page.locator('.card').last().focus()
      await page.keyboard.press('Delete')
      await choosePlanMenu(page, 'Bin')
    },
  ],
  ['report', (page) => choosePlanMenu(page, 'While you were away')],
  [
    'join',
    async (page) => {
      await goTo(page, 'Plans')
      await page.getByRole('button', { name: 'Join with a link' }).click()
      await dialog(page)
    },
  ],
]

const PICTURES: readonly string[] = ['board', 'project']

for (const colours of ['Light', 'Dark'] as const) {
  test(`[UI17] no view has a fault that axe finds: ${colours.toLowerCase()}`, async () => {
    test.setTimeout(240_000)
    const page = aplec.window
    await page.goto('app://aplec/index.html#/plans')
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Your plans' })).toBeVisible()
    await choose(page, colours)
    const found: Record<string, readonly string[]> = { plans: await faultsOfView(page) }
    await page.locator('.plan-link').first().click()
    if (colours === 'Light') {
      await page.getByRole('button', { name: 'Show the codes' }).click()
      await dialog(page)
      found['codes'] = await faultsOfView(page)
      await page.getByRole('button', { name: 'I have written them down' }).click()
    }
    for (const [view, open] of VIEWS) {
      await open(page)
      found[view] = await faultsOfView(page)
      if (PICTURES.includes(view)) await takePicture(page, `${view}-${colours.toLowerCase()}`)
    }
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((view) => [view, []])))
  })
}

test('[UI17] the policy of the window blocked nothing of ours, and nothing failed', async () => {
  await aplec.window.keyboard.press('Escape')
  await aplec.window.locator('.plan-link').first().click()
  await expect(card(aplec.window, 'Communal bakery')).toBeVisible()
  expect(faults).toEqual([])
})
