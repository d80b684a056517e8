import sodium from 'libsodium-wrappers'

/** Lower-case hex of some bytes; the form ids and hashes take as map keys and in JSON. */
export type Hex = string

export const toHex = (bytes: Uint8Array): Hex => sodium.to_hex(bytes)

export const fromHex = (hex: Hex): Uint8Array => sodium.from_hex(hex)

export const utf8 = (text: string): Uint8Array => sodium.from_string(text)

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    out.set(part, offset)
    offset += part.length
  }
  return out
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

/** Big-endian, as every number in our formats. */
export function u32(value: number): Uint8Array {
  const out = new Uint8Array(4)
  new DataView(out.buffer).setUint32(0, value)
  return out
}

/** Big-endian; `value` is an integer below 2^53. */
export function u64(value: number): Uint8Array {
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, BigInt(value))
  return out
}
