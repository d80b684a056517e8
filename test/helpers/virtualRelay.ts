/** The real relay core and the real session driver in a seeded world without sockets, real time or real disks. */
import type { Clock, Random, Timer } from '#shared/base/ports.ts'
import { silentLog } from '#shared/base/ports.ts'
import { type KeyPair, rootSignKeys } from '#shared/base/crypto.ts'
import { toHex } from '#shared/base/bytes.ts'
import type { SocketPort } from '#shared/sync/port.ts'
import { type Session, runSession } from '#shared/sync/runSession.ts'
import type { SessionConfig, SessionNotice } from '#shared/sync/sessionState.ts'
import type { RelayLimits } from '#relay/limits.ts'
import type { Peer } from '#relay/rooms/peer.ts'
import { RelayCore, type RelayDeps } from '#relay/rooms/relayCore.ts'
import type { Visit } from '#relay/rooms/visit.ts'
import { seededNumbers, seededRandom } from './entries.ts'
import { type MemoryDisk, memoryDisk } from './memoryDisk.ts'
import { NOW_S, type SyncMember } from './syncMember.ts'

interface Due {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** Virtual time: nothing moves but by `run`. */
export class VirtualTime implements Clock, Timer {
  private current = NOW_S * 1000
  private order = 0
  private due: Due[] = []

  now(): number {
    return this.current
  }

  after(ms: number, run: () => void): () => void {
    const item = { at: this.current + ms, order: this.order++, run }
    this.due.push(item)
    return () => {
      this.due = this.due.filter((other) => other !== item)
    }
  }

  /** Runs what is due until `isDone` or until `ms` have passed; false: they have. */
  async run(ms: number, isDone: () => boolean = () => false): Promise<boolean> {
    const end = this.current + ms
    for (;;) {
      await settle()
      if (isDone()) return true
      const next = this.due.toSorted((a, b) => a.at - b.at || a.order - b.order)[0]
      if (next === undefined || next.at > end) {
        this.current = end
        return isDone()
      }
      this.due = this.due.filter((other) => other !== next)
      this.current = Math.max(this.current, next.at)
      next.run()
    }
  }
}

/** Lets every promise that can go on do so: the disks in memory answer at once. */
async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
}

export interface VirtualRelay {
  readonly core: RelayCore
  readonly disk: MemoryDisk
  readonly publicKey: string
  readonly url: string
}

export class VirtualWorld {
  readonly time = new VirtualTime()
  readonly random: Random
  private readonly chance: () => number
  private readonly relays = new Map<string, VirtualRelay>()
  private readonly cuts = new Set<() => void>()
  /** False: nobody can connect. */
  isUp = true
  /** Everything clients have sent and been sent, for tests that look. */
  readonly wire: { readonly from: 'client' | 'relay'; readonly bytes: Uint8Array }[] = []
  /** Changes a message on its way; `null` loses it. */
  tamper: (from: 'client' | 'relay', bytes: Uint8Array) => Uint8Array | null = (_, bytes) => bytes
  maxDelayMs = 20
  /** Whether relays see clients as on their own machine. */
  isLocal = true

  constructor(seed: number) {
    this.random = seededRandom(seed)
    this.chance = seededNumbers(seed + 1)
  }

  startRelay(
    url: string,
    limits: Partial<RelayLimits> = {},
    disk = memoryDisk(),
    keys = this.newKeys(),
    more: Pick<RelayDeps, 'createToken' | 'allowsCreation'> = {},
  ): VirtualRelay {
    const { time, random } = this
    const deps = { disk, clock: time, timer: time, random, log: silentLog, relayKeys: keys, limits }
    const core = new RelayCore({ ...deps, ...more })
    const relay = { core, disk, publicKey: toHex(keys.publicKey), url }
    this.relays.set(url, relay)
    return relay
  }

  newKeys(): KeyPair {
    return rootSignKeys(this.random.bytes(32))
  }

  /** Every connection ends without a goodbye. */
  cutAll(): void {
    for (const cut of this.cuts) cut()
  }

  session(member: SyncMember, config: SessionConfig, notices: SessionNotice[] = []): Session {
    const session = runSession(
      config,
      { socket: this.port, timer: this.time, random: this.random, store: member.store, log: silentLog },
      { onNotice: (notice) => notices.push(notice) },
    )
    member.onGrowth(() => session.stored())
    return session
  }

  /** Messages keep their order within a connection, as on TCP; their delays are by chance. */
  readonly port: SocketPort = {
    connect: (url, events) => {
      const relay = this.relays.get(url)
      let isOpen = true
      let visit: Visit | undefined
      const arrival = { client: 0, relay: 0 }
      const later = (to: 'client' | 'relay', run: () => void): void => {
        const at = Math.max(arrival[to], this.time.now() + 1 + Math.floor(this.chance() * this.maxDelayMs))
        arrival[to] = at
        this.time.after(at - this.time.now(), () => {
          if (isOpen) run()
        })
      }
      const cut = (): void => {
        if (!isOpen) return
        isOpen = false
        this.cuts.delete(cut)
        visit?.left()
        this.time.after(0, () => events.closed(1006))
      }
      this.cuts.add(cut)
      const pass = (from: 'client' | 'relay', bytes: Uint8Array, run: (bytes: Uint8Array) => void): void => {
        const copy = Uint8Array.from(bytes)
        this.wire.push({ from, bytes: copy })
        const arriving = this.tamper(from, copy)
        if (arriving !== null) later(from === 'client' ? 'relay' : 'client', () => run(arriving))
      }
      const peer: Peer = {
        address: '192.0.2.1',
        isShielded: !url.startsWith('ws://lan'),
        isLocal: this.isLocal,
        send: (bytes) => pass('relay', bytes, (message) => events.message(message)),
        close: () => later('client', cut),
        buffered: () => 0,
        drained: () => Promise.resolve(),
      }
      later('relay', () => {
        if (relay === undefined || !this.isUp) return cut()
        visit = relay.core.accept(peer)
        later('client', () => events.opened())
      })
      return {
        send: (bytes) => pass('client', bytes, (message) => visit?.receive(message)),
        close: () => later('relay', cut),
        pause() {},
        resume() {},
      }
    },
  }
}
