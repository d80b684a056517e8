/** Thrown inside the parsers only, and turned into a refusal at their edge. */
export class Malformed extends Error {}
/** What is written passes its limit, in bytes. */
export class TooLarge extends Error {
  readonly limit: number
  constructor(limit: number) {
    super('more bytes than the limit')
    this.limit = limit
  }
}
/** A column claims more rows than its limit. */
export class TooMany extends Error {
  readonly limit: number
  constructor(limit: number) {
    super('more rows than the limit')
    this.limit = limit
  }
}

/**
 * Reads foreign bytes from front to back. Every length is checked against what is there before anything is made of it, and
 * numbers must be in their shortest form, as Automerge itself demands.
 */
export class ByteReader {
  readonly bytes: Uint8Array
  readonly end: number
  at: number

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  get done(): boolean {
    return this.at >= this.end
  }

  byte(): number {
    if (this.at >= this.end) throw new Malformed('bytes end early')
    return this.bytes[this.at++]!
  }

  /** A view, not a copy. */
  take(length: number): Uint8Array {
    if (length > this.end - this.at) throw new Malformed('bytes end early')
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  /** LEB128, unsigned, up to 2^53-1. */
  unsigned(): number {
    let value = 0
    let scale = 1
    for (let count = 1; ; count++) {
      const byte = this.byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) {
        if (byte === 0 && count > 1) throw new Malformed('number in a longer form than needed')
        if (!Number.isSafeInteger(value)) throw new Malformed('number too large')
        return value
      }
      if (count === 8) throw new Malformed('number too large')
      scale *= 128
    }
  }

  /** LEB128, signed; ±Infinity for what does not fit 2^53-1 (a 64-bit number can be well-formed and still too large). */
  signed(): number {
    const start = this.at
    let value = 0
    let scale = 1
    let previous = 0
    for (let count = 1; count <= 10; count++) {
      const byte = this.byte()
      value += (byte & 0x7f) * scale
      scale *= 128
      if (byte < 0x80) {
        if (count > 1 && byte === (previous & 0x40 ? 0x7f : 0))
          throw new Malformed('number in a longer form than needed')
        if (count >= 8) return longSigned(this.bytes.subarray(start, this.at))
        return byte & 0x40 ? value - scale : value
      }
      previous = byte
    }
    throw new Malformed('number too large')
  }
}

/** Eight bytes and more pass what a double counts exactly on the way. */
function longSigned(bytes: Uint8Array): number {
  let value = 0n
  bytes.forEach((byte, at) => (value |= BigInt(byte & 0x7f) << BigInt(7 * at)))
  if (bytes.at(-1)! & 0x40) value -= 1n << BigInt(7 * bytes.length)
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : number < 0 ? -Infinity : Infinity
}
