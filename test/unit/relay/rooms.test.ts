import { expect, test } from 'vitest'
import { concat, fromHex, toHex } from '#shared/base/bytes.ts'
import { type KeyPair, deviceSignKeys, epochKey, subscribeKeys } from '#shared/base/crypto.ts'
import { type Entry, KIND, isControlKind, nameOfNewer, parseEntry, sealContentEntry } from '#shared/journal/entry.ts'
import { encodeFrame } from '#shared/protocol/frameCodec.ts'
import type { OpenMode } from '#shared/protocol/frames.ts'
import { readControl } from '#shared/sync/journalStore.ts'
import type { SocketPort } from '#shared/sync/port.ts'
import type { RelayLimits } from '#relay/limits.ts'
import { seededRandom } from '#test/helpers/entries.ts'
import { type RawClient, type RawOpen, rawClient } from '#test/helpers/rawClient.ts'
import { NOW_S, type SyncMember, founder, inviteSignKeysOf } from '#test/helpers/syncMember.ts'
import { type VirtualRelay, VirtualWorld } from '#test/helpers/virtualRelay.ts'

const URL = 'ws://127.0.0.1:1'

interface Scene {
  readonly world: VirtualWorld
  readonly relay: VirtualRelay
  readonly ana: SyncMember
  /** Connects raw with this member's keys, or with what the test says. */
  join(member: SyncMember, mode?: OpenMode, change?: Partial<RawOpen>): Promise<RawClient>
  put(client: RawClient, ...entries: readonly Entry[]): Promise<void>
}

/** A room on a relay, made by its founder. */
async function scene(seed: number, limits: Partial<RelayLimits> = {}): Promise<Scene> {
  const world = new VirtualWorld(seed)
  const relay = world.startRelay(URL, limits)
  const ana = await founder(seededRandom(seed))
  const session = world.session(ana, ana.config(relay))
  await world.time.run(5_000, () => session.status().inStep)
  const stopping = session.stop()
  await world.time.run(1_000)
  await stopping
  const put = async (client: RawClient, ...entries: readonly Entry[]): Promise<void> => {
    client.send('PUT', { entries: entries.map(({ bytes }) => bytes) })
    await world.time.run(300)
  }
  const join = async (member: SyncMember, mode: OpenMode = 'write', change: Partial<RawOpen> = {}) => {
    const { roomId, epochId, epochSecret, device } = member.membership
    const keys = mode === 'join' ? {} : { device: device.sign, subscribe: subscribeKeys(epochSecret, fromHex(roomId)) }
    const client = rawClient(world.port, URL, { roomId, mode, epochId, ...keys, ...change })
    await world.time.run(300)
    return client
  }
  return { world, relay, ana, join, put }
}

const codes = (client: RawClient): readonly string[] => client.of('NACK').map(({ body }) => body.code)
const acked = (client: RawClient): number =>
  client.of('ACK').reduce((sum, { body }) => sum + body.hashes.length / 32, 0)

/** What a member's keys can make that the room should not take. */
function forge(
  member: SyncMember,
  change: { device?: KeyPair; roomId?: string; stream?: string; seq?: number; prev?: string },
) {
  const { roomId, epochId, epochSecret, device } = member.membership
  const keys = change.device ?? device.sign
  const room = change.roomId ?? roomId
  const header = {
    kind: KIND.CONTENT,
    roomId: room,
    epochId,
    device: toHex(keys.publicKey),
    stream: change.stream ?? 'ab'.repeat(16),
    seq: change.seq ?? 0,
    prev: change.prev ?? 'cd'.repeat(32),
  }
  const key = epochKey(epochSecret, 'content', fromHex(room))
  return sealContentEntry(header, new Uint8Array(10), key, keys.privateKey, member.random)
}

test('[RL2] an entry of another room is refused, whoever signed it', async () => {
  const { ana, join, put } = await scene(1)
  const other = await founder(seededRandom(100))
  const client = await join(ana)
  await put(client, other.sealed('from next door'))
  expect(codes(client)).toEqual(['E_CONTEXT'])
  await put(client, ana.sealed('of this room'))
  expect(acked(client)).toBe(1)
})

test('[RL2] nobody writes into the stream of another device', async () => {
  const { world, relay, ana, join, put } = await scene(2)
  const { grant, seed } = await ana.invite()
  const pau = await ana.welcome(seed, grant)
  const [first] = await ana.write('mine')
  if (first === undefined) throw new Error('nothing written')
  const session = world.session(ana, ana.config(relay))
  const paus = world.session(
    pau,
    pau.config(relay, pau.identity({ invite: inviteSignKeysOf(seed, ana.membership.roomId) })),
  )
  await world.time.run(5_000, () => session.status().inStep && paus.status().inStep)
  const client = await join(pau)
  const { stream, seq } = first.header
  await put(client, forge(pau, { stream, seq: seq + 1, prev: first.hash }))
  expect(codes(client)).toEqual(['E_CONTEXT'])
})

test('[RL3] wrong signatures are refused, and the fifth closes the connection', async () => {
  const { ana, join, put } = await scene(3)
  const client = await join(ana)
  for (let i = 0; i < 5; i++) {
    const { bytes } = ana.sealed(`${i}`)
    const broken = Uint8Array.from(bytes)
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1
    const entry = parseEntry(broken)
    if (!entry.ok) throw new Error('still an entry')
    expect(client.closeCode).toBeNull()
    await put(client, entry.value)
  }
  expect(new Set(codes(client))).toEqual(new Set(['E_SIG']))
  expect(client.closeCode).not.toBeNull()
})

test('[RL3] an address that goes on with wrong proofs must wait', async () => {
  const { world, relay, ana, join } = await scene(4, { strikesPerAddress: 4 })
  for (let i = 0; i < 4; i++) {
    expect(relay.core.guests.mayConnect('192.0.2.1')).toBe(true)
    const client = await join(ana, 'write', { message: (message) => message.toReversed() })
    expect(codes(client)).toEqual(['E_SIG'])
  }
  expect(relay.core.guests.mayConnect('192.0.2.1')).toBe(false)
  expect(relay.core.guests.mayConnect('192.0.2.2')).toBe(true)
  await world.time.run(61_000)
  expect(relay.core.guests.mayConnect('192.0.2.1')).toBe(true)
})

test('[RL3] a device whose JOIN is still on its way is no wrong proof, however many come from one address', async () => {
  const { relay, ana, join } = await scene(4, { strikesPerAddress: 4 })
  const { grant, seed } = await ana.invite()
  for (let i = 0; i < 6; i++) {
    expect(codes(await join(await ana.welcome(seed, grant)))).toEqual(['E_NOT_MEMBER'])
  }
  expect(relay.core.guests.mayConnect('192.0.2.1')).toBe(true)
  for (let i = 0; i < 4; i++) {
    await join(await ana.welcome(seed, grant), 'write', { message: (message) => message.toReversed() })
  }
  expect(relay.core.guests.mayConnect('192.0.2.1')).toBe(false)
})

test('[RL4] who is no member appends nothing, whoever carries it', async () => {
  const { ana, join, put } = await scene(5)
  const client = await join(ana)
  const stranger = deviceSignKeys(seededRandom(77).bytes(32), fromHex(ana.membership.roomId))
  await put(client, forge(ana, { device: stranger }))
  expect(codes(client)).toEqual(['E_NOT_MEMBER'])
})

test('[RL4] a control entry whose parents are not here yet may be tried again', async () => {
  const { ana, join, put } = await scene(6)
  const client = await join(ana)
  const first = await ana.invite()
  const second = await ana.invite()
  await put(client, second.grant)
  expect(codes(client)).toEqual(['E_CONTROL'])
  expect(client.of('NACK')[0]?.body.retryable).toBe(1)
  await put(client, first.grant, second.grant)
  expect(acked(client)).toBe(2)
})

test('[RL5] an entry that follows from nothing is refused; a fork is evidence, kept and handed on up to a limit', async () => {
  const { world, ana, join, put } = await scene(7, { forksPerPlace: 3 })
  const client = await join(ana)
  const reader = await join(ana, 'read')
  const one = ana.sealed('one')
  const two = ana.sealedAt(one, 'two')
  const three = ana.sealedAt(one, 'three')
  const four = ana.sealedAt(one, 'four')
  await put(client, one, two, three, four)
  expect(acked(client)).toBe(3)
  expect(codes(client)).toEqual(['E_FORK'])
  expect(reader.of('DELIVER').flatMap(({ body }) => body.entries)).toHaveLength(3)
  await put(client, forge(ana, { stream: one.header.stream, seq: one.header.seq + 1, prev: 'ee'.repeat(32) }))
  expect(codes(client)).toEqual(['E_FORK', 'E_CHAIN'])
  // Who comes later cannot ask for the sides of a fork, and gets them all the same.
  const late = await join(ana, 'read')
  late.send('WANT', { ranges: [] })
  await world.time.run(300)
  const hashes = late.of('DELIVER').flatMap(({ body }) => body.entries.map((bytes) => hashOf(bytes)))
  expect(new Set(hashes)).toEqual(new Set([one.hash, two.hash, three.hash]))
})

const hashOf = (bytes: Uint8Array): string => {
  const entry = parseEntry(bytes)
  return entry.ok ? entry.value.hash : ''
}

test('[RL6] quotas are told with their numbers', async () => {
  const { ana, join, put } = await scene(8, { roomBytes: 6_000 })
  const client = await join(ana)
  await put(client, ana.sealed('x'.repeat(2_000)))
  await put(client, ana.sealed('x'.repeat(3_500)))
  expect(acked(client)).toBe(1)
  const [nack] = client.of('NACK')
  expect(nack?.body).toMatchObject({ code: 'E_RELAY_FULL', retryable: 1, limit: 6_000 })
  expect(nack?.body.used).toBeGreaterThan(2_000)

  const daily = await scene(9, { roomBytesPerDay: 6_000 })
  const today = await daily.join(daily.ana)
  await daily.put(today, daily.ana.sealed('x'.repeat(2_000)))
  const late = daily.ana.sealed('x'.repeat(3_500))
  await daily.put(today, late)
  expect(codes(today)).toEqual(['E_RELAY_DAY'])
  await daily.world.time.run(86_400_000)
  const tomorrow = await daily.join(daily.ana)
  await daily.put(tomorrow, late)
  expect(acked(tomorrow)).toBe(1)
})

test('[RL6] live entries of a device are limited; what was announced is catching up', async () => {
  const { world, ana, join, put } = await scene(10, { entriesBurst: 5, entriesPerSecond: 1 })
  const client = await join(ana)
  const entries = Array.from({ length: 8 }, (_, i) => ana.sealed(`${i}`))
  await put(client, ...entries)
  expect(acked(client)).toBe(5)
  expect(codes(client)).toEqual(['E_RATE'])
  await world.time.run(3_000)
  await put(client, ...entries)
  expect(acked(client)).toBe(5 + 5 + 3)

  const stream = entries[0]?.header.stream ?? ''
  const extra = { vector: [[fromHex(stream), 100]] as [Uint8Array, number][] }
  const catching = await join(ana, 'write', { extra })
  await put(catching, ...Array.from({ length: 40 }, (_, i) => ana.sealed(`${i}`)))
  expect(acked(catching)).toBe(40)
})

test('[RL6] on a nearly full disk nothing new is taken and reading goes on', async () => {
  const { relay, ana, join, put } = await scene(11)
  const client = await join(ana)
  await put(client, ana.sealed('before'))
  relay.core.setDiskLow(true)
  await put(client, ana.sealed('after'))
  expect(codes(client)).toEqual(['E_RELAY_DISK'])
  const reader = await join(ana, 'read')
  reader.send('WANT', { ranges: [[fromHex((await ana.control())[0]?.header.stream ?? ''), 0, 100]] })
  await put(client, ana.sealed('tick'))
  expect(reader.of('DELIVER').flatMap(({ body }) => body.entries)).toHaveLength(3)
})

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

test('[RL24] entries of a later version are refused by name, nobody is banned for them, and the others go on', async () => {
  const { world, ana, join } = await scene(19)
  const client = await join(ana)
  const [first, second] = [ana.sealed('one'), ana.sealed('two')]
  const later = (entry: Entry, at: number): Uint8Array =>
    Uint8Array.from(entry.bytes).map((byte, i) => (i === 4 ? 2 : i === 30 ? byte ^ at : byte))
  for (let at = 0; at < 30; at++) client.send('PUT', { entries: [later(first, at)] })
  client.send('PUT', { entries: [first.bytes, later(second, 1), second.bytes] })
  await world.time.run(1_000)
  expect(acked(client)).toBe(2)
  const refused = client.of('NACK').filter(({ body }) => body.code === 'E_NEWER')
  expect([refused.length, refused.at(-1)?.body.hashes]).toEqual([31, nameOfNewer(later(second, 1))])
  expect(codes(client).every((code) => code === 'E_NEWER')).toBe(true)
  expect((await join(ana)).of('OPENED')).toHaveLength(1)
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

test('[RL12] what is accepted goes to the others at once and to its author as an ACK', async () => {
  const { world, ana, join } = await scene(18)
  const [author, other] = [await join(ana), await join(ana)]
  const entry = ana.sealed('one')
  author.send('PUT', { entries: [entry.bytes] })
  await world.time.run(300)
  expect(author.of('DELIVER')).toHaveLength(0)
  expect(acked(author)).toBe(1)
  expect(other.of('DELIVER').map(({ body }) => toHex(body.entries[0] ?? new Uint8Array()))).toEqual([
    toHex(entry.bytes),
  ])
  expect(other.of('ACK')).toHaveLength(0)
  // Again: acknowledged again, delivered no second time.
  author.send('PUT', { entries: [entry.bytes] })
  await world.time.run(300)
  expect(acked(author)).toBe(2)
  expect(other.of('DELIVER')).toHaveLength(1)
})

test('[RL21] an entry that could not be written is refused, leaves no trace, and may come again', async () => {
  const { world, relay, ana, join, put } = await scene(19)
  const client = await join(ana)
  const { grant } = await ana.invite()
  const folder = relay.disk.folder('rooms').folder(ana.membership.roomId) as typeof relay.disk
  folder.failOnce('sync journal', 'E_DISK_FULL')
  const other = await join(ana)
  await put(client, grant)
  expect(codes(client)).toEqual(['E_RELAY_DISK'])
  // It was delivered already; whoever got it must not believe that it is held here.
  expect(other.of('DELIVER')).toHaveLength(1)
  expect(other.of('HAVE')).toHaveLength(1)
  await world.time.run(1_000)
  await put(client, grant)
  expect(acked(client)).toBe(1)
})
