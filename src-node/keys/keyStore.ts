/** `device.key`: the key file of one data folder, readable by its owner only. */
import { chmod, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '#shared/base/ports.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import type { DiskError } from '#shared/journal/disk.ts'
import { makeFolder, nodeDisk, toDiskError } from '../disk/nodeDisk.ts'
import {
  type KeyError,
  type KeyFile,
  type UnlockedKeys,
  addPlainWrap,
  createKeyFile,
  decodeKeyFile,
  encodeKeyFile,
  unlockPlain,
} from './keyFile.ts'

export const KEY_FILE = 'device.key'
const PLANS_FOLDER = 'plans'

/**
 * `undefined`: a new folder, in which keys may be made. A folder that holds plans and no key file is `E_KEYRING`
 * (`missing`): making new keys there would make another person of its owner.
 */
export async function readKeyFile(folder: string): Promise<Result<KeyFile | undefined, KeyError>> {
  const path = join(folder, KEY_FILE)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? null : undefined
  })
  if (text === undefined) return err({ code: 'E_KEYRING', reason: 'damaged' })
  if (text === null) return (await holdsPlans(folder)) ? err({ code: 'E_KEYRING', reason: 'missing' }) : ok(undefined)
  await keepPrivate(path)
  return decodeKeyFile(text)
}

/** Durable when resolved; the file before stays until then. Its caller holds the lock of the data folder. */
export async function writeKeyFile(folder: string, file: KeyFile): Promise<Result<void, DiskError>> {
  const temporary = join(folder, `${KEY_FILE}.new`)
  try {
    await makeFolder(folder)
    await rm(temporary, { force: true })
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(encodeKeyFile(file))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, join(folder, KEY_FILE))
    return await nodeDisk(folder).syncFolder()
  } catch (cause) {
    await rm(temporary, { force: true })
    return err(toDiskError(KEY_FILE, cause))
  }
}

export interface PlainKeys {
  readonly keys: UnlockedKeys
  /** Writes keys that were made; durable when resolved. Asked for before anything is written that needs them. */
  keep(): Promise<Result<void, DiskError>>
}

/** The command line's keys: read, or made in a folder that holds no plan yet, and in memory only until they are kept. */
export async function openPlainKeys(folder: string, random: Random): Promise<Result<PlainKeys, KeyError>> {
  const held = await readKeyFile(folder)
  if (!held.ok) return held
  if (held.value !== undefined) {
    const keys = unlockPlain(held.value)
    return keys.ok ? ok({ keys: keys.value, keep: async () => ok(undefined) }) : keys
  }
  const made = createKeyFile(random)
  let isKept = false
  return ok({
    keys: made.keys,
    async keep() {
      if (isKept) return ok(undefined)
      const written = await writeKeyFile(folder, addPlainWrap(made.file, made.keys))
      isKept = written.ok
      return written
    },
  })
}

const holdsPlans = async (folder: string): Promise<boolean> =>
  (await readdir(join(folder, PLANS_FOLDER)).catch(() => [])).length > 0

/** A copied folder often comes with looser rights. */
async function keepPrivate(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const { mode } = await stat(path)
  if ((mode & 0o077) !== 0) await chmod(path, 0o600)
}
