import { expect, test } from 'vitest'
import { silentLog } from '#shared/base/ports.ts'
import type { SocketPort } from '#shared/sync/port.ts'
import { runSession } from '#shared/sync/runSession.ts'
import { isSealedUrl } from '#shared/sync/relayUrl.ts'
import { seededRandom } from '#test/helpers/entries.ts'
import { contentOf, founder, inviteSignKeysOf } from '#test/helpers/syncMember.ts'
import { VirtualWorld } from '#test/helpers/virtualRelay.ts'

test('[SY18] the socket is paused while more than 4 MiB wait to be durable, and resumed after', async () => {
  const world = new VirtualWorld(1)
  const relay = world.startRelay('ws://127.0.0.1:1')
  const ana = await founder(seededRandom(1))
  const { grant, seed } = await ana.invite()
  const pau = await ana.welcome(seed, grant)
  const anas = world.session(ana, ana.config(relay))
  await ana.write(...Array.from({ length: 8 }, () => 'x'.repeat(900_000)))
  await world.time.run(10_000, () => anas.status().inStep)

  const calls: string[] = []
  const port: SocketPort = {
    connect(url, events) {
      const socket = world.port.connect(url, events)
      return { ...socket, pause: () => calls.push('pause'), resume: () => calls.push('resume') }
    },
  }
  let release: () => void = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const { store } = pau
  const session = runSession(
    pau.config(relay, pau.identity({ invite: inviteSignKeysOf(seed, ana.membership.roomId) })),
    {
      socket: port,
      timer: world.time,
      random: world.random,
      log: silentLog,
      store: { ...store, receive: async (entries) => (await held, store.receive(entries)) },
    },
  )
  await world.time.run(5_000)
  expect(calls).toEqual(['pause'])
  release()
  expect(await world.time.run(5_000, () => session.status().inStep)).toBe(true)
  expect(calls).toEqual(['pause', 'resume'])
  expect(contentOf(pau)).toBe(8)
})

test('[SY7] what is delivered while a batch is being written goes together into the next', async () => {
  const world = new VirtualWorld(2)
  const relay = world.startRelay('ws://127.0.0.1:1')
  const ana = await founder(seededRandom(2))
  const { grant, seed } = await ana.invite()
  const pau = await ana.welcome(seed, grant)
  const anas = world.session(ana, ana.config(relay))
  const batches: number[] = []
  let isHolding = false
  let release: () => void = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const { store } = pau
  const session = runSession(
    pau.config(relay, pau.identity({ invite: inviteSignKeysOf(seed, ana.membership.roomId) })),
    {
      socket: world.port,
      timer: world.time,
      random: world.random,
      log: silentLog,
      store: {
        ...store,
        async receive(entries) {
          batches.push(entries.length)
          if (isHolding) await held
          return store.receive(entries)
        },
      },
    },
  )
  expect(await world.time.run(10_000, () => session.status().inStep && anas.status().inStep)).toBe(true)
  batches.length = 0
  isHolding = true
  for (const text of ['one', 'two', 'three', 'four']) {
    await ana.write(text)
    expect(await world.time.run(10_000, () => anas.status().inStep)).toBe(true)
  }
  await world.time.run(2_000)
  expect(batches).toEqual([1])
  release()
  expect(await world.time.run(10_000, () => session.status().inStep)).toBe(true)
  expect(batches).toEqual([1, 3])
  expect(contentOf(pau)).toBe(4)
})

test.each([
  ['ws://127.0.0.1:80', false],
  ['ws://localhost:80', false],
  ['ws://[::1]:80', false],
  ['wss://relay.example', false],
  ['ws://192.168.1.4:80', true],
  ['ws://laptop.local:80', true],
  ['ws://127.0.0.1.evil.example', true],
  ['ws://localhost@evil.example', true],
])('[SY3] %s: sealed is %s', (url, sealed) => {
  expect(isSealedUrl(url)).toBe(sealed)
})
