import { expect, test } from 'vitest'
import { utf8 } from '#shared/base/bytes.ts'
import { isWork, tryWork } from '#shared/protocol/work.ts'
import { seededRandom } from '#test/helpers/entries.ts'
import { memoryDisk } from '#test/helpers/memoryDisk.ts'
import { founder } from '#test/helpers/syncMember.ts'
import { VirtualWorld } from '#test/helpers/virtualRelay.ts'

const URL = 'wss://relay.example'

test('[RL10] from elsewhere a room costs work, found in slices; five rooms a day', async () => {
  const world = new VirtualWorld(1)
  world.isLocal = false
  const relay = world.startRelay(URL, { workBits: 9 })
  for (let i = 0; i < 6; i++) {
    const ana = await founder(seededRandom(i))
    const session = world.session(ana, ana.config(relay))
    const made = await world.time.run(10_000, () => session.status().inStep)
    expect(made, `room ${i}`).toBe(i < 5)
    if (i === 5) expect(session.status()).toMatchObject({ state: 'waiting', cause: { code: 'E_ROOMS_PER_DAY' } })
  }
  expect(relay.core.roomCount).toBe(5)
})

test('[RL10] work is for one relay, one room, one day', () => {
  const task = { relayKey: new Uint8Array(32).fill(1), roomId: new Uint8Array(32).fill(2), day: 20_000, bits: 12 }
  let nonce: number | undefined
  for (let from = 0; nonce === undefined; from += 1_000) nonce = tryWork(task, from, 1_000)
  expect(isWork(task, nonce)).toBe(true)
  expect(isWork({ ...task, relayKey: task.roomId }, nonce)).toBe(false)
  expect(isWork({ ...task, roomId: task.relayKey }, nonce)).toBe(false)
  expect(isWork({ ...task, day: task.day + 1 }, nonce)).toBe(false)
  // Zero bits are counted one by one, across the byte.
  const most = Math.max(...Array.from({ length: 20 }, (_, bits) => (isWork({ ...task, bits }, nonce) ? bits : 0)))
  expect(most).toBeGreaterThanOrEqual(12)
  expect(isWork({ ...task, bits: most + 1 }, nonce)).toBe(false)
})

test('[RL10] a relay with a token takes it and nothing else; one that takes no rooms takes none', async () => {
  const world = new VirtualWorld(2)
  world.isLocal = false
  const relay = world.startRelay(URL, {}, memoryDisk(), world.newKeys(), { createToken: utf8('let me in') })
  const ana = await founder(seededRandom(7))
  const session = world.session(ana, ana.config(relay))
  await world.time.run(10_000)
  expect(session.status()).toMatchObject({ state: 'refused', cause: { code: 'E_WORK' } })
  session.configure(ana.config(relay, ana.identity({ token: utf8('let me in') })))
  expect(await world.time.run(10_000, () => session.status().inStep)).toBe(true)

  const closed = world.startRelay('wss://closed.example', {}, memoryDisk(), world.newKeys(), { allowsCreation: false })
  const refused = world.session(ana, ana.config(closed))
  await world.time.run(10_000)
  expect(refused.status()).toMatchObject({ state: 'refused', cause: { code: 'E_RELAY_NO_ROOM' } })
})
