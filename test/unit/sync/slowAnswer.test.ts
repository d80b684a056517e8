import { expect, test } from 'vitest'
import { fromHex } from '#shared/base/bytes.ts'
import { sign } from '#shared/base/crypto.ts'
import { vectorWith } from '#shared/journal/vector.ts'
import type { Frame } from '#shared/protocol/frames.ts'
import { decodeFrame, encodeFrame } from '#shared/protocol/frameCodec.ts'
import { rootMessage } from '#shared/protocol/handshake.ts'
import { stepSession } from '#shared/sync/session.ts'
import type { SessionEffect, SessionEvent, SessionMachine } from '#shared/sync/sessionState.ts'
import { vectorToWire } from '#shared/sync/vectors.ts'
import { seededRandom } from '#test/helpers/entries.ts'
import { founder } from '#test/helpers/syncMember.ts'
import { VirtualWorld } from '#test/helpers/virtualRelay.ts'

const STREAM = 'cd'.repeat(16)
const placesUpTo = (length: number) => Array.from({ length }, (_, seq) => ({ stream: STREAM, seq }))

const asked = (effects: readonly SessionEffect[]): Frame[] =>
  effects.flatMap((effect) => {
    if (effect.run !== 'send') return []
    const frame = decodeFrame(effect.bytes)
    return frame.ok && frame.value.name === 'WANT' ? [frame.value] : []
  })

test('[SY30] what the relay says it holds while it is still answering is asked for once it has answered', async () => {
  const world = new VirtualWorld(30)
  const relay = world.startRelay('ws://127.0.0.1:1')
  const ana = await founder(seededRandom(30))
  const session = world.session(ana, ana.config(relay))
  expect(await world.time.run(10_000, () => session.status().inStep)).toBe(true)

  const keys = world.newKeys()
  const { roomId } = ana.membership
  const view = { vector: ana.journal.vector(), lastRoot: null }
  const have = (length: number): SessionEvent => ({
    on: 'message',
    bytes: encodeFrame('HAVE', { vector: vectorToWire(vectorWith(view.vector, placesUpTo(length))) }),
  })
  const signed = { logId: new Uint8Array(16), pos: 1, root: new Uint8Array(32) }
  const message = rootMessage(fromHex(roomId), signed.logId, signed.pos, signed.root)
  const caughtUp: SessionEvent = {
    on: 'message',
    bytes: encodeFrame('CAUGHT_UP', { ...signed, rootSignature: sign(keys.privateKey, 'root', message) }),
  }
  const live: SessionMachine = {
    config: ana.config(relay),
    tried: { join: false, create: false },
    work: null,
    state: {
      at: 'live',
      attempt: 0,
      mode: 'write',
      proto: 2,
      relayKey: keys.publicKey,
      seal: null,
      silentTicks: 0,
      relay: view.vector,
      refused: new Map(),
      inFlight: new Map(),
      reading: false,
      dirty: false,
      putPaused: false,
      wanting: false,
      toldMeanwhile: false,
      handing: 0,
      quotaBytes: 0,
      usedBytes: 0,
    },
  }
  const [first, toFirst] = stepSession(live, have(3), view)
  expect(asked(toFirst)).toHaveLength(1)
  const [second, toSecond] = stepSession(first, have(5), view)
  expect(asked(toSecond)).toHaveLength(0)
  // The answer to the first question brought three of the five.
  const held = { ...view, vector: vectorWith(view.vector, placesUpTo(3)) }
  const [third, toCaughtUp] = stepSession(second, caughtUp, held)
  expect(asked(toCaughtUp).map(({ body }) => body)).toEqual([{ ranges: [[fromHex(STREAM), 3, 4]] }])
  // And one answer ends it.
  const [, toLast] = stepSession(third, caughtUp, { ...view, vector: vectorWith(view.vector, placesUpTo(5)) })
  expect(asked(toLast)).toHaveLength(0)
})
