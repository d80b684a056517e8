/** One relay of a world: the real relay core on a disk that may die, and the list of what it has acknowledged. */
import { type Hex, toHex } from '#shared/base/bytes.ts'
import { type KeyPair, rootSignKeys } from '#shared/base/crypto.ts'
import { type Random, silentLog } from '#shared/base/ports.ts'
import type { Entry } from '#shared/journal/entry.ts'
import type { Peer } from '#relay/rooms/peer.ts'
import { RelayCore } from '#relay/rooms/relayCore.ts'
import type { Room } from '#relay/rooms/room.ts'
import type { Visit } from '#relay/rooms/visit.ts'
import { randomOf } from './chance.ts'
import { heldOnDisk } from './heldOnDisk.ts'
import type { RelayDoor } from './network.ts'
import { SimMachine } from './simDisk.ts'
import type { WorldPorts } from './worldPorts.ts'

/** Faults put into a relay on purpose, for the mutation check. */
export interface RelayLies {
  readonly acksEarly?: boolean
  readonly deliversNothing?: boolean
}

export class RelayHost implements RelayDoor {
  readonly url: string
  readonly isSealed: boolean
  readonly machine: SimMachine
  readonly keys: KeyPair
  lies: RelayLies = {}
  core: RelayCore | null = null
  /** Entries its clients were told are durable here. */
  readonly acknowledged = new Map<Hex, Set<Hex>>()
  downMs = 1_000
  private readonly ports: WorldPorts
  private readonly random: Random
  private runs = 0

  constructor(ports: WorldPorts, number: number, isSealed: boolean) {
    this.ports = ports
    this.isSealed = isSealed
    this.url = isSealed ? `ws://relay${number}.lan:8040` : `wss://relay${number}.test`
    this.machine = new SimMachine(ports.scheduler, ports.chance('relayDisk', number), ports.options.maxSyncMs)
    this.random = randomOf(ports.options.seed, 'relay', number)
    this.keys = rootSignKeys(this.random.bytes(32))
    this.machine.onCrash = () => this.died()
  }

  get isUp(): boolean {
    return this.core !== null
  }

  get publicKey(): Hex {
    return toHex(this.keys.publicKey)
  }

  /** What it acknowledged before is looked for on its disk first (I2). */
  async start(): Promise<void> {
    if (this.core !== null) return
    await this.checkAcknowledged()
    const run = ++this.runs
    const isAlive = (): boolean => this.runs === run
    const { scheduler } = this.ports
    this.core = new WatchedRelay(
      {
        disk: this.machine.disk(),
        clock: { now: () => this.ports.utc() },
        timer: { after: (ms, then) => scheduler.after(ms, () => isAlive() && then()) },
        random: this.random,
        log: silentLog,
        relayKeys: this.keys,
        limits: { workBits: 0, roomsPerDayPerAddress: 1_000 },
      },
      this,
    )
  }

  accept(peer: Peer): Visit {
    return this.core!.accept(peer)
  }

  noteAcknowledged(roomId: Hex, hashes: readonly Hex[]): void {
    const known = this.acknowledged.get(roomId) ?? new Set()
    for (const hash of hashes) known.add(hash)
    this.acknowledged.set(roomId, known)
  }

  /** An older state of its disk is put back, as from a backup: what it said since is forgotten. */
  async restore(image: ReturnType<SimMachine['image']>): Promise<void> {
    this.died()
    this.machine.restore(image)
    for (const [roomId, known] of this.acknowledged) {
      const held = await this.heldOnDisk(roomId)
      this.acknowledged.set(roomId, new Set([...known].filter((hash) => held.has(hash))))
    }
  }

  async checkAcknowledged(): Promise<void> {
    for (const [roomId, hashes] of this.acknowledged) {
      const held = await this.heldOnDisk(roomId)
      const lost = [...hashes].filter((hash) => !held.has(hash))
      if (lost.length > 0) {
        this.ports.fail('I2', `${this.url} lost ${lost.length} of ${hashes.size} entries it had acknowledged`)
      }
    }
  }

  heldOnDisk(roomId: Hex): Promise<ReadonlySet<Hex>> {
    return heldOnDisk(this.ports, this.machine.image(), `rooms/${roomId}`, roomId)
  }

  private died(): void {
    this.runs += 1
    this.core = null
    this.ports.network.cutAll({ url: this.url })
    this.ports.note(`${this.url} died`)
    this.ports.scheduler.after(this.downMs, () => void this.start())
  }
}

/** Notes each acknowledgement at the moment at which the relay makes it. */
class WatchedRelay extends RelayCore {
  private readonly host: RelayHost

  constructor(deps: ConstructorParameters<typeof RelayCore>[0], host: RelayHost) {
    super(deps)
    this.host = host
  }

  override store(room: Room, entry: Entry, from: Visit): void {
    super.store(room, entry, from)
    if (this.host.lies.acksEarly === true) from.written([entry.hash], room.signedRoot())
  }

  override deliver(...call: Parameters<RelayCore['deliver']>): void {
    if (this.host.lies.deliversNothing !== true) super.deliver(...call)
  }

  override join(room: Room, visit: Visit): void {
    super.join(room, visit)
    const written = visit.written.bind(visit)
    visit.written = (hashes, root) => {
      this.host.noteAcknowledged(room.roomId, hashes)
      written(hashes, root)
    }
  }
}
