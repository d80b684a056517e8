import { networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import { webSocketPort } from '#node/net/webSocketPort.ts'
import { seededRandom } from '#test/helpers/entries.ts'
import { rawClient } from '#test/helpers/rawClient.ts'
import { endAfterEach, newFolder, open, relayOn } from '#test/helpers/relayTest.ts'
import { contentOf, founder, inviteSignKeysOf } from '#test/helpers/syncMember.ts'
import { waitFor } from '#test/helpers/waitFor.ts'

endAfterEach()

const address = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address

test.skipIf(address === undefined)(
  '[SY3] [RL10] over the network address of this machine: work for the room, and every frame sealed',
  async () => {
    const relay = await relayOn(await newFolder(), { host: '0.0.0.0', limits: { workBits: 12 } })
    const lan = { url: `ws://${address}:${relay.port}`, publicKey: relay.publicKey }
    const ana = await founder(seededRandom(1))
    const { grant, seed } = await ana.invite()
    const pau = await ana.welcome(seed, grant)
    const anas = open(ana, ana.config(lan))
    await ana.write('across the table', 'x'.repeat(300_000))
    await waitFor('ana is in step', () => anas.status().inStep)
    const invite = inviteSignKeysOf(seed, ana.membership.roomId)
    const paus = open(pau, pau.config(lan, pau.identity({ invite })))
    await waitFor('pau has it', () => contentOf(pau) === 2 && paus.status().inStep)

    // The same in the clear is refused there, and taken on this machine.
    const { roomId, epochId } = ana.membership
    const clear = rawClient(webSocketPort, lan.url, { roomId, epochId, mode: 'read' })
    await waitFor('refused', () => clear.of('NACK').some(({ body }) => body.code === 'E_UNSEALED'))
    const local = open(ana, ana.config(relay))
    await waitFor('local', () => local.status().inStep)
    expect(local.notices).toEqual([])
  },
)
