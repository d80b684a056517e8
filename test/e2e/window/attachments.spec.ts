import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { choose, saveTo } from '../harness/dialogs.ts'
import { launchAplec, removeFolders } from '../harness/launchAplec.ts'
import { addCards, card, startPlan } from './asPeopleDo.ts'

test.afterAll(removeFolders)

/** One red point. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)
/** More than crosses the port in one part. */
const FILM = Buffer.from(Array.from({ length: 2_500_000 }, (_, i) => (i * 7919) & 255))

test('[UI96] [UI97] a picture is seen, a copy of a file is saved where the person says, and both are there after a restart', async () => {
  const aplec = await launchAplec()
  const { window: page, folder } = aplec
  await startPlan(page, 'Pla', 'Núria')
  await addCards(page, 'Proposed', ['Forn'])
  await card(page, 'Forn').click()
  await page.getByRole('button', { name: 'Files', exact: true }).click()
  for (const [name, bytes] of [
    ['foto.png', PNG],
    ['film.mp4', FILM],
  ] as const) {
    const mimeType = name === 'foto.png' ? 'image/png' : 'video/mp4'
    await choose(page, () => page.getByRole('button', { name: 'Add a file…' }).click(), {
      name,
      mimeType,
      buffer: bytes,
    })
    await expect(page.getByRole('button', { name: `Save a copy: ${name}` })).toBeVisible()
  }
  // The content security policy lets it be decoded.
  const picture = page.locator('img.file-thumb')
  await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1)

  const out = join(folder, 'còpia.mp4')
  writeFileSync(out, 'abans')
  await saveTo(aplec.app, out)
  await page.getByRole('button', { name: 'Save a copy: film.mp4' }).click()
  await expect(page.getByText('còpia.mp4')).toBeVisible()
  expect(readFileSync(out).equals(FILM)).toBe(true)
  await aplec.close()

  const again = await launchAplec({ folder })
  await again.window.getByRole('link', { name: 'Pla' }).click()
  await card(again.window, 'Forn').click()
  await expect(again.window.getByRole('button', { name: 'Save a copy: film.mp4' })).toBeVisible()
  await again.close()
})
