/**
 * The codes of a plan until the person says to have written them down: the app may close, or crash, before that. Sealed
 * under the device's key; removed for good by `kept`.
 */
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { concat, utf8 } from '#shared/base/bytes.ts'
import { aeadOpen, aeadSeal, kdf, NONCE_BYTES } from '#shared/base/crypto.ts'
import type { Random } from '#shared/base/ports.ts'
import { readIfThere, writeWholeFile } from '#node/disk/wholeFile.ts'

const shape = v.object({ recoveryCode: v.nullable(v.string()), rootCode: v.nullable(v.string()) })
export type Codes = v.InferOutput<typeof shape>

const SEALED = '.sealed'
const NO_CODES: Codes = { recoveryCode: null, rootCode: null }

export class PlanCodes {
  readonly #folder: string
  readonly #key: Uint8Array
  readonly #random: Random

  constructor(memberFolder: string, deviceKey: Uint8Array, random: Random) {
    this.#folder = join(memberFolder, 'codes')
    this.#key = kdf(deviceKey, 'plan-codes')
    this.#random = random
  }

  /** Durable when resolved. */
  async keep(planId: string, codes: Codes): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const nonce = this.#random.bytes(NONCE_BYTES)
    const sealed = aeadSeal(this.#key, nonce, utf8(JSON.stringify(codes)), utf8(planId))
    await writeWholeFile(this.#file(planId), concat(nonce, sealed), 0o600)
  }

  async reveal(planId: string): Promise<Codes> {
    const bytes = await readIfThere(this.#file(planId))
    if (bytes === undefined) return NO_CODES
    const opened = aeadOpen(this.#key, bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES), utf8(planId))
    if (opened === undefined) return NO_CODES
    return v.parse(shape, JSON.parse(Buffer.from(opened).toString('utf8')))
  }

  /** How many codes of which plans still wait to be written down. */
  async waiting(): Promise<readonly { readonly planId: string; readonly codes: number }[]> {
    const names = await readdir(this.#folder).catch(() => [])
    const plans = names.flatMap((name) => (name.endsWith(SEALED) ? [name.slice(0, -SEALED.length)] : []))
    const counted = plans.map(async (planId) => {
      const { recoveryCode, rootCode } = await this.reveal(planId)
      return { planId, codes: [recoveryCode, rootCode].filter((code) => code !== null).length }
    })
    return (await Promise.all(counted)).filter(({ codes }) => codes > 0)
  }

  async kept(planId: string): Promise<void> {
    await rm(this.#file(planId), { force: true })
  }

  #file(planId: string): string {
    return join(this.#folder, `${planId}${SEALED}`)
  }
}
