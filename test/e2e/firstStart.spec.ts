import { expect, test } from '@playwright/test'
import { launchAplec, removeFolders } from './harness/launchAplec.ts'
import { addCards } from './window/asPeopleDo.ts'

const SAMPLE = /Commons transition plan/

test.afterAll(removeFolders)
test.setTimeout(240_000)

test('[SH21] the first start has the sample plan, to be edited or deleted; a deleted one does not come back', async () => {
  const laptop = await launchAplec()
  await laptop.window.getByRole('link', { name: SAMPLE }).click()
  await expect(laptop.window.getByRole('heading', { name: SAMPLE, level: 1 })).toBeVisible()
  await expect(laptop.window.locator('[data-card-link]')).toHaveCount(12)
  await addCards(laptop.window, 'Idea', ['Un projecte nostre'])
  await expect(laptop.window.getByTestId('status')).toContainText('Saved on this laptop')
  await laptop.window.getByRole('link', { name: 'Plans', exact: true }).click()
  await laptop.window.getByRole('button', { name: /^More: / }).click()
  await laptop.window.getByRole('menuitem', { name: /Take off this laptop/ }).click()
  await laptop.window.getByRole('button', { name: 'Take it off', exact: true }).click()
  // It is nowhere else, so it is asked for twice.
  await laptop.window.getByRole('button', { name: 'Take it off and lose them' }).click()
  await expect(laptop.window.getByRole('link', { name: SAMPLE })).toHaveCount(0)
  await laptop.close()

  const again = await launchAplec({ folder: laptop.folder })
  await expect(again.window.getByText('No plans on this laptop yet')).toBeVisible()
  await again.close()
})
