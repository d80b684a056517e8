import { expect, test } from 'vitest'
import { equalVectors } from '#shared/journal/vector.ts'
import { concat } from '#shared/base/bytes.ts'
import { encodeFrame } from '#shared/protocol/frameCodec.ts'
import type { RelayLimits } from '#relay/limits.ts'
import { HUGE, pair } from '#test/helpers/sessionPair.ts'
import { VirtualWorld } from '#test/helpers/virtualRelay.ts'

const URL = 'ws://127.0.0.1:1'

async function meeting(limits: Partial<RelayLimits> = {}) {
  const world = new VirtualWorld(41)
  const relay = world.startRelay(URL, { ...HUGE, ...limits })
  const { ana, pau, invite } = await pair(41)
  const anas = world.session(ana, ana.config(relay))
  const paus = world.session(pau, pau.config(relay, pau.identity({ invite })))
  expect(await world.time.run(10_000, () => anas.status().inStep && paus.status().inStep)).toBe(true)
  const notes = (): number =>
    world.wire.filter(
      ({ from, bytes }) => from === 'relay' && bytes[0] === encodeFrame('EPH', { body: new Uint8Array() })[0],
    ).length
  return { world, relay, ana, pau, anas, paus, notes }
}

test('[RL45] of one connection’s notes so many go on at once and then so many a second; the rest are dropped, and nothing ends', async () => {
  const { world, anas, paus, notes } = await meeting({ notesBurst: 10, notesPerSecond: 5 })
  for (let at = 0; at < 50; at++) anas.sendEphemeral(Uint8Array.of(at))
  await world.time.run(500)
  expect(notes()).toBe(10)
  await world.time.run(1_000)
  for (let at = 0; at < 50; at++) anas.sendEphemeral(Uint8Array.of(at))
  await world.time.run(500)
  expect(notes()).toBeGreaterThan(10)
  expect(notes()).toBeLessThanOrEqual(18)
  expect([anas, paus].map((one) => one.status().state)).toEqual(['live', 'live'])
})

test('[RL46] who cannot take a note at once does without; entries go their way', async () => {
  const { world, ana, pau, anas, notes } = await meeting({ noteBufferBytes: -1 })
  anas.sendEphemeral(new Uint8Array(2_000))
  await ana.write('one')
  await world.time.run(5_000)
  expect(notes()).toBe(0)
  expect(equalVectors(ana.journal.vector(), pau.journal.vector())).toBe(true)
})

test('[RL47] a note leaves nothing at the relay', async () => {
  const { world, relay, anas, notes } = await meeting()
  const held = async (): Promise<unknown> => {
    const names = await relay.disk.list()
    return names.ok ? names.value.map(({ name }) => [name, relay.disk.bytes(name)]) : names
  }
  const before = await held()
  anas.sendEphemeral(new Uint8Array(2_000).fill(7))
  await world.time.run(60_000)
  expect(notes()).toBe(1)
  expect(await held()).toEqual(before)
})

test('[RL47] a frame that later keys have made larger than a note may be goes nowhere', async () => {
  const { world, anas, notes } = await meeting()
  const huge = concat(Uint8Array.of(0x0c, 0xa2, 1, 0x41, 7, 2, 0x59, 0x20, 0x00), new Uint8Array(0x2000))
  world.tamper = (from, bytes) => (from === 'client' && bytes[0] === 0x0c ? huge : bytes)
  anas.sendEphemeral(Uint8Array.of(1))
  await world.time.run(1_000)
  expect(notes()).toBe(0)
  expect(anas.status().state).toBe('live')
})
