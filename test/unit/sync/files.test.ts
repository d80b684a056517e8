import { expect, test } from 'vitest'
import { fromHex, toHex } from '#shared/base/bytes.ts'
import { sign } from '#shared/base/crypto.ts'
import { silentLog } from '#shared/base/ports.ts'
import { decodeFrame, encodeFrame } from '#shared/protocol/frameCodec.ts'
import { ephemeralKeys, firstRoot, makeChallenge, rootMessage } from '#shared/protocol/handshake.ts'
import type { SocketEvents, SocketPort } from '#shared/sync/port.ts'
import { runSession } from '#shared/sync/runSession.ts'
import type { FileFrame } from '#shared/sync/sessionState.ts'
import { NOW_S } from '#test/helpers/syncMember.ts'
import { VirtualWorld } from '#test/helpers/virtualRelay.ts'
import { pair } from '#test/helpers/sessionPair.ts'

const HAVE = encodeFrame('BLOB_HAVE', { addresses: new Uint8Array(32) })

test('[AT17] at a relay of before there are no files, and all else goes on', async () => {
  const world = new VirtualWorld(31)
  const { ana } = await pair(31)
  const keys = world.newKeys()
  const logId = new Uint8Array(16).fill(3)
  const heard: string[] = []
  const roomId = fromHex(ana.membership.roomId)
  const root = firstRoot(logId)
  const signed = {
    logId,
    pos: 0,
    root,
    rootSignature: sign(keys.privateKey, 'root', rootMessage(roomId, logId, 0, root)),
  }
  /** Speaks protocol 1, as the first relays did. */
  const answer = (bytes: Uint8Array, { message }: SocketEvents): void => {
    const frame = decodeFrame(bytes)
    if (!frame.ok) throw new Error('no frame')
    heard.push(frame.value.name)
    if (frame.value.name === 'HELLO') {
      expect([frame.value.body.protoMin, frame.value.body.protoMax]).toEqual([1, 2])
      const ephemeral = ephemeralKeys(new Uint8Array(32).fill(1)).publicKey
      const body = { proto: 1, ephemeral, nonce: new Uint8Array(32), time: NOW_S, work: 0 }
      message(makeChallenge(bytes, keys, { ...body, maxEntryBytes: 1_048_828, maxBatchEntries: 64 }))
    }
    if (frame.value.name === 'OPEN') {
      message(encodeFrame('OPENED', { ...signed, vector: [], quotaBytes: 1_000_000, usedBytes: 0 }))
    }
    if (frame.value.name === 'WANT') message(encodeFrame('CAUGHT_UP', signed))
  }
  const port: SocketPort = {
    connect(_url, events) {
      queueMicrotask(() => events.opened())
      const send = (bytes: Uint8Array): void => queueMicrotask(() => answer(bytes, events))
      return { send, close: () => queueMicrotask(() => events.closed(1000)), pause() {}, resume() {} }
    },
  }
  const config = { ...ana.config({ url: 'ws://127.0.0.1:1', publicKey: toHex(keys.publicKey) }) }
  const session = runSession(config, {
    socket: port,
    timer: world.time,
    random: world.random,
    store: ana.store,
    log: silentLog,
  })
  expect(await world.time.run(5_000, () => session.status().caughtUp)).toBe(true)
  expect(session.status().files).toBe(false)
  session.sendFile(HAVE)
  await world.time.run(1_000)
  expect(heard).not.toContain('BLOB_HAVE')
  expect(heard).toContain('PUT')
})

test('[AT17] at a relay of today what is said of files goes to the host, and nothing of it touches the entries', async () => {
  const world = new VirtualWorld(32)
  const relay = world.startRelay('ws://127.0.0.1:1')
  const { ana } = await pair(32)
  const told: FileFrame[] = []
  const ports = { socket: world.port, timer: world.time, random: world.random, store: ana.store, log: silentLog }
  const session = runSession(ana.config(relay), ports, { onFile: (frame) => told.push(frame) })
  expect(await world.time.run(5_000, () => session.status().inStep)).toBe(true)
  expect(session.status().files).toBe(true)
  session.sendFile(HAVE)
  session.sendFile(encodeFrame('BLOB_PUT', { pieces: [new Uint8Array(40)] }))
  expect(await world.time.run(5_000, () => told.length === 2)).toBe(true)
  expect(told.map(({ name }) => name)).toEqual(['BLOB_HAVE', 'BLOB_ACK'])
  expect(session.status().inStep).toBe(true)
})
