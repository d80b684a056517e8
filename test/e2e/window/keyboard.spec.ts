// A plan used with the keyboard alone, from the list of plans to the PDF.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { saveTo } from '../harness/dialogs.ts'
import { type Aplec, launchAplec, makeFolder, removeFolders } from '../harness/launchAplec.ts'
import { addCards, card, readBoard, startPlan } from './asPeopleDo.ts'

test.afterAll(removeFolders)

/** Tabs on until what has the focus is called so. */
async function tabTo(page: Page, name: string | RegExp, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press(key)
    const focused = await page.evaluate(() => {
      const { activeElement } = document
      const label = activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement
      const named = activeElement?.ariaLabel ?? (label ? activeElement.labels?.[0]?.textContent : undefined)
      return (named ?? activeElement?.textContent ?? '').trim()
    })
    if (typeof name === 'string' ? focused === name : name.test(focused)) return
  }
  throw new Error(`no way by ${key} to ${name}`)
}

const type = (page: Page, text: string) => page.keyboard.type(text)
const press = (page: Page, key: string) => page.keyboard.press(key)

test('[UI26] create, rename, move, open, edit, agree and print, without a pointer', async () => {
  test.setTimeout(180_000)
  const aplec = await launchAplec()
  const { window: page, app } = aplec
  const file = join(makeFolder(), 'plan.pdf')
  try {
    await saveTo(app, file)
    await expect(page.getByRole('button', { name: 'New plan' })).toBeVisible()
    await tabTo(page, /^New plan/)
    await press(page, 'Enter')
    await tabTo(page, 'Title of the plan')
    await type(page, 'Pla de la vall')
    await tabTo(page, 'Your name, as the others will see it')
    await type(page, 'Núria')
    await press(page, 'Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await tabTo(page, 'Write down the codes')
    await press(page, 'Enter')
    await expect(page.getByRole('dialog', { name: 'The codes of the plan' })).toBeVisible()
    await tabTo(page, 'I have it on paper')
    await press(page, 'Enter')

    await tabTo(page, 'Add a project to Idea')
    await press(page, 'Enter')
    for (const title of ['Forn', 'Arxiu']) {
      await type(page, title)
      await press(page, 'Enter')
    }
    await press(page, 'Escape')
    await tabTo(page, 'Forn', 'Shift+Tab')
    await press(page, 'F2')
    await type(page, 'Forn de pa')
    await press(page, 'Enter')
    await expect(card(page, 'Forn de pa')).toBeFocused()
    await press(page, 'Alt+ArrowRight')
    await expect.poll(() => readBoard(page)).toContain('Proposed: Forn de pa')
    await expect(card(page, 'Forn de pa')).toBeFocused()
    await press(page, 'Control+z')
    await expect.poll(() => readBoard(page)).toContain('Idea: Forn de pa | Arxiu')
    await press(page, 'Control+Shift+z')
    await expect.poll(() => readBoard(page)).toContain('Proposed: Forn de pa')

    await tabTo(page, 'Forn de pa')
    await press(page, 'Enter')
    await expect(page.getByRole('textbox', { name: 'What it is' })).toBeVisible()
    await tabTo(page, 'What it is')
    await type(page, 'Un forn de llenya.')
    await tabTo(page, 'Add an action')
    await type(page, 'Trobar local')
    await press(page, 'Enter')
    await expect(page.getByLabel('Done: Trobar local')).toBeAttached()
    await press(page, 'Escape')
    await expect(page.getByLabel('What it is')).toHaveCount(0)

    await tabTo(page, 'Agreements')
    await press(page, 'Enter')
    await tabTo(page, 'Record an agreement')
    await press(page, 'Enter')
    await expect(page.getByLabel('What was decided')).toBeFocused()
    await type(page, 'S’aprova el pla')
    await press(page, 'Enter')
    await expect(page.getByRole('heading', { name: 'S’aprova el pla' })).toBeVisible()
    await tabTo(page, /^PDF$/)
    await press(page, 'Enter')
    await expect(page.getByText(/The PDF is saved as/)).toBeVisible()
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-')
  } finally {
    await aplec.close()
  }
})

test('[UI16] in a column of which only a part is drawn, the focus goes with the card and to the next one', async () => {
  test.setTimeout(180_000)
  const aplec: Aplec = await launchAplec()
  const { window: page } = aplec
  try {
    await startPlan(page, 'Pla llarg', 'Núria')
    const titles = Array.from({ length: 130 }, (_, index) => `Projecte ${index + 1}`)
    await addCards(page, 'Idea', titles)
    await addCards(page, 'Proposed', ['Viatger'])
    const drawn = await page.locator('.column').first().locator('.card').count()
    expect(drawn).toBeLessThan(130)

    // From the second column into the first: to the row it stood in, and from there down to what was not drawn.
    await page.getByRole('link', { name: 'Viatger' }).focus()
    await press(page, 'Alt+ArrowLeft')
    await expect(page.getByRole('link', { name: 'Viatger' })).toBeFocused()
    await page
      .locator('.column')
      .first()
      .locator('.cards')
      .evaluate((list) => list.scrollTo(0, list.scrollHeight))
    await expect(page.getByRole('link', { name: 'Projecte 130' })).toBeVisible()
    await press(page, 'ArrowDown')
    await expect(page.getByRole('link', { name: 'Projecte 1', exact: true })).toBeFocused()

    for (let row = 0; row < 40; row++) await press(page, 'Alt+ArrowDown')
    const focused = page.getByRole('link', { name: 'Projecte 1', exact: true })
    await expect(focused).toBeFocused()
    await expect(focused).toBeInViewport()
    await press(page, 'Alt+ArrowRight')
    await expect.poll(() => readBoard(page)).toContain('Proposed: Projecte 1')
    await expect(focused).toBeFocused()
    await press(page, 'Alt+ArrowLeft')
    await expect(focused).toBeFocused()
  } finally {
    await aplec.close()
  }
})
