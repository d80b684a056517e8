// Two laptops, each with its own folder, and a relay as a process of its own.
import { expect, type Page, test } from '@playwright/test'
import { launchAplec, makeFolder, removeFolders } from '../harness/launchAplec.ts'
import { freePort, startRelay } from '../harness/startRelay.ts'
import {
  addCards,
  addRelay,
  card,
  join,
  makeInvitation,
  moveRight,
  readBoard,
  saysSaved,
  startPlan,
} from './asPeopleDo.ts'

test.afterAll(removeFolders)

test('[UI11] both write without a connection; when the relay is there again both boards are the same, with all of it', async () => {
  test.setTimeout(150_000)
  const relayFolder = makeFolder()
  const port = await freePort()
  const relay = await startRelay(relayFolder, port)
  const [nuria, pau] = await Promise.all([launchAplec(), launchAplec()])
  try {
    await startPlan(nuria.window, 'Pla de la vall', 'Núria')
    await addCards(nuria.window, 'Idea', ['Forn de pa', 'Arxiu obert'])
    await addRelay(nuria.window, relay.url)
    const link = await makeInvitation(nuria.window)
    await join(pau.window, link, 'Pau')
    await expect(card(pau.window, 'Forn de pa')).toBeVisible()

    await relay.stop()
    await addCards(nuria.window, 'Proposed', ['Molí comunal', 'Ràdio'])
    await moveRight(nuria.window, 'Forn de pa')
    await card(nuria.window, 'Arxiu obert').click()
    await summaryOf(nuria.window).fill('Tot el que hem après, obert.')

    await addCards(pau.window, 'Idea', ['Habitatge', 'Taller de bicis'])
    await moveRight(pau.window, 'Arxiu obert')
    await card(pau.window, 'Arxiu obert').click()
    await pau.window.getByLabel('Add an action').fill('Trobar un servidor')
    await pau.window.keyboard.press('Enter')
    await Promise.all([saysSaved(nuria.window), saysSaved(pau.window)])

    const again = await startRelay(relayFolder, port)
    try {
      const titles = ['Forn de pa', 'Arxiu obert', 'Molí comunal', 'Ràdio', 'Habitatge', 'Taller de bicis']
      for (const { window } of [nuria, pau]) {
        for (const title of titles) await expect(card(window, title)).toBeVisible({ timeout: 45_000 })
        await expect(summaryOf(window)).toHaveText('Tot el que hem après, obert.')
        await expect(window.getByLabel('Done: Trobar un servidor')).toBeAttached()
      }
      await expect
        .poll(async () => JSON.stringify(await readBoard(nuria.window)) === JSON.stringify(await readBoard(pau.window)))
        .toBe(true)
      await expect(nuria.window.getByTestId('status')).toHaveText(/^Saved here and on|^Everyone/)
    } finally {
      await again.stop()
    }
  } finally {
    await Promise.all([nuria.close(), pau.close(), relay.stop()])
  }
})

test('[UI12] a window killed in the middle of typing has everything that was shown as saved', async () => {
  test.setTimeout(90_000)
  const first = await launchAplec()
  const { window, folder } = first
  await startPlan(window, 'Pla breu', 'Núria')
  await addCards(window, 'Idea', ['Forn de pa'])
  await card(window, 'Forn de pa').click()
  await summaryOf(window).click()
  let shownAsSaved = ''
  for (const word of 'un forn de llenya per a sis rebosts i qui hi vulgui aprendre'.split(' ')) {
    await window.keyboard.type(`${word} `, { delay: 15 })
    // Some words are followed by a breath, as when people type: then the window has something to say.
    if (word.length < 3) await window.waitForTimeout(400)
    shownAsSaved = (await shownSaved(window)) ?? shownAsSaved
  }
  await first.kill()

  const second = await launchAplec({ folder })
  try {
    await second.window.getByRole('link', { name: /Pla breu/ }).click()
    await card(second.window, 'Forn de pa').click()
    const found = (await summaryOf(second.window).textContent()) ?? ''
    expect(shownAsSaved.length).toBeGreaterThan(0)
    expect(found.startsWith(shownAsSaved)).toBe(true)
  } finally {
    await second.close()
  }
})

/** Where the text of a project is edited, as soon as it can be. */
const summaryOf = (page: Page) => page.getByRole('textbox', { name: 'What it is' })

/** What stands in the field at a moment at which the window says that all of it is saved; read in one go. */
const shownSaved = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const status = document.querySelector('[data-testid=status]')?.textContent ?? ''
    const field = document.querySelector('.rich-edit [role=textbox]')
    return /^Saved|only here/.test(status) ? (field?.textContent ?? null) : null
  })
