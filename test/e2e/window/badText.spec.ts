// What is pasted by mistake or in malice: text is all it ever is, the window goes on, and the paper still comes out.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { saveTo } from '../harness/dialogs.ts'
import { launchAplec, makeFolder, removeFolders } from '../harness/launchAplec.ts'
import { addCards, card, saysSaved, startPlan } from './asPeopleDo.ts'

test.afterAll(removeFolders)

const ATTACKS = [
  '<img src=x onerror="globalThis.taken=1">',
  '<svg/onload=globalThis.taken=1>',
  '"><script>globalThis.taken=1</script>',
  '{{constructor.constructor("globalThis.taken=1")()}}',
  'العربية \u202eרגיל 👩🏽‍🌾 Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮',
]
const FIVE_MB = 5 * 1024 * 1024

/** As if it came from the clipboard of another program. */
const paste = (page: Page, types: Readonly<Record<string, string>>): Promise<void> =>
  page.evaluate((given) => {
    const clipboardData = new DataTransfer()
    for (const [type, text] of Object.entries(given)) clipboardData.setData(type, text)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, types)

const isTaken = (page: Page): Promise<boolean> => page.evaluate(() => Object.hasOwn(globalThis, 'taken'))

test('[BI24] [UI136] titles, pasted pages and five megabytes: nothing of it runs, what does not fit is said, and the PDF is made', async () => {
  const { app, window: page, close } = await launchAplec()
  try {
    await startPlan(page, 'Pla', 'Núria')
    await addCards(page, 'Idea', ATTACKS)
    for (const attack of ATTACKS.slice(0, 4)) await expect(card(page, attack)).toBeVisible()

    await card(page, ATTACKS[0]!).click()
    const summary = page.getByRole('textbox', { name: 'What it is' })
    await summary.click()
    await paste(page, {
      'text/html': `<h2>Títol</h2><p>Un <b>forn</b> ${ATTACKS.slice(0, 3).join('')}<a href="javascript:globalThis.taken=1">obre</a>
        <a href="https://example.org/pa">pa</a></p><iframe src="https://example.org"></iframe><style>*{display:none}</style>`,
      'text/plain': 'Títol',
    })
    await expect(summary).toContainText('Un forn')
    await expect(summary.getByRole('heading', { name: 'Títol' })).toBeVisible()
    expect(
      await summary.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ).not.toContainEqual(expect.stringContaining('javascript'))
    expect(await summary.locator('img, svg, script, iframe, style').count()).toBe(0)

    await paste(page, { 'text/plain': 'pa '.repeat(FIVE_MB / 3) })
    await expect(page.getByText('The text did not fit.')).toBeVisible()
    const title = page.getByRole('textbox', { name: 'Name of the project' })
    await title.click()
    await page.evaluate((length) => navigator.clipboard.writeText('x'.repeat(length)), FIVE_MB)
    await page.keyboard.press('Control+V')
    await expect(page.getByText('only its beginning was put in, up to 20,000 characters')).toBeVisible()
    await expect(page.getByText(/This text is too long/).first()).toBeVisible()
    await page.keyboard.press('Escape')
    await saysSaved(page)
    expect(await isTaken(page)).toBe(false)

    const file = join(makeFolder(), 'pla.pdf')
    await saveTo(app, file)
    await page.getByRole('button', { name: 'Plan menu' }).click()
    await page.getByRole('menuitem', { name: /PDF/ }).click()
    await expect(page.getByText(/The PDF is saved as .*pages/)).toBeVisible({ timeout: 120_000 })
    expect(statSync(file).size).toBeGreaterThan(10_000)
    expect(await isTaken(page)).toBe(false)
  } finally {
    await close()
  }
})
