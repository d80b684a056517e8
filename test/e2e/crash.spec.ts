// What was shown as saved is there after the worst: a dead core, a dead app.
import { expect, type Page, test } from '@playwright/test'
import { isRunning } from '#node/system/isRunning.ts'
import { launchAplec, removeFolders } from './harness/launchAplec.ts'
import { addCards, readBoard, startPlan } from './window/asPeopleDo.ts'

test.afterAll(removeFolders)
test.setTimeout(240_000)

const saved = (page: Page) => expect(page.getByTestId('status')).toContainText('Saved on this laptop')
const openPlan = (page: Page, title: string) =>
  page
    .getByRole('link')
    .filter({ has: page.getByText(title, { exact: true }) })
    .click()
/** The first column, with the names of its cards. */
const ideas = async (page: Page) => (await readBoard(page))[0]
const listed = (titles: readonly string[]) => `Idea: ${titles.join(' | ')}`

test('[SH19] the core is killed while someone types: it comes back, and nothing is lost', async () => {
  const laptop = await launchAplec()
  await startPlan(laptop.window, 'Pla', 'Núria')
  await addCards(laptop.window, 'Idea', ['Abans'])
  await saved(laptop.window)

  const corePid = () =>
    laptop.app.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'Aplec core')?.pid ?? 0)
  const first = await corePid()
  process.kill(first, 'SIGKILL')
  await addCards(laptop.window, 'Idea', ['Mentre tornava'])
  await expect.poll(corePid).not.toBe(first)
  await addCards(laptop.window, 'Idea', ['Després'])
  await saved(laptop.window)

  await laptop.close()
  const again = await launchAplec({ folder: laptop.folder })
  await openPlan(again.window, 'Pla')
  await expect.poll(() => ideas(again.window)).toBe(listed(['Abans', 'Mentre tornava', 'Després']))
  await again.close()
})

test('[SH20] kill -9 of the whole app in the middle of typing loses nothing that was shown as saved', async () => {
  let folder = ''
  const titles: string[] = []
  for (const round of [1, 2, 3]) {
    const laptop = await launchAplec(folder === '' ? {} : { folder })
    folder = laptop.folder
    if (round === 1) await startPlan(laptop.window, 'Pla', 'Núria')
    else await openPlan(laptop.window, 'Pla')
    await expect.poll(() => ideas(laptop.window)).toBe(listed(titles))
    const shown = [`Desat ${round}a`, `Desat ${round}b`]
    await addCards(laptop.window, 'Idea', shown)
    await saved(laptop.window)
    titles.push(...shown)
    // In the middle of a word, without a breath.
    await laptop.window.getByRole('button', { name: 'Add a project to Proposed' }).click()
    await laptop.window.keyboard.type('a mig escriu')
    await laptop.kill()
  }
  const laptop = await launchAplec({ folder })
  await openPlan(laptop.window, 'Pla')
  await expect.poll(() => ideas(laptop.window)).toBe(listed(titles))
  await addCards(laptop.window, 'Idea', ['I encara s’hi escriu'])
  await saved(laptop.window)
  await laptop.close()
})

test('[SH26] when the app dies its core ends too, and leaves the folder to the next one', async () => {
  const laptop = await launchAplec()
  await startPlan(laptop.window, 'Pla', 'Núria')
  const core = await laptop.app.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Aplec core')?.pid ?? 0,
  )
  process.kill(laptop.app.process().pid as number, 'SIGKILL')
  await expect.poll(() => isRunning(core)).toBe(false)
  const again = await launchAplec({ folder: laptop.folder })
  await openPlan(again.window, 'Pla')
  await again.close()
})
