import { expect, test } from 'vitest'
import { equalVectors } from '#shared/journal/vector.ts'
import { seededRandom } from '#test/helpers/entries.ts'
import { endAfterEach, newFolder, open, relayOn } from '#test/helpers/relayTest.ts'
import { contentOf, founder, inviteSignKeysOf } from '#test/helpers/syncMember.ts'
import { waitFor } from '#test/helpers/waitFor.ts'

endAfterEach()

test('[SY7] two members bring 1,000 entries together through a relay process', async () => {
  const random = seededRandom(1)
  const running = await relayOn(await newFolder())
  const ana = await founder(random)
  const { grant, seed } = await ana.invite()
  const pau = await ana.welcome(seed, grant)
  await ana.write(...Array.from({ length: 500 }, (_, i) => `ana ${i}`))
  await pau.write(...Array.from({ length: 500 }, (_, i) => `pau ${i}`))

  const anas = open(ana, ana.config(running))
  await waitFor('ana is in step', () => anas.status().inStep)
  // Pau's device is new to the relay: it comes by its invite first, hands in its JOIN, then comes as itself.
  const invite = inviteSignKeysOf(seed, pau.membership.roomId)
  const paus = open(pau, pau.config(running, pau.identity({ invite })))
  await waitFor('both hold everything', () => contentOf(ana) === 1_000 && contentOf(pau) === 1_000)
  await waitFor('both are in step', () => anas.status().inStep && paus.status().inStep)

  expect(equalVectors(ana.journal.vector(), pau.journal.vector())).toBe(true)
  expect(anas.notices).toEqual([])
  expect(paus.notices).toEqual([])

  // And live: what one writes the other has, acknowledged after the relay has it on disk.
  const [entry] = await pau.write('live')
  await waitFor('ana has it', () => ana.journal.has(entry?.hash ?? ''))
  await waitFor('pau knows', () => paus.acknowledged.has(entry?.hash ?? ''))
})
