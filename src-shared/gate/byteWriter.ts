import { utf8 } from '#shared/base/bytes.ts'
import { TooLarge } from './byteReader.ts'

/** Writes one value of a column. */
export type Put<V> = (writer: ByteWriter, value: V) => void

export const putUnsigned: Put<number> = (writer, value) => writer.unsigned(value)
const putSigned: Put<number> = (writer, value) => writer.signed(value)
export const putText: Put<string> = (writer, value) => writer.text(value)

/**
 * The inverse of `ByteReader`: a buffer that grows up to `maxBytes`, and the numbers and runs of Automerge's storage format.
 * Throws `TooLarge`: what is a run in one order may be long in another.
 */
export class ByteWriter {
  readonly #maxBytes: number
  #bytes = new Uint8Array(1024)
  length = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Begins anew, in the same memory. */
  clear(): void {
    this.length = 0
  }

  /** A view, valid until the next write. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.length)
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.length++] = value
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  /** With its length before it. */
  text(text: string): void {
    const bytes = utf8(text)
    this.unsigned(bytes.length)
    this.raw(bytes)
  }

  unsigned(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.byte(rest)
  }

  signed(value: number): void {
    let rest = value
    while (rest < -0x40 || rest >= 0x40) {
      this.byte((rest & 0x7f) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.byte(rest & 0x7f)
  }

  /** Equal neighbours as one run, others as a list, nulls counted. Nothing for a column of nulls. */
  runs<V extends number | string>(values: readonly (V | null)[], put: Put<V>): void {
    let end = endOfRun(values, 0)
    if (values.length === 0 || (values[0] === null && end === values.length)) return
    for (let at = 0; at < values.length; end = endOfRun(values, at)) {
      const value = values[at] as V | null
      if (value === null) {
        this.byte(0)
        this.unsigned(end - at)
        at = end
      } else if (end - at > 1) {
        this.signed(end - at)
        put(this, value)
        at = end
      } else {
        const last = endOfSingles(values, at)
        this.signed(at - last)
        while (at < last) put(this, values[at++] as V)
      }
    }
  }

  /** Differences of what stands beside each other, as runs. */
  deltas(values: readonly (number | null)[]): void {
    let last = 0
    const steps = values.map((value) => {
      const step = value === null ? null : value - last
      last = value ?? last
      return step
    })
    this.runs(steps, putSigned)
  }

  /** Lengths of runs in turn, the first of which is of 0. */
  booleans(values: readonly number[]): void {
    for (let at = 0, current = 0; at < values.length; current = 1 - current) {
      const from = at
      while (at < values.length && values[at] === current) at += 1
      this.unsigned(at - from)
    }
  }

  #reserve(length: number): void {
    if (this.length + length <= this.#bytes.length) return
    if (this.length + length > this.#maxBytes) throw new TooLarge(this.#maxBytes)
    const grown = new Uint8Array(Math.min(this.#maxBytes, 2 * (this.length + length)))
    grown.set(this.written())
    this.#bytes = grown
  }
}

function endOfRun(values: readonly unknown[], from: number): number {
  let end = from + 1
  while (end < values.length && values[end] === values[from]) end += 1
  return end
}

/** Where the values end that differ from both neighbours. */
function endOfSingles(values: readonly unknown[], from: number): number {
  let end = from + 1
  while (end < values.length && values[end] !== null && values[end] !== values[end + 1]) end += 1
  return end
}
