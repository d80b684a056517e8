// The codes of a plan between its making and the moment when somebody has them on paper.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { assert } from '#shared/base/assert.ts'
import { notice } from '#shared/base/codes.ts'
import { err, ok } from '#shared/base/result.ts'
import type { KeepCodes, MemberDevice } from '#shared/core/contract.ts'
import { DeviceKeys } from '#main/core/deviceKeys.ts'
import { PlanCodes } from '#main/core/planCodes.ts'
import { PlanMaker } from '#main/core/planMaker.ts'
import { PlanShelf } from '#main/core/planShelf.ts'
import { systemRandom } from '#node/system/ports.ts'
import { memoryMember, type MemoryMember } from '../../helpers/memoryMember.ts'

const NEW_PLAN = { title: 'Pla', name: 'Núria', language: 'ca', template: 'blank' } as const

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'aplec-codes-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const codesIn = (): PlanCodes => new PlanCodes(folder, new Uint8Array(32).fill(7), systemRandom)

/** Makes a plan on a machine that may stop on the way; the plans that are there after a restart. */
async function plansAfter(world: MemoryMember, make: (device: MemberDevice) => Promise<unknown>): Promise<string[]> {
  const done = make(world.device).then(() => true)
  while (!world.isStopped() && !(await Promise.race([done, world.pass(300).then(() => false)])));
  return (await world.crash().device.list()).map(({ planId }) => planId)
}

test('[SH39] wherever the making of a plan is cut short, a plan that is there has its codes', async () => {
  const counts: number[] = []
  for (let stopAfter = 0; counts.at(-1) !== 1; stopAfter++) {
    const codes = codesIn()
    const keep: KeepCodes = async (planId, both) => (await codes.keep(planId, both), ok(null))
    const plans = await plansAfter(memoryMember({ stopAfter }), (device) => device.create(NEW_PLAN, keep))
    const waiting = new Map((await codesIn().waiting()).map(({ planId, codes: count }) => [planId, count]))
    for (const planId of plans) expect(waiting.get(planId)).toBe(2)
    counts.push(plans.length)
  }
  // The machine did stop on the way.
  expect(counts.length).toBeGreaterThan(5)
})

test('[SH39] a plan whose codes cannot be kept is not made', async () => {
  const { device } = memoryMember()
  expect(await device.create(NEW_PLAN, async () => err(notice('E_DISK_FULL')))).toEqual(err(notice('E_DISK_FULL')))
  expect(await device.list()).toEqual([])
})

test('[SH40] what waits is counted without being told; a plan that leaves takes its codes along', async () => {
  const world = memoryMember()
  const wrap = async (bytes: Uint8Array): Promise<Uint8Array> => bytes
  const keyring = { protects: true, wrap, unwrap: wrap }
  const keys = await DeviceKeys.open({ folder, keyring, random: systemRandom })
  assert(keys.ok, 'A fresh folder gets a key.')
  const { device } = world
  const maker = new PlanMaker({ device, shelf: new PlanShelf(device), folder, keys: keys.value, random: systemRandom })
  expect(await maker.codes.waiting()).toEqual([])
  const made = await maker.create(NEW_PLAN)
  assert(made.ok, 'The plan is made.')
  const { planId } = made.value
  await maker.codes.keep('cd'.repeat(32), { recoveryCode: 'CCCC', rootCode: null })
  const waiting = await maker.codes.waiting()
  expect(waiting.toSorted((a, b) => b.codes - a.codes)).toEqual([
    { planId, codes: 2 },
    { planId: 'cd'.repeat(32), codes: 1 },
  ])
  await maker.codes.kept('cd'.repeat(32))
  expect(await maker.forget(planId, false)).toMatchObject({ ok: false })
  expect(await maker.codes.waiting()).toEqual([{ planId, codes: 2 }])
  expect(await maker.forget(planId, true)).toEqual(ok(null))
  expect(await maker.codes.waiting()).toEqual([])
})
