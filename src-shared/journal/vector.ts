/** What a copy of a plan holds: per stream the entries from 0 without a gap, and the ranges held beyond (settled, 12). */
import type { Hex } from '../base/bytes.ts'

/** Sequence numbers, both ends included. */
export interface SeqRange {
  readonly from: number
  readonly to: number
}

export interface StreamState {
  /** Entries 0 … length-1 are held. */
  readonly length: number
  /** Held beyond a gap: ascending, apart from one another and from `length`. */
  readonly ranges: readonly SeqRange[]
}

/** Stream id (32 hex digits) → what is held of it. Streams of which nothing is held do not occur. */
export type Vector = ReadonlyMap<Hex, StreamState>

/** One range of one stream. */
export interface StreamRange extends SeqRange {
  readonly stream: Hex
}

export const emptyVector: Vector = new Map()

const NOTHING: StreamState = { length: 0, ranges: [] }

export function vectorHas(vector: Vector, stream: Hex, seq: number): boolean {
  const state = vector.get(stream)
  if (state === undefined) return false
  return seq < state.length || state.ranges.some((range) => range.from <= seq && seq <= range.to)
}

/** The vector with these entries too. */
export const vectorWith = (vector: Vector, places: Iterable<{ readonly stream: Hex; readonly seq: number }>): Vector =>
  vectorWithRanges(
    vector,
    Array.from(places, ({ stream, seq }) => ({ stream, from: seq, to: seq })),
  )

export function vectorWithRanges(vector: Vector, ranges: readonly StreamRange[]): Vector {
  const byStream = new Map<Hex, SeqRange[]>()
  for (const { stream, from, to } of ranges) {
    const added = byStream.get(stream)
    if (added === undefined) byStream.set(stream, [{ from, to }])
    else added.push({ from, to })
  }
  const out = new Map(vector)
  for (const [stream, added] of byStream) out.set(stream, stateOf([...heldRanges(out.get(stream)), ...added]))
  return out
}

/** What `theirs` holds and `mine` lacks, per stream ascending. */
export function rangesLacking(mine: Vector, theirs: Vector): readonly StreamRange[] {
  const out: StreamRange[] = []
  for (const [stream, state] of theirs) {
    const held = heldRanges(mine.get(stream))
    for (const range of heldRanges(state)) {
      for (const lacking of cutOut(range, held)) out.push({ stream, ...lacking })
    }
  }
  return out
}

export const countRanges = (ranges: readonly SeqRange[]): number =>
  ranges.reduce((sum, range) => sum + range.to - range.from + 1, 0)

export const countHeld = (vector: Vector): number =>
  [...vector.values()].reduce((sum, state) => sum + countRanges(heldRanges(state)), 0)

export function uniteVectors(a: Vector, b: Vector): Vector {
  const out = new Map(a)
  for (const [stream, state] of b) out.set(stream, stateOf([...heldRanges(out.get(stream)), ...heldRanges(state)]))
  return out
}

export const equalVectors = (a: Vector, b: Vector): boolean =>
  rangesLacking(a, b).length === 0 && rangesLacking(b, a).length === 0

/** Below the first thing held beyond `length`: what is known to be missing of this copy. */
export function gapsOf(vector: Vector): readonly StreamRange[] {
  const out: StreamRange[] = []
  for (const [stream, { length, ranges }] of vector) {
    let next = length
    for (const range of ranges) {
      out.push({ stream, from: next, to: range.from - 1 })
      next = range.to + 1
    }
  }
  return out
}

/** Gaps within what is held, and what was expected besides; each place once. */
export function missingRanges(held: Vector, expected: Vector): readonly StreamRange[] {
  const gaps = gapsOf(held)
  return [...gaps, ...rangesLacking(vectorWithRanges(held, gaps), expected)]
}

/** All that is held of a stream as ranges, the part from 0 included. */
export function heldRanges(state: StreamState = NOTHING): readonly SeqRange[] {
  return state.length === 0 ? state.ranges : [{ from: 0, to: state.length - 1 }, ...state.ranges]
}

/** Ranges in any order, overlapping or touching, as a state. */
export function stateOf(ranges: readonly SeqRange[]): StreamState {
  const joined: { from: number; to: number }[] = []
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to)
    else joined.push({ from, to })
  }
  const first = joined[0]
  return first?.from === 0 ? { length: first.to + 1, ranges: joined.slice(1) } : { length: 0, ranges: joined }
}

/** `range` without what is `held` (ascending). */
function cutOut(range: SeqRange, held: readonly SeqRange[]): readonly SeqRange[] {
  const out: SeqRange[] = []
  let next = range.from
  for (const { from, to } of held) {
    if (to < next) continue
    if (from > range.to) break
    if (from > next) out.push({ from: next, to: from - 1 })
    next = to + 1
  }
  if (next <= range.to) out.push({ from: next, to: range.to })
  return out
}
