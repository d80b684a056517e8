/**
 * The relay without its sockets: rooms, connections, commits. It never holds a key that opens an entry. The composition
 * root (`src-relay/index.ts`) gives it a disk and real connections, the simulator gives it its own.
 */
import type { Hex } from '#shared/base/bytes.ts'
import type { KeyPair } from '#shared/base/crypto.ts'
import type { Clock, Log, Random, Timer } from '#shared/base/ports.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import type { Disk } from '#shared/journal/disk.ts'
import { type Entry, isControlKind } from '#shared/journal/entry.ts'
import { encodeFrame } from '#shared/protocol/frameCodec.ts'
import { FRAMES } from '#shared/protocol/frames.ts'
import type { RefusalCode } from '#shared/protocol/refusals.ts'
import { NO_CREATION, dayOf } from '#shared/protocol/work.ts'
import { type RelayLimits, DEFAULT_LIMITS } from '../limits.ts'
import { Committer } from './committer.ts'
import { Guests } from './guests.ts'
import { type Entrant, type OpenAsked, checkCreate, checkOpen, isSubscriber } from './openChecks.ts'
import { type Peer, type RelayCounters, newCounters } from './peer.ts'
import type { Room } from './room.ts'
import { hasRoom, openRoom } from './roomStore.ts'
import { Visit } from './visit.ts'

export interface RelayDeps {
  readonly disk: Disk
  readonly clock: Clock
  readonly timer: Timer
  readonly random: Random
  readonly log: Log
  readonly relayKeys: KeyPair
  readonly limits?: Partial<RelayLimits>
  /** Asked of those who create rooms, instead of work. */
  readonly createToken?: Uint8Array
  /** False: this relay takes no rooms from beyond this machine (a LAN host opens only its own). */
  readonly allowsCreation?: boolean
  /** Rooms that are open to anybody now; default: all that are here. A room that is not is as good as none (RL30). */
  readonly serves?: (roomId: Hex) => boolean
  /** How many connections a room has may be another number than before. */
  readonly onVisits?: (roomId: Hex) => void
}

interface OpenRoom {
  readonly room: Room
  readonly visits: Set<Visit>
  emptySince: number | null
}

const SWEEP_MS = 1_000
const LOG_LINES_PER_SWEEP = 1

export class RelayCore {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly relayKeys: KeyPair
  readonly limits: RelayLimits
  readonly guests: Guests
  readonly counters: RelayCounters = newCounters()
  readonly visits = new Set<Visit>()
  private readonly deps: RelayDeps
  private readonly rooms = new Map<Hex, Promise<Result<OpenRoom | null, RefusalCode>>>()
  private readonly openRooms = new Map<Hex, OpenRoom>()
  private readonly committer: Committer
  private readonly midMessage = new Map<Visit, () => number | null>()
  private logged = 0
  private isDiskLow = false
  private isClosing = false
  private cancelSweep: (() => void) | undefined

  constructor(deps: RelayDeps) {
    this.deps = deps
    this.clock = deps.clock
    this.random = deps.random
    this.log = deps.log
    this.relayKeys = deps.relayKeys
    this.limits = { ...DEFAULT_LIMITS, ...deps.limits }
    this.guests = new Guests(deps.clock, this.limits)
    this.committer = new Committer(deps.clock, deps.timer, this.limits.commitEveryMs)
  }

  get roomCount(): number {
    return this.openRooms.size
  }

  get commitRounds(): number {
    return this.committer.rounds
  }

  /** A connection has been made. `midMessageSince` tells since when a message of it is incomplete. */
  accept(peer: Peer, midMessageSince: () => number | null = () => null): Visit {
    const visit = new Visit(this, peer)
    this.counters.connections += 1
    this.visits.add(visit)
    this.midMessage.set(visit, midMessageSince)
    if (this.isClosing) visit.goAway(1_000)
    this.scheduleSweep()
    return visit
  }

  workBitsFor(peer: Peer): number {
    if (this.deps.createToken !== undefined || peer.isLocal) return 0
    return this.deps.allowsCreation === false ? NO_CREATION : this.limits.workBits
  }

  /** Lets an OPEN into its room, which is opened or made when it is not in memory. */
  async enter(visit: Visit, asked: OpenAsked): Promise<Result<{ room: Room; entrant: Entrant }, RefusalCode>> {
    if (this.deps.serves?.(asked.roomId) === false) return err('E_RELAY_NO_ROOM')
    const found = await this.find(asked.roomId)
    if (!found.ok) return found
    if (this.isClosing) return err('E_GOING')
    // A folder without GENESIS is a room that someone is just making, or that a crash kept from being made.
    if (found.value?.room.roster.genesis !== undefined) {
      const { room } = found.value
      const entrant = checkOpen(room.roster, asked, this.clock.now() / 1000)
      return entrant.ok ? ok({ room, entrant: entrant.value }) : entrant
    }
    return asked.mode === 'create' ? this.create(visit, asked) : err('E_RELAY_NO_ROOM')
  }

  /**
   * A device with the key of the plan whose JOIN is not here yet: it comes back by its invite. A whole assembly behind one
   * address knocks like this.
   */
  isNewcomer(code: RefusalCode, asked: OpenAsked): boolean {
    const open = this.openRooms.get(asked.roomId)
    return code === 'E_NOT_MEMBER' && open !== undefined && isSubscriber(open.room.roster, asked)
  }

  private async create(visit: Visit, asked: OpenAsked): Promise<Result<{ room: Room; entrant: Entrant }, RefusalCode>> {
    const bits = this.workBitsFor(visit.peer)
    if (bits === NO_CREATION) return err('E_RELAY_NO_ROOM')
    const day = dayOf(this.clock.now() / 1000)
    const task = { relayKey: this.relayKeys.publicKey, roomId: asked.body.roomId, day, bits }
    const checked = checkCreate(asked, task, visit.peer.isLocal ? undefined : this.deps.createToken)
    if (!checked.ok) return checked
    if (this.isDiskLow) return err('E_RELAY_DISK')
    if (!this.guests.mayCreate(visit.peer)) return err('E_ROOMS_PER_DAY')
    const made = await this.find(asked.roomId, true)
    if (!made.ok) return made
    if (made.value === null) return err('E_RELAY_NO_ROOM')
    const { room } = made.value
    this.log.info('relay.roomMade')
    // Someone else may have made it while the disk was busy: then it is theirs that decides.
    if (room.roster.genesis === undefined) return ok({ room, entrant: checked.value.entrant })
    const entrant = checkOpen(room.roster, asked, this.clock.now() / 1000)
    return entrant.ok ? ok({ room, entrant: entrant.value }) : entrant
  }

  /** One opening at a time for each room; `null`: there is none. */
  private find(roomId: Hex, make = false): Promise<Result<OpenRoom | null, RefusalCode>> {
    const known = this.rooms.get(roomId)
    if (known !== undefined) return known
    const opening = this.load(roomId, make)
    this.rooms.set(roomId, opening)
    void opening.then((opened) => {
      if (!opened.ok || opened.value === null) this.rooms.delete(roomId)
    })
    return opening
  }

  private async load(roomId: Hex, make: boolean): Promise<Result<OpenRoom | null, RefusalCode>> {
    const exists = make ? ok(true) : await hasRoom(this.deps, roomId)
    if (exists.ok && !exists.value) return ok(null)
    const opened = exists.ok ? await openRoom(this.deps, roomId) : exists
    if (!opened.ok) {
      this.log.error('relay.roomUnreadable', { code: opened.error.code, cause: opened.error.cause })
      return err('E_BUSY')
    }
    const room: OpenRoom = { room: opened.value, visits: new Set(), emptySince: this.clock.now() }
    room.room.isDiskLow = this.isDiskLow
    room.room.onLost = () => {
      for (const visit of room.visits) visit.compareAgain()
    }
    this.openRooms.set(roomId, room)
    const { damage } = room.room.journal.health()
    for (const { code, file, length } of damage) this.log.error('relay.roomDamaged', { code, file, length })
    return ok(room)
  }

  join(room: Room, visit: Visit): void {
    const open = this.openRooms.get(room.roomId)
    open?.visits.add(visit)
    if (open !== undefined) open.emptySince = null
    this.deps.onVisits?.(room.roomId)
  }

  leave(room: Room, visit: Visit): void {
    const open = this.openRooms.get(room.roomId)
    open?.visits.delete(visit)
    if (open?.visits.size === 0) open.emptySince = this.clock.now()
    this.deps.onVisits?.(room.roomId)
  }

  /** Connections from beyond this machine in a room. */
  guestsIn(roomId: Hex): number {
    return [...(this.openRooms.get(roomId)?.visits ?? [])].filter(({ peer }) => !peer.isLocal).length
  }

  /** Says goodbye to everybody in a room that is not served any more. */
  dismiss(roomId: Hex): void {
    for (const visit of this.openRooms.get(roomId)?.visits ?? []) visit.goAway(1_000)
  }

  /** Takes an admitted entry on its way to the disk. */
  store(room: Room, entry: Entry, from: Visit): void {
    this.counters.entriesStored += 1
    room.take(entry, from)
    this.committer.add(room)
  }

  /**
   * To everybody else at once: encoded once, the same bytes to every socket. Newcomers see control entries only. `put`: a
   * PUT of exactly these entries.
   */
  deliver(room: Room, entries: readonly Entry[], from: Visit, put?: Uint8Array): void {
    const visits = this.openRooms.get(room.roomId)?.visits
    if (visits === undefined || visits.size < 2) return
    const frame =
      put === undefined ? encodeFrame('DELIVER', { entries: entries.map(({ bytes }) => bytes) }) : deliverOf(put)
    let controlFrame: Uint8Array | null | undefined
    for (const visit of visits) {
      if (visit === from) continue
      if (visit.seesContent) {
        visit.deliver(frame)
        this.counters.delivered += entries.length
        continue
      }
      controlFrame ??= controlOnly(entries)
      if (controlFrame !== null) visit.deliver(controlFrame)
    }
  }

  /** A note in passing, as it came: to those who are in the room now and can take it at once. */
  handOn(room: Room, from: Visit, frame: Uint8Array): void {
    for (const visit of this.openRooms.get(room.roomId)?.visits ?? []) {
      if (visit !== from && visit.seesContent) visit.pass(frame)
    }
  }

  strike(peer: Peer): void {
    if (this.guests.strike(peer.address)) this.logLimited('relay.addressBanned')
  }

  countRefusal(code: string): void {
    this.counters.refusals.set(code, (this.counters.refusals.get(code) ?? 0) + 1)
  }

  /** A message that was no message of ours: too large, in too many pieces, not even WebSocket. */
  noteBadMessage(): void {
    this.counters.badFrames += 1
    this.logLimited('relay.badMessage')
  }

  /** What a stranger can cause is logged once a sweep at most. */
  logLimited(event: string): void {
    if (this.logged >= LOG_LINES_PER_SWEEP) return
    this.logged += 1
    this.log.info(event)
  }

  setDiskLow(isDiskLow: boolean): void {
    if (isDiskLow !== this.isDiskLow) this.log[isDiskLow ? 'error' : 'info']('relay.disk', { isLow: isDiskLow })
    this.isDiskLow = isDiskLow
    for (const { room } of this.openRooms.values()) room.isDiskLow = isDiskLow
  }

  private scheduleSweep(): void {
    if (this.cancelSweep !== undefined) return
    this.cancelSweep = this.deps.timer.after(SWEEP_MS, () => {
      this.cancelSweep = undefined
      this.sweep()
      if (this.visits.size > 0 || this.openRooms.size > 0) this.scheduleSweep()
    })
  }

  private sweep(): void {
    const now = this.clock.now()
    this.logged = 0
    for (const visit of this.visits) visit.sweep(now, this.midMessage.get(visit)?.() ?? null)
    for (const visit of this.midMessage.keys()) if (!this.visits.has(visit)) this.midMessage.delete(visit)
    for (const [roomId, { emptySince, room }] of this.openRooms) {
      const isIdle = emptySince !== null && now - emptySince > this.limits.roomIdleMs
      if (isIdle && !room.hasPending) void this.letGo(roomId, room)
    }
  }

  private async letGo(roomId: Hex, room: Room): Promise<void> {
    this.openRooms.delete(roomId)
    const closing = Promise.all([room.settled(), room.pieces.settled()]).then(() => room.journal.close())
    // Until its lock is released nobody may open the room again.
    this.rooms.set(
      roomId,
      closing.then(() => err('E_BUSY')),
    )
    await closing
    this.rooms.delete(roomId)
  }

  /** Says goodbye, writes what was taken, closes every journal. */
  async close(): Promise<void> {
    this.isClosing = true
    await this.committer.flush()
    for (const visit of this.visits) visit.goAway(1_000)
    this.cancelSweep?.()
    await Promise.all(this.rooms.values())
    const rooms = [...this.openRooms.values()].map(({ room }) => room)
    await Promise.all(rooms.map((room) => room.pieces.settled().then(() => room.journal.close())))
    this.openRooms.clear()
    this.rooms.clear()
  }
}

/** PUT and DELIVER differ in their first byte only (docs/specs/frames.md). */
function deliverOf(put: Uint8Array): Uint8Array {
  const frame = new Uint8Array(put)
  frame[0] = FRAMES.DELIVER.type
  return frame
}

function controlOnly(entries: readonly Entry[]): Uint8Array | null {
  const control = entries.filter(({ header }) => isControlKind(header.kind))
  return control.length === 0 ? null : encodeFrame('DELIVER', { entries: control.map(({ bytes }) => bytes) })
}
