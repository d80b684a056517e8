/** Who comes into a room. */
import { expect, test } from 'vitest'
import { concat, fromHex } from '#shared/base/bytes.ts'
import { type KeyPair, deviceSignKeys, subscribeKeys } from '#shared/base/crypto.ts'
import { type Entry, isControlKind, parseEntry, KIND } from '#shared/journal/entry.ts'
import { encodeFrame } from '#shared/protocol/frameCodec.ts'
import type { OpenMode } from '#shared/protocol/frames.ts'
import { readControl } from '#shared/sync/journalStore.ts'
import type { SocketPort } from '#shared/sync/port.ts'
import { seededRandom } from '#test/helpers/entries.ts'
import { type RawOpen, type RawClient, rawClient } from '#test/helpers/rawClient.ts'
import { type SyncMember, founder, inviteSignKeysOf, NOW_S } from '#test/helpers/syncMember.ts'
import { type VirtualRelay, VirtualWorld } from '#test/helpers/virtualRelay.ts'
import { scene, acked, codes, URL } from '#test/helpers/relayScene.ts'

test('[RL7] [RL22] [SY5] proofs are over this connection, room, mode and epoch; nothing else is let in', async () => {
  const { ana, join } = await scene(12)
  const { membership } = ana
  const opened = async (mode: OpenMode, change: Partial<RawOpen>): Promise<string> => {
    const client = await join(ana, mode, change)
    return client.of('OPENED').length === 1 ? 'opened' : (codes(client)[0] ?? 'nothing')
  }
  const stranger = deviceSignKeys(seededRandom(5).bytes(32), fromHex(membership.roomId))
  expect(await opened('write', {})).toBe('opened')
  expect(await opened('read', {})).toBe('opened')
  expect(await opened('write', { device: stranger })).toBe('E_NOT_MEMBER')
  expect(await opened('write', { subscribe: stranger })).toBe('E_SIG')
  expect(await opened('read', { subscribe: stranger })).toBe('E_NOT_MEMBER')
  expect(await opened('read', { epochId: 'ee'.repeat(32) })).toBe('E_NOT_MEMBER')
  expect(await opened('write', { roomId: 'ee'.repeat(32) })).toBe('E_RELAY_NO_ROOM')
  // A proof made for reading, for another room, for another connection.
  const at = (offset: number, value: number) => (message: Uint8Array) =>
    concat(message.subarray(0, offset), Uint8Array.of(value), message.subarray(offset + 1))
  expect(await opened('write', { message: at(64, 3) })).toBe('E_SIG')
  expect(await opened('write', { message: at(40, 1) })).toBe('E_SIG')
  expect(await opened('write', { message: at(3, 1) })).toBe('E_SIG')
})

test('[RL7] a reader may not hand anything in, and no writer by the subscribe key alone', async () => {
  const { ana, join, put } = await scene(13)
  const reader = await join(ana, 'read')
  await put(reader, ana.sealed('from a reader'))
  expect(codes(reader)).toEqual(['E_ROLE'])
})

test('[RL8] a newcomer sees the control log only, live too, and hands in control entries only', async () => {
  const { world, relay, ana, join, put } = await scene(14)
  const { grant, seed } = await ana.invite()
  await ana.write('secret content', 'more of it')
  const session = world.session(ana, ana.config(relay))
  await world.time.run(3_000, () => session.status().inStep)
  const pau = await ana.welcome(seed, grant)
  const client = await join(pau, 'join', { invite: inviteSignKeysOf(seed, ana.membership.roomId) })
  const [opened] = client.of('OPENED')
  expect(opened?.body.vector).toEqual([[fromHex(grant.header.stream), 3]])
  client.send('WANT', { ranges: [[fromHex(grant.header.stream), 0, 1_000]] })
  await world.time.run(300)
  await ana.write('live content')
  const second = await ana.invite()
  await world.time.run(500)
  const entries = client.of('DELIVER').flatMap(({ body }) => body.entries.flatMap((bytes) => parsed(bytes)))
  expect(entries.map(({ header }) => header.kind)).toEqual([
    KIND.GENESIS,
    KIND.EPOCH,
    KIND.INVITE_GRANT,
    KIND.INVITE_GRANT,
  ])
  expect(entries.at(-1)?.hash).toBe(second.grant.hash)
  const [join5] = await ownControl(pau)
  const content = pau.sealed('too early')
  await put(client, ...(join5 === undefined ? [] : [join5]), content)
  expect(acked(client)).toBe(1)
  expect(codes(client)).toEqual(['E_ROLE'])
  // Its JOIN has made it a member: now it comes as itself.
  const member = await join(pau)
  await put(member, content)
  expect(acked(member)).toBe(1)
})

const parsed = (bytes: Uint8Array): readonly Entry[] => {
  const entry = parseEntry(bytes)
  return entry.ok ? [entry.value] : []
}

const ownControl = async (member: SyncMember): Promise<readonly Entry[]> =>
  (await member.control()).filter(({ header }) => header.device === member.device && isControlKind(header.kind))

test('[RL9] an invite that has ended, was withdrawn, is used up or unknown opens nothing', async () => {
  const { world, relay, ana, join, put } = await scene(15)
  const once = await ana.invite({ maxUses: 1 })
  const short = await ana.invite({ notAfter: NOW_S + 1_000 })
  const withdrawn = await ana.invite()
  const [first, second] = [await ana.welcome(once.seed, once.grant), await ana.welcome(once.seed, once.grant)]
  const late = await ana.welcome(short.seed, short.grant)
  await ana.voidInvite(withdrawn.grant.hash)
  const session = world.session(ana, ana.config(relay))
  await world.time.run(3_000, () => session.status().inStep)
  const { roomId } = ana.membership
  const by = (seed: Uint8Array) => ({ invite: inviteSignKeysOf(seed, roomId) })

  const [one, two] = [await join(first, 'join', by(once.seed)), await join(second, 'join', by(once.seed))]
  await put(one, ...(await ownControl(first)))
  expect(acked(one)).toBe(1)
  // Opened before it was used up; the JOIN itself is asked again.
  await put(two, ...(await ownControl(second)))
  expect(codes(two)).toEqual(['E_INVITE_USED'])
  expect(codes(await join(second, 'join', by(once.seed)))).toEqual(['E_INVITE_USED'])

  const inTime = await join(late, 'join', by(short.seed))
  expect(inTime.of('OPENED')).toHaveLength(1)
  await world.time.run(1_001_000)
  expect(codes(await join(late, 'join', by(short.seed)))).toEqual(['E_INVITE_EXPIRED'])
  expect(codes(await join(late, 'join', by(withdrawn.seed)))).toEqual(['E_INVITE_VOID'])
  expect(codes(await join(late, 'join', by(new Uint8Array(32).fill(9))))).toEqual(['E_INVITE_UNKNOWN'])
  // A member who has judged it may hand it in, by settled rule: the relay never undoes a join that others know.
  const anas = await join(ana)
  await put(anas, ...(await ownControl(late)))
  expect(acked(anas)).toBe(1)
})

test('[RL9] a grant the relay has not heard of is shown by the control entries that come along', async () => {
  const { world, ana, join, put } = await scene(16)
  const { grant, seed } = await ana.invite()
  const pau = await ana.welcome(seed, grant)
  const invite = inviteSignKeysOf(seed, ana.membership.roomId)
  expect(codes(await join(pau, 'join', { invite }))).toEqual(['E_INVITE_UNKNOWN'])
  const control = [...(await readControl(pau.journal))]
  const client = await join(pau, 'join', { invite, extra: { control } })
  expect(client.of('OPENED')).toHaveLength(1)
  await put(client, ...(await ownControl(pau)))
  expect(acked(client)).toBeGreaterThanOrEqual(1)
  const expired = await ana.invite({ notAfter: NOW_S - 10 })
  const late = await ana.welcome(expired.seed, expired.grant)
  const refused = await join(late, 'join', {
    invite: inviteSignKeysOf(expired.seed, ana.membership.roomId),
    extra: { control: [...(await readControl(late.journal))] },
  })
  expect(codes(refused)).toEqual(['E_INVITE_EXPIRED'])
  await world.time.run(300)
})

test('[RL9] a link that is good does not bring in who joined by one that is void here', async () => {
  const { ana, join, put } = await scene(18)
  const bad = await ana.invite()
  const thief = await ana.welcome(bad.seed, bad.grant)
  await ana.voidInvite(bad.grant.hash)
  const anas = await join(ana)
  await put(anas, ...(await ana.control()))
  const good = await ana.invite()
  const pau = await ana.welcome(good.seed, good.grant)
  const invite = inviteSignKeysOf(good.seed, ana.membership.roomId)
  const control = [...(await pau.control()), ...(await ownControl(thief))].map(({ bytes }) => bytes)
  const client = await join(pau, 'join', { invite, extra: { control } })
  await put(client, ...(await ownControl(pau)), ...(await ownControl(thief)))
  expect(codes(client)).toEqual(['E_INVITE_VOID'])
  expect(acked(client)).toBeGreaterThan(0)
  expect(codes(await join(thief))).toEqual(['E_NOT_MEMBER'])
  // A member may hand it in: that is the member's word for it.
  await put(anas, ...(await ownControl(thief)))
  expect(codes(anas)).toEqual([])
  expect((await join(thief)).of('OPENED')).toHaveLength(1)
})

/** Without a network between: what is sent is there at once, while the relay still opens the room. */
const portTo = (relay: VirtualRelay): SocketPort => ({
  connect(_, events) {
    const visit = relay.core.accept({
      address: '10.0.0.9',
      isShielded: true,
      isLocal: true,
      send: (bytes) => queueMicrotask(() => events.message(bytes)),
      close: (code) => events.closed(code),
      buffered: () => 0,
      drained: () => Promise.resolve(),
    })
    queueMicrotask(() => events.opened())
    return { send: (bytes) => visit.receive(bytes), close() {}, pause() {}, resume() {} }
  },
})

test.each([
  [30, 'OPENED'],
  [40, 'E_RATE'],
])('[RL25] %i messages of 2 KB before the room is open: %s', async (count, answer) => {
  const { world, relay, ana } = await scene(20)
  const { roomId, epochId, epochSecret, device } = ana.membership
  const keys = { device: device.sign, subscribe: subscribeKeys(epochSecret, fromHex(roomId)) }
  const presence = encodeFrame('EPH', { body: new Uint8Array(2_000) })
  const client: RawClient = rawClient(portTo(relay), URL, {
    roomId,
    epochId,
    mode: 'write',
    ...keys,
    message(message) {
      queueMicrotask(() => Array.from({ length: count }, () => client.sendBytes(presence)))
      return message
    },
  })
  await world.time.run(500)
  const answers = client.received.map((frame) => (frame.name === 'NACK' ? frame.body.code : frame.name))
  expect(answers.filter((one) => one === 'OPENED' || one === 'E_RATE')).toEqual([answer])
})

test('[RL10] a room is made with its control log by a writer of it, and written in by all of its writers', async () => {
  const world = new VirtualWorld(17)
  world.startRelay(URL)
  const ana = await founder(seededRandom(17))
  const { grant, seed } = await ana.invite()
  const pau = await ana.welcome(seed, grant)
  const { roomId, epochId, epochSecret } = pau.membership
  const subscribe = subscribeKeys(epochSecret, fromHex(roomId))
  const create = async (device: KeyPair, control: Uint8Array[]): Promise<RawClient> => {
    const client = rawClient(world.port, URL, {
      roomId,
      mode: 'create',
      epochId,
      device,
      subscribe,
      extra: { control },
    })
    await world.time.run(500)
    return client
  }
  const control = [...(await readControl(pau.journal))]
  const stranger = deviceSignKeys(seededRandom(5).bytes(32), fromHex(roomId))
  expect(codes(await create(stranger, control))).toEqual(['E_NOT_MEMBER'])
  expect(codes(await create(pau.membership.device.sign, control.slice(0, 3)))).toEqual(['E_NOT_MEMBER'])
  expect(codes(await create(pau.membership.device.sign, control.slice(1)))).toEqual(['E_NOT_MEMBER'])
  const made = await create(pau.membership.device.sign, control)
  expect(acked(made)).toBe(control.length)
  const other = rawClient(world.port, URL, {
    roomId,
    mode: 'write',
    epochId,
    device: ana.membership.device.sign,
    subscribe,
  })
  await world.time.run(300)
  expect(other.of('OPENED')).toHaveLength(1)
})
