// The path of docs/guide, in the real app; with APLEC_PICTURES set it makes the guide's pictures and those of the README.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchAplec, removeFolders } from '../harness/launchAplec.ts'
import { areWanted, takePicture } from '../harness/pictures.ts'
import { wordsOf } from '../harness/words.ts'
import { saysSaved } from './asPeopleDo.ts'

const projectRoot = resolve(import.meta.dirname, '../../..')

test.afterAll(removeFolders)

const PLAN = {
  en: 'Commons plan of the valley',
  ca: 'Pla comú de la vall',
  es: 'Plan común del valle',
  fr: 'Plan commun de la vallée',
} as const
const PROJECT = {
  en: 'A shared mill',
  ca: 'Un molí compartit',
  es: 'Un molino compartido',
  fr: 'Un moulin partagé',
} as const
const DECISION = {
  en: 'The plan 2027–2036 is adopted',
  ca: 'S’aprova el pla 2027–2036',
  es: 'Se aprueba el plan 2027–2036',
  fr: 'Le plan 2027–2036 est adopté',
} as const
const ASSEMBLY = {
  en: 'Summer assembly',
  ca: 'Assemblea d’estiu',
  es: 'Asamblea de verano',
  fr: 'Assemblée d’été',
} as const
/** The first card under way: much is written in it. */
const FULL_CARD = 8

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first()
const tab = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog')

async function chooseTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate((chosen) => {
    const settings = JSON.parse(window.localStorage.getItem('aplec.settings') ?? '{}') as object
    window.localStorage.setItem('aplec.settings', JSON.stringify({ ...settings, theme: chosen }))
  }, theme)
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
}

for (const language of areWanted ? (['en', 'ca', 'es', 'fr'] as const) : (['en'] as const)) {
  test(`[UI35] the guide shows what the app does: ${language}`, async () => {
    test.setTimeout(300_000)
    const t = wordsOf(language)
    const aplec = await launchAplec({ language })
    const page = aplec.window
    const picture = (name: string) => takePicture(page, `docs/guide/images/${language}/${name}.png`)
    await aplec.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 760))
    try {
      // A plan of one's own.
      await chooseTheme(page, 'light')
      await expect(page.getByRole('heading', { name: t('plans.empty') })).toBeVisible()
      await picture('home')
      await page.getByText(t('template.blank'), { exact: true }).click()
      await page.getByLabel(t('newPlan.name')).fill(PLAN[language])
      await page.getByLabel(t('newPlan.you'), { exact: true }).fill('Núria Serra')
      await picture('new-plan')
      await button(page, t('newPlan.do')).click()
      await expect(dialog(page)).toHaveCount(0)
      await page.getByText(t('board.add'), { exact: true }).first().click()
      await page.keyboard.type(PROJECT[language])
      await page.keyboard.press('Enter')
      await page.keyboard.press('Escape')
      await expect(page.locator('.card-title', { hasText: PROJECT[language] })).toBeVisible()
      await picture('first-project')

      // The rest is shown on the sample, in which there is something.
      await tab(page, t('nav.plans')).click()
      await page.getByText(t('template.sample'), { exact: true }).click()
      await expect(page.locator('.card').nth(FULL_CARD)).toBeVisible()
      const codes = page.locator('.codes-reminder')
      await codes.getByRole('button').click()
      await button(page, t('codes.done')).click()
      await expect(codes).toHaveCount(0)
      await picture('board')

      await page.locator('.card').nth(FULL_CARD).click()
      await expect(page.locator('.panel')).toBeVisible()
      await picture('project')
      if (areWanted && language === 'en') await takeForReadme(page)

      await tab(page, t('nav.document')).click()
      await expect(page.locator('.told').first()).toBeVisible()
      await picture('document')

      await tab(page, t('nav.people')).click()
      await button(page, t('people.invite')).click()
      const name = page.getByLabel(t('newPlan.you'))
      if (await name.isVisible()) await name.fill('Núria Serra')
      await button(page, t('invite.do')).click()
      await expect(page.getByTestId('invite-link')).toBeVisible()
      await picture('invitation')
      await page.keyboard.press('Escape')
      await expect(dialog(page)).toHaveCount(0)

      await tab(page, t('nav.agreements')).click()
      await button(page, t('adopt.open')).click()
      await page.getByLabel(t('adopt.decision')).fill(DECISION[language])
      await page.getByLabel(t('adopt.assembly')).fill(ASSEMBLY[language])
      await page.getByLabel(t('adopt.count')).fill('37')
      await picture('record-agreement')
      await button(page, t('adopt.do')).click()
      await expect(page.getByRole('heading', { name: DECISION[language] })).toBeVisible()
      await page.locator('.toast').getByRole('button').last().click()
      await expect(page.locator('.toast')).toHaveCount(0)
      await picture('agreement')

      // What is written afterwards is a draft, and looks like one.
      await tab(page, t('nav.board')).click()
      await page.locator('.card').first().focus()
      await page.keyboard.press('Alt+ArrowRight')
      await expect(page.locator('.card-since').first()).toBeVisible()
      await picture('changed-since')

      await page.getByTestId('status').click()
      await expect(dialog(page)).toBeVisible()
      await picture('who-has-what')
      await page.keyboard.press('Escape')

      await page.keyboard.press('Control+k')
      await expect(dialog(page)).toBeVisible()
      await page.keyboard.type('co')
      await expect(page.getByRole('menuitem').first()).toBeVisible()
      await picture('search')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      await expect(dialog(page)).toHaveCount(0)

      await page.keyboard.press('Control+Shift+P')
      await expect(button(page, t('projector.end'))).toBeVisible()
      await picture('projector')
      await button(page, t('projector.end')).click()
      await expect(button(page, t('projector.end'))).toHaveCount(0)
      if (language === 'en') await saysSaved(page)
    } finally {
      await aplec.close()
    }
  })
}

test('[UI35] every picture that the guide names is there, and no other', () => {
  const folder = join(projectRoot, 'docs/guide')
  const named = readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/!\[[^\]]*\]\(([^)]+\.png)\)/g)])
    .map(([, path]) => path!)
  const there = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.png'))
  expect(there.sort()).toEqual([...new Set(named)].sort())
})

/** The same plan in both themes. */
async function takeForReadme(page: Page): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await chooseTheme(page, theme)
    await expect(page.locator('.panel')).toBeVisible()
    await takePicture(page, `docs/images/project-${theme}.png`)
    await page.keyboard.press('Escape')
    await expect(page.locator('.panel')).toHaveCount(0)
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await takePicture(page, `docs/images/board-${theme}.png`)
    await page.locator('.card').nth(FULL_CARD).click()
  }
}
