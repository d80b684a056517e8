// Two laptops on one network, without a relay and without a word about addresses.
import { networkInterfaces } from 'node:os'
import { expect, type Page, test } from '@playwright/test'
import { launchAplec, removeFolders } from '../harness/launchAplec.ts'
import { addCards, card, join, makeInvitation, startPlan } from './asPeopleDo.ts'

test.afterAll(removeFolders)

const hasNetwork = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ internal, family }) => !internal && family === 'IPv4'),
)
const looksAround = (page: Page) => page.getByTestId('status').click()

test('[UI176] [UI177] [UI178] [UI179] [UI180] [SH46] one shares on the network, the other joins and has everything, and says where it is', async () => {
  test.skip(!hasNetwork, 'this machine is on no network')
  test.setTimeout(120_000)
  const [nuria, pau] = await Promise.all([launchAplec(), launchAplec()])
  try {
    await startPlan(nuria.window, 'Pla de la vall', 'Núria')
    await addCards(nuria.window, 'Idea', ['Forn de pa'])
    await looksAround(nuria.window)
    await nuria.window.getByText('Share on this network').click()
    await expect(nuria.window.getByText('Nobody has connected yet.')).toBeVisible()
    const check = await nuria.window.getByText(/^\d{4} \d{4} \d{4} \d{4}$/).textContent()
    const address =
      (await nuria.window
        .getByText(/^\d+\.\d+\.\d+\.\d+:\d+$/)
        .first()
        .textContent()) ?? ''
    await expect(nuria.window.getByRole('img', { name: 'QR code with the address of this computer' })).toBeVisible()
    await nuria.window.keyboard.press('Escape')

    await join(pau.window, await makeInvitation(nuria.window), 'Pau')
    await expect(card(pau.window, 'Forn de pa')).toBeVisible({ timeout: 20_000 })
    await addCards(pau.window, 'Idea', ['Molí'])
    await expect(card(nuria.window, 'Molí')).toBeVisible({ timeout: 20_000 })
    await expect(pau.window.getByTestId('status')).toHaveText(/Núria’s laptop, on this network|^Everyone/, {
      timeout: 20_000,
    })
    await looksAround(pau.window)
    await expect(pau.window.getByRole('listitem').filter({ hasText: 'Núria’s laptop' })).toBeVisible()

    await pau.window.getByLabel('Address of another computer').fill(address)
    await pau.window.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(pau.window.getByText('Does the other screen show these numbers?')).toBeVisible()
    await expect(pau.window.getByRole('group').getByText(check ?? '')).toBeVisible()
    await pau.window.getByRole('button', { name: 'Yes, the same' }).click()
    await expect(pau.window.getByRole('listitem').filter({ hasText: 'Núria’s laptop' })).toBeVisible()

    await looksAround(nuria.window)
    await nuria.window.getByText('Whenever this plan is open').click()
    await nuria.window.keyboard.press('Escape')
    await nuria.window.getByRole('link', { name: 'Plans' }).click()
    await nuria.window.getByRole('link', { name: /Pla de la vall/ }).click()
    await expect(card(nuria.window, 'Molí')).toBeVisible()
    await looksAround(nuria.window)
    await expect(nuria.window.getByRole('switch', { name: /Share on this network/ })).toBeChecked()
  } finally {
    await Promise.all([nuria.close(), pau.close()])
  }
})
