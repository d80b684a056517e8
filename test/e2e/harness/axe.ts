import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds in the page as it stands. */
export async function faultsOfView(page: Page): Promise<readonly string[]> {
  // Electron has no second target for axe's own page, so everything runs in this one.
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).setLegacyMode(true).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
}

/** The same in light and in dark, for a window that follows the computer. */
export async function faultsInBothThemes(page: Page, name: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    found.push(...(await faultsOfView(page)).map((fault) => `${name}, ${colorScheme}: ${fault}`))
    await takePicture(page, `${name}-${colorScheme}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}

/** For the README and for looking at: a folder named in APLEC_PICTURES gets them. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env['APLEC_PICTURES']
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` })
}
