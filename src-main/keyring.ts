import { safeStorage } from 'electron'

/** How the operating system keeps secrets here. `basic_text` means: not at all, its password is a known constant. */
export interface KeyringState {
  readonly backend: string
  readonly protects: boolean
}

/** The asynchronous calls exist from Electron 45 on; the synchronous ones end with 46. */
const isAsync = typeof safeStorage.isAsyncEncryptionAvailable === 'function'

/** Must be called after Electron is ready. */
export async function readKeyringState(): Promise<KeyringState> {
  const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform
  const available = isAsync ? await safeStorage.isAsyncEncryptionAvailable() : safeStorage.isEncryptionAvailable()
  return { backend, protects: available && backend !== 'basic_text' }
}

export async function wrapWithKeyring(secret: Uint8Array): Promise<Uint8Array> {
  const text = Buffer.from(secret).toString('base64')
  return isAsync ? safeStorage.encryptStringAsync(text) : safeStorage.encryptString(text)
}

/** Rejects when the keyring is another one now, locked, or lost what it knew. */
export async function unwrapWithKeyring(wrapped: Uint8Array): Promise<Uint8Array> {
  const bytes = Buffer.from(wrapped)
  const text = isAsync ? (await safeStorage.decryptStringAsync(bytes)).result : safeStorage.decryptString(bytes)
  return new Uint8Array(Buffer.from(text, 'base64'))
}
