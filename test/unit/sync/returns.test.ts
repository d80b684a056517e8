/** Refusals, silences and returns of a session. */
import { expect, test } from 'vitest'
import { KIND } from '#shared/journal/entry.ts'
import type { SessionNotice } from '#shared/sync/sessionState.ts'
import { memoryDisk } from '#test/helpers/memoryDisk.ts'
import { VirtualWorld } from '#test/helpers/virtualRelay.ts'
import { pair, sentBy, HUGE } from '#test/helpers/sessionPair.ts'

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
