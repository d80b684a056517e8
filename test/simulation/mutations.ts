/** Faults put in on purpose, through the ports: a simulator that does not find them finds nothing. */
import { ok } from '#shared/base/result.ts'
import type { DocExecutor } from '#shared/gate/executor.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'
import { gateSettings } from '#shared/gate/settings.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import { KIND, isControlKind } from '#shared/journal/entry.ts'
import { parseControlBody } from '#shared/roster/controlCodec.ts'
import type { Stage } from './stage.ts'
import { type WorldOptions, optionsOf } from './options.ts'
import { type Step, stepsOf } from './steps.ts'
import { type Failure, runWorld } from './world.ts'
import type { InvariantName } from './worldPorts.ts'

export interface Mutation {
  readonly name: string
  /** Which invariants may catch it. */
  readonly breaks: readonly InvariantName[]
  readonly sabotage: (stage: Stage) => void
  /** Worlds in which it could show at all. */
  readonly shows?: (options: WorldOptions, steps: readonly Step[]) => boolean
}

const onPeers =
  (change: (peer: Stage['peers'][number]) => void): Mutation['sabotage'] =>
  ({ peers }) =>
    peers.forEach(change)
const onRelays =
  (change: (relay: Stage['relays'][number]) => void): Mutation['sabotage'] =>
  ({ relays }) =>
    relays.forEach(change)

const hasStep =
  (...kinds: readonly Step['do'][]) =>
  (_: WorldOptions, steps: readonly Step[]): boolean =>
    steps.some((step) => kinds.includes(step.do))

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'a device does not sync its journal',
    breaks: ['I1', 'I5', 'I11', 'I12'],
    shows: hasStep('crash'),
    sabotage: onPeers((peer) => void (peer.machine.lies = { skipSync: /^journal/ })),
  },
  {
    name: 'a device does not sync its drafts',
    breaks: ['I1'],
    shows: hasStep('crash'),
    sabotage: onPeers((peer) => void (peer.machine.lies = { skipSync: /^drafts/ })),
  },
  {
    name: 'drafts are never written',
    breaks: ['I1'],
    shows: hasStep('crash'),
    sabotage: onPeers((peer) => void (peer.machine.lies = { loseWrites: /^drafts/ })),
  },
  {
    name: 'folders are not synced',
    breaks: ['I1', 'I5', 'I12'],
    shows: hasStep('crash'),
    sabotage: onPeers((peer) => void (peer.machine.lies = { skipSyncFolder: true })),
  },
  {
    name: 'a relay does not sync its log',
    breaks: ['I2'],
    shows: hasStep('crashRelay'),
    sabotage: onRelays((relay) => void (relay.machine.lies = { skipSync: /^journal/ })),
  },
  {
    name: 'a relay acknowledges before it has written',
    breaks: ['I2'],
    shows: hasStep('crashRelay', 'relayFull'),
    sabotage: onRelays((relay) => void (relay.lies = { acksEarly: true })),
  },
  {
    name: 'a relay hands nothing on',
    breaks: ['I11'],
    sabotage: onRelays((relay) => void (relay.lies = { deliversNothing: true })),
  },
  {
    name: 'the gate ignores whose actor a change has',
    breaks: ['I3', 'I4', 'I11'],
    shows: (_, steps) => steps.some((step) => step.do === 'forge' && step.how === 'actor'),
    sabotage: onPeers((peer) => {
      const settings = { ...gateSettings, without: new Set(['actor'] as const) }
      peer.lies = { ...peer.lies, startExecutor: (plan) => inlineExecutor(plan, settings) }
    }),
  },
  {
    name: 'the worker says it has applied an entry and has not',
    breaks: ['I3', 'I11', 'I12'],
    sabotage: ({ peers }) => {
      const last = peers.at(-1)!
      last.lies = { ...last.lies, startExecutor: async (plan) => forgetful(await inlineExecutor(plan)) }
    },
  },
  {
    name: 'the journal drops what others wrote',
    breaks: ['I3', 'I11'],
    sabotage: ({ peers }) => {
      const last = peers.at(-1)!
      last.lies = { ...last.lies, openJournal: dropping }
    },
  },
  {
    name: 'a device does not take in who joined by a link that it knows to be void',
    breaks: ['I3', 'I11'],
    shows: hasStep('voidInvite'),
    sabotage: onPeers((peer) => {
      peer.lies = { ...peer.lies, openJournal: refusingVoidLinks }
    }),
  },
  {
    name: 'a device writes nothing of its local state',
    breaks: ['I1', 'I11', 'I12'],
    shows: hasStep('crash', 'restart'),
    sabotage: onPeers((peer) => void (peer.machine.lies = { skipSync: /^local/, skipSyncFolder: true })),
  },
  {
    name: 'messages to relays are lost without a word',
    breaks: ['I11'],
    shows: ({ relays }) => relays.every(({ isSealed }) => !isSealed),
    sabotage: ({ ports }) => {
      let sent = 0
      ports.network.onFrame = (from, bytes) => (from === 'client' && ++sent > 60 ? null : bytes)
    },
  },
]

function forgetful(executor: DocExecutor): DocExecutor {
  let entries = 0
  return {
    ...executor,
    async applyEntries(input) {
      const kept = input.entries.filter(() => ++entries % 2 === 0)
      const applied = await executor.applyEntries({ entries: kept })
      if (!applied.ok) return applied
      const skipped = input.entries.filter((entry) => !kept.includes(entry))
      const said = skipped.map(({ entryHash }) => ({ at: 'applied' as const, entryHash, changes: [] }))
      return ok({ ...applied.value, entries: [...applied.value.entries, ...said] })
    },
  }
}

async function dropping(
  ...[disk, roomId, expected]: Parameters<NonNullable<Stage['peers'][number]['lies']['openJournal']>>
) {
  const opened = await openFileJournal({ disk, roomId, expected })
  if (!opened.ok) return opened
  const journal = opened.value
  return ok({
    ...journal,
    append: (entries: Parameters<typeof journal.append>[0]) =>
      journal.append(entries.filter(({ header }) => isControlKind(header.kind) || header.seq % 2 === 0)),
  })
}

async function refusingVoidLinks(
  ...[disk, roomId, expected]: Parameters<NonNullable<Stage['peers'][number]['lies']['openJournal']>>
) {
  const opened = await openFileJournal({ disk, roomId, expected })
  if (!opened.ok) return opened
  const journal = opened.value
  const voided = new Set<string>()
  return ok({
    ...journal,
    append: (entries: Parameters<typeof journal.append>[0]) => {
      const taken = entries.filter(({ header }) => header.kind !== KIND.JOIN || !voided.has(header.prev))
      for (const { header, payload } of entries) {
        const body = parseControlBody(header.kind, payload)
        if (body.ok && body.value.kind === KIND.INVITE_VOID) voided.add(body.value.grant)
      }
      return journal.append(taken)
    },
  })
}

export interface Caught {
  /** Worlds run until it was caught, or all that were. */
  readonly tries: number
  readonly failure: Failure | null
}

/** Runs worlds in which the fault could show, one seed after the other, until one of its invariants is broken. */
export async function catchMutation(mutation: Mutation, mostTries: number): Promise<Caught> {
  let tries = 0
  for (let seed = 1; tries < mostTries; seed++) {
    const options = optionsOf(seed)
    const steps = stepsOf(options)
    if (mutation.shows?.(options, steps) === false) continue
    tries += 1
    const { failure } = await runWorld(options, steps, { sabotage: mutation.sabotage })
    if (failure !== null && mutation.breaks.includes(failure.invariant)) return { tries, failure }
  }
  return { tries, failure: null }
}
