// Every screen and every dialog of one person's window: what axe finds in it, and, when pictures are wanted, how it looks in
// both themes and in all four languages.
import { expect, type Page, test } from '@playwright/test'
import { SETTINGS_SECTIONS } from '#renderer/app/route.ts'
import { faultsOfView } from '../harness/axe.ts'
import { type Aplec, launchAplec, makeFolder, removeFolders } from '../harness/launchAplec.ts'
import { areWanted, takePicture } from '../harness/pictures.ts'
import { wordsOf } from '../harness/words.ts'
import { card } from './asPeopleDo.ts'

let aplec: Aplec
let plan: string
const faults: string[] = []

test.beforeAll(async () => {
  aplec = await launchAplec({ folder: makeFolder() })
  // The first start leads to the sample.
  await expect(aplec.window.locator('.card').first()).toBeVisible()
  await aplec.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1366, 768))
  plan = /#\/plan\/\w+/.exec(aplec.window.url())![0]
  aplec.window.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())))
  aplec.window.on('pageerror', (error) => faults.push(error.message))
})

test.afterAll(async () => {
  await aplec.close()
  await removeFolders()
})

type Words = ReturnType<typeof wordsOf>
type Step = {
  readonly view: string
  readonly open: (page: Page, t: Words) => Promise<unknown>
  /** Another file of tests asks axe about it. */
  readonly isAskedElsewhere?: true
}

const goTo = async (page: Page, address: string): Promise<void> => {
  await page.evaluate((hash) => (window.location.hash = hash), address)
  await expect(page.locator('main, .panel').first()).toBeVisible()
}
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
const dialog = (page: Page) => expect(page.getByRole('dialog')).toBeVisible()
/** One step back, or two: what is typed goes first. */
const escape = (page: Page): Promise<void> =>
  expect(async () => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0, { timeout: 1_000 })
  }).toPass()
const inPlan =
  (view: string, selector: string) =>
  async (page: Page): Promise<void> => {
    await goTo(page, `${plan}/${view}`)
    await expect(page.locator(selector).first()).toBeVisible()
  }
const sheet = (view: string, id: string): Step => ({
  view,
  isAskedElsewhere: true,
  open: async (page, t) => {
    if ((await page.getByRole('dialog').count()) > 0) await escape(page)
    await page.getByText(t(id), { exact: true }).first().click()
    await dialog(page)
  },
})

/** Each is opened from the one before. */
const VIEWS: readonly Step[] = [
  { view: 'board', open: inPlan('board', '.card') },
  {
    view: 'search',
    open: async (page) => {
      await page.keyboard.press('Control+k')
      await dialog(page)
      await page.keyboard.type('co')
      await expect(page.getByRole('menuitem').first()).toBeVisible()
    },
  },
  {
    view: 'filter',
    open: async (page, t) => (await escape(page), await press(page, t('filter.open')), await dialog(page)),
  },
  {
    view: 'card menu',
    open: async (page) => {
      await escape(page)
      await page.locator('.card').first().click({ button: 'right' })
      await page.getByRole('menu').waitFor()
    },
  },
  {
    view: 'move',
    open: async (page, t) => (await page.getByRole('menuitem', { name: t('card.moveTo') }).click(), await dialog(page)),
  },
  {
    view: 'lanes',
    open: async (page, t) => (await escape(page), await press(page, t('board.lanes'))),
  },
  {
    view: 'project',
    open: async (page, t) => {
      await press(page, t('board.lanes'))
      await expect(page.locator('.lane-head')).toHaveCount(0)
      await page.locator('.card').first().click()
      await expect(page.locator('.panel')).toBeVisible()
    },
  },
  {
    view: 'project across the window',
    open: async (page) => goTo(page, `${new URL(page.url()).hash}/wide`),
  },
  {
    view: 'status',
    open: async (page) => {
      await goTo(page, `${plan}/board`)
      await page.getByTestId('status').click()
      await dialog(page)
    },
  },
  { view: 'document', open: async (page) => (await escape(page), await inPlan('document', '.told')(page)) },
  { view: 'agreements', open: inPlan('agreements', '.agreement') },
  {
    view: 'adopt',
    open: async (page, t) => (await press(page, t('adopt.open')), await dialog(page)),
  },
  { view: 'people', open: async (page) => (await escape(page), await inPlan('people', '.people-tab')(page)) },
  { view: 'invite', open: async (page, t) => (await press(page, t('people.invite')), await dialog(page)) },
  {
    view: 'invited',
    open: async (page, t) => {
      // Asked once of whoever has only tried the sample.
      const name = page.getByLabel(t('newPlan.you'))
      if (await name.isVisible()) await name.fill('Núria')
      await press(page, t('invite.do'))
      await expect(page.getByTestId('invite-link')).toBeVisible()
    },
  },
  ...['people', 'groups', 'partners', 'invites'].map((part) => ({
    view: `people, ${part}`,
    open: async (page: Page, t: Words) => {
      if ((await page.getByRole('dialog').count()) > 0) await escape(page)
      await page.getByRole('tab', { name: t(`people.tab.${part}`) }).click()
      await expect(page.getByRole('tabpanel')).toBeVisible()
    },
  })),
  {
    view: 'bin',
    open: async (page) => {
      await inPlan('board', '.card')(page)
      await page.locator('.card').last().focus()
      await page.keyboard.press('Delete')
      await inPlan('bin', '.binned-row')(page)
    },
  },
  { view: 'report', open: inPlan('report', '.empty') },
  ...SETTINGS_SECTIONS.map((section) => ({
    view: `settings ${section}`,
    open: async (page: Page, t: Words) => {
      await goTo(page, `#/settings/${section}/${plan.slice('#/plan/'.length)}`)
      await expect(page.getByRole('heading', { name: t(`settings.${section}`), exact: true })).toBeVisible()
    },
  })),
  {
    view: 'plans',
    open: async (page) => (await goTo(page, '#/plans'), await expect(page.locator('.plan-link').first()).toBeVisible()),
  },
  sheet('new plan', 'template.blank'),
  sheet('join', 'plans.join'),
  sheet('import', 'plans.import'),
]

type Look = { readonly theme: 'light' | 'dark'; readonly contrast: 'auto' | 'more' }
const LOOKS: Readonly<Record<string, Look>> = {
  light: { theme: 'light', contrast: 'auto' },
  dark: { theme: 'dark', contrast: 'auto' },
  'more contrast': { theme: 'light', contrast: 'more' },
}

async function choose(page: Page, language: string, look: Look): Promise<void> {
  await page.evaluate(
    (settings) => {
      window.location.hash = '#/plans'
      window.localStorage.setItem('aplec.settings', JSON.stringify(settings))
    },
    { language, ...look },
  )
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  await expect(page.locator('html')).toHaveAttribute('data-theme', look.theme)
}

/** Goes through everything; what `look` answers for each view. */
async function tour<T>(
  language: string,
  name: string,
  look: (page: Page, step: Step) => Promise<T>,
): Promise<Record<string, T>> {
  const page = aplec.window
  const t = wordsOf(language)
  await choose(page, language, LOOKS[name]!)
  const seen: Record<string, T> = {}
  for (const step of VIEWS) {
    await step.open(page, t)
    await takePicture(page, `test-results/tour/${language}/${name}/${Object.keys(seen).length + 10}-${step.view}.png`)
    seen[step.view] = await look(page, step)
  }
  if ((await page.getByRole('dialog').count()) > 0) await escape(page)
  return seen
}

for (const name of Object.keys(LOOKS)) {
  test(`[UI17] no view has a fault that axe finds: ${name}`, async () => {
    test.setTimeout(300_000)
    const found = await tour('en', name, async (page, step) => (step.isAskedElsewhere ? [] : await faultsOfView(page)))
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((view) => [view, []])))
  })
}

for (const language of areWanted ? ['ca', 'es', 'fr'] : []) {
  for (const name of ['light', 'dark']) {
    test(`pictures: ${language}, ${name}`, async () => {
      test.setTimeout(300_000)
      await tour(language, name, async () => null)
    })
  }
}

test('[UI17] the policy of the window blocked nothing of ours, and nothing failed', async () => {
  await goTo(aplec.window, `${plan}/board`)
  await expect(card(aplec.window, 'Communal bakery')).toBeVisible()
  expect(faults).toEqual([])
})
