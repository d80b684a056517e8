// Files that come in and go out by the window: boards of Trello, and plan files without any relay.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { faultsInBothThemes } from '../harness/axe.ts'
import { choose, saveTo } from '../harness/dialogs.ts'
import { launchAplec, makeFolder, removeFolders } from '../harness/launchAplec.ts'
import { takePicture } from '../harness/pictures.ts'
import { addCards, card, makeInvitation, saysSaved, startPlan } from './asPeopleDo.ts'

const BOARD = resolve(import.meta.dirname, '../../fixtures/import/conca-2026.json')
const YOUR_NAME = 'Your name, as the others will see it'

test.afterAll(removeFolders)

const json = (name: string, text: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
const press = (page: Page, name: string) => () => page.getByRole('button', { name }).click()

async function drop(page: Page, name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer()
      data.items.add(new File([content!], fileName!))
      return data
    },
    [name, text],
  )
  for (const type of ['dragover', 'drop']) await page.locator('.plans').dispatchEvent(type, { dataTransfer })
}

/** A board of so many cards that it takes a while. */
function largeBoard(cards: number): string {
  const card = (i: number) => ({ id: `c${i}`, name: `Targeta ${i}`, idList: 'l', pos: i, desc: 'Una mica de text.' })
  return JSON.stringify({
    name: 'Un tauler gran',
    lists: [{ id: 'l', name: 'Tot' }],
    cards: Array.from({ length: cards }, (_, i) => card(i)),
  })
}

test('[IM17] a board is chosen in the window, a broken one makes nothing, and the report is read first', async () => {
  const { window, close } = await launchAplec()
  const faults: string[] = []
  await window.getByRole('button', { name: 'Bring in a Trello board' }).click()
  const sheet = window.getByRole('dialog')
  await window.getByLabel(YOUR_NAME).fill('Núria')
  const whole = readFileSync(BOARD, 'utf8')
  for (const [file, said] of [
    [json('tallat.json', whole.slice(0, 4000)), 'This file cannot be read, or it was cut off. Nothing was created.'],
    [json('altre.json', '{"hello":1}'), 'This file is not a board exported from Trello. Nothing was created.'],
    [json('gros.json', ' '.repeat(50_000_001)), 'This board is too large. Nothing was created.'],
  ] as const) {
    await choose(window, press(window, 'Choose the file…'), file)
    await window.getByRole('button', { name: 'Bring it in' }).click()
    await expect(sheet.getByRole('alert')).toHaveText(said)
  }
  faults.push(...(await faultsInBothThemes(window, 'import-refused')))
  await window.keyboard.press('Escape')
  await expect(window.getByText('No plans on this laptop yet')).toBeVisible()

  await window.getByRole('button', { name: 'Bring in a Trello board' }).click()
  await window.getByLabel(YOUR_NAME).fill('Núria')
  await choose(window, press(window, 'Choose the file…'), BOARD)
  await window.getByRole('button', { name: 'Bring it in' }).click()
  await expect(sheet.getByRole('heading', { name: /is here$/ })).toBeVisible()
  await expect(sheet.getByText(/^\d+ projects$/)).toBeVisible()
  await expect(sheet.getByText(/archived lists? (or|and) cards? (is|are) in the bin/)).toBeVisible()
  faults.push(...(await faultsInBothThemes(window, 'import-report')))
  expect(faults).toEqual([])
  await window.getByRole('button', { name: 'Open the plan' }).click()
  await expect(window.locator('[data-card-link]').first()).toBeVisible()
  await close()
})

test('[IM17] a board is dropped on the list of plans; a large one shows how far it is', async () => {
  const { window, close } = await launchAplec()
  await drop(window, 'gran.json', largeBoard(1000))
  await window.getByLabel(YOUR_NAME).fill('Núria')
  await window.getByRole('button', { name: 'Bring it in' }).click()
  await expect(window.getByRole('progressbar', { name: /^(Reading the file|Writing the plan)…$/ })).toBeVisible()
  await takePicture(window, 'test-results/pictures/import-progress.png')
  await expect(window.getByRole('dialog').getByText('1,000 projects')).toBeVisible()
  await close()
})

test('[SH25] a plan goes from laptop to laptop as a file, and back', async () => {
  const [nuria, pau] = await Promise.all([launchAplec(), launchAplec()])
  const stick = makeFolder()
  const [first, second] = [join(stick, 'pla.aplec'), join(stick, 'tornada.aplec')]
  await startPlan(nuria.window, 'Pla de la vall', 'Núria')
  await addCards(nuria.window, 'Idea', ['Forn de pa', 'Arxiu obert'])
  const link = await makeInvitation(nuria.window)
  await savePlanFile(nuria, first)

  // Somebody who is no member is let in by file and link together.
  await choose(pau.window, press(pau.window, 'Open a plan file'), first)
  await expect(pau.window.getByText('The file “pla.aplec” is of a plan that is not on this laptop yet.')).toBeVisible()
  expect(await faultsInBothThemes(pau.window, 'join-with-file')).toEqual([])
  await pau.window.getByLabel('The link you were given').fill('aplec://join#')
  await pau.window.getByLabel(YOUR_NAME).fill('Pau')
  await pau.window.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(pau.window.getByRole('alert')).toContainText('This link is not complete.')
  await pau.window.getByLabel('The link you were given').fill(link)
  await pau.window.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(card(pau.window, 'Forn de pa')).toBeVisible()
  await addCards(pau.window, 'Proposed', ['Ràdio'])
  await savePlanFile(pau, second)

  await nuria.window.getByRole('link', { name: 'Plans', exact: true }).click()
  const part = readFileSync(second)
  for (const [name, buffer, said] of [
    ['soroll.aplec', Buffer.from('no plan at all'), 'This is not a plan file, or it is too damaged to read.'],
    ['mig.aplec', part.subarray(0, Math.floor(part.length * 0.8)), 'changes were usable and came in.'],
  ] as const) {
    writeFileSync(join(stick, name), buffer)
    await nuria.window.goto('app://aplec/index.html#/plans')
    await choose(nuria.window, press(nuria.window, 'Open a plan file'), join(stick, name))
    await expect(nuria.window.getByText(said)).toBeVisible()
  }
  await nuria.window.goto('app://aplec/index.html#/plans')
  await choose(nuria.window, press(nuria.window, 'Open a plan file'), second)
  await expect(nuria.window.getByRole('heading', { name: 'While you were away' })).toBeVisible()
  await nuria.window.getByRole('link', { name: 'Board', exact: true }).click()
  await expect(card(nuria.window, 'Ràdio')).toBeVisible()
  await Promise.all([nuria.close(), pau.close()])
})

type Laptop = Awaited<ReturnType<typeof launchAplec>>

async function savePlanFile({ app, window }: Laptop, file: string): Promise<void> {
  await saveTo(app, file)
  await saysSaved(window)
  await window.getByRole('button', { name: 'Plan menu' }).click()
  await window.getByRole('menuitem', { name: /Save as a plan file/ }).click()
  await expect(window.getByText(/^Saved as /)).toBeVisible()
}
