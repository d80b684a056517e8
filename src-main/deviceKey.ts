import { randomBytes } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { notice, type Notice } from '#shared/base/codes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import { readKeyringState, unwrapWithKeyring, wrapWithKeyring, type KeyringState } from './keyring.ts'
import { readIfThere, writeWholeFile } from './wholeFile.ts'

/** Beside the plans, so that a folder copied to another place takes its key along only where no keyring keeps it. */
const FILE = 'device-key.json'
const KEY_BYTES = 32

/**
 * `keyring`: sealed by the operating system. `plain`: this computer protects nothing (`basic_text`), so the file says
 * so instead of pretending; it is readable by its owner alone (0600).
 */
const fileShape = v.object({
  version: v.literal(1),
  kept: v.picklist(['keyring', 'plain']),
  key: v.string(),
})

/**
 * The device's key of 32 bytes: made once, when the folder holds no plan yet. If it cannot be read later, nothing is
 * made anew and nothing deleted: the device stays locked until a recovery code opens it.
 */
export class DeviceKey {
  readonly state: KeyringState
  readonly #folder: string

  private constructor(folder: string, state: KeyringState) {
    this.#folder = folder
    this.state = state
  }

  static async open(folder: string): Promise<DeviceKey> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return new DeviceKey(folder, await readKeyringState())
  }

  async recover(code: string): Promise<Result<null, Notice>> {
    // Loaded here, since almost no start of the app needs it.
    const [{ recoverKey }, sodium] = await Promise.all([import('./keyRecovery.ts'), import('libsodium-wrappers')])
    await sodium.default.ready
    const key = await recoverKey(this.#folder, code)
    if (!key.ok) return key
    await this.#keep(key.value)
    return ok(null)
  }

  /** A fresh copy, to be wiped after use. `E_KEYRING`: only a recovery code helps. */
  async read(): Promise<Result<Uint8Array, Notice>> {
    const bytes = await readIfThere(join(this.#folder, FILE))
    if (bytes === undefined) return (await this.#hasPlans()) ? err(notice('E_KEYRING')) : ok(await this.#make())
    const stored = readStored(bytes)
    if (stored === undefined) return err(notice('E_KEYRING'))
    const secret = new Uint8Array(Buffer.from(stored.key, 'base64'))
    const key = stored.kept === 'plain' ? ok(secret) : await unwrapWithKeyring(secret)
    return key.ok && key.value.length !== KEY_BYTES ? err(notice('E_KEYRING')) : key
  }

  async #make(): Promise<Uint8Array> {
    const key = new Uint8Array(randomBytes(KEY_BYTES))
    await this.#keep(key)
    return key
  }

  async #keep(key: Uint8Array): Promise<void> {
    const { protects } = this.state
    const secret = protects ? await wrapWithKeyring(key) : key
    const kept = protects ? 'keyring' : 'plain'
    const text = JSON.stringify({ version: 1, kept, key: Buffer.from(secret).toString('base64') })
    await writeWholeFile(join(this.#folder, FILE), Buffer.from(text), 0o600)
  }

  async #hasPlans(): Promise<boolean> {
    try {
      return (await readdir(join(this.#folder, 'plans'))).length > 0
    } catch {
      return false
    }
  }
}

function readStored(bytes: Uint8Array): v.InferOutput<typeof fileShape> | undefined {
  try {
    return v.parse(fileShape, JSON.parse(Buffer.from(bytes).toString('utf8')))
  } catch {
    return undefined
  }
}
