/**
 * One world: its people meet, things go wrong, then the faults stop and everything must come together again. What is
 * checked, and when, is docs/specs/simulation.md.
 */
import { carry, perform } from './actions.ts'
import { chanceOf } from './chance.ts'
import { checkEnd, isTogether } from './checks.ts'
import { Network } from './network.ts'
import { describe } from './describe.ts'
import { checkGaps } from './hearing.ts'
import { inviteAndJoin, isShutOut } from './links.ts'
import type { WorldOptions } from './options.ts'
import { PeerHost } from './peerHost.ts'
import { RelayHost } from './relayHost.ts'
import { Scheduler } from './scheduler.ts'
import { type Stage, addressOf } from './stage.ts'
import type { Step } from './steps.ts'
import type { InvariantName, WorldPorts } from './worldPorts.ts'

export interface Failure {
  readonly invariant: InvariantName
  readonly text: string
  readonly atMs: number
}

export interface WorldResult {
  readonly failure: Failure | null
  /** What happened, one line each. */
  readonly notes: readonly string[]
  /** A number for all that happened: equal for equal seeds. */
  readonly events: number
  readonly messages: number
  readonly canonical: string
  readonly members: number
  readonly settledInMs: number
}

export interface WorldChanges {
  /** Puts faults in on purpose, before anything happens. */
  readonly sabotage?: (stage: Stage) => void
}

/** 23 November 2026. */
const BEGINNING_MS = 1_795_392_000_000
/** I11. */
const SETTLES_WITHIN_MS = 30_000
const LOOK_EVERY_MS = 250
/** Every so many seeds the round trips are counted too. */
const PROBED_EVERY = 4
const ONE_WAY_MS = 500
/** Connecting, HELLO and OPEN are three, twice when a relay's copy of own entries is compared first (CR11); then five (I11). */
const MOST_ROUND_TRIPS = 11

export async function runWorld(
  options: WorldOptions,
  steps: readonly Step[],
  changes: WorldChanges = {},
): Promise<WorldResult> {
  const world = new World(options)
  changes.sabotage?.(world.stage)
  return world.run(steps)
}

class World {
  readonly stage: Stage
  private readonly scheduler = new Scheduler()
  private readonly notes: string[] = []
  private failure: Failure | null = null
  private settledInMs = 0

  constructor(options: WorldOptions) {
    const { scheduler, notes } = this
    const network = new Network(scheduler, chanceOf(options.seed, 'network'))
    const ports: WorldPorts = {
      options,
      scheduler,
      network,
      utc: () => BEGINNING_MS + scheduler.now,
      chance: (...labels) => chanceOf(options.seed, ...labels),
      fail: (invariant, text) => {
        this.failure ??= { invariant, text, atMs: scheduler.now }
        notes.push(`${scheduler.now} FAILED ${invariant}: ${text}`)
      },
      note: (line) => void notes.push(`${scheduler.now} ${line}`),
    }
    const relays = options.relays.map(({ isSealed }, number) => new RelayHost(ports, number, isSealed))
    const peers = options.roles.map((_, number) => new PeerHost(ports, number))
    for (const relay of relays) network.open(relay.url, relay)
    this.stage = {
      ports,
      peers,
      relays,
      links: [],
      forgeries: [],
      rollbacks: [],
      images: { peers: new Map(), relays: new Map() },
    }
  }

  async run(steps: readonly Step[]): Promise<WorldResult> {
    let canonical = ''
    const phases = [() => this.begin(), () => this.disturb(steps), () => this.settle()]
    for (const phase of phases) if (this.failure === null) await phase()
    if (this.failure === null) canonical = await checkEnd(this.stage, (wait) => this.until(wait))
    const { peers, ports } = this.stage
    return {
      failure: this.failure,
      notes: this.notes,
      events: this.scheduler.events,
      messages: ports.network.messages,
      canonical,
      members: peers.filter(({ planId }) => planId !== null).length,
      settledInMs: this.settledInMs,
    }
  }

  /** A relay or two, a plan, and mostly everybody in it. */
  private async begin(): Promise<void> {
    const { peers, relays, ports } = this.stage
    const { options, network } = ports
    for (const relay of relays) await this.until(relay.start())
    for (const peer of peers) await this.until(peer.start())
    const [founder] = peers as [PeerHost, ...PeerHost[]]
    founder.ask('create', async () => {
      const made = await founder.device!.create({
        title: 'Pla',
        language: 'ca',
        template: 'blank',
        name: founder.name,
        relays: relays.map(addressOf),
      })
      if (!made.ok) return made.error.code
      founder.planId = made.value.planId
      await founder.openPlan()
      return 'ok'
    })
    await this.idle()
    if (options.beginsTogether) {
      for (const peer of peers.slice(1, options.hasLatecomer === true ? -1 : undefined)) {
        founder.ask('invite', () => inviteAndJoin(this.stage, founder, peer, relays[0]!, false))
        await this.idle()
      }
    }
    network.faults = options.net
  }

  private async disturb(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      await this.scheduler.run(step.after, () => this.failure !== null)
      if (this.failure !== null) return
      perform(this.stage, step)
      this.watch()
    }
    await this.scheduler.run(2_000, () => this.failure !== null)
  }

  /** What must hold at any moment. */
  private watch(): void {
    const { peers, ports } = this.stage
    for (const peer of peers) {
      peer.checkGrows()
      checkGaps(ports, peer).catch((cause: unknown) => ports.fail('crash', String(cause)))
    }
  }

  /** The faults stop. */
  private async settle(): Promise<void> {
    const { peers, relays, ports } = this.stage
    for (const { machine } of [...peers, ...relays]) {
      machine.forgetCrash()
      machine.isFull = false
    }
    ports.note('faults stop')
    ports.network.heal()
    const from = this.scheduler.now
    for (const relay of relays) await this.until(relay.start())
    for (const peer of peers) {
      peer.dropQueue()
      await this.until(peer.start())
    }
    await this.idle()
    for (const peer of peers) this.connectAgain(peer)
    await this.idle()
    for (const peer of peers.slice(1)) if (isShutOut(this.stage, peer)) this.bringIn(peer)
    while (!isTogether(this.stage)) {
      if (this.scheduler.now - from >= SETTLES_WITHIN_MS) {
        return ports.fail(
          'I11',
          `not together ${SETTLES_WITHIN_MS} ms after the faults stopped: ${describe(this.stage)}`,
        )
      }
      await this.scheduler.run(LOOK_EVERY_MS, () => this.failure !== null)
      if (this.failure !== null) return
    }
    this.settledInMs = this.scheduler.now - from
    if (ports.options.seed % PROBED_EVERY === 0) await this.countRoundTrips()
  }

  private connectAgain(peer: PeerHost): void {
    peer.ask('connect again', async () => {
      if (peer.session === null) return 'no plan'
      for (const relay of this.stage.relays) await peer.session.addRelay(addressOf(relay))
      await peer.session.disconnect()
      peer.session.connect()
      return 'ok'
    })
  }

  /** Relays take nothing from who joined by a link that is closed, until a member has handed its JOIN in (RO10). */
  private bringIn(peer: PeerHost): void {
    const [founder] = this.stage.peers as [PeerHost, ...PeerHost[]]
    peer.ask('gives the founder its file', () => carry(peer, founder, 1))
  }

  /** I11: everyone has written alone, and meets the others again on a line that is slow and never breaks. */
  private async countRoundTrips(): Promise<void> {
    const { peers, relays, ports } = this.stage
    const offline = peers.filter(({ session }) => session !== null)
    for (const peer of offline) {
      perform(this.stage, { do: 'disconnect', peer: peer.number, after: 0, salt: 1 })
      perform(this.stage, { do: 'edit', peer: peer.number, kind: 'add', now: true, after: 0, salt: peer.number })
      perform(this.stage, { do: 'flush', peer: peer.number, after: 0, salt: 1 })
    }
    await this.idle()
    ports.network.fixedDelayMs = ONE_WAY_MS
    for (const peer of offline) perform(this.stage, { do: 'connect', peer: peer.number, after: 0, salt: 1 })
    const from = this.scheduler.now
    const most = MOST_ROUND_TRIPS * 2 * ONE_WAY_MS + 20 * ports.options.maxSyncMs + LOOK_EVERY_MS
    while (!isTogether(this.stage)) {
      const passed = this.scheduler.now - from
      if (passed > most) {
        return ports.fail(
          'I11',
          `after ${passed} ms, at ${2 * ONE_WAY_MS} ms a round trip, still apart: ${describe(this.stage)}`,
        )
      }
      await this.scheduler.run(LOOK_EVERY_MS, () => this.failure !== null)
      if (this.failure !== null) return
    }
    ports.note(
      `together after ${(this.scheduler.now - from) / (2 * ONE_WAY_MS)} round trips with ${relays.length} relays`,
    )
    ports.network.fixedDelayMs = null
  }

  private async idle(): Promise<void> {
    const { peers, ports } = this.stage
    const isDone = await this.scheduler.run(60_000, () => peers.every(({ isBusy }) => !isBusy) || this.failure !== null)
    if (!isDone) ports.fail('crash', 'a world without faults does not get going')
  }

  /** Lets time pass until something is done. */
  private async until<T>(work: Promise<T>): Promise<T | null> {
    let result: { readonly value: T } | null = null
    work.then(
      (value) => {
        result = { value }
      },
      (cause: unknown) => this.stage.ports.fail('crash', cause instanceof Error ? (cause.stack ?? '') : String(cause)),
    )
    await this.scheduler.run(60_000, () => result !== null || this.failure !== null)
    return (result as { readonly value: T } | null)?.value ?? null
  }
}
