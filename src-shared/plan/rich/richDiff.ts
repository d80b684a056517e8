/**
 * What parts one rich text from another: where characters and blocks were taken out and put in. Marks, and what a block is,
 * are no part of it: a block that became a heading is still the same block.
 */
import type { RichText } from './richText.ts'

/** Takes `remove` units out at `index` of the old text and puts those between `from` and `to` of the new one there. */
export type RichSplice = {
  readonly index: number
  readonly remove: number
  readonly from: number
  readonly to: number
}

/** One string a unit: a block is told from the character that stands for blocks. */
type Tokens = { readonly tokens: readonly string[]; readonly starts: readonly number[] }

const BLOCK = '\ufffc'
/** Beyond these the changed middle is replaced as one: it cannot come from a few strokes. */
const MAX_MIDDLE = 20_000
const MAX_STEPS = 400

/** In the order of the text; none when the two have the same characters and blocks. */
export function diffRich(old: RichText, next: RichText): readonly RichSplice[] {
  const [a, b] = [flatOf(old), flatOf(next)]
  const least = Math.min(a.text.length, b.text.length)
  const isSame = (i: number, j: number): boolean => a.text[i] === b.text[j] && a.blocks.has(i) === b.blocks.has(j)
  let start = 0
  while (start < least && isSame(start, start)) start++
  if (start > 0 && isHighSurrogate(a.text, start - 1)) start--
  let end = 0
  while (end < least - start && isSame(a.text.length - 1 - end, b.text.length - 1 - end)) end++
  if (end > 0 && isLowSurrogate(a.text, a.text.length - end)) end--
  const [endA, endB] = [a.text.length - end, b.text.length - end]
  if (start === endA && start === endB) return []
  if (start === endA || start === endB) return [{ index: start, remove: endA - start, from: start, to: endB }]
  if (endA + endB - 2 * start > MAX_MIDDLE) return [{ index: start, remove: endA - start, from: start, to: endB }]
  return diffMiddle(tokensOf(a, start, endA), tokensOf(b, start, endB))
}

/** Where a place of the old text is in the new one; what was put in just there comes after it. */
export function movedPlace(splices: readonly RichSplice[], place: number): number {
  let moved = place
  for (const { index, remove, from, to } of splices) {
    if (index >= place) break
    moved += to - from - Math.min(remove, place - index)
  }
  return moved
}

type Flat = { readonly text: string; readonly blocks: ReadonlySet<number> }

function flatOf(rich: RichText): Flat {
  const parts: string[] = []
  const blocks = new Set<number>()
  let at = 0
  for (const span of rich) {
    if (span.type === 'block') blocks.add(at)
    const part = span.type === 'block' ? BLOCK : span.text
    parts.push(part)
    at += part.length
  }
  return { text: parts.join(''), blocks }
}

const isHighSurrogate = (text: string, index: number): boolean => (text.charCodeAt(index) & 0xfc00) === 0xd800
const isLowSurrogate = (text: string, index: number): boolean => (text.charCodeAt(index) & 0xfc00) === 0xdc00

function tokensOf({ text, blocks }: Flat, start: number, end: number): Tokens {
  const tokens: string[] = []
  const starts: number[] = []
  for (let at = start; at < end;) {
    const character = String.fromCodePoint(text.codePointAt(at)!)
    tokens.push(blocks.has(at) ? 'block' : character)
    starts.push(at)
    at += character.length
  }
  starts.push(end)
  return { tokens, starts }
}

/** Myers' shortest script, forwards, with the front of every step kept to find the way back. */
function diffMiddle(a: Tokens, b: Tokens): readonly RichSplice[] {
  const [n, m] = [a.tokens.length, b.tokens.length]
  const most = Math.min(n + m, MAX_STEPS)
  const fronts: Int32Array[] = []
  const front = new Int32Array(2 * most + 3)
  const at = (k: number): number => k + most + 1
  for (let d = 0; d <= most; d++) {
    fronts.push(front.slice())
    for (let k = -d; k <= d; k += 2) {
      const isDown = k === -d || (k !== d && front[at(k - 1)]! < front[at(k + 1)]!)
      let x = isDown ? front[at(k + 1)]! : front[at(k - 1)]! + 1
      while (x < n && x - k < m && a.tokens[x] === b.tokens[x - k]) x++
      front[at(k)] = x
      if (x >= n && x - k >= m) return splicesOf(a, b, keptPairs(fronts, d, n, m, at))
    }
  }
  return splicesOf(a, b, [])
}

/** Runs of tokens both have, from the end to the beginning. */
type Kept = { readonly x: number; readonly y: number; readonly length: number }

function keptPairs(
  fronts: readonly Int32Array[],
  steps: number,
  n: number,
  m: number,
  at: (k: number) => number,
): readonly Kept[] {
  const kept: Kept[] = []
  let [x, y] = [n, m]
  for (let d = steps; d >= 0; d--) {
    const front = fronts[d]!
    const k = x - y
    const isDown = k === -d || (k !== d && front[at(k - 1)]! < front[at(k + 1)]!)
    const startX = d === 0 ? 0 : isDown ? front[at(k + 1)]! : front[at(k - 1)]! + 1
    if (x > startX) kept.push({ x: startX, y: startX - k, length: x - startX })
    const before = isDown ? k + 1 : k - 1
    x = d === 0 ? 0 : front[at(before)]!
    y = x - before
  }
  return kept.toReversed()
}

function splicesOf(a: Tokens, b: Tokens, kept: readonly Kept[]): readonly RichSplice[] {
  const splices: RichSplice[] = []
  let [x, y] = [0, 0]
  for (const run of [...kept, { x: a.tokens.length, y: b.tokens.length, length: 0 }]) {
    if (run.x > x || run.y > y) {
      const [index, from] = [a.starts[x]!, b.starts[y]!]
      splices.push({ index, remove: a.starts[run.x]! - index, from, to: b.starts[run.y]! })
    }
    x = run.x + run.length
    y = run.y + run.length
  }
  return splices
}
