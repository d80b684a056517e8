import { notice, type Notice } from '#shared/base/codes.ts'
import type { Random } from '#shared/base/ports.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import { parseCode } from '#shared/roster/recoveryCode.ts'
import {
  addPlainWrap,
  addRecoveryWrap,
  addSystemWrap,
  createKeyFile,
  unlockPlain,
  unlockWithRecovery,
  unlockWithSystem,
  type KeyError,
  type KeyFile,
  type SystemWrap,
  type UnlockedKeys,
} from '#node/keys/keyFile.ts'
import { readKeyFile, writeKeyFile } from '#node/keys/keyStore.ts'

/** The system's keyring, and whether it protects anything here (on `basic_text` it does not). */
export interface Keyring extends SystemWrap {
  readonly protects: boolean
}

export interface KeySettings {
  readonly folder: string
  readonly keyring: Keyring
  readonly random: Random
}

/**
 * The keys of this device: made once, in a folder that holds no plan yet. When the keyring does not give them back,
 * nothing is made anew and nothing deleted: the device stays locked until one of its recovery codes opens it.
 */
export class DeviceKeys {
  readonly #settings: KeySettings
  readonly #keys: UnlockedKeys
  #file: KeyFile

  private constructor(settings: KeySettings, keys: UnlockedKeys, file: KeyFile) {
    this.#settings = settings
    this.#keys = keys
    this.#file = file
  }

  get deviceSecret(): Uint8Array {
    return this.#keys.deviceSecret
  }

  static async open(settings: KeySettings): Promise<Result<DeviceKeys, Notice>> {
    const held = await readKeyFile(settings.folder)
    if (!held.ok) return err(noticeOf(held.error))
    if (held.value === undefined) return DeviceKeys.#make(settings)
    const keys = await unlock(held.value, settings.keyring)
    return keys.ok ? ok(new DeviceKeys(settings, keys.value, held.value)) : err(noticeOf(keys.error))
  }

  /** Opens by the recovery code of any plan of this device, and gives the keyring its part again. */
  static async recover(settings: KeySettings, written: string): Promise<Result<DeviceKeys, Notice>> {
    const code = parseCode(written)
    if (!code.ok) return err(notice('E_RECOVERY_CODE'))
    const held = await readKeyFile(settings.folder)
    if (!held.ok) return err(noticeOf(held.error))
    if (held.value === undefined) return err(notice('E_RECOVERY_CODE'))
    const keys = unlockWithRecovery(held.value, code.value)
    if (!keys.ok) return err(noticeOf(keys.error))
    const file = await wrapForSystem(held.value, keys.value, settings.keyring)
    return write(settings.folder, file, (kept) => new DeviceKeys(settings, keys.value, kept))
  }

  static async #make(settings: KeySettings): Promise<Result<DeviceKeys, Notice>> {
    const made = createKeyFile(settings.random)
    const file = await wrapForSystem(made.file, made.keys, settings.keyring)
    return write(settings.folder, file, (kept) => new DeviceKeys(settings, made.keys, kept))
  }

  /** From now on the code of this plan opens the device as well. Durable when resolved. */
  async addRecovery(recoveryCode: string): Promise<Result<null, Notice>> {
    const code = parseCode(recoveryCode)
    if (!code.ok) return err(notice('E_RECOVERY_CODE'))
    const file = addRecoveryWrap(this.#file, this.#keys, code.value, this.#settings.random)
    return write(this.#settings.folder, file, (kept) => {
      this.#file = kept
      return null
    })
  }
}

const unlock = (
  file: KeyFile,
  keyring: Keyring,
): Promise<Result<UnlockedKeys, KeyError>> | Result<UnlockedKeys, KeyError> =>
  file.wraps.some(({ by }) => by === 'none') ? unlockPlain(file) : unlockWithSystem(file, keyring)

/** Where no keyring protects anything, the file says so instead of pretending; only its owner may read it. */
async function wrapForSystem(file: KeyFile, keys: UnlockedKeys, keyring: Keyring): Promise<KeyFile> {
  return keyring.protects ? addSystemWrap(file, keys, keyring) : addPlainWrap(file, keys)
}

async function write<T>(folder: string, file: KeyFile, then: (file: KeyFile) => T): Promise<Result<T, Notice>> {
  const written = await writeKeyFile(folder, file)
  return written.ok ? ok(then(file)) : err(notice(written.error.code === 'E_DISK_FULL' ? 'E_DISK_FULL' : 'E_DISK'))
}

function noticeOf(error: KeyError): Notice {
  if (error.code === 'E_NEWER') return notice('E_NEWER', { version: error.version })
  return notice(error.code)
}
