/** Sealed pieces of files at a relay. */
import { expect, test } from 'vitest'
import { concat, fromHex, toHex } from '#shared/base/bytes.ts'
import { addressOf } from '#shared/files/sealedFile.ts'
import { MAX_ASKED_PIECES, MAX_PIECE_BYTES } from '#shared/protocol/limits.ts'
import { seededRandom } from '#test/helpers/entries.ts'
import type { MemoryDisk } from '#test/helpers/memoryDisk.ts'
import type { RawClient } from '#test/helpers/rawClient.ts'
import { URL, scene } from '#test/helpers/relayScene.ts'
import { inviteSignKeysOf } from '#test/helpers/syncMember.ts'

const random = seededRandom(77)
const piece = (bytes = 1_000): Uint8Array => random.bytes(bytes)
const row = (...pieces: readonly Uint8Array[]): Uint8Array => concat(...pieces.map((one) => fromHex(addressOf(one))))
const FILES = { protoMax: 2 }

const acks = (client: RawClient): readonly string[] => client.of('BLOB_ACK').map(({ body }) => body.code ?? 'ok')
const got = (client: RawClient): readonly string[] =>
  client.of('BLOB_PUT').flatMap(({ body }) => body.pieces.map((one) => addressOf(one)))

test('[AT16] a piece is held under the hash of its bytes, durable when acknowledged, and given to other members', async () => {
  const { world, relay, ana, join } = await scene(51)
  const client = await join(ana, 'write', FILES)
  const [one, other, missing] = [piece(), piece(MAX_PIECE_BYTES), piece()]
  client.send('BLOB_PUT', { pieces: [one, other] })
  await world.time.run(1_000)
  expect(acks(client)).toEqual(['ok'])
  expect(toHex(client.of('BLOB_ACK')[0]!.body.addresses)).toBe(toHex(row(one, other)))

  // The machine stops: what was acknowledged is there.
  relay.disk.crash(true)
  world.cutAll()
  world.startRelay(URL, {}, relay.disk, world.newKeys())
  const reader = await join(ana, 'read', FILES)
  reader.send('BLOB_HAVE', { addresses: row(one, missing, other) })
  reader.send('BLOB_GET', { addresses: row(one, other, missing) })
  await world.time.run(1_000)
  expect(toHex(reader.of('BLOB_HAVE')[0]!.body.addresses)).toBe(toHex(row(one, other)))
  expect(got(reader)).toEqual([addressOf(one), addressOf(other)])
})

test('[AT16] who asked in vain is told when the piece comes; the same piece twice is no fault and takes no more room', async () => {
  const { world, relay, ana, join } = await scene(52)
  const [client, waiting] = [await join(ana, 'write', FILES), await join(ana, 'read', FILES)]
  const one = piece()
  waiting.send('BLOB_HAVE', { addresses: row(one) })
  await world.time.run(500)
  client.send('BLOB_PUT', { pieces: [one] })
  client.send('BLOB_PUT', { pieces: [one] })
  await world.time.run(1_000)
  expect(acks(client)).toEqual(['ok', 'ok'])
  expect(waiting.of('BLOB_HAVE').map(({ body }) => [toHex(body.addresses), body.news])).toEqual([
    ['', undefined],
    [addressOf(one), 1],
  ])
  const pieces = relay.disk.folder('rooms').folder(ana.membership.roomId).folder('pieces')
  const listed = await pieces.list()
  expect(listed.ok && listed.value.map(({ name, size }) => [name, size])).toEqual([[addressOf(one), 1_000]])
})

test('[AT17] readers put nothing, who stands at the door has no files, and a client of before is not spoken to of them', async () => {
  const { world, ana, join } = await scene(53)
  const { seed } = await ana.invite()
  const reader = await join(ana, 'read', FILES)
  reader.send('BLOB_PUT', { pieces: [piece()] })
  await world.time.run(1_000)
  expect([acks(reader), reader.closeCode]).toEqual([['E_ROLE'], null])
  for (const change of [{ invite: inviteSignKeysOf(seed, ana.membership.roomId), ...FILES }]) {
    const atDoor = await join(ana, 'join', change)
    atDoor.send('BLOB_HAVE', { addresses: row(piece()) })
    await world.time.run(1_000)
    expect(atDoor.closeCode).not.toBeNull()
  }
  const older = await join(ana, 'write')
  expect(older.of('CHAL')[0]!.body.proto).toBe(1)
  expect(older.of('OPENED')).toHaveLength(1)
  older.send('BLOB_PUT', { pieces: [piece()] })
  await world.time.run(1_000)
  expect(older.closeCode).not.toBeNull()
  expect((await join(ana, 'write', FILES)).of('CHAL')[0]!.body.proto).toBe(2)
  // From the future: the newest that both know.
  expect((await join(ana, 'write', { protoMax: 9 })).of('CHAL')[0]!.body.proto).toBe(2)
})

test('[AT18] files have a quota of their own, told with its numbers; a disk that refuses, or is nearly full, is told too', async () => {
  const { world, relay, ana, join } = await scene(54, { roomFileBytes: 2_500 })
  const client = await join(ana, 'write', FILES)
  const put = async (...pieces: readonly Uint8Array[]): Promise<void> => {
    client.send('BLOB_PUT', { pieces: [...pieces] })
    await world.time.run(1_000)
  }
  const kept = piece()
  await put(kept, piece())
  await put(piece())
  expect(client.of('BLOB_ACK')[1]!.body).toMatchObject({ code: 'E_RELAY_FULL', used: 2_000, limit: 2_500 })
  await put(kept)
  await put(piece(400))
  expect(acks(client)).toEqual(['ok', 'E_RELAY_FULL', 'ok', 'ok'])
  const folder = relay.disk.folder('rooms').folder(ana.membership.roomId).folder('pieces') as MemoryDisk
  folder.failOnce('sync', 'E_DISK_FULL', 'ENOSPC')
  const refused = piece(50)
  await put(refused)
  relay.core.setDiskLow(true)
  await put(refused)
  relay.core.setDiskLow(false)
  await put(refused)
  expect(acks(client).slice(4)).toEqual(['E_RELAY_DISK', 'E_RELAY_DISK', 'ok'])
  const listed = await folder.list()
  expect(listed.ok && listed.value.every(({ name }) => /^[0-9a-f]{64}$/.test(name))).toBe(true)
})

test('[AT18] more questions at once than an honest client would ask end the connection', async () => {
  const { world, relay, ana, join } = await scene(55)
  const client = await join(ana, 'write', FILES)
  // A disk that does not answer: every question waits.
  const folder = relay.disk.folder('rooms').folder(ana.membership.roomId).folder('pieces')
  Object.assign(folder, { list: () => new Promise(() => undefined) })
  for (let i = 0; i < 40; i++) client.send('BLOB_HAVE', { addresses: row(piece(10)) })
  await world.time.run(2_000)
  expect(client.of('NACK').map(({ body }) => body.code)).toEqual(['E_RATE'])
  expect(client.closeCode).not.toBeNull()
})

test('[RL28] one connection is told of at most 16,384 pieces that are still to come; who asks for more is let go', async () => {
  const { world, ana, join } = await scene(57)
  const [client, other] = [await join(ana, 'write', FILES), await join(ana, 'write', FILES)]
  const came = piece()
  const ask = async (addresses: Uint8Array): Promise<void> => {
    client.send('BLOB_HAVE', { addresses })
    await world.time.run(100)
  }
  const rows = 16_384 / MAX_ASKED_PIECES
  await ask(concat(row(came), random.bytes(32 * (MAX_ASKED_PIECES - 1))))
  for (let i = 1; i < rows; i++) await ask(random.bytes(32 * MAX_ASKED_PIECES))
  expect(client.of('BLOB_HAVE')).toHaveLength(rows)
  // What has come is waited for no longer.
  other.send('BLOB_PUT', { pieces: [came] })
  await world.time.run(1_000)
  await ask(random.bytes(32))
  expect([client.of('BLOB_HAVE').length, client.closeCode]).toEqual([rows + 2, null])
  await ask(random.bytes(32))
  expect(client.of('NACK').map(({ body }) => body.code)).toEqual(['E_RATE'])
  expect(client.closeCode).not.toBeNull()
})

test('[AT21] a piece that is not what its name says is held no longer, and all who are connected are told', async () => {
  const { world, relay, ana, join } = await scene(56)
  const [client, other] = [await join(ana, 'write', FILES), await join(ana, 'read', FILES)]
  const one = piece()
  client.send('BLOB_PUT', { pieces: [one] })
  await world.time.run(1_000)
  const folder = relay.disk.folder('rooms').folder(ana.membership.roomId).folder('pieces') as MemoryDisk
  folder.damage(addressOf(one), (bytes) => bytes.fill(0))
  other.send('BLOB_GET', { addresses: row(one) })
  await world.time.run(1_000)
  expect(got(other)).toEqual([])
  expect(client.of('BLOB_ACK').at(-1)!.body.code).toBe('E_FILE_DAMAGED')
  client.send('BLOB_PUT', { pieces: [one] })
  other.send('BLOB_GET', { addresses: row(one) })
  await world.time.run(1_000)
  other.send('BLOB_GET', { addresses: row(one) })
  await world.time.run(1_000)
  expect(got(other)).toContain(addressOf(one))
})
