// Low and narrow windows, which is also what large text makes of a small screen: nothing is cut off.
import { expect, type Page, test } from '@playwright/test'
import { type Aplec, launchAplec, makeFolder, removeFolders } from '../harness/launchAplec.ts'
import { card } from './asPeopleDo.ts'

let aplec: Aplec

test.beforeAll(async () => {
  aplec = await launchAplec({ folder: makeFolder() })
  await expect(card(aplec.window, 'Communal bakery')).toBeVisible()
})

test.afterAll(async () => {
  await aplec.close()
  await removeFolders()
})

/** What stands outside the window, or outside something that cuts it off, and cannot be scrolled to. */
const cutOff = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX)
    const isCut = (element: HTMLElement): boolean => {
      const { left, right, width, height } = element.getBoundingClientRect()
      if (width <= 1 || height <= 1) return false
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        if (scrolls(around)) return false
        if (getComputedStyle(around).position === 'fixed') break
      }
      return left < -1 || right > innerWidth + 1
    }
    const all = document.querySelectorAll<HTMLElement>('a, button, input, textarea, h1, h2, h3, p, label')
    return [...all].filter(isCut).map((element) => `${element.tagName} ${element.textContent || element.ariaLabel}`)
  })

/** Only the board's columns and lists of their own scroll sideways, never the page. */
const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const page = document.querySelector('.plan-page')
    return (page?.scrollWidth ?? 0) > (page?.clientWidth ?? 0) || document.body.scrollLeft + scrollX > 0
  })

for (const [width, height] of [
  [1366, 728],
  [683, 400],
  [480, 400],
] as const) {
  test(`[UI25] nothing is cut off at ${width} by ${height}`, async () => {
    const page = aplec.window
    await aplec.app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [
      width,
      height,
    ] as const)
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
    await page.goto('app://aplec/index.html#/plans')
    await page.reload()
    await page.locator('.plan-link').first().click()
    const found: Record<string, unknown> = {}
    const look = async (view: string): Promise<void> => {
      found[view] = [await cutOff(page), await scrollsSideways(page)]
    }
    await expect(page.locator('.card').first()).toBeVisible()
    await look('board')
    await page.locator('.card').first().click()
    await expect(page.getByLabel('What it is')).toBeVisible()
    await look('project')
    const panel = await page.getByRole('complementary').boundingBox()
    expect(panel!.width).toBeGreaterThan(width < 832 ? width - 24 : 400)
    await page.keyboard.press('Escape')
    await expect(page.locator('.card').first()).toBeVisible()
    await page.getByTestId('status').click()
    await look('status')
    await page.keyboard.press('Escape')
    for (const view of ['Document', 'Agreements', 'People']) {
      await page.getByRole('link', { name: view, exact: true }).click()
      await look(view)
    }
    await page.getByRole('button', { name: 'Invite someone' }).click()
    await look('invite')
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Agreements', exact: true }).click()
    await page.getByRole('button', { name: 'Record an agreement' }).click()
    await look('adopt')
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((view) => [view, [[], false]])))
  })
}
