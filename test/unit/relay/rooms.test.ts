/** What a room takes. */
import { expect, test } from 'vitest'
import { toHex, fromHex } from '#shared/base/bytes.ts'
import { deviceSignKeys } from '#shared/base/crypto.ts'
import { type Entry, parseEntry, nameOfNewer } from '#shared/journal/entry.ts'
import { seededRandom } from '#test/helpers/entries.ts'
import { founder, inviteSignKeysOf } from '#test/helpers/syncMember.ts'
import { scene, acked, codes, forge } from '#test/helpers/relayScene.ts'

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
