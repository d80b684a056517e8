// The first thing Aplec must do: two laptops edit offline, meet through a relay, and both show everything both wrote.
import { expect, test } from '@playwright/test'
import { launchAplec, makeFolder, removeFolders } from './harness/launchAplec.ts'
import { Person } from './harness/person.ts'
import { startRelay } from './harness/startRelay.ts'

test.afterAll(removeFolders)
test.setTimeout(120_000)

test('[SH20] two windows edit offline; when the relay comes up, both show everything both wrote', async () => {
  const relayFolder = makeFolder()
  let relay = await startRelay(relayFolder)
  const [laptopA, laptopB] = [await launchAplec(), await launchAplec()]
  const [nuria, pau] = [new Person(laptopA.window), new Person(laptopB.window)]

  await nuria.startPlan('Pla comú', 'Núria')
  await nuria.addRelay(relay.url)
  await nuria.addCards('Idea', ['Forn de pa', 'Arxiu obert'])
  await pau.join(await nuria.invite(), 'Pau')
  await expect(pau.card('Arxiu obert')).toBeVisible()
  await expect(pau.page.getByRole('heading', { name: 'Pla comú', level: 1 })).toBeVisible()

  await relay.stop()
  await nuria.addCards('Idea', ['Habitatge cooperatiu'])
  await nuria.rename('Forn de pa', 'Forn de pa de poble')
  await pau.addCards('Proposed', ['Ràdio lliure', 'Taller de bicis'])
  await pau.rename('Arxiu obert', 'Arxiu obert i viu')
  await expect(nuria.card('Ràdio lliure')).toHaveCount(0)
  await expect(pau.card('Habitatge cooperatiu')).toHaveCount(0)
  await expect(nuria.status()).toContainText(/Saved|only here/)

  relay = await startRelay(relayFolder, relay.port)
  const everything = [
    ['Idea', 'Forn de pa de poble', 'Arxiu obert i viu', 'Habitatge cooperatiu'],
    ['Proposed', 'Ràdio lliure', 'Taller de bicis'],
    ['Agreed'],
    ['Under way'],
    ['Done'],
  ]
  // Back-off after the outage may let half a minute pass.
  await expect.poll(() => nuria.board(), { timeout: 60_000 }).toEqual(everything)
  await expect.poll(() => pau.board(), { timeout: 60_000 }).toEqual(everything)
  await expect(nuria.status()).toContainText(/Everyone has the plan|Saved here and on/, { timeout: 30_000 })

  await laptopA.close()
  await laptopB.close()
  await relay.stop()
})
