/**
 * The second wrapping of the device's key: under the recovery code of each plan of this device, so that any one of the
 * codes a person wrote down opens the device again when its keyring is gone. Codes and key are never stored in clear.
 */
import { join } from 'node:path'
import * as v from 'valibot'
import { utf8 } from '#shared/base/bytes.ts'
import { notice, type Notice } from '#shared/base/codes.ts'
import { aeadOpen, aeadSeal, kdf, NONCE_BYTES, recoveryKey } from '#shared/base/crypto.ts'
import type { Random } from '#shared/base/ports.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import { parseCode } from '#shared/roster/recoveryCode.ts'
import { readIfThere, writeWholeFile } from './wholeFile.ts'

const FILE = 'key-recovery.json'
/** Plans of one device; far more than anyone has. */
const MAX_WRAPPINGS = 10_000

const wrapping = v.object({ planId: v.string(), nonce: v.string(), sealed: v.string() })
const fileShape = v.object({
  version: v.literal(1),
  wrappings: v.pipe(v.array(wrapping), v.maxLength(MAX_WRAPPINGS)),
})
type Wrapping = v.InferOutput<typeof wrapping>

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const toBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
const keyOf = (code: Uint8Array): Uint8Array => kdf(recoveryKey(code), 'device-key')
const contextOf = (planId: string): Uint8Array => utf8(`device-key ${planId}`)

/** Adds, or replaces, the wrapping under the recovery code of one plan. The code is as people write it. */
export async function addKeyRecovery(
  folder: string,
  random: Random,
  plan: { readonly planId: string; readonly recoveryCode: string },
  deviceKey: Uint8Array,
): Promise<void> {
  const code = parseCode(plan.recoveryCode)
  if (!code.ok) throw new Error('a recovery code of our own making must be readable')
  const nonce = random.bytes(NONCE_BYTES)
  const sealed = aeadSeal(keyOf(code.value), nonce, deviceKey, contextOf(plan.planId))
  const others = (await readWrappings(folder)).filter((one) => one.planId !== plan.planId)
  const wrappings = [...others, { planId: plan.planId, nonce: toText(nonce), sealed: toText(sealed) }]
  await writeWholeFile(join(folder, FILE), utf8(JSON.stringify({ version: 1, wrappings })), 0o600)
}

/** The device's key by any of its recovery codes; `E_RECOVERY_CODE` when the code is mistyped or of another device. */
export async function recoverKey(folder: string, written: string): Promise<Result<Uint8Array, Notice>> {
  const code = parseCode(written)
  if (!code.ok) return err(notice('E_RECOVERY_CODE'))
  const key = keyOf(code.value)
  for (const { planId, nonce, sealed } of await readWrappings(folder)) {
    const opened = aeadOpen(key, toBytes(nonce), toBytes(sealed), contextOf(planId))
    if (opened !== undefined) return ok(opened)
  }
  return err(notice('E_RECOVERY_CODE'))
}

/** A damaged file counts as empty here; it is replaced with the next plan. */
async function readWrappings(folder: string): Promise<readonly Wrapping[]> {
  const bytes = await readIfThere(join(folder, FILE))
  if (bytes === undefined) return []
  try {
    return v.parse(fileShape, JSON.parse(Buffer.from(bytes).toString('utf8'))).wrappings
  } catch {
    return []
  }
}
