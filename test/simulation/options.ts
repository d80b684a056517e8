/** What kind of world a seed makes. Plain data: a failure prints it, and a regression file holds it. */
import { chanceOf } from './chance.ts'

export interface WorldOptions {
  readonly seed: number
  /** 2 to 4 devices, each of another member; the first founds the plan. */
  readonly roles: readonly ('steward' | 'writer' | 'reader')[]
  /** One or two relays; a sealed one is reached over plain `ws`. */
  readonly relays: readonly { readonly isSealed: boolean }[]
  readonly net: {
    readonly breaks: number
    readonly duplicates: number
    readonly reorders: number
    readonly maxDelayMs: number
  }
  /** Longest time a sync of a disk takes. */
  readonly maxSyncMs: number
  /** Everybody is a member before anything goes wrong. */
  readonly beginsTogether: boolean
  /** The last of them comes later, by a link made in the meantime; left out in cases of before. */
  readonly hasLatecomer?: boolean
  /** Somebody forges entries. */
  readonly hasForger: boolean
  /** Old states of disks are put back. */
  readonly hasRollbacks: boolean
  readonly steps: number
}

export function optionsOf(seed: number): WorldOptions {
  const chance = chanceOf(seed, 'options')
  const isRough = chance.hit(0.6)
  const members = chance.pick([2, 2, 3, 3, 4])
  const roles = Array.from({ length: members }, (_, at) =>
    at === 0 ? 'steward' : chance.pick(['writer', 'writer', 'writer', 'steward', 'reader'] as const),
  )
  return {
    seed,
    roles: members === 2 && roles[1] === 'reader' ? ['steward', 'writer'] : roles,
    relays: Array.from({ length: chance.pick([1, 1, 2]) }, () => ({ isSealed: chance.hit(0.4) })),
    net: isRough
      ? {
          breaks: chance.pick([0, 0.01, 0.05, 0.15]),
          duplicates: chance.pick([0, 0.05, 0.2]),
          reorders: chance.pick([0, 0, 0.05]),
          maxDelayMs: chance.pick([20, 300, 5_000]),
        }
      : { breaks: 0, duplicates: 0, reorders: 0, maxDelayMs: 50 },
    maxSyncMs: chance.pick([0, 0, 10, 200]),
    beginsTogether: chance.hit(0.8),
    hasForger: chance.hit(0.25),
    hasRollbacks: chance.hit(0.15),
    steps: 12 + chance.below(30),
    hasLatecomer: chance.hit(0.4),
  }
}
