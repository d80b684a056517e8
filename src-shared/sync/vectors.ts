/** Vectors on the wire (docs/specs/frames.md, FR7). */
import { fromHex, toHex } from '../base/bytes.ts'
import {
  type SeqRange,
  type StreamRange,
  type StreamState,
  type Vector,
  countRanges,
  rangesLacking,
  stateOf,
} from '../journal/vector.ts'
import type { WireRanges, WireStream, WireVector } from '../protocol/frames.ts'
import { MAX_STREAM_RANGES } from '../protocol/limits.ts'

/** How many entries `theirs` holds that `mine` lacks. */
export const countLacking = (mine: Vector, theirs: Vector): number => countRanges(rangesLacking(mine, theirs))

/** A stream with more ranges than a frame takes is told up to there: the rest is compared again later. */
export const vectorToWire = (vector: Vector): WireStream[] =>
  [...vector].map(([stream, { length, ranges }]) => [fromHex(stream), length, ...flat(ranges)])

const flat = (ranges: readonly SeqRange[]): number[] =>
  ranges.slice(0, MAX_STREAM_RANGES).flatMap(({ from, to }) => [from, to])

export function vectorFromWire(wire: WireVector): Vector | undefined {
  const out = new Map<string, StreamState>()
  for (const [stream, length, ...pairs] of wire) {
    const ranges = rangesFromWire(pairs as readonly number[], Number(length))
    if (ranges === undefined || !(stream instanceof Uint8Array)) return undefined
    const key = toHex(stream)
    if (out.has(key)) return undefined
    const state = stateOf(length === 0 ? ranges : [{ from: 0, to: Number(length) - 1 }, ...ranges])
    if (state.length > 0 || state.ranges.length > 0) out.set(key, state)
  }
  return out
}

/** Ascending and apart, all at `least` or above. */
function rangesFromWire(pairs: readonly number[], least: number): readonly SeqRange[] | undefined {
  const out: SeqRange[] = []
  let next = least
  for (let i = 0; i < pairs.length; i += 2) {
    const from = pairs[i] as number
    const to = pairs[i + 1] as number
    if (from < next || to < from) return undefined
    out.push({ from, to })
    next = to + 1
  }
  return out
}

export function rangesToWire(ranges: readonly StreamRange[]): WireRanges[] {
  const byStream = new Map<string, number[]>()
  for (const { stream, from, to } of ranges) {
    const pairs = byStream.get(stream) ?? []
    if (pairs.length === 0) byStream.set(stream, pairs)
    if (pairs.length < 2 * MAX_STREAM_RANGES) pairs.push(from, to)
  }
  return [...byStream].map(([stream, pairs]) => [fromHex(stream), ...pairs])
}

/** A stream asked for twice would be sent twice: one small question must not fetch a log a thousand times. */
export function rangesWantedFromWire(wire: readonly WireRanges[]): readonly StreamRange[] | undefined {
  const out: StreamRange[] = []
  const streams = new Set<string>()
  for (const [stream, ...pairs] of wire) {
    const ranges = rangesFromWire(pairs as readonly number[], 0)
    if (ranges === undefined || !(stream instanceof Uint8Array)) return undefined
    const name = toHex(stream)
    if (streams.has(name)) return undefined
    streams.add(name)
    for (const range of ranges) out.push({ stream: name, ...range })
  }
  return out
}
