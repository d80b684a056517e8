import { expect, test } from 'vitest'
import { fromHex } from '#shared/base/bytes.ts'
import { subscribeKeys } from '#shared/base/crypto.ts'
import { webSocketPort } from '#node/net/webSocketPort.ts'
import type { Socket, SocketPort } from '#shared/sync/port.ts'
import { seededRandom } from '#test/helpers/entries.ts'
import { rawClient } from '#test/helpers/rawClient.ts'
import { endAfterEach, newFolder, open, relayOn } from '#test/helpers/relayTest.ts'
import { contentOf, founder, inviteSignKeysOf } from '#test/helpers/syncMember.ts'
import { waitFor } from '#test/helpers/waitFor.ts'

endAfterEach()

const LIMITS = { entriesBurst: 100_000, framesBurst: 100_000, sendBufferBytes: 512 * 1024, slowMs: 4_000 }

/** The real port, with the socket in the test's hand. */
function heldPort(): { port: SocketPort; socket: () => Socket } {
  let held: Socket | undefined
  const port: SocketPort = {
    connect: (url, events) => (held = webSocketPort.connect(url, events)),
  }
  return { port, socket: () => held as Socket }
}

test('[RL13] a client that never reads is closed in time, and the others feel nothing of it', async () => {
  const relay = await relayOn(await newFolder(), { limits: LIMITS })
  const ana = await founder(seededRandom(1))
  const { grant, seed } = await ana.invite()
  const pau = await ana.welcome(seed, grant)
  const invite = inviteSignKeysOf(seed, ana.membership.roomId)
  const anas = open(ana, ana.config(relay))
  const paus = open(pau, pau.config(relay, pau.identity({ invite })))
  await waitFor('both are in step', () => anas.status().inStep && paus.status().inStep)
  const { roomId, epochId, epochSecret } = ana.membership
  const { port, socket } = heldPort()
  const subscribe = subscribeKeys(epochSecret, fromHex(roomId))
  const deaf = rawClient(port, relay.url, { roomId, epochId, mode: 'read', subscribe })
  await waitFor('the deaf one is in', () => deaf.of('OPENED').length === 1)
  socket().pause()
  for (let i = 0; i < 70; i++) await ana.write('x'.repeat(200_000))
  await waitFor('pau has everything', () => contentOf(pau) === 70)
  const stalled = async (): Promise<boolean> => {
    const metrics = await (await fetch(`http://127.0.0.1:${relay.port}/metrics`)).text()
    // On a busy machine another may have been too slow for a moment; it comes back by itself.
    return /^aplec_relay_stalled_total [1-9]/m.test(metrics)
  }
  await waitFor('the relay has closed it', stalled)
  await waitFor('pau is in step', () => paus.status().inStep)
})

test('[RL13] a client that was slow for a while is told what the relay holds, and misses nothing', async () => {
  const relay = await relayOn(await newFolder(), { limits: { ...LIMITS, slowMs: 20_000 } })
  const ana = await founder(seededRandom(2))
  const anas = open(ana, ana.config(relay))
  await waitFor('in step', () => anas.status().inStep)
  const { roomId, epochId, epochSecret } = ana.membership
  const { port, socket } = heldPort()
  const subscribe = subscribeKeys(epochSecret, fromHex(roomId))
  const slow = rawClient(port, relay.url, { roomId, epochId, mode: 'read', subscribe })
  await waitFor('in', () => slow.of('OPENED').length === 1)
  socket().pause()
  for (let i = 0; i < 70; i++) await ana.write('x'.repeat(200_000))
  await waitFor('ana is in step', () => anas.status().inStep)
  socket().resume()
  // It may have caught its breath in between, and been told of less.
  const longest = (): number =>
    Math.max(0, ...slow.of('HAVE').flatMap(({ body }) => body.vector.map(([, length]) => Number(length))))
  await waitFor('it is told of all', () => longest() >= 72)
  const got = slow.of('DELIVER').reduce((sum, { body }) => sum + body.entries.length, 0)
  expect(got).toBeLessThan(70)
})
