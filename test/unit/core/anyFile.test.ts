import { expect, test } from 'vitest'
import type { PlanSession } from '#shared/core/contract.ts'
import { add, founded, mustBe, titlesOf } from '#test/helpers/memberFolder.ts'
import type { MemoryDisk } from '#test/helpers/memoryDisk.ts'
import { coreOf, memoryMember } from '#test/helpers/memoryMember.ts'

const TITLES = ['a', 'b', 'c', 'd', 'e', 'f']

/** Entries before and after the cache was written, drafts before and after it, a name in another stream. */
async function writePlan(device: ReturnType<typeof memoryMember>): Promise<string> {
  const session = await founded(device.device)
  for (const title of ['a', 'b', 'c']) await add(session, 'Project', { title })
  mustBe(await session.flush())
  await add(session, 'Project', { title: 'd' })
  await session.close()
  const again = mustBe(await device.device.open(session.planId))
  await add(again, 'Project', { title: 'e' })
  mustBe(await again.flush())
  await add(again, 'Project', { title: 'f' })
  mustBe(await again.rename('Nova'))
  await coreOf(again).docs.close() // the machine stops here
  return session.planId
}

type Files = ReadonlyMap<string, Uint8Array>

async function filesOf(disk: MemoryDisk): Promise<Files> {
  const names = mustBe(await disk.list()).filter(({ name }) => !name.endsWith('.lock'))
  return new Map(names.map(({ name }) => [name, new Uint8Array(disk.bytes(name))]))
}

async function restore(disk: MemoryDisk, files: Files): Promise<void> {
  for (const { name } of mustBe(await disk.list())) disk.damage(name, () => undefined)
  for (const [name, bytes] of files) {
    await disk.write(name, 0, new Uint8Array(bytes))
    await disk.sync(name)
  }
  await disk.syncFolder()
}

interface Change {
  readonly name: string
  readonly how: string
  readonly change: (bytes: Uint8Array) => Uint8Array | undefined
}

const PLACES = 6

function* changesOf(files: Files): Iterable<Change> {
  for (const [name, bytes] of files) {
    yield { name, how: 'deleted', change: () => undefined }
    yield { name, how: 'emptied', change: () => new Uint8Array() }
    yield { name, how: 'zeroed', change: () => new Uint8Array(bytes.length) }
    for (let place = 0; place < PLACES; place++) {
      const at = Math.floor(((bytes.length - 1) * place) / (PLACES - 1))
      const flip = (held: Uint8Array): Uint8Array => held.map((byte, i) => (i === at ? byte ^ (1 << place) : byte))
      yield { name, how: `flipped at ${at}`, change: flip }
      yield { name, how: `cut at ${at}`, change: (held) => held.slice(0, at) }
    }
  }
}

async function state(session: PlanSession) {
  const { quarantined, parked } = session.status().entries
  return { titles: await titlesOf(session), quarantined, parked, name: session.roster().members[0]?.name }
}

test('[CR9] whichever file is damaged, at whichever place: everything is there, it is named, and one goes on', async () => {
  const member = memoryMember()
  const planId = await writePlan(member)
  const disk = member.disk(planId)
  const files = await filesOf(disk)
  expect(files.size).toBe(6)
  for (const { name, how, change } of changesOf(files)) {
    disk.damage(name, change)
    const { device } = member.crash()
    const session = mustBe(await device.open(planId))
    const whole = { titles: TITLES, quarantined: 0, parked: 0, name: 'Nova' }
    expect(await state(session), `${name} ${how}`).toEqual(whole)
    expect(session.health().notices.length, `${name} ${how}`).toBeGreaterThan(0)
    await add(session, 'Project', { title: 'z' })
    mustBe(await session.flush())
    await session.close()
    const again = mustBe(await device.open(planId))
    expect(await state(again), `${name} ${how}, then`).toEqual({ ...whole, titles: [...TITLES, 'z'] })
    await coreOf(again).docs.close()
    await restore(disk, files)
  }
}, 120_000)
