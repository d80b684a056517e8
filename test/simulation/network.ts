/**
 * The network of a world: connections as a WebSocket gives them, that are slow, hang, break in the middle, and whose
 * messages may come twice or in another order, which no WebSocket does but which a hostile middle could do.
 */
import type { SocketEvents, SocketPort } from '#shared/sync/port.ts'
import type { Peer } from '#relay/rooms/peer.ts'
import type { Visit } from '#relay/rooms/visit.ts'
import type { Chance } from './chance.ts'
import type { Scheduler } from './scheduler.ts'

export interface NetFaults {
  /** Chances for each message. */
  readonly breaks: number
  readonly duplicates: number
  readonly reorders: number
  /** Longest time on the way, ms. */
  readonly maxDelayMs: number
}

export interface RelayDoor {
  readonly isUp: boolean
  accept(peer: Peer): Visit
  /** Told how many bytes went to a visitor who has not yet shown who it is. */
  readonly isSealed: boolean
}

type Side = 'client' | 'relay'

interface Link {
  readonly client: string
  readonly url: string
  isOpen: boolean
  /** Suffered what TCP does not do. */
  isSuspect: boolean
  visit: Visit | undefined
  readonly held: { readonly to: Side; readonly run: () => void }[]
  readonly arrival: { client: number; relay: number }
  /** Sent by the relay before the visitor was let in. */
  bytesBefore: number
  cut(): void
}

const CONNECTION_RESET = 1006
/** How long the relay may believe in a client that is gone. */
const HALF_OPEN_MS = 5_000

export class Network {
  faults: NetFaults = { breaks: 0, duplicates: 0, reorders: 0, maxDelayMs: 20 }
  /** One way, exactly, instead of by chance. */
  fixedDelayMs: number | null = null
  messages = 0
  mostBytesBefore = 0
  /** Entries of messages that leave a relay may be looked at, or kept back (a hostile relay). */
  onFrame: (from: Side, bytes: Uint8Array) => Uint8Array | null = (_, bytes) => bytes
  private readonly scheduler: Scheduler
  private readonly chance: Chance
  private readonly doors = new Map<string, RelayDoor>()
  private readonly links = new Set<Link>()
  private readonly blocked = new Map<string, ReadonlySet<Side>>()

  constructor(scheduler: Scheduler, chance: Chance) {
    this.scheduler = scheduler
    this.chance = chance
  }

  open(url: string, door: RelayDoor): void {
    this.doors.set(url, door)
  }

  /** Messages on their way to these sides hang from now on. */
  block(client: string, url: string, towards: readonly Side[]): void {
    this.blocked.set(`${client} ${url}`, new Set(towards))
  }

  unblock(client: string, url: string): void {
    this.blocked.delete(`${client} ${url}`)
    for (const link of this.links) if (link.client === client && link.url === url) this.release(link)
  }

  /** No faults from now on; what has suffered more than TCP allows is reset, the rest goes on where it was. */
  heal(): void {
    this.faults = { breaks: 0, duplicates: 0, reorders: 0, maxDelayMs: 50 }
    this.blocked.clear()
    for (const link of this.links) {
      if (link.isSuspect) link.cut()
      else this.release(link)
    }
  }

  cutAll(of: { readonly client?: string; readonly url?: string }): void {
    for (const link of this.links) {
      if ((of.client ?? link.client) === link.client && (of.url ?? link.url) === link.url) link.cut()
    }
  }

  /** `isAlive`: whether the program that asks still runs; nothing is told to one that does not. */
  portOf(client: string, isAlive: () => boolean): SocketPort {
    return { connect: (url, events) => this.connect(client, url, guarded(events, isAlive)) }
  }

  private connect(client: string, url: string, events: SocketEvents) {
    const door = this.doors.get(url)
    const link: Link = {
      client,
      url,
      isOpen: true,
      isSuspect: false,
      visit: undefined,
      held: [],
      arrival: { client: 0, relay: 0 },
      bytesBefore: 0,
      cut: () => {
        if (!link.isOpen) return
        link.isOpen = false
        this.links.delete(link)
        const { visit } = link
        if (visit !== undefined) this.scheduler.after(this.chance.below(HALF_OPEN_MS), () => visit.left())
        this.scheduler.after(0, () => events.closed(CONNECTION_RESET))
      },
    }
    this.links.add(link)
    const peer: Peer = {
      address: `address of ${client}`,
      isShielded: door?.isSealed !== true,
      isLocal: door?.isSealed !== true,
      send: (bytes) => {
        if ((link.visit?.mode ?? null) === null) this.countBefore(link, bytes.length)
        this.pass(link, 'client', bytes, (message) => events.message(message))
      },
      close: (code) =>
        this.later(link, 'client', () => {
          link.isOpen = false
          this.links.delete(link)
          events.closed(code)
        }),
      buffered: () => 0,
      drained: () => Promise.resolve(),
    }
    this.later(link, 'relay', () => {
      if (door?.isUp !== true) return link.cut()
      link.visit = door.accept(peer)
      this.later(link, 'client', () => events.opened())
    })
    return {
      send: (bytes: Uint8Array) => this.pass(link, 'relay', bytes, (message) => link.visit?.receive(message)),
      close: (code: number) =>
        this.later(link, 'relay', () => {
          link.isOpen = false
          this.links.delete(link)
          link.visit?.left()
          this.scheduler.after(0, () => events.closed(code))
        }),
      pause: () => undefined,
      resume: () => undefined,
    }
  }

  private countBefore(link: Link, bytes: number): void {
    link.bytesBefore += bytes
    this.mostBytesBefore = Math.max(this.mostBytesBefore, link.bytesBefore)
  }

  private pass(link: Link, to: Side, bytes: Uint8Array, run: (bytes: Uint8Array) => void): void {
    if (!link.isOpen) return
    this.messages += 1
    const seen = this.onFrame(to === 'client' ? 'relay' : 'client', Uint8Array.from(bytes))
    if (seen === null) return
    const { breaks, duplicates, reorders } = this.faults
    if (this.chance.hit(breaks)) return this.breakOff(link, to, seen, run)
    if (this.chance.hit(reorders)) {
      link.isSuspect = true
      return void this.scheduler.after(this.delay() * 2, () => this.arrive(link, to, () => run(seen)))
    }
    this.later(link, to, () => run(seen))
    if (this.chance.hit(duplicates)) {
      link.isSuspect = true
      this.later(link, to, () => run(Uint8Array.from(seen)))
    }
  }

  /** The message arrives whole, by half, or not at all, and then there is no connection any more. */
  private breakOff(link: Link, to: Side, bytes: Uint8Array, run: (bytes: Uint8Array) => void): void {
    const kept = this.chance.pick([0, 0.5, 1])
    this.later(link, to, () => {
      if (kept > 0) run(bytes.slice(0, Math.ceil(bytes.length * kept)))
      link.cut()
    })
  }

  /** In the order of sending, as on TCP. */
  private later(link: Link, to: Side, run: () => void): void {
    const at = Math.max(link.arrival[to], this.scheduler.now + this.delay())
    link.arrival[to] = at
    this.scheduler.after(at - this.scheduler.now, () => this.arrive(link, to, run))
  }

  private arrive(link: Link, to: Side, run: () => void): void {
    if (!link.isOpen) return
    const isHeld = this.blocked.get(`${link.client} ${link.url}`)?.has(to) === true
    if (isHeld || link.held.some((held) => held.to === to)) link.held.push({ to, run })
    else run()
  }

  private release(link: Link): void {
    for (const { to, run } of link.held.splice(0)) this.arrive(link, to, run)
  }

  private delay(): number {
    return this.fixedDelayMs ?? 1 + this.chance.below(this.faults.maxDelayMs)
  }
}

function guarded(events: SocketEvents, isAlive: () => boolean): SocketEvents {
  return {
    opened: () => isAlive() && events.opened(),
    message: (bytes) => isAlive() && events.message(bytes),
    closed: (code) => isAlive() && events.closed(code),
  }
}
