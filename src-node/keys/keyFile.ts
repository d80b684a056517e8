/**
 * The keys of one installation at rest. A random local master key is wrapped several ways (by the system's keyring, by
 * recovery codes, or not at all in a 0600 file of the command line); under it lies D, the device root secret. Any one
 * wrap opens the file; losing one never makes a new identity.
 *
 * The format is JSON, version 1 (docs/specs/journal.md, "Keys at rest"); all values are hex.
 */
import * as v from 'valibot'
import { type Hex, concat, fromHex, toHex, utf8 } from '#shared/base/bytes.ts'
import { jsonOf } from '#shared/base/json.ts'
import { NONCE_BYTES, aeadOpen, aeadSeal, hash, kdf, recoveryKey } from '#shared/base/crypto.ts'
import type { Random } from '#shared/base/ports.ts'
import { type Result, err, ok } from '#shared/base/result.ts'

/** The system's keyring, as Electron's safeStorage offers it. `unwrap` rejects when the keyring does not give it back. */
export interface SystemWrap {
  wrap(plain: Uint8Array): Promise<Uint8Array>
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>
}

export interface UnlockedKeys {
  /** 32 bytes; needed to add a wrap. */
  readonly master: Uint8Array
  /** D, 32 bytes: what all keys of this installation are derived from. */
  readonly deviceSecret: Uint8Array
}

/**
 * `E_KEYRING`: the keys cannot be had this way; the file stays as it is and no new identity is made. `system`: the
 * keyring refused or gave back something else. `noWrap`: the file has no wrap of this kind. `E_RECOVERY_CODE`: a code
 * that opens none of its wraps.
 */
export type KeyError =
  | { readonly code: 'E_KEYRING'; readonly reason: 'missing' | 'damaged' | 'system' | 'noWrap' }
  | { readonly code: 'E_RECOVERY_CODE' }
  | { readonly code: 'E_NEWER'; readonly version: number }

const hex = v.pipe(v.string(), v.regex(/^([0-9a-f]{2})+$/))
const schema = v.object({
  version: v.literal(1),
  /** D, sealed under the master key. */
  secret: hex,
  wraps: v.array(v.object({ by: v.picklist(['system', 'recovery', 'none']), key: hex })),
})
export type KeyFile = v.InferOutput<typeof schema>

/** Fresh keys of a new installation; the file has no wrap yet. Only for a folder that holds no plan. */
export function createKeyFile(random: Random): { readonly file: KeyFile; readonly keys: UnlockedKeys } {
  const keys = { master: random.bytes(32), deviceSecret: random.bytes(32) }
  const secret = seal(kdf(keys.master, 'device-secret'), keys.deviceSecret, random)
  return { file: { version: 1, secret: toHex(secret), wraps: [] }, keys }
}

/** For the command line: whoever reads the file has the keys. */
export const addPlainWrap = (file: KeyFile, { master }: UnlockedKeys): KeyFile => withWrap(file, 'none', toHex(master))

/** Replaces an earlier wrap of the system. Rejects when the keyring does. */
export async function addSystemWrap(file: KeyFile, { master }: UnlockedKeys, system: SystemWrap): Promise<KeyFile> {
  const kept = { ...file, wraps: file.wraps.filter((wrap) => wrap.by !== 'system') }
  return withWrap(kept, 'system', toHex(await system.wrap(master)))
}

/** `code`: 16 bytes. A device has one for each plan it was given a code for; each of them opens the file. */
export function addRecoveryWrap(file: KeyFile, { master }: UnlockedKeys, code: Uint8Array, random: Random): KeyFile {
  return withWrap(file, 'recovery', toHex(seal(recoveryWrapKey(code), master, random)))
}

export function unlockPlain(file: KeyFile): Result<UnlockedKeys, KeyError> {
  const wrap = file.wraps.find(({ by }) => by === 'none')
  return wrap === undefined ? refuse('noWrap') : unlockWith(file, fromHex(wrap.key))
}

export async function unlockWithSystem(file: KeyFile, system: SystemWrap): Promise<Result<UnlockedKeys, KeyError>> {
  const wrap = file.wraps.find(({ by }) => by === 'system')
  if (wrap === undefined) return refuse('noWrap')
  const master = await system.unwrap(fromHex(wrap.key)).catch(() => undefined)
  if (master?.length !== 32) return refuse('system')
  const unlocked = unlockWith(file, master)
  return unlocked.ok ? unlocked : refuse('system')
}

export function unlockWithRecovery(file: KeyFile, code: Uint8Array): Result<UnlockedKeys, KeyError> {
  const wraps = file.wraps.filter(({ by }) => by === 'recovery')
  if (wraps.length === 0) return refuse('noWrap')
  for (const wrap of wraps) {
    const master = open(recoveryWrapKey(code), fromHex(wrap.key))
    if (master !== undefined) return unlockWith(file, master)
  }
  return err({ code: 'E_RECOVERY_CODE' })
}

/** One line of JSON and one with its hash, so that a flipped digit shows as damage and not as a wrong keyring. */
export function encodeKeyFile(file: KeyFile): string {
  const line = JSON.stringify(file)
  return `${line}\n${checkOf(line)}\n`
}

export function decodeKeyFile(text: string): Result<KeyFile, KeyError> {
  const [line, check, rest] = text.split('\n')
  if (line === undefined || rest !== '' || check !== checkOf(line)) return refuse('damaged')
  const json = jsonOf(line)
  const parsed = v.safeParse(schema, json)
  if (parsed.success) return ok(parsed.output)
  const newer = v.safeParse(v.object({ version: v.pipe(v.number(), v.minValue(2)) }), json)
  return newer.success ? err({ code: 'E_NEWER', version: newer.output.version }) : refuse('damaged')
}

const checkOf = (line: string): Hex => toHex(hash('key-file', utf8(line)))
const recoveryWrapKey = (code: Uint8Array): Uint8Array => kdf(recoveryKey(code), 'master-wrap')

const withWrap = (file: KeyFile, by: KeyFile['wraps'][number]['by'], key: Hex): KeyFile => ({
  ...file,
  wraps: [...file.wraps, { by, key }],
})

function unlockWith(file: KeyFile, master: Uint8Array): Result<UnlockedKeys, KeyError> {
  const deviceSecret = master.length === 32 ? open(kdf(master, 'device-secret'), fromHex(file.secret)) : undefined
  return deviceSecret?.length !== 32 ? refuse('damaged') : ok({ master, deviceSecret })
}

const refuse = (reason: Extract<KeyError, { code: 'E_KEYRING' }>['reason']): Result<never, KeyError> =>
  err({ code: 'E_KEYRING', reason })

const NOTHING = new Uint8Array()

function seal(key: Uint8Array, plain: Uint8Array, random: Random): Uint8Array {
  const nonce = random.bytes(NONCE_BYTES)
  return concat(nonce, aeadSeal(key, nonce, plain, NOTHING))
}

const open = (key: Uint8Array, sealed: Uint8Array): Uint8Array | undefined =>
  aeadOpen(key, sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES), NOTHING)
