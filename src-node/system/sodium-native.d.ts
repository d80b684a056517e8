/** What we use of it; it comes without types. Every argument is bytes, results are written into the first. */
declare module 'sodium-native' {
  const sodium: {
    readonly crypto_sign_BYTES: number
    crypto_sign_detached(signature: Uint8Array, message: Uint8Array, privateKey: Uint8Array): void
    crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean
  }
  export default sodium
}
