/** Ways to spoil bytes, all by one stream of numbers, so that a case can be made again from its seed. */

import { concat } from '#shared/base/bytes.ts'

export interface Chance {
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number
  oneOf<T>(items: readonly T[]): T
  bytes(length: number): Uint8Array
}

export function chanceFrom(next: () => number): Chance {
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    oneOf: <T>(items: readonly T[]) => items[below(items.length)] as T,
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  }
}

/** Where counters, signs and lengths turn over. */
const EDGES = [
  0,
  1,
  2,
  7,
  8,
  0x17,
  0x18,
  0x1f,
  0x20,
  0x3f,
  0x40,
  0x7f,
  0x80,
  0xff,
  0x100,
  0x7fff,
  0xffff,
  0x10000,
  0x7fff_ffff,
  0x8000_0000,
  0xffff_ffff,
  0x1_0000_0000,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 63,
]

type Mutation = (bytes: Uint8Array, chance: Chance, other: Uint8Array) => Uint8Array

const splice = (bytes: Uint8Array, at: number, cut: number, put: Uint8Array): Uint8Array =>
  concat(bytes.subarray(0, at), put, bytes.subarray(at + cut))

const spot = (bytes: Uint8Array, chance: Chance): readonly [at: number, length: number] => {
  const at = chance.below(bytes.length + 1)
  return [at, Math.min(bytes.length - at, chance.below(chance.oneOf([4, 16, 64, 256])))]
}

const MUTATIONS: readonly Mutation[] = [
  (bytes, chance) => changed(bytes, chance.below(bytes.length), (byte) => byte ^ (1 << chance.below(8))),
  (bytes, chance) => changed(bytes, chance.below(bytes.length), () => chance.below(256)),
  (bytes, chance) => changed(bytes, chance.below(bytes.length), () => chance.oneOf(EDGES) & 255),
  (bytes, chance) => changed(bytes, chance.below(bytes.length), (byte) => byte + chance.oneOf([1, 255])),
  /** A big-endian number of some width where there may be a length. */
  (bytes, chance) => {
    const put = bigEndian(chance.oneOf(EDGES), chance.oneOf([2, 4, 8]))
    return splice(bytes, chance.below(bytes.length), put.length, put)
  },
  /** A number as LEB128. */
  (bytes, chance) => splice(bytes, chance.below(bytes.length + 1), chance.below(2), leb(chance.oneOf(EDGES))),
  (bytes, chance) => splice(bytes, ...spot(bytes, chance), new Uint8Array()),
  (bytes, chance) => splice(bytes, chance.below(bytes.length + 1), 0, chance.bytes(1 + chance.below(16))),
  (bytes, chance) => bytes.slice(0, chance.below(bytes.length + 1)),
  (bytes, chance) => splice(bytes, bytes.length, 0, chance.bytes(1 + chance.below(40))),
  /** A stretch once more, next to itself or elsewhere. */
  (bytes, chance) => {
    const [at, length] = spot(bytes, chance)
    return splice(bytes, chance.below(bytes.length + 1), 0, bytes.slice(at, at + length))
  },
  /** A stretch of another sample. */
  (bytes, chance, other) => {
    const [at, length] = spot(other, chance)
    return splice(bytes, ...spot(bytes, chance), other.slice(at, at + length))
  },
  (bytes, chance) => {
    const [at, length] = spot(bytes, chance)
    const fill = chance.oneOf([0, 0x80, 0xff, 0x41])
    return splice(bytes, at, length, new Uint8Array(length).fill(fill))
  },
]

/** One to eight mutations of `bytes`; `other` is a second sample of the same kind. */
export function mutate(bytes: Uint8Array, chance: Chance, other: Uint8Array): Uint8Array {
  let out: Uint8Array = bytes.slice()
  for (let left = 1 + chance.below(chance.oneOf([1, 2, 8])); left > 0; left--) {
    if (out.length === 0) out = chance.bytes(1 + chance.below(40))
    out = chance.oneOf(MUTATIONS)(out, chance, other)
  }
  return out
}

function changed(bytes: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const out = bytes.slice()
  out[at] = change(out[at] ?? 0)
  return out
}

export function bigEndian(value: number, width: number): Uint8Array {
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, BigInt(value))
  return out.slice(8 - width)
}

function leb(value: number): Uint8Array {
  const out: number[] = []
  for (let rest = BigInt(value); ; rest >>= 7n) {
    if (rest < 128n) return Uint8Array.from([...out, Number(rest)])
    out.push(Number(rest & 127n) | 128)
  }
}
