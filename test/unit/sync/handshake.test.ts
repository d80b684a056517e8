import { expect, test } from 'vitest'
import { memoryDisk } from '#test/helpers/memoryDisk.ts'
import { VirtualWorld } from '#test/helpers/virtualRelay.ts'
import { pair, sentBy, HUGE } from '#test/helpers/sessionPair.ts'

test('[SY2] another key than the pinned one ends it, and nothing about the room was said', async () => {
  const world = new VirtualWorld(11)
  const relay = world.startRelay('ws://127.0.0.1:1')
  const { ana } = await pair(11)
  const session = world.session(ana, { ...ana.config(relay), relayKey: 'ee'.repeat(32) })
  await world.time.run(60_000)
  expect(session.status()).toMatchObject({ state: 'refused', cause: { code: 'E_RELAY_KEY' } })
  expect(sentBy(world, 'client')).toEqual(['HELLO'])
})

test('[SY2] without a pin the first key is learnt and kept', async () => {
  const world = new VirtualWorld(12)
  const relay = world.startRelay('ws://127.0.0.1:1')
  const { ana } = await pair(12)
  const session = world.session(ana, { ...ana.config(relay), relayKey: null })
  expect(await world.time.run(5_000, () => session.status().inStep)).toBe(true)
  // The relay comes back with another key: the one learnt is pinned now.
  world.startRelay('ws://127.0.0.1:1', {}, memoryDisk())
  world.cutAll()
  await world.time.run(20_000)
  expect(session.status()).toMatchObject({ state: 'refused', cause: { code: 'E_RELAY_KEY' } })
})

test('[SY1] a challenge changed on its way is refused before anything about the room is said', async () => {
  for (const at of [5, 40, 80, 120, 180]) {
    const world = new VirtualWorld(13)
    const relay = world.startRelay('ws://127.0.0.1:1')
    const { ana } = await pair(13)
    world.tamper = (from, bytes) => {
      if (from === 'relay' && bytes[0] === 0x02) bytes[at] = (bytes[at] ?? 0) ^ 1
      return bytes
    }
    const session = world.session(ana, ana.config(relay))
    await world.time.run(4_000)
    expect(session.status().inStep).toBe(false)
    expect(new Set(sentBy(world, 'client'))).toEqual(new Set(['HELLO']))
  }
})

test('[SY1] [SY3] a HELLO changed on its way (sealed made unsealed) is noticed', async () => {
  const world = new VirtualWorld(14)
  const relay = world.startRelay('ws://127.0.0.1:1')
  const { ana } = await pair(14)
  world.tamper = (from, bytes) => {
    // The last byte of HELLO is `sealed`.
    if (from === 'client' && bytes[0] === 0x01) bytes[bytes.length - 1] = 1
    return bytes
  }
  const session = world.session(ana, ana.config(relay))
  await world.time.run(4_000)
  expect(session.status()).toMatchObject({ state: 'refused', cause: { code: 'E_RELAY_KEY' } })
})

test('[SY3] on a LAN everything after CHAL is sealed; the relay refuses a client that does not', async () => {
  const world = new VirtualWorld(15)
  const relay = world.startRelay('ws://lan.example:1')
  const { ana } = await pair(15)
  const session = world.session(ana, ana.config(relay))
  expect(await world.time.run(5_000, () => session.status().inStep)).toBe(true)
  expect(new Set(sentBy(world, 'client'))).toEqual(new Set(['HELLO']))
  expect(new Set(sentBy(world, 'relay'))).toEqual(new Set(['CHAL']))
  const room = Buffer.from(ana.membership.roomId, 'hex')
  expect(world.wire.some(({ bytes }) => Buffer.from(bytes).includes(room))).toBe(false)

  const open = new VirtualWorld(15)
  const lan = open.startRelay('ws://lan.example:1')
  open.tamper = (from, bytes) => {
    if (from === 'client' && bytes[0] === 0x01) bytes[bytes.length - 1] = 0
    return bytes
  }
  const refused = open.session(ana, ana.config(lan))
  await open.time.run(4_000)
  expect(refused.status()).toMatchObject({ state: 'refused', cause: { code: 'E_UNSEALED' } })
})

test('[SY4] a sealed frame that is lost, doubled or changed closes the connection, and the next one is whole', async () => {
  for (const harm of ['lose', 'change'] as const) {
    const world = new VirtualWorld(16)
    const relay = world.startRelay('ws://lan.example:1', HUGE)
    const { ana } = await pair(16)
    let harmed = 0
    world.tamper = (from, bytes) => {
      if (from !== 'client' || bytes[0] === 0x01 || harmed > 0) return bytes
      harmed += 1
      if (harm === 'lose') return null
      bytes[3] = (bytes[3] ?? 0) ^ 1
      return bytes
    }
    await ana.write('one')
    const session = world.session(ana, ana.config(relay))
    expect(await world.time.run(60_000, () => session.status().inStep)).toBe(true)
    expect(harmed).toBe(1)
    expect(world.wire.filter(({ bytes }) => bytes[0] === 0x02).length).toBeGreaterThan(1)
  }
})
