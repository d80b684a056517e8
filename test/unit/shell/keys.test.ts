import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Random } from '#shared/base/ports.ts'
import { assert } from '#shared/base/assert.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import { formatCode } from '#shared/roster/recoveryCode.ts'
import { PlanCodes } from '#main/core/planCodes.ts'
import { DeviceKeys, type Keyring, type KeySettings } from '#main/core/deviceKeys.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'aplec-keys-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

let counter = 0
const random: Random = { bytes: (length) => new Uint8Array(length).map((_, at) => (counter += 1) + at) }
const codeA = formatCode(new Uint8Array(16).fill(1))
const codeB = formatCode(new Uint8Array(16).fill(2))
const planA = 'aa'.repeat(32)
const planB = 'bb'.repeat(32)

/** A keyring that gives back what it was given, until its owner's password changes. */
function keyringOf(password: { value: number }, protects = true): Keyring {
  const turn = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ password.value)
  return {
    protects,
    wrap: async (plain) => turn(plain),
    unwrap: async (wrapped) => {
      if (password.value === 0) throw new Error('no keyring')
      return turn(wrapped)
    },
  }
}
function valueOf<T>(result: Result<T, unknown>): T {
  assert(result.ok, 'The result is expected to be good here.')
  return result.value
}
const settingsOf = (keyring: Keyring): KeySettings => ({ folder, keyring, random })

test('[SH14] the recovery code of any plan opens the device when the keyring does not, and no other code does', async () => {
  const password = { value: 85 }
  const settings = settingsOf(keyringOf(password))
  const made = valueOf(await DeviceKeys.open(settings))
  expect(await made.addRecovery(codeA)).toEqual(ok(null))
  expect(await made.addRecovery(codeB)).toEqual(ok(null))
  const { deviceSecret } = made
  expect(valueOf(await DeviceKeys.open(settings)).deviceSecret).toEqual(deviceSecret)

  password.value = 0
  const before = readFileSync(join(folder, 'device.key'), 'utf8')
  expect(await DeviceKeys.open(settings)).toEqual(err({ code: 'E_KEYRING' }))
  for (const wrong of ['', formatCode(new Uint8Array(16).fill(3)), codeA.slice(0, -1)]) {
    expect(await DeviceKeys.recover(settings, wrong)).toEqual(err({ code: 'E_RECOVERY_CODE' }))
  }
  expect(readFileSync(join(folder, 'device.key'), 'utf8')).toBe(before)

  password.value = 51
  expect(valueOf(await DeviceKeys.recover(settings, ` ${codeB.toLowerCase()} `)).deviceSecret).toEqual(deviceSecret)
  // The keyring has its part again, and the other code still works.
  expect(valueOf(await DeviceKeys.open(settings)).deviceSecret).toEqual(deviceSecret)
  expect(valueOf(await DeviceKeys.recover(settings, codeA)).deviceSecret).toEqual(deviceSecret)
})

test('[SH14] a folder that holds plans but no key is never given a new one', async () => {
  mkdirSync(join(folder, 'plans', planA), { recursive: true })
  expect(await DeviceKeys.open(settingsOf(keyringOf({ value: 1 })))).toEqual(err({ code: 'E_KEYRING' }))
  expect(readdirSync(folder)).toEqual(['plans'])
})

test('[SH14] a damaged key file is left as it is', async () => {
  writeFileSync(join(folder, 'device.key'), '{"version":1,')
  expect(await DeviceKeys.open(settingsOf(keyringOf({ value: 1 })))).toEqual(err({ code: 'E_KEYRING' }))
  expect(readFileSync(join(folder, 'device.key'), 'utf8')).toBe('{"version":1,')
})

test('[SH14] where no keyring protects, the key file is for its owner alone', async () => {
  const settings = settingsOf(keyringOf({ value: 0 }, false))
  const { deviceSecret } = valueOf(await DeviceKeys.open(settings))
  expect(valueOf(await DeviceKeys.open(settings)).deviceSecret).toEqual(deviceSecret)
  expect(statSync(join(folder, 'device.key')).mode & 0o777).toBe(0o600)
})

test('[SH14] neither the key nor a code is on the disk in clear', async () => {
  const keys = valueOf(await DeviceKeys.open(settingsOf(keyringOf({ value: 85 }))))
  await keys.addRecovery(codeA)
  const codes = new PlanCodes(folder, keys.deviceSecret, random)
  await codes.keep(planA, { recoveryCode: codeA, rootCode: codeB })
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
  expect(files.length).toBe(2)
  for (const file of files) {
    const bytes = readFileSync(join(file.parentPath, file.name))
    const hex = Buffer.from(keys.deviceSecret).toString('hex')
    for (const secret of [codeA, codeB, hex]) expect(bytes.includes(secret)).toBe(false)
    expect(bytes.includes(Buffer.from(keys.deviceSecret))).toBe(false)
  }
})

test('[SH15] codes are kept until the person has them, and gone afterwards', async () => {
  const deviceKey = new Uint8Array(32).fill(7)
  const codes = new PlanCodes(folder, deviceKey, random)
  await codes.keep(planA, { recoveryCode: codeA, rootCode: codeB })
  const afterRestart = new PlanCodes(folder, deviceKey, random)
  expect(await afterRestart.reveal(planA)).toEqual({ recoveryCode: codeA, rootCode: codeB })
  expect(await afterRestart.reveal(planB)).toEqual({ recoveryCode: null, rootCode: null })
  expect(await new PlanCodes(folder, new Uint8Array(32), random).reveal(planA)).toMatchObject({ recoveryCode: null })
  await afterRestart.kept(planA)
  expect(await afterRestart.reveal(planA)).toEqual({ recoveryCode: null, rootCode: null })
})
