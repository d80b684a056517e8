/** Repeatable chance. Everything that is not decided by the rooms themselves is decided here. */
import type { Random } from '#shared/base/ports.ts'
import { seededNumbers, seededRandom } from '#test/helpers/entries.ts'

export interface Chance {
  /** In [0, 1). */
  next(): number
  /** A whole number in [0, limit). */
  below(limit: number): number
  hit(probability: number): boolean
  pick<T>(list: readonly T[]): T
}

/** `labels` make independent sources of one seed, so that what one part draws moves nothing elsewhere. */
export function chanceOf(seed: number, ...labels: readonly (string | number)[]): Chance {
  const next = seededNumbers(mixed(seed, labels))
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    hit: (probability) => next() < probability,
    pick: (list) => list[below(list.length)]!,
  }
}

export const randomOf = (seed: number, ...labels: readonly (string | number)[]): Random =>
  seededRandom(mixed(seed, labels))

/** FNV-1a over the seed and its labels. */
function mixed(seed: number, labels: readonly (string | number)[]): number {
  let state = 0x811c9dc5
  for (const char of `${seed}/${labels.join('/')}`) state = Math.imul(state ^ char.codePointAt(0)!, 0x01000193) >>> 0
  return state
}
