import { BASE_62_DIGITS, generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import type { Random } from '../base/ports.ts'

/** Two people who put a card at the same spot get different ranks but for one time in 200,000; then ids decide (PL3). */
const TAIL_LENGTH = 3

/** Compares by code unit, as every machine does; equal ranks order by id. */
export function compareRanked(
  a: { readonly rank: string; readonly id: string },
  b: { readonly rank: string; readonly id: string },
): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1
  if (a.id === b.id) return 0
  return a.id < b.id ? -1 : 1
}

/**
 * A rank after `before` and, where it can be, ahead of `after`; `null` is the start or the end. Ranks of others that are no
 * fractional index at all count as absent, so a strange neighbour can never block a move.
 */
export function rankBetween(before: string | null, after: string | null, random: Random): string {
  const low = validRank(before)
  const high = validRank(after)
  const bounded = low !== null && high !== null && low >= high ? null : high
  return clearOf(generateKeyBetween(low, bounded), bounded) + tail(random)
}

/** `count` ranks in order between two. Halved again and again, so that they stay short: a chain would add digits to each. */
export function ranksBetween(
  before: string | null,
  after: string | null,
  count: number,
  random: Random,
): readonly string[] {
  if (after === null) return ranksAfter(before, count, random)
  if (count === 0) return []
  const middle = rankBetween(before, after, random)
  const ahead = Math.floor((count - 1) / 2)
  return [
    ...ranksBetween(before, middle, ahead, random),
    middle,
    ...ranksBetween(middle, after, count - 1 - ahead, random),
  ]
}

function ranksAfter(before: string | null, count: number, random: Random): readonly string[] {
  const ranks: string[] = []
  for (let last = before; ranks.length < count; last = ranks.at(-1)!) ranks.push(rankBetween(last, null, random))
  return ranks
}

/** `count` ranks in order, for things that are made together. */
export const ranksInOrder = (count: number, random: Random): readonly string[] =>
  generateNKeysBetween(null, null, count).map((rank) => rank + tail(random))

/** A key that is a prefix of `high` would pass it once the tail is added. */
function clearOf(key: string, high: string | null): string {
  if (high === null) return key
  let clear = key
  while (high.startsWith(clear)) clear = generateKeyBetween(clear, high)
  return clear
}

function validRank(rank: string | null): string | null {
  if (rank === null || !/^[0-9A-Za-z]{2,200}$/.test(rank)) return null
  try {
    generateKeyBetween(rank, null)
    return rank
  } catch {
    return null
  }
}

/** Digits of base 62; the last is never `0`, which no fractional index may end with. */
function tail(random: Random): string {
  const bytes = random.bytes(TAIL_LENGTH)
  return Array.from(bytes, (byte, index) =>
    index === TAIL_LENGTH - 1 ? BASE_62_DIGITS[1 + (byte % 61)] : BASE_62_DIGITS[byte % 62],
  ).join('')
}
