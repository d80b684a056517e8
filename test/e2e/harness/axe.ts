import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { takePicture } from './pictures.ts'

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds in the page as it stands. */
export async function faultsOfView(page: Page): Promise<readonly string[]> {
  // Electron has no second target for axe's own page, so everything runs in this one. What scrolls and holds nothing to go
  // to can be reached by the Tab key in Chromium itself (since 130), which axe does not know.
  const { violations } = await new AxeBuilder({ page })
    .withTags(WCAG)
    .disableRules(['scrollable-region-focusable'])
    .setLegacyMode(true)
    .analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
}

/** The same in light and in dark, for a window that follows the computer. */
export async function faultsInBothThemes(page: Page, name: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    found.push(...(await faultsOfView(page)).map((fault) => `${name}, ${colorScheme}: ${fault}`))
    await takePicture(page, `test-results/pictures/${name}-${colorScheme}.png`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}
