import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Random } from '#shared/base/ports.ts'
import { err, ok } from '#shared/base/result.ts'
import { formatCode } from '#shared/roster/recoveryCode.ts'
import { PlanCodes } from '#main/core/planCodes.ts'
import { addKeyRecovery, recoverKey } from '#main/keyRecovery.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'aplec-keys-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

let counter = 0
const random: Random = { bytes: (length) => new Uint8Array(length).map((_, at) => (counter += 1) + at) }
const deviceKey = new Uint8Array(32).fill(7)
const codeA = formatCode(new Uint8Array(16).fill(1))
const codeB = formatCode(new Uint8Array(16).fill(2))
const planA = 'aa'.repeat(32)
const planB = 'bb'.repeat(32)

test('[SH14] the recovery code of any plan opens the device again, and no other code does', async () => {
  await addKeyRecovery(folder, random, { planId: planA, recoveryCode: codeA }, deviceKey)
  await addKeyRecovery(folder, random, { planId: planB, recoveryCode: codeB }, deviceKey)
  expect(await recoverKey(folder, codeA)).toEqual(ok(deviceKey))
  expect(await recoverKey(folder, ` ${codeB.toLowerCase()} `)).toEqual(ok(deviceKey))
  expect(await recoverKey(folder, formatCode(new Uint8Array(16).fill(3)))).toEqual(err({ code: 'E_RECOVERY_CODE' }))
  expect(await recoverKey(folder, codeA.replace(/.$/, codeA.endsWith('0') ? '1' : '0'))).toMatchObject({ ok: false })
  expect(await recoverKey(folder, '')).toEqual(err({ code: 'E_RECOVERY_CODE' }))
})

test('[SH14] neither the key nor a code is on the disk in clear', async () => {
  await addKeyRecovery(folder, random, { planId: planA, recoveryCode: codeA }, deviceKey)
  const codes = new PlanCodes(folder, deviceKey, random)
  await codes.keep(planA, { recoveryCode: codeA, rootCode: codeB })
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true }).filter((f) =>
    f.isFile(),
  )
  expect(files.length).toBe(2)
  for (const file of files) {
    const bytes = readFileSync(join(file.parentPath, file.name))
    for (const secret of [codeA, codeB, Buffer.from(deviceKey).toString('base64')]) {
      expect(bytes.includes(secret)).toBe(false)
    }
    expect(bytes.includes(Buffer.from(deviceKey))).toBe(false)
  }
})

test('[SH15] codes are kept until the person has them, and gone afterwards', async () => {
  const codes = new PlanCodes(folder, deviceKey, random)
  await codes.keep(planA, { recoveryCode: codeA, rootCode: codeB })
  const afterRestart = new PlanCodes(folder, deviceKey, random)
  expect(await afterRestart.reveal(planA)).toEqual({ recoveryCode: codeA, rootCode: codeB })
  expect(await afterRestart.reveal(planB)).toEqual({ recoveryCode: null, rootCode: null })
  expect(await new PlanCodes(folder, new Uint8Array(32), random).reveal(planA)).toMatchObject({ recoveryCode: null })
  await afterRestart.kept(planA)
  expect(await afterRestart.reveal(planA)).toEqual({ recoveryCode: null, rootCode: null })
})

test('[SH14] a damaged file of wrappings opens nothing and is replaced with the next plan', async () => {
  writeFileSync(join(folder, 'key-recovery.json'), '{"version":1,"wrappings":[')
  expect(await recoverKey(folder, codeA)).toEqual(err({ code: 'E_RECOVERY_CODE' }))
  await addKeyRecovery(folder, random, { planId: planA, recoveryCode: codeA }, deviceKey)
  expect(await recoverKey(folder, codeA)).toEqual(ok(deviceKey))
})
