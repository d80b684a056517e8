import { expect, test } from 'vitest'
import { seededNumbers, seededRandom } from '#test/helpers/entries.ts'
import { founder, inviteSignKeysOf } from '#test/helpers/syncMember.ts'
import { VirtualWorld } from '#test/helpers/virtualRelay.ts'

test('[RL14] whatever clients send at whatever stage, the relay neither throws nor stops serving', async () => {
  const chance = seededNumbers(5)
  let changed = 0
  for (let i = 0; i < 60; i++) {
    const world = new VirtualWorld(i)
    const relay = world.startRelay('ws://127.0.0.1:1', { strikesPerAddress: 1_000_000 })
    const ana = await founder(seededRandom(i))
    const { grant, seed } = await ana.invite()
    const pau = await ana.welcome(seed, grant)
    const anas = world.session(ana, ana.config(relay))
    if (i % 3 > 0) await world.time.run(2_000, () => anas.status().inStep)
    world.tamper = (from, bytes) => {
      if (from === 'relay' || chance() < 0.4) return bytes
      changed += 1
      const kind = Math.floor(chance() * 4)
      if (kind === 0) return bytes.subarray(0, Math.floor(chance() * bytes.length))
      if (kind === 1)
        return Uint8Array.from({ length: 1 + Math.floor(chance() * 400) }, () => Math.floor(chance() * 256))
      for (let flips = 0; flips < 1 + kind * 3; flips++) {
        bytes[Math.floor(chance() * bytes.length)] = Math.floor(chance() * 256)
      }
      return bytes
    }
    const invite = inviteSignKeysOf(seed, ana.membership.roomId)
    const paus = world.session(pau, pau.config(relay, pau.identity({ invite })))
    await ana.write('one', 'two')
    await pau.write('three')
    await world.time.run(10_000)
    world.tamper = (_, bytes) => bytes
    world.cutAll()
    anas.configure(ana.config(relay))
    paus.configure(pau.config(relay, pau.identity({ invite })))
    const isDone = (): boolean =>
      anas.status().inStep && paus.status().inStep && ana.journal.count() === pau.journal.count()
    expect(await world.time.run(120_000, isDone), `world ${i}`).toBe(true)
  }
  expect(changed).toBeGreaterThan(300)
})
