import type { Ed25519 } from '#shared/base/crypto.ts'

/**
 * libsodium as machine code: half the time of its WebAssembly for a signature. `undefined` where the package has nothing
 * for this platform, or was left out: then WebAssembly goes on.
 */
export async function nativeEd25519(): Promise<Ed25519 | undefined> {
  const library = await import('sodium-native').catch(() => undefined)
  if (library === undefined) return undefined
  const { default: sodium } = library
  return {
    sign(message, privateKey) {
      const signature = new Uint8Array(sodium.crypto_sign_BYTES)
      sodium.crypto_sign_detached(signature, message, privateKey)
      return signature
    },
    verify: (signature, message, publicKey) => sodium.crypto_sign_verify_detached(signature, message, publicKey),
  }
}
