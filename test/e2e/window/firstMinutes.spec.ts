// From an app without plans to a plan with two people in it, as a person goes; what it takes is told, and nothing depends on it.
import { expect, type Page, test } from '@playwright/test'
import { cameraThatShows } from '../harness/fakeCamera.ts'
import { launchAplec, makeFolder, removeFolders } from '../harness/launchAplec.ts'
import { startRelay } from '../harness/startRelay.ts'
import { addRelay, card, makeInvitation, saysSaved } from './asPeopleDo.ts'

test.afterAll(removeFolders)

const dialog = (page: Page) => page.getByRole('dialog')

/** Remembers what the camera gives, so that it can be asked afterwards whether it is off. */
const watchCamera = (page: Page) =>
  page.evaluate(() => {
    const seen: MediaStreamTrack[] = []
    Object.assign(globalThis, { seenTracks: seen })
    const { mediaDevices } = navigator
    const get = mediaDevices.getUserMedia.bind(mediaDevices)
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await get(wanted)
      seen.push(...stream.getTracks())
      return stream
    }
  })
const tracks = (page: Page) =>
  page.evaluate(() =>
    (globalThis as unknown as { seenTracks: MediaStreamTrack[] }).seenTracks.map(
      (track) => `${track.kind} ${track.readyState}`,
    ),
  )
const lookAgain = (page: Page) =>
  page.evaluate(async () => {
    try {
      await navigator.mediaDevices.getUserMedia({ video: true })
      return 'given'
    } catch (cause) {
      return (cause as Error).name
    }
  })

test('[UI150] [UI152] a plan to write in at once, a second person who scans the invitation, and codes that wait over a crash', async () => {
  test.setTimeout(240_000)
  const relay = await startRelay(makeFolder())
  const founder = await launchAplec()
  const page = founder.window
  await expect(page.getByText('No plans on this laptop yet')).toBeVisible()
  const tell = (what: string, since: number): void => {
    const seconds = ((performance.now() - since) / 1000).toFixed(1)
    test.info().annotations.push({ type: what, description: `${seconds} s` })
    if (process.env['APLEC_E2E_LOG'] === '1') process.stderr.write(`${what}: ${seconds} s\n`)
  }

  const begun = performance.now()
  await page.getByRole('button', { name: 'New plan' }).click()
  await page.keyboard.type('Pla de la vall', { delay: 60 })
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Add a project to Idea' }).click()
  tell('a plan one can edit', begun)
  await expect(dialog(page)).toHaveCount(0)
  await page.keyboard.type('Forn de pa', { delay: 60 })
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(card(page, 'Forn de pa')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Write down the codes' })).toBeVisible()
  await saysSaved(page)

  await addRelay(page, relay.url)
  await page.getByRole('link', { name: 'People', exact: true }).click()
  await page.getByRole('button', { name: 'Invite someone' }).click()
  await expect(dialog(page).getByText('2 codes of this plan are still to be written down.')).toBeVisible()
  await page.getByLabel('Your name, as the others will see it').fill('Núria')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
  const link = await makeInvitation(page, 'Núria')

  const guest = await launchAplec({ args: cameraThatShows(link) })
  const other = guest.window
  await watchCamera(other)
  expect(await lookAgain(other)).toBe('NotAllowedError')
  await other.getByRole('button', { name: 'Join with a link' }).click()
  await other.getByRole('button', { name: 'Scan the QR with the camera' }).click()
  await expect(other.getByLabel('The link you were given')).toHaveValue(link)
  expect(await tracks(other)).toEqual(['video ended'])
  expect(await lookAgain(other)).toBe('NotAllowedError')
  await other.getByLabel('Your name, as the others will see it').fill('Pau')
  await other.keyboard.press('Enter')
  await expect(card(other, 'Forn de pa')).toBeVisible()
  await expect(dialog(other)).toHaveCount(0)
  tell('a second person in it', begun)
  await expect(other.getByText('One code of this plan is still to be written down.')).toBeVisible()
  await guest.close()

  // Nobody has seen the codes yet.
  await founder.kill()
  const again = await launchAplec({ folder: founder.folder })
  await again.window.getByRole('link', { name: /Pla de la vall.*2 codes to write down/s }).click()
  await again.window.getByRole('link', { name: 'Write down the codes' }).click()
  await expect(dialog(again.window).locator('.code')).toHaveText([/^([0-9A-Z]{4}-){6}/, /^([0-9A-Z]{4}-){6}/])
  await again.window.getByRole('button', { name: 'I have it on paper' }).click()
  await expect(again.window.getByRole('link', { name: 'Write down the codes' })).toHaveCount(0)
  await again.window.getByRole('link', { name: 'Plans', exact: true }).click()
  await expect(again.window.getByRole('link', { name: /Pla de la vall/ })).not.toContainText('codes')
  await again.close()
  await relay.stop()
})

test('[UI153] the camera says what is the matter, and Escape leads back with it off', async () => {
  const laptop = await launchAplec({ args: cameraThatShows('a QR of the bus company') })
  const { window: page, app } = laptop
  await watchCamera(page)
  const scan = page.getByRole('button', { name: 'Scan the QR with the camera' })
  await page.getByRole('button', { name: 'Join with a link' }).click()
  await scan.click()
  await expect(page.getByText(/This QR is no invitation/)).toBeVisible()
  expect(await tracks(page)).toEqual(['video live'])
  await page.keyboard.press('Escape')
  await expect(page.getByLabel('The link you were given')).toBeVisible()
  expect(await tracks(page)).toEqual(['video ended'])

  await app.evaluate(({ session }) =>
    session.defaultSession.setPermissionRequestHandler((_page, _what, decide) => decide(false)),
  )
  await scan.click()
  await expect(page.getByRole('alert')).toHaveText(/does not let Aplec use the camera/)
  await page.keyboard.press('Escape')
  await expect(page.getByLabel('The link you were given')).toBeVisible()
  await laptop.close()

  const bare = await launchAplec()
  await bare.window.getByRole('button', { name: 'Join with a link' }).click()
  await bare.window.getByRole('button', { name: 'Scan the QR with the camera' }).click()
  await expect(bare.window.getByRole('alert')).toHaveText(/No camera was found/)
  await bare.window.getByRole('button', { name: 'Cancel' }).last().click()
  await expect(bare.window.getByLabel('The link you were given')).toBeVisible()
  await bare.close()
})
