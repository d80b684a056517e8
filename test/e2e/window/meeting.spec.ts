// Two laptops that wrote apart and meet: what waits for a choice, the agenda, and what became of what was put in the bin.
import { expect, type Page, test } from '@playwright/test'
import { faultsInBothThemes } from '../harness/axe.ts'
import { launchAplec, makeFolder, removeFolders } from '../harness/launchAplec.ts'
import { freePort, startRelay } from '../harness/startRelay.ts'
import { addCards, addRelay, card, join, makeInvitation, moveRight, readBoard, startPlan } from './asPeopleDo.ts'

test.afterAll(removeFolders)

async function setFrom(page: Page, title: string, year: string): Promise<void> {
  await card(page, title).click()
  const from = page.getByRole('textbox', { name: 'From', exact: true })
  await from.fill(year)
  await from.press('Enter')
  await page.getByRole('button', { name: 'Close' }).first().click()
}

const openReport = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Plan menu' }).click()
  await page.getByRole('menuitem', { name: 'While you were away' }).click()
}

/** Both ideas of a clash, as the window shows them. */
const clash = (page: Page, about: string | RegExp) => page.locator('.clash').filter({ hasText: about })

test('[UI21] [UI22] [UI23] [UI17] two ideas stay side by side until one is taken; both can go on the agenda; what was binned comes back', async () => {
  test.setTimeout(240_000)
  const folder = makeFolder()
  const port = await freePort()
  const relay = await startRelay(folder, port)
  const [nuria, pau] = await Promise.all([launchAplec(), launchAplec()])
  const [hers, his] = [nuria.window, pau.window]
  try {
    await startPlan(hers, 'Pla de la vall', 'Núria Serra')
    await addCards(hers, 'Idea', ['Forn de pa', 'Arxiu obert', 'Habitatge'])
    await addRelay(hers, relay.url)
    await join(his, await makeInvitation(hers), 'Pau Vidal')
    await expect(card(his, 'Habitatge')).toBeVisible()
    await relay.stop()

    await setFrom(hers, 'Forn de pa', '2027')
    await moveRight(hers, 'Arxiu obert')
    await card(hers, 'Habitatge').focus()
    await hers.keyboard.press('Delete')
    await setFrom(his, 'Forn de pa', '2029')
    await moveRight(his, 'Arxiu obert')
    await moveRight(his, 'Arxiu obert')
    await card(his, 'Habitatge').click()
    await his.getByLabel('Add an action').fill('Parlar amb l’ajuntament')
    await his.keyboard.press('Enter')
    await his.getByRole('button', { name: 'Close' }).first().click()

    const again = await startRelay(folder, port)
    try {
      await openReport(hers)
      await expect(clash(hers, 'Forn de pa · years')).toContainText('2027–', { timeout: 60_000 })
      await expect(clash(hers, 'Forn de pa · years')).toContainText('2029–')
      await expect(clash(hers, 'Arxiu obert was moved by two people')).toContainText('Agreed')
      await expect(clash(hers, 'Put in the bin by you')).toContainText('Parlar amb l’ajuntament')
      expect(await faultsInBothThemes(hers, 'two ideas')).toEqual([])

      // On the agenda: nothing is settled by it, and the others see it too.
      await clash(hers, 'Forn de pa').getByRole('button', { name: 'Put both on the agenda' }).click()
      await expect(clash(hers, 'Forn de pa · years')).toContainText('Waits for the next assembly.')
      await expect(clash(hers, 'Forn de pa · years').getByRole('button', { name: 'Keep mine' })).toBeVisible()
      await his.getByRole('link', { name: 'Agreements' }).click()
      const waits = his.getByRole('region', { name: 'For the next assembly' })
      await expect(waits.getByText('Pau Vidal: 2029–')).toBeVisible({ timeout: 60_000 })
      await expect(waits.getByText('Núria Serra: 2027–')).toBeVisible()
      expect(await faultsInBothThemes(his, 'agenda')).toEqual([])

      // Seen is not settled: the choice still waits, on both laptops, until it is made.
      await hers.getByRole('button', { name: 'I have seen it' }).click()
      await openReport(hers)
      await clash(hers, 'Forn de pa · years').getByRole('button', { name: 'Keep mine' }).click()
      await expect(clash(hers, 'Forn de pa · years')).toHaveCount(0)
      await clash(hers, 'Arxiu obert').getByRole('button', { name: 'Take Pau’s' }).click()
      await expect(clash(hers, 'Arxiu obert')).toHaveCount(0)

      await hers.getByRole('button', { name: 'Plan menu' }).click()
      await hers.getByRole('menuitem', { name: 'Bin' }).click()
      await expect(hers.getByText(/^project · Núria Serra, /)).toBeVisible()
      await hers.getByRole('button', { name: 'Put back: Habitatge' }).click()
      await expect(hers.getByText('The bin is empty.')).toBeVisible()

      await his.getByRole('link', { name: 'Board' }).click()
      for (const page of [hers, his]) {
        if (page === hers) await page.getByRole('link', { name: 'Board' }).click()
        await expect(page.locator('.card').filter({ hasText: 'Forn de pa' })).toContainText('2027–', {
          timeout: 60_000,
        })
        await expect(card(page, 'Habitatge')).toBeVisible({ timeout: 60_000 })
      }
      await expect
        .poll(async () => JSON.stringify(await readBoard(hers)) === JSON.stringify(await readBoard(his)))
        .toBe(true)
    } finally {
      await again.stop()
    }
  } finally {
    await Promise.all([nuria.close(), pau.close(), relay.stop()])
  }
})
