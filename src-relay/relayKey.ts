import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { type Hex, fromHex, toHex } from '#shared/base/bytes.ts'
import { type KeyPair, rootSignKeys } from '#shared/base/crypto.ts'
import type { Random } from '#shared/base/ports.ts'
import { type Result, err, ok } from '#shared/base/result.ts'

/** `E_KEYRING`: there is a key file and it is no key. It is never replaced: links and devices pin the key. */
export type RelayKeyError = { readonly code: 'E_KEYRING' | 'E_DISK'; readonly file: string }

const KEY_FILE = 'relay.key'

/** The relay's identity: a seed in a file only its owner reads, made at the first start. */
export async function loadRelayKey(folder: string, random: Random): Promise<Result<KeyPair, RelayKeyError>> {
  const file = join(folder, KEY_FILE)
  try {
    const stored = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return null
      throw cause
    })
    if (stored === null) return ok(await makeKey(folder, file, random))
    const text = stored.trim()
    if (!/^[0-9a-f]{64}$/.test(text)) return err({ code: 'E_KEYRING', file })
    await chmod(file, 0o600)
    return ok(keysOf(text))
  } catch {
    return err({ code: 'E_DISK', file })
  }
}

async function makeKey(folder: string, file: string, random: Random): Promise<KeyPair> {
  await mkdir(folder, { recursive: true })
  const seed = toHex(random.bytes(32))
  const handle = await open(`${file}.tmp`, 'w', 0o600)
  await handle.writeFile(`${seed}\n`)
  await handle.sync()
  await handle.close()
  await rename(`${file}.tmp`, file)
  const directory = await open(folder, 'r')
  await directory.sync()
  await directory.close()
  return keysOf(seed)
}

const keysOf = (seed: Hex): KeyPair => rootSignKeys(fromHex(seed))
