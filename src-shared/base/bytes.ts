import sodium from 'libsodium-wrappers'

/** Lower-case hex of some bytes; the form ids and hashes take as map keys and in JSON. */
export type Hex = string

const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))
/** Bytes turned at once: a call takes so many arguments and not endlessly more. */
const HEX_PIECE_BYTES = 4096

/** In one piece, not joined digit by digit: as a map key such a string would have to be put together first. */
export function toHex(bytes: Uint8Array): Hex {
  if (bytes.length > HEX_PIECE_BYTES)
    return toHex(bytes.subarray(0, HEX_PIECE_BYTES)) + toHex(bytes.subarray(HEX_PIECE_BYTES))
  const codes: number[] = []
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number
    codes.push(DIGITS[byte >> 4] as number, DIGITS[byte & 15] as number)
  }
  return String.fromCharCode(...codes)
}

/** The value of a digit by its code; 16 for everything that is none. */
const DIGIT_VALUES = new Uint8Array(128).fill(16)
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  DIGIT_VALUES[digit.charCodeAt(0)] = value
  DIGIT_VALUES[digit.toUpperCase().charCodeAt(0)] = value
}

/** Throws on anything but pairs of digits: what comes from outside is looked at before. */
export function fromHex(hex: Hex): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1)
  let isHex = hex.length % 2 === 0
  for (let i = 0; i < bytes.length; i++) {
    const high = DIGIT_VALUES[hex.charCodeAt(2 * i)] ?? 16
    const low = DIGIT_VALUES[hex.charCodeAt(2 * i + 1)] ?? 16
    isHex &&= high < 16 && low < 16
    bytes[i] = high * 16 + low
  }
  if (!isHex) throw new TypeError('not hex')
  return bytes
}

export const utf8 = (text: string): Uint8Array => sodium.from_string(text)

/** `undefined` when it is not UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return sodium.to_string(bytes)
  } catch {
    return undefined
  }
}

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
