import { expect, test } from '@playwright/test'
import { launchAplec, makeFolder, removeFolders } from './harness/launchAplec.ts'
import { addCards, saysSaved } from './window/asPeopleDo.ts'

const SAMPLE = /Commons transition plan/

test.afterAll(removeFolders)

test('[SH21] the first start opens the sample plan, to be edited or deleted; a deleted one does not come back', async () => {
  const laptop = await launchAplec({ folder: makeFolder() })
  const { window } = laptop
  // The list of plans is one step back.
  await expect(window.locator('[data-card-link]')).toHaveCount(12)
  await window.goBack()
  await expect(window.getByRole('heading', { name: 'Your plans' })).toBeVisible()
  await window.goForward()
  await expect(window.getByRole('heading', { name: SAMPLE, level: 1 })).toBeVisible()
  await expect(window.locator('[data-card-link]')).toHaveCount(12)
  await addCards(window, 'Idea', ['Un projecte nostre'])
  await saysSaved(window)
  await window.getByRole('link', { name: 'People', exact: true }).click()
  await window.getByRole('button', { name: 'Invite someone' }).click()
  await expect(window.getByRole('button', { name: 'Make the link' })).toBeDisabled()
  await window.getByLabel('Your name, as the others will see it').fill('Núria')
  await window.getByRole('button', { name: 'Make the link' }).click()
  await expect(window.getByTestId('invite-link')).toBeVisible()
  await window.keyboard.press('Escape')
  await expect(window.getByRole('main').getByText('Núria')).toBeVisible()
  await window.keyboard.press('Escape')
  await expect(window.getByRole('link', { name: 'Board', exact: true })).toHaveAttribute('aria-current', 'page')
  await window.getByRole('link', { name: 'Plans', exact: true }).click()
  await expect(window.getByRole('heading', { name: 'Your plans' })).toBeVisible()
  await window.getByRole('button', { name: /^More: / }).click()
  await window.getByRole('menuitem', { name: 'Put away' }).click()
  await window.locator('summary').click()
  await window.getByRole('button', { name: /^Remove from this laptop/ }).click()
  await window.getByRole('button', { name: 'Remove it', exact: true }).click()
  // It is nowhere else, so it is asked for twice.
  await window.getByRole('button', { name: 'Remove it and lose them' }).click()
  await expect(window.getByRole('link', { name: SAMPLE })).toHaveCount(0)
  await laptop.close()

  const again = await launchAplec({ folder: laptop.folder })
  await expect(again.window.getByText('No plans on this laptop yet')).toBeVisible()
  await again.close()
})

test('[SH21] the sample and the window speak the language of the system', async () => {
  const laptop = await launchAplec({ folder: makeFolder(), language: 'ca' })
  await expect(laptop.window.getByRole('heading', { name: /transició/, level: 1 })).toBeVisible()
  await expect(laptop.window.getByRole('link', { name: 'Tauler' })).toBeVisible()
  await laptop.close()
})
