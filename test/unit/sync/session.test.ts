import { expect, test } from 'vitest'
import { equalVectors } from '#shared/journal/vector.ts'
import { encodeFrame, decodeFrame } from '#shared/protocol/frameCodec.ts'
import { type SessionNotice, MAX_IN_FLIGHT } from '#shared/sync/sessionState.ts'
import { seededNumbers } from '#test/helpers/entries.ts'
import { type MemoryDisk, memoryDisk } from '#test/helpers/memoryDisk.ts'
import { contentOf } from '#test/helpers/syncMember.ts'
import { type VirtualRelay, VirtualWorld } from '#test/helpers/virtualRelay.ts'
import { pair, sentBy, HUGE } from '#test/helpers/sessionPair.ts'

test.each([1, 2, 3, 4, 5, 6])('[SY7] [SY11] seed %i: whatever is cut when, both end with all of it', async (seed) => {
  const world = new VirtualWorld(seed)
  const chance = seededNumbers(seed * 7)
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE)
  const { ana, pau, invite } = await pair(seed)
  const sessions = [
    world.session(ana, ana.config(relay)),
    world.session(pau, pau.config(relay, pau.identity({ invite }))),
  ]
  for (let round = 0; round < 12; round++) {
    const writer = chance() < 0.5 ? ana : pau
    await writer.write(...Array.from({ length: Math.floor(chance() * 40) }, (_, i) => `${round} ${i}`))
    await world.time.run(Math.floor(chance() * 400))
    if (chance() < 0.6) world.cutAll()
  }
  const inStep = (): boolean => sessions.every((session) => session.status().inStep)
  const areEqual = (): boolean => equalVectors(ana.journal.vector(), pau.journal.vector())
  expect(await world.time.run(30_000, () => inStep() && areEqual())).toBe(true)
  expect(contentOf(ana)).toBeGreaterThan(0)
  for (const session of sessions)
    expect(equalVectors(session.status().relay ?? new Map(), ana.journal.vector())).toBe(true)
})

test('[SY7] not caught up before the core has said that everything is durable', async () => {
  const world = new VirtualWorld(10)
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE)
  const { ana, pau, invite } = await pair(10)
  await ana.write('one', 'two')
  world.session(ana, ana.config(relay))
  await world.time.run(2_000)
  let release: () => void = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const store = pau.store
  Object.defineProperty(pau, 'store', {
    value: { ...store, receive: async (entries: readonly Uint8Array[]) => (await held, store.receive(entries)) },
  })
  const paus = world.session(pau, pau.config(relay, pau.identity({ invite })))
  await world.time.run(3_000)
  expect(sentBy(world, 'relay')).toContain('CAUGHT_UP')
  expect(paus.status()).toMatchObject({ caughtUp: false, inStep: false })
  release()
  await world.time.run(3_000)
  expect(paus.status()).toMatchObject({ state: 'live', mode: 'write', inStep: true })
  expect(contentOf(pau)).toBe(2)
})

test('[SY8] a relay restored from an older copy is named, and gets back what it lost', async () => {
  const world = new VirtualWorld(17)
  const keys = world.newKeys()
  const disk = memoryDisk()
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE, disk, keys)
  const { ana } = await pair(17)
  const notices: SessionNotice[] = []
  const told = (): readonly SessionNotice[] => notices.filter(({ code }) => code === 'W_RELAY_ROLLBACK')
  const session = world.session(ana, ana.config(relay), notices)
  await ana.write('one', 'two')
  expect(await world.time.run(5_000, () => session.status().inStep)).toBe(true)
  await relay.core.close()
  const room = disk.folder('rooms').folder(ana.membership.roomId) as MemoryDisk
  const older = room.bytes('journal-000.alog')

  // A restart alone is no rollback.
  const same = world.startRelay('ws://127.0.0.1:1', HUGE, disk, keys)
  const isBack = ({ core }: VirtualRelay) => core.guests.authenticated === 1 && session.status().inStep
  expect(await world.time.run(30_000, () => isBack(same))).toBe(true)
  await ana.write('three', 'four', 'five')
  await world.time.run(5_000, () => session.status().inStep)
  expect(told()).toEqual([])

  await same.core.close()
  room.damage('journal-000.alog', () => older)
  const restored = world.startRelay('ws://127.0.0.1:1', HUGE, disk, keys)
  expect(await world.time.run(30_000, () => isBack(restored))).toBe(true)
  expect(told()).toEqual([{ code: 'W_RELAY_ROLLBACK', count: 3 }])
  expect(equalVectors(session.status().relay ?? new Map(), ana.journal.vector())).toBe(true)
})

test('[SY8] a relay that has lost its whole log is named too', async () => {
  const world = new VirtualWorld(29)
  const keys = world.newKeys()
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE, memoryDisk(), keys)
  const { ana } = await pair(29)
  const notices: SessionNotice[] = []
  const session = world.session(ana, ana.config(relay), notices)
  expect(await world.time.run(5_000, () => session.status().inStep)).toBe(true)
  await relay.core.close()
  const { core } = world.startRelay('ws://127.0.0.1:1', HUGE, memoryDisk(), keys)
  expect(await world.time.run(30_000, () => core.guests.authenticated === 1 && session.status().inStep)).toBe(true)
  expect(notices).toContainEqual({ code: 'W_RELAY_ROLLBACK', count: 3 })
})

test('[SY10] control entries go before all others, in batches of at most 64, with at most 128 on their way', async () => {
  const world = new VirtualWorld(19)
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE)
  const { ana } = await pair(19)
  const session = world.session(ana, ana.config(relay))
  await world.time.run(3_000, () => session.status().inStep)
  world.wire.length = 0
  world.cutAll()
  await world.time.run(1)
  await ana.write(...Array.from({ length: 300 }, (_, i) => `${i}`))
  const { grant } = await ana.invite()
  expect(await world.time.run(10_000, () => session.status().inStep)).toBe(true)
  const puts = world.wire.flatMap(({ bytes }) => {
    const frame = decodeFrame(bytes)
    return frame.ok && frame.value.name === 'PUT' ? [frame.value.body.entries] : []
  })
  expect(puts.map(({ length }) => length)).toEqual([64, 64, 64, 64, 45])
  expect(Buffer.from(puts[0]?.[0] ?? []).equals(Buffer.from(grant.bytes))).toBe(true)
  let onTheWay = 0
  let most = 0
  for (const { bytes } of world.wire) {
    const frame = decodeFrame(bytes)
    if (frame.ok && frame.value.name === 'PUT') onTheWay += frame.value.body.entries.length
    if (frame.ok && frame.value.name === 'ACK') onTheWay -= frame.value.body.hashes.length / 32
    most = Math.max(most, onTheWay)
  }
  expect(most).toBe(MAX_IN_FLIGHT)
})

test('[SY14] what one relay brings goes to the other', async () => {
  const world = new VirtualWorld(23)
  const [north, south] = [world.startRelay('ws://127.0.0.1:1', HUGE), world.startRelay('ws://127.0.0.1:2', HUGE)]
  const { ana, pau, invite } = await pair(23)
  const [toNorth, toSouth] = [world.session(ana, ana.config(north)), world.session(ana, ana.config(south))]
  await world.time.run(5_000, () => toNorth.status().inStep && toSouth.status().inStep)
  const paus = world.session(pau, pau.config(north, pau.identity({ invite })))
  const [entry] = await pau.write('by the north')
  await world.time.run(10_000, () => paus.status().inStep && ana.journal.has(entry?.hash ?? ''))
  toSouth.stored()
  expect(await world.time.run(5_000, () => toSouth.status().inStep)).toBe(true)
  expect(equalVectors(toSouth.status().relay ?? new Map(), pau.journal.vector())).toBe(true)
})

test('[SY16] a hole that outlasts a silence is asked for', async () => {
  const world = new VirtualWorld(25)
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE)
  const { ana, pau, invite } = await pair(25)
  const anas = world.session(ana, ana.config(relay))
  const paus = world.session(pau, pau.config(relay, pau.identity({ invite })))
  await world.time.run(10_000, () => anas.status().inStep && paus.status().inStep)
  let lost = 0
  world.tamper = (from, bytes) => {
    if (from !== 'relay' || bytes[0] !== 0x0a || lost > 0) return bytes
    lost += 1
    return null
  }
  await ana.write('lost on its way')
  await world.time.run(1_000)
  await ana.write('arrives')
  await world.time.run(2_000)
  expect(contentOf(pau)).toBe(1)
  expect(await world.time.run(60_000, () => contentOf(pau) === 2)).toBe(true)
})

test('[SY17] garbage from a relay never throws and never counts', async () => {
  const chance = seededNumbers(26)
  for (let i = 0; i < 30; i++) {
    const world = new VirtualWorld(26)
    const relay = world.startRelay('ws://127.0.0.1:1', HUGE)
    const { ana } = await pair(26)
    const session = world.session(ana, ana.config(relay))
    await world.time.run(i % 2 === 0 ? 60 : 3_000)
    world.tamper = (from, bytes) => {
      if (from === 'relay') bytes[Math.floor(chance() * bytes.length)] = Math.floor(chance() * 256)
      return bytes
    }
    await ana.write('one')
    await world.time.run(2_000)
    world.tamper = (_, bytes) => bytes
    world.cutAll()
    session.configure(ana.config(relay))
    expect(await world.time.run(60_000, () => session.status().inStep)).toBe(true)
  }
})

test('[SY10] presence goes to the others and is kept nowhere', async () => {
  const world = new VirtualWorld(28)
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE)
  const { ana, pau, invite } = await pair(28)
  const anas = world.session(ana, ana.config(relay))
  const paus = world.session(pau, pau.config(relay, pau.identity({ invite })))
  await world.time.run(10_000, () => anas.status().inStep && paus.status().inStep)
  const before = world.wire.length
  anas.sendEphemeral(Uint8Array.of(1, 2, 3))
  await world.time.run(1_000)
  const expected = encodeFrame('EPH', { body: Uint8Array.of(1, 2, 3) })
  const seen = world.wire.slice(before).filter(({ from, bytes }) => from === 'relay' && bytes[0] === 0x0c)
  expect(seen.map(({ bytes }) => bytes)).toEqual([expected])
})
