/** What happens in a world, as data: a failure prints its steps, and shrinking leaves some of them out. */
import { type Chance, chanceOf } from './chance.ts'
import { EDIT_KINDS, type EditKind } from './edits.ts'
import type { WorldOptions } from './options.ts'
import type { Tear } from './simDisk.ts'

export type Step = Action & {
  /** Milliseconds after the step before. */
  readonly after: number
  /** What a step draws by chance comes from this, so that leaving out another step does not change it. */
  readonly salt: number
}

/** What a person asks of one device, without more. */
export type Simple =
  'flush' | 'connect' | 'disconnect' | 'restart' | 'adopt' | 'rename' | 'closeWindow' | 'invite' | 'voidInvite'

export type Action =
  | { readonly do: 'edit'; readonly peer: number; readonly kind: EditKind; readonly now: boolean }
  | { readonly do: Simple; readonly peer: number }
  | { readonly do: 'sync'; readonly peer: number; readonly relay: number }
  | {
      readonly do: 'join'
      readonly peer: number
      readonly by: number
      readonly relay: number
      readonly byStick: boolean
    }
  /** By a link that somebody made in the meantime, at a relay or (null) with the file of then. */
  | { readonly do: 'joinLate'; readonly peer: number; readonly relay: number | null }
  /** Part of the file: 1 is all of it. A courier who `withholds` leaves out what others have written. */
  | {
      readonly do: 'stick'
      readonly from: number
      readonly to: number
      readonly part: number
      readonly withholds?: boolean
    }
  | {
      readonly do: 'crash'
      readonly peer: number
      readonly atWrite: number
      readonly tear: Tear
      readonly downMs: number
    }
  | {
      readonly do: 'crashRelay'
      readonly relay: number
      readonly atWrite: number
      readonly tear: Tear
      readonly downMs: number
    }
  | { readonly do: 'clock'; readonly peer: number; readonly offsetMs: number }
  | {
      readonly do: 'partition'
      readonly peer: number
      readonly relay: number
      readonly towards: readonly ('client' | 'relay')[]
      readonly ms: number
    }
  | { readonly do: 'cut'; readonly peer: number }
  | { readonly do: 'diskFull'; readonly peer: number; readonly ms: number }
  | { readonly do: 'relayFull'; readonly relay: number; readonly ms: number }
  | { readonly do: 'image'; readonly of: 'peer' | 'relay'; readonly at: number }
  | { readonly do: 'rollback'; readonly of: 'peer' | 'relay'; readonly at: number }
  | { readonly do: 'forge'; readonly peer: number; readonly at: number; readonly how: ForgeKind }

export type ForgeKind = 'outsider' | 'signature' | 'role' | 'actor' | 'context' | 'steward' | 'readerRelay'
export const FORGE_KINDS: readonly ForgeKind[] = [
  'outsider',
  'signature',
  'role',
  'actor',
  'context',
  'steward',
  'readerRelay',
]

const TEN_YEARS_MS = 10 * 365.25 * 24 * 3_600_000
const TEARS: readonly Tear[] = ['none', 'half', 'most', 'all', 'mixed', 'kill']

export function stepsOf(options: WorldOptions): readonly Step[] {
  const chance = chanceOf(options.seed, 'steps')
  const steps = Array.from({ length: options.steps }, () => timed(actionOf(options, chance), chance))
  return options.hasRollbacks ? withRollback(options, steps, chance) : steps
}

const timed = (action: Action, chance: Chance): Step => ({
  ...action,
  after: chance.pick([0, 10, 100, 100, 500, 1_000, 3_000]),
  salt: chance.below(2 ** 31),
})

/** What happens between keeping an old state and putting it back is lost there, and known to those it was told. */
function withRollback(options: WorldOptions, steps: readonly Step[], chance: Chance): readonly Step[] {
  const of = chance.hit(0.6) ? 'peer' : 'relay'
  const at = of === 'peer' ? anyPeer(options, chance) : anyRelay(options, chance)
  const writer = of === 'peer' ? at : 0
  const relay = of === 'relay' ? at : anyRelay(options, chance)
  const told = [
    { do: 'edit', peer: writer, kind: 'add', now: true },
    { do: 'sync', peer: writer, relay },
  ] as const
  const first = chance.below(steps.length)
  const second = first + chance.below(steps.length - first)
  return [
    ...steps.slice(0, first),
    ...[{ do: 'image', of, at } as const, ...told].map((action) => timed(action, chance)),
    ...steps.slice(first, second),
    ...[{ do: 'rollback', of, at } as const, ...told].map((action) => timed(action, chance)),
    ...steps.slice(second),
  ]
}

type Maker = (options: WorldOptions, chance: Chance) => Action

const anyPeer = ({ roles }: WorldOptions, chance: Chance): number => chance.below(roles.length)
const anyInviter = ({ roles }: WorldOptions, chance: Chance): number =>
  chance.pick(roles.flatMap((role, number) => (role === 'steward' ? [number] : [])))
const anyRelay = ({ relays }: WorldOptions, chance: Chance): number => chance.below(relays.length)
const anyTear = (chance: Chance): Tear => chance.pick(TEARS)

const simple =
  (what: Simple): Maker =>
  (options, chance) => ({ do: what, peer: anyPeer(options, chance) })

/** Each with its weight. */
const MAKERS: readonly (readonly [number, Maker])[] = [
  [
    34,
    (options, chance) => ({
      do: 'edit',
      peer: anyPeer(options, chance),
      kind: chance.pick(EDIT_KINDS),
      now: chance.hit(0.4),
    }),
  ],
  [6, simple('flush')],
  [7, simple('connect')],
  [3, simple('disconnect')],
  [3, simple('restart')],
  [2, simple('closeWindow')],
  [2, simple('adopt')],
  [1, simple('rename')],
  [9, (options, chance) => ({ do: 'sync', peer: anyPeer(options, chance), relay: anyRelay(options, chance) })],
  [
    4,
    (options, chance) => ({
      do: 'join',
      peer: anyPeer(options, chance),
      by: anyPeer(options, chance),
      relay: anyRelay(options, chance),
      byStick: chance.hit(0.4),
    }),
  ],
  [6, (options, chance) => ({ do: chance.hit(0.6) ? 'invite' : 'voidInvite', peer: anyInviter(options, chance) })],
  [
    5,
    (options, chance) => ({
      do: 'joinLate',
      peer: options.roles.length - 1,
      relay: chance.hit(0.6) ? null : anyRelay(options, chance),
    }),
  ],
  [
    5,
    (options, chance) => ({
      do: 'stick',
      from: anyPeer(options, chance),
      to: anyPeer(options, chance),
      part: chance.pick([1, 1, 1, 0.6, 0.95]),
      withholds: chance.hit(0.3),
    }),
  ],
  [
    8,
    (options, chance) => ({
      do: 'crash',
      peer: anyPeer(options, chance),
      atWrite: chance.pick([0, 1, 2, 3, 4, 6, 9, 14, 20]),
      tear: anyTear(chance),
      downMs: chance.pick([10, 1_000, 5_000]),
    }),
  ],
  [
    4,
    (options, chance) => ({
      do: 'crashRelay',
      relay: anyRelay(options, chance),
      atWrite: chance.pick([0, 1, 2, 3, 4, 5, 8]),
      tear: anyTear(chance),
      downMs: chance.pick([10, 1_000, 5_000]),
    }),
  ],
  [
    3,
    (options, chance) => ({
      do: 'clock',
      peer: anyPeer(options, chance),
      offsetMs: Math.floor((chance.next() * 2 - 1) * TEN_YEARS_MS),
    }),
  ],
  [
    3,
    (options, chance) => ({
      do: 'partition',
      peer: anyPeer(options, chance),
      relay: anyRelay(options, chance),
      towards: chance.pick([['client'], ['relay'], ['client', 'relay']] as const),
      ms: chance.pick([500, 5_000, 70_000]),
    }),
  ],
  [3, (options, chance) => ({ do: 'cut', peer: anyPeer(options, chance) })],
  [1, (options, chance) => ({ do: 'diskFull', peer: anyPeer(options, chance), ms: chance.pick([100, 6_000]) })],
  [1, (options, chance) => ({ do: 'relayFull', relay: anyRelay(options, chance), ms: chance.pick([100, 6_000]) })],
]

const FORGERIES: readonly Maker[] = [
  (options, chance) => ({
    do: 'forge',
    peer: anyPeer(options, chance),
    at: anyPeer(options, chance),
    how: chance.pick(FORGE_KINDS),
  }),
]

function actionOf(options: WorldOptions, chance: Chance): Action {
  if (options.hasForger && chance.hit(0.15)) return chance.pick(FORGERIES)(options, chance)
  let at = chance.below(MAKERS.reduce((sum, [weight]) => sum + weight, 0))
  for (const [weight, make] of MAKERS) {
    if (at < weight) return make(options, chance)
    at -= weight
  }
  return { do: 'cut', peer: 0 }
}
