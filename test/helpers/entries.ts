import { type Hex, toHex, utf8 } from '#shared/base/bytes.ts'
import { deviceSignKeys, epochKey } from '#shared/base/crypto.ts'
import type { Random } from '#shared/base/ports.ts'
import { type Entry, KIND, sealContentEntry, signControlEntry } from '#shared/journal/entry.ts'

/** Repeatable bytes (mulberry32). */
export function seededRandom(seed: number): Random {
  const next = seededNumbers(seed)
  return { bytes: (length) => Uint8Array.from({ length }, () => Math.floor(next() * 256)) }
}

/** Repeatable numbers in [0, 1). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export const ROOM: Hex = 'aa'.repeat(32)
const EPOCH: Hex = 'bb'.repeat(32)

export interface StreamWriter {
  readonly stream: Hex
  /** The next entry of the chain; its body has `bytes` bytes. */
  next(bytes?: number): Entry
  /** Another entry at the place of the last one. */
  forked(bytes?: number): Entry
  control(bytes?: number): Entry
}

/** One device writing one stream: real keys, real chain, real seals. */
export function streamWriter(seed: number, roomId: Hex = ROOM): StreamWriter {
  const random = seededRandom(seed)
  const room = Uint8Array.from(roomId.match(/../g) as string[], (pair) => parseInt(pair, 16))
  const keys = deviceSignKeys(random.bytes(32), room)
  const contentKey = epochKey(new Uint8Array(32).fill(1), 'content', room)
  const stream = toHex(random.bytes(16))
  let seq = 0
  let prev: Hex = '00'.repeat(32)
  let before = prev

  const headerOf = (kind: number, at: number, previous: Hex) => ({
    kind,
    roomId,
    epochId: EPOCH,
    device: toHex(keys.publicKey),
    stream,
    seq: at,
    prev: previous,
  })
  const content = (at: number, previous: Hex, bytes: number): Entry =>
    sealContentEntry(headerOf(KIND.CONTENT, at, previous), random.bytes(bytes), contentKey, keys.privateKey, random)
  const advance = (entry: Entry): Entry => {
    before = prev
    prev = entry.hash
    seq += 1
    return entry
  }
  return {
    stream,
    next: (bytes = 40) => advance(content(seq, prev, bytes)),
    forked: (bytes = 41) => content(seq - 1, before, bytes),
    control: (bytes = 60) =>
      advance(signControlEntry(headerOf(KIND.JOIN, seq, prev), utf8('x'.repeat(bytes)), keys.privateKey, random)),
  }
}

export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const out: T[] = []
  for await (const item of items) out.push(item)
  return out
}
