import { expect, test } from 'vitest'
import { onTestFinished } from 'vitest'
import { startRelay } from '#relay/index.ts'
import { seededRandom } from '#test/helpers/entries.ts'
import { endAfterEach, newFolder, open } from '#test/helpers/relayTest.ts'
import { founder } from '#test/helpers/syncMember.ts'
import { waitFor } from '#test/helpers/waitFor.ts'

endAfterEach()

test('[RL30] [RL31] a room that is not served is as good as none, and who was in it is sent away', async () => {
  const served = new Set<string>()
  const visits: string[] = []
  const started = await startRelay({
    port: 0,
    dataDir: await newFolder(),
    allowsCreation: false,
    serves: (roomId) => served.has(roomId),
    onVisits: (roomId) => visits.push(roomId),
  })
  if (!started.ok) throw new Error(started.error.code)
  const relay = started.value
  onTestFinished(() => relay.close())
  const ana = await founder(seededRandom(11))
  const { roomId } = ana.membership

  const early = open(ana, ana.config(relay))
  await waitFor('refused', () => early.status().state === 'refused')
  expect(early.status().cause).toEqual({ code: 'E_RELAY_NO_ROOM' })

  served.add(roomId)
  const session = open(ana, ana.config(relay))
  await waitFor('in step', () => session.status().inStep)
  expect(visits).toContain(roomId)
  // From this machine: no guest.
  expect(relay.guestsIn(roomId)).toBe(0)

  served.delete(roomId)
  relay.dismiss(roomId)
  await waitFor('sent away', () => session.status().state === 'refused')
  expect(session.status().cause).toEqual({ code: 'E_RELAY_NO_ROOM' })
})
