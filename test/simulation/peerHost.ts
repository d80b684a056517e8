/** One member's device in a world: the real core on a disk that may die, and what it has promised so far. */
import type { Hex } from '#shared/base/bytes.ts'
import type { Log, Random } from '#shared/base/ports.ts'
import type { MemberDevice, PlanId } from '#shared/core/contract.ts'
import type { CoreDeps } from '#shared/core/deps.ts'
import { openDevice } from '#shared/core/device.ts'
import type { OpenSession } from '#shared/core/session.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'
import { ok } from '#shared/base/result.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import { randomOf } from './chance.ts'
import { PlanWindow } from './planWindow.ts'
import { type Promised, copyOf, nothingPromised } from './promised.ts'
import { type DiskImage, SimMachine } from './simDisk.ts'
import type { WorldPorts } from './worldPorts.ts'

/** Faults put into a device on purpose, for the mutation check. */
export interface PeerLies {
  readonly openJournal?: CoreDeps['openJournal']
  readonly startExecutor?: CoreDeps['startExecutor']
}

export interface PeerImage {
  readonly disk: DiskImage
  readonly planId: PlanId | null
  readonly promised: Promised
}

export class PeerHost {
  readonly number: number
  readonly name: string
  readonly machine: SimMachine
  readonly random: Random
  promised: Promised = nothingPromised()
  lies: PeerLies = {}
  planId: PlanId | null = null
  clockOffsetMs = 0
  device: MemberDevice | null = null
  session: OpenSession | null = null
  window: PlanWindow | null = null
  /** The old state of a copied folder may have been written on: hashes of own changes may be others then. */
  wasRolledBack = false
  /** Notices that were ever given, as code and relay: they do not outlive the program otherwise. */
  readonly told = new Set<string>()
  /** Changes that are in memory alone, as the device has said itself: saved when it says that all is saved. */
  readonly kept = new Set<Hex>()
  /** Content entry → what its writer had seen (I7). */
  readonly seen = new Map<Hex, readonly { readonly stream: Hex; readonly seq: number }[]>()
  /** Heads when the program was ended in good order; null after it died. */
  private leftHeads: string | null = null
  /** Entries given to the gate, by hash: how often (I8). */
  readonly gated = new Map<Hex, number>()
  /** Grows with each start and end of the program: what belongs to an earlier one is void. */
  starts = 0
  private crashes = 0
  private readonly ports: WorldPorts
  private readonly secret: Uint8Array
  private queue: { readonly what: string; readonly task: () => Promise<string> }[] = []
  private isAsked = false
  private starting: Promise<void> = Promise.resolve()
  private downMs = 0

  constructor(ports: WorldPorts, number: number) {
    this.ports = ports
    this.number = number
    this.name = `peer${number}`
    this.machine = new SimMachine(ports.scheduler, ports.chance('peerDisk', number), ports.options.maxSyncMs)
    this.random = randomOf(ports.options.seed, 'peer', number)
    this.secret = this.random.bytes(32)
    this.machine.onCrash = () => this.died()
  }

  get isRunning(): boolean {
    return this.device !== null
  }

  utc(): number {
    return this.ports.utc() + this.clockOffsetMs
  }

  /** One after the other, as a person would; a crash ends all that wait. */
  ask(what: string, task: () => Promise<string>): void {
    this.queue.push({ what, task })
    if (!this.isAsked) this.askNext()
  }

  private askNext(): void {
    const next = this.queue.shift()
    this.isAsked = next !== undefined
    if (next === undefined) return
    const { crashes } = this
    const { what, task } = next
    task().then(
      (outcome) => {
        if (crashes !== this.crashes) return
        this.ports.note(`${this.name} ${what}: ${outcome}`)
        this.askNext()
      },
      (cause: unknown) => this.ports.fail('crash', `${this.name} ${what}: ${stackOf(cause)}`),
    )
  }

  /** Something asked of it has not been answered. */
  get isBusy(): boolean {
    return this.isAsked
  }

  dropQueue(): void {
    this.queue = []
  }

  crashIn(atWrite: number, tear: Parameters<SimMachine['crashIn']>[1], downMs: number): void {
    this.downMs = downMs
    this.machine.crashIn(atWrite, tear)
  }

  /** Resolves when the plan is open, also when somebody else has started it already. */
  start(): Promise<void> {
    if (this.device !== null) return this.starting
    const run = this.starts
    this.device = openDevice(this.deps(() => this.starts === run))
    this.starting = this.openPlan()
    return this.starting
  }

  /** After a start: what was promised must be there (I1, I5, I12). */
  async openPlan(): Promise<void> {
    const run = this.starts
    const { device, planId } = this
    if (device === null || planId === null) return
    const opened = await device.open(planId)
    if (run !== this.starts) return
    if (!opened.ok) return this.ports.fail('I12', `${this.name} cannot open its plan: ${opened.error.code}`)
    this.session = opened.value as OpenSession
    const { session } = this
    session.onStatus(() => {
      for (const { notice } of session.health().notices)
        this.told.add(`${notice.code} ${notice.params?.['relay'] ?? ''}`.trim())
      if (this.kept.size > 0 && session.status().saved.state === 'saved') {
        for (const hash of this.kept) this.promised.changes.add(hash)
        this.kept.clear()
      }
    })
    this.openWindow()
    await this.checkPromised()
    await this.checkSameHeads(session)
  }

  openWindow(): void {
    this.window = this.session === null ? null : new PlanWindow(this.session, this.kept)
  }

  /** I12: what was there when the program ended is there when it starts, no more and no less. */
  private async checkSameHeads(session: OpenSession): Promise<void> {
    const { leftHeads, starts } = this
    this.leftHeads = null
    if (leftHeads === null) return
    const heads = (await session.heads()).join()
    if (starts === this.starts && heads !== leftHeads) this.ports.fail('I12', `${this.name} starts with other heads`)
  }

  /** I5, at any moment: nothing that was in the journal is gone from it. */
  checkGrows(): void {
    const { journal } = this.session?.core ?? {}
    if (journal === undefined) return
    const lost = [...this.promised.entries].filter((hash) => !journal.has(hash))
    if (lost.length > 0) this.ports.fail('I5', `${this.name} lost ${lost.length} entries while it ran`)
    this.noteEntries()
  }

  async checkPromised(): Promise<void> {
    const run = this.starts
    const { session, promised } = this
    if (session === null) return
    const { journal, docs } = session.core
    const lost = [...promised.entries].filter((hash) => !journal.has(hash))
    if (lost.length > 0) {
      this.ports.fail('I5', `${this.name} lost ${lost.length} of ${promised.entries.size} entries of its journal`)
    }
    if (this.wasRolledBack) return
    const hashes = [...promised.changes]
    const known = await docs.has({ hashes })
    if (run !== this.starts || !known.ok) return
    const gone = hashes.filter((_, at) => known.value.known[at] !== true)
    if (gone.length > 0) this.ports.fail('I1', `${this.name} lost ${gone.length} of ${hashes.length} saved changes`)
  }

  /** In good order: what is typed is written, connections end. */
  async stop(): Promise<void> {
    const { session, starts } = this
    await this.window?.close()
    await session?.disconnect()
    await session?.core.turn.idle()
    const heads = (await session?.heads())?.join() ?? null
    await this.device?.close()
    if (starts !== this.starts) return
    this.noteEntries()
    this.forgetRun()
    this.leftHeads = heads
  }

  noteEntries(): void {
    for (const { hash } of this.session?.core.journal.places() ?? []) this.promised.entries.add(hash)
  }

  image(): PeerImage {
    this.noteEntries()
    return { disk: this.machine.image(), planId: this.planId, promised: copyOf(this.promised) }
  }

  restore(image: PeerImage): void {
    this.forgetAll()
    this.machine.restore(image.disk)
    this.planId = image.planId
    // What it promised since is gone with its disk, unless somebody else has it.
    this.promised = { ...image.promised, entries: new Set(), changes: new Set() }
    this.wasRolledBack = true
  }

  private died(): void {
    this.noteEntries()
    this.forgetAll()
    this.ports.note(`${this.name} died`)
    this.startSoon(this.downMs)
  }

  startSoon(ms: number): void {
    this.ports.scheduler.after(ms, () => void this.start().catch((cause: unknown) => this.failed(cause)))
  }

  private failed(cause: unknown): void {
    this.ports.fail('crash', `${this.name} does not start: ${stackOf(cause)}`)
  }

  private forgetAll(): void {
    this.crashes += 1
    this.isAsked = false
    this.queue = []
    this.forgetRun()
  }

  private forgetRun(): void {
    this.starts += 1
    this.gated.clear()
    this.kept.clear()
    this.leftHeads = null
    this.device = null
    this.session = null
    this.window = null
    this.ports.network.cutAll({ client: this.name })
  }

  private deps(isAlive: () => boolean): CoreDeps {
    const { scheduler, network } = this.ports
    const log: Log = {
      error: (event, fields) => this.ports.note(`${this.name} log ${event} ${JSON.stringify(fields ?? {})}`),
      info: () => undefined,
      debug: () => undefined,
    }
    return {
      clock: { now: () => this.utc() },
      random: this.random,
      timer: { after: (ms, run) => scheduler.after(ms, () => isAlive() && run()) },
      log,
      deviceSecret: this.secret,
      keepIdentity: async () => ok(undefined),
      folders: this.machine.planFolders(),
      openJournal:
        this.lies.openJournal ?? ((disk, roomId, expected) => openFileJournal({ disk, roomId, expected, log })),
      startExecutor: async (plan) => {
        const executor = await (this.lies.startExecutor ?? inlineExecutor)(plan)
        return {
          ...executor,
          applyEntries: (input) => {
            for (const { entryHash } of input.entries) {
              this.gated.set(entryHash, (this.gated.get(entryHash) ?? 0) + 1)
            }
            return executor.applyEntries(input)
          },
        }
      },
      socket: network.portOf(this.name, isAlive),
      where: { folder: this.name, key: `${this.name}/device.key` },
      app: 'simulated',
    }
  }
}

const stackOf = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))
