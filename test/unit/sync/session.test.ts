import { expect, test } from 'vitest'
import { KIND } from '#shared/journal/entry.ts'
import { equalVectors } from '#shared/journal/vector.ts'
import { decodeFrame, encodeFrame } from '#shared/protocol/frameCodec.ts'
import { MAX_IN_FLIGHT, type SessionNotice } from '#shared/sync/sessionState.ts'
import { seededNumbers, seededRandom } from '#test/helpers/entries.ts'
import { type MemoryDisk, memoryDisk } from '#test/helpers/memoryDisk.ts'
import { type SyncMember, contentOf, founder, inviteSignKeysOf } from '#test/helpers/syncMember.ts'
import { type VirtualRelay, VirtualWorld } from '#test/helpers/virtualRelay.ts'

const HUGE = { entriesBurst: 100_000 }

async function pair(
  seed: number,
): Promise<{ ana: SyncMember; pau: SyncMember; invite: ReturnType<typeof inviteSignKeysOf> }> {
  const ana = await founder(seededRandom(seed))
  const { grant, seed: inviteSeed } = await ana.invite()
  const pau = await ana.welcome(inviteSeed, grant)
  return { ana, pau, invite: inviteSignKeysOf(inviteSeed, ana.membership.roomId) }
}

/** Names of the frames a side has sent, as far as they are readable. */
const sentBy = (world: VirtualWorld, from: 'client' | 'relay'): readonly string[] =>
  world.wire.flatMap((item) => {
    if (item.from !== from) return []
    const frame = decodeFrame(item.bytes)
    return frame.ok ? [frame.value.name] : []
  })

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

test('[SY9] a relay that is down is tried again ever more slowly, and found when it is up', async () => {
  const world = new VirtualWorld(18)
  world.isUp = false
  const relay = world.startRelay('ws://127.0.0.1:1')
  const { ana } = await pair(18)
  const session = world.session(ana, ana.config(relay))
  const waits: number[] = []
  for (let i = 0; i < 10; i++) {
    await world.time.run(60_000, () => session.status().state === 'waiting')
    waits.push(session.status().retryInMs)
    await world.time.run(60_000, () => session.status().state !== 'waiting')
  }
  expect(waits[0]).toBeLessThanOrEqual(500)
  expect(waits.every((wait, i) => wait >= Math.min(15_000, 500 * 2 ** i) / 2 && wait <= 15_000)).toBe(true)
  world.isUp = true
  expect(await world.time.run(30_000, () => session.status().inStep)).toBe(true)
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

test('[SY12] an entry refused for good is told and left; the others go on', async () => {
  const world = new VirtualWorld(20)
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE)
  const { ana, pau, invite } = await pair(20)
  const notices: SessionNotice[] = []
  const anas = world.session(ana, ana.config(relay))
  await world.time.run(3_000, () => anas.status().inStep)
  // Pau's stream as a copied profile would have it: the same place twice, and it goes on from the second.
  const [first] = await pau.write('one')
  const second = pau.sealedAt(first, 'two')
  await pau.keep([second])
  const paus = world.session(pau, pau.config(relay, pau.identity({ invite })), notices)
  await world.time.run(5_000, () => paus.status().inStep)
  const wrong = await pau.writeAfter('ee'.repeat(32), 'follows from nothing')
  const [right] = await ana.write('others go on')
  await world.time.run(5_000)
  expect(notices.filter(({ code }) => code === 'refusedEntry')).toMatchObject([
    { entry: { hash: wrong.hash }, refusal: { code: 'E_CHAIN', retryable: false } },
  ])
  expect(pau.journal.has(right?.hash ?? '')).toBe(true)
  expect(paus.status()).toMatchObject({ state: 'live', inStep: true, toSend: 1 })
})

test('[SY12] what may be tried again waits here, and goes when there is room', async () => {
  const world = new VirtualWorld(30)
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE)
  const { ana } = await pair(30)
  const notices: SessionNotice[] = []
  const session = world.session(ana, ana.config(relay), notices)
  await world.time.run(3_000, () => session.status().inStep)
  relay.core.setDiskLow(true)
  await ana.write('waits')
  await world.time.run(10_000)
  expect(session.status()).toMatchObject({ state: 'live', inStep: false, toSend: 1 })
  relay.core.setDiskLow(false)
  expect(await world.time.run(70_000, () => session.status().inStep)).toBe(true)
  expect(notices.filter(({ code }) => code === 'refusedEntry')).toEqual([])
})

test('[SY13] a relay that goes silent is left, and what it had not acknowledged is sent again', async () => {
  const world = new VirtualWorld(21)
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE)
  const { ana } = await pair(21)
  const session = world.session(ana, ana.config(relay))
  await world.time.run(3_000, () => session.status().inStep)
  let isSilent = true
  world.tamper = (from, bytes) => (isSilent && from === 'relay' ? null : bytes)
  await ana.write('one')
  await world.time.run(10_000)
  expect(session.status()).toMatchObject({ state: 'live', inStep: false })
  await world.time.run(20_000)
  expect(session.status().state).not.toBe('live')
  isSilent = false
  expect(await world.time.run(60_000, () => session.status().inStep)).toBe(true)
})

test('[SY13] an idle line is asked every 25 s', async () => {
  const world = new VirtualWorld(22)
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE)
  const { ana } = await pair(22)
  const session = world.session(ana, ana.config(relay))
  await world.time.run(3_000, () => session.status().inStep)
  await world.time.run(120_000)
  expect(session.status().state).toBe('live')
  expect(sentBy(world, 'client').filter((name) => name === 'PING').length).toBeGreaterThanOrEqual(3)
  expect(world.wire.filter(({ bytes }) => bytes[0] === 0x01)).toHaveLength(2)
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

test('[SY15] a relay that says goodbye is waited for', async () => {
  const world = new VirtualWorld(24)
  const keys = world.newKeys()
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE, memoryDisk(), keys)
  const { ana } = await pair(24)
  const session = world.session(ana, ana.config(relay))
  await world.time.run(3_000, () => session.status().inStep)
  await relay.core.close()
  await world.time.run(200)
  expect(session.status()).toMatchObject({ state: 'waiting', cause: { code: 'E_GOING' } })
  expect(session.status().retryInMs).toBeGreaterThanOrEqual(1_000)
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

test('[SY6] a final refusal stands until the host acts', async () => {
  const world = new VirtualWorld(27)
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE)
  const { ana, pau, invite } = await pair(27)
  const session = world.session(ana, ana.config(relay, ana.identity({ mayCreate: false })))
  await world.time.run(60_000)
  expect(session.status()).toMatchObject({ state: 'refused', cause: { code: 'E_RELAY_NO_ROOM' } })
  expect(world.wire.filter(({ bytes }) => bytes[0] === 0x01)).toHaveLength(1)
  session.configure(ana.config(relay))
  expect(await world.time.run(5_000, () => session.status().inStep)).toBe(true)
  // Pau's device is unknown there, and has no invite to show.
  const without = world.session(pau, pau.config(relay))
  await world.time.run(60_000)
  expect(without.status()).toMatchObject({ state: 'refused', cause: { code: 'E_NOT_MEMBER' } })
  without.configure(pau.config(relay, pau.identity({ invite })))
  expect(await world.time.run(5_000, () => without.status().inStep && without.status().mode === 'write')).toBe(true)
})

test('[SY6] a reader waits for the room that a writer has yet to make', async () => {
  const world = new VirtualWorld(41)
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE)
  const { ana } = await pair(41)
  const identity = ana.identity()
  if (identity.as !== 'writer') throw new Error('Ana writes')
  const reader = world.session(ana, ana.config(relay, { as: 'reader', subscribe: identity.subscribe }))
  await world.time.run(10_000)
  expect(reader.status()).toMatchObject({ state: 'waiting', cause: { code: 'E_RELAY_NO_ROOM' } })
  world.session(ana, ana.config(relay))
  expect(await world.time.run(30_000, () => reader.status().state === 'live')).toBe(true)
})

test('[SY6] a member whose link is void at the relay goes on asking, seldom after a while, until its JOIN is there', async () => {
  const world = new VirtualWorld(47)
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE)
  const { ana, pau, invite } = await pair(47)
  const [grant] = (await ana.control()).filter(({ header }) => header.kind === KIND.INVITE_GRANT)
  await ana.voidInvite(grant!.hash)
  const anas = world.session(ana, ana.config(relay))
  expect(await world.time.run(5_000, () => anas.status().inStep)).toBe(true)
  const paus = world.session(pau, pau.config(relay, pau.identity({ invite })))
  await world.time.run(120_000)
  expect(paus.status()).toMatchObject({ state: 'waiting', cause: { code: 'E_INVITE_VOID' } })
  const asked = world.wire.length
  await world.time.run(600_000)
  const hellos = world.wire.slice(asked).filter(({ bytes }) => bytes[0] === 0x01)
  // Two for each try: as itself, then by its link.
  expect(hellos.length).toBeGreaterThan(8)
  expect(hellos.length).toBeLessThan(24)
  // Somebody who has its file hands it in.
  await ana.keep(await pau.control())
  expect(await world.time.run(70_000, () => paus.status().inStep && paus.status().mode === 'write')).toBe(true)
})

test('[SY6] a detour that a lost connection or a full relay cut short is taken again', async () => {
  const world = new VirtualWorld(31)
  const relay = world.startRelay('ws://127.0.0.1:1', HUGE)
  relay.core.setDiskLow(true)
  const { ana } = await pair(31)
  const session = world.session(ana, ana.config(relay))
  await world.time.run(5_000)
  expect(session.status()).toMatchObject({ state: 'waiting', cause: { code: 'E_RELAY_DISK' } })
  relay.core.setDiskLow(false)
  let cuts = 0
  world.tamper = (from, bytes) => {
    if (from === 'relay' && bytes[0] === 0x04 && cuts++ < 2) world.cutAll()
    return bytes
  }
  expect(await world.time.run(200_000, () => session.status().inStep)).toBe(true)
  expect(cuts).toBeGreaterThan(1)
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
