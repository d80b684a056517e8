/** One room in memory: its log, its roster, and who is connected. The log itself is a journal on disk. */
import { type Hex, fromHex } from '#shared/base/bytes.ts'
import { type KeyPair, sign } from '#shared/base/crypto.ts'
import { type Entry, isControlKind } from '#shared/journal/entry.ts'
import type { EntryPlace, Journal } from '#shared/journal/journal.ts'
import { type StreamRange, type Vector, emptyVector, heldRanges, vectorWith } from '#shared/journal/vector.ts'
import { rootMessage } from '#shared/protocol/handshake.ts'
import { dayOf } from '#shared/protocol/work.ts'
import { computeRoster, extendRoster } from '#shared/roster/computeRoster.ts'
import type { Roster } from '#shared/roster/roster.ts'
import type { RoomFacts } from './admit.ts'
import { type Bucket, fullBucket } from './bucket.ts'
import type { PieceStore } from './pieceStore.ts'
import { RootChain } from './rootChain.ts'

export interface SignedRoot {
  readonly logId: Uint8Array
  readonly pos: number
  readonly root: Uint8Array
  readonly rootSignature: Uint8Array
}

/** Told when an entry it handed in is durable, or could not be written. */
export interface Waiter {
  written(hashes: readonly Hex[], root: SignedRoot): void
  failed(hashes: readonly Hex[]): void
}

interface Pending {
  readonly entry: Entry
  readonly waiters: Waiter[]
}

export interface RoomStart {
  readonly roomId: Hex
  readonly logId: Uint8Array
  readonly journal: Journal
  readonly pieces: PieceStore
  readonly roster: Roster
  readonly owners: ReadonlyMap<Hex, Hex>
  readonly relayKeys: KeyPair
}

export class Room implements RoomFacts {
  readonly roomId: Hex
  readonly logId: Uint8Array
  readonly journal: Journal
  /** Of attached files. */
  readonly pieces: PieceStore
  readonly chain: RootChain
  roster: Roster
  usedBytes = 0
  isDiskLow = false
  /** What was delivered could not be written: those who were given it must not believe that it is held here. */
  onLost: () => void = () => undefined
  private readonly relayKeys: KeyPair
  private readonly owners: Map<Hex, Hex>
  private readonly buckets = new Map<Hex, Bucket>()
  /** Accepted and delivered, on their way to the disk, in the order of acceptance. */
  private pending = new Map<Hex, Pending>()
  private writing = new Map<Hex, Pending>()
  private readonly pendingAt = new Map<string, Hex[]>()
  private readonly controlPlaces: EntryPlace[] = []
  private signed: SignedRoot | undefined
  private day = 0
  private bytesOfDay = 0
  private settledWaiters: (() => void)[] = []

  constructor({ roomId, logId, journal, pieces, roster, owners, relayKeys }: RoomStart) {
    this.roomId = roomId
    this.logId = logId
    this.journal = journal
    this.pieces = pieces
    this.roster = roster
    this.owners = new Map(owners)
    this.relayKeys = relayKeys
    this.chain = new RootChain(logId)
    for (const place of journal.places()) this.count(place)
  }

  private count(place: EntryPlace): void {
    this.chain.append(fromHex(place.hash))
    this.usedBytes += place.bytes
    if (isControlKind(place.kind)) this.controlPlaces.push(place)
  }

  has(hash: Hex): boolean {
    return this.isPending(hash) || this.journal.has(hash)
  }

  isPending(hash: Hex): boolean {
    return this.pending.has(hash) || this.writing.has(hash)
  }

  at(stream: Hex, seq: number): readonly Hex[] {
    const written = this.journal.at(stream, seq)
    const pending = this.pendingAt.get(`${stream} ${seq}`)
    return pending === undefined ? written : [...written, ...pending]
  }

  ownerOf(stream: Hex): Hex | undefined {
    return this.owners.get(stream)
  }

  bucketOf(device: Hex): Bucket {
    const bucket = this.buckets.get(device) ?? fullBucket(Number.MAX_SAFE_INTEGER, 0)
    this.buckets.set(device, bucket)
    return bucket
  }

  get usedToday(): number {
    return this.bytesOfDay
  }

  /** Called before admissions of a moment: a new UTC day begins with nothing used (counted since the relay started). */
  startDay(now: number): void {
    const day = dayOf(now / 1000)
    if (day === this.day) return
    this.day = day
    this.bytesOfDay = 0
  }

  /** Takes an admitted entry; it is durable when its waiter is told. */
  take(entry: Entry, waiter: Waiter): void {
    const { stream, seq, device, kind } = entry.header
    this.pending.set(entry.hash, { entry, waiters: [waiter] })
    const place = `${stream} ${seq}`
    this.pendingAt.set(place, [...(this.pendingAt.get(place) ?? []), entry.hash])
    this.usedBytes += entry.bytes.length
    this.bytesOfDay += entry.bytes.length
    if (!this.owners.has(stream)) this.owners.set(stream, device)
    if (isControlKind(kind)) this.roster = extendRoster(this.roster, [entry])
  }

  /** One more who waits for an entry on its way to the disk. False: it is there already. */
  alsoWaits(hash: Hex, waiter: Waiter): boolean {
    const pending = this.pending.get(hash) ?? this.writing.get(hash)
    if (pending === undefined) return false
    pending.waiters.push(waiter)
    return true
  }

  get hasPending(): boolean {
    return this.pending.size > 0
  }

  /** Everything held, what is on its way to the disk included. */
  vector(): Vector {
    const written = this.journal.vector()
    if (this.pending.size === 0 && this.writing.size === 0) return written
    return vectorWith(
      written,
      this.pendingPlaces(() => true),
    )
  }

  /** What newcomers may see: the control log. */
  controlVector(): Vector {
    return vectorWith(emptyVector, [
      ...this.controlPlaces,
      ...this.pendingPlaces(({ header }) => isControlKind(header.kind)),
    ])
  }

  private pendingPlaces(wanted: (entry: Entry) => boolean): { stream: Hex; seq: number }[] {
    return [...this.writing.values(), ...this.pending.values()]
      .filter(({ entry }) => wanted(entry))
      .map(({ entry }) => ({ stream: entry.header.stream, seq: entry.header.seq }))
  }

  /** Held places within the ranges, forks included. The ranges may be far longer than what is held. */
  placesWithin(ranges: readonly StreamRange[], controlOnly: boolean): readonly EntryPlace[] {
    const out: EntryPlace[] = []
    const vector = this.journal.vector()
    for (const { stream, from, to } of ranges) {
      for (const held of heldRanges(vector.get(stream))) {
        for (let seq = Math.max(from, held.from); seq <= Math.min(to, held.to); seq++) {
          for (const hash of this.journal.at(stream, seq)) {
            const place = this.journal.place(hash)
            if (place !== undefined && (!controlOnly || isControlKind(place.kind))) out.push(place)
          }
        }
      }
    }
    return out
  }

  /** Every side of every fork: a vector cannot ask for them, so whoever catches up gets them. */
  forkPlaces(): readonly EntryPlace[] {
    const hashes = this.journal.forks().flatMap((fork) => fork.hashes)
    return hashes.flatMap((hash) => this.journal.place(hash) ?? [])
  }

  /** The root of what is durable. One signature serves everybody until the next commit. */
  signedRoot(): SignedRoot {
    const { pos } = this.chain
    if (this.signed?.pos !== pos) {
      const root = new Uint8Array(this.chain.root)
      const message = rootMessage(fromHex(this.roomId), this.logId, pos, root)
      this.signed = { logId: this.logId, pos, root, rootSignature: sign(this.relayKeys.privateKey, 'root', message) }
    }
    return this.signed as SignedRoot
  }

  /** Writes what has been taken since the last commit, then tells those who wait. Resolves when told. */
  async commit(): Promise<void> {
    if (this.pending.size === 0 || this.writing.size > 0) return
    this.writing = this.pending
    this.pending = new Map()
    const batch = [...this.writing.values()]
    const appended = await this.journal.append(batch.map(({ entry }) => entry))
    this.writing = new Map()
    for (const { entry } of batch) this.forgetPending(entry)
    if (appended.ok) {
      for (const entry of appended.value.added) this.chain.append(fromHex(entry.hash))
      for (const { entry } of batch) this.noteControl(entry)
      tell(batch, (waiter, hashes) => waiter.written(hashes, this.signedRoot()))
    } else {
      this.giveBack(batch.map(({ entry }) => entry))
      tell(batch, (waiter, hashes) => waiter.failed(hashes))
      this.onLost()
    }
    if (!this.hasPending) for (const resolve of this.settledWaiters.splice(0)) resolve()
  }

  /** What could not be written is not in the room: neither its size nor what it said about members. */
  private giveBack(entries: readonly Entry[]): void {
    for (const { bytes } of entries) this.usedBytes -= bytes.length
    if (!entries.some(({ header }) => isControlKind(header.kind))) return
    const lost = new Set(entries.map(({ hash }) => hash))
    this.roster = computeRoster(
      this.roomId,
      this.roster.graph.entries.filter(({ hash }) => !lost.has(hash)),
    )
  }

  private noteControl({ hash, header }: Entry): void {
    const place = isControlKind(header.kind) ? this.journal.place(hash) : undefined
    if (place !== undefined) this.controlPlaces.push(place)
  }

  private forgetPending({ hash, header }: Entry): void {
    const place = `${header.stream} ${header.seq}`
    const left = (this.pendingAt.get(place) ?? []).filter((other) => other !== hash)
    if (left.length === 0) this.pendingAt.delete(place)
    else this.pendingAt.set(place, left)
  }

  /** Resolves when nothing is on its way to the disk. */
  settled(): Promise<void> {
    if (this.pending.size === 0 && this.writing.size === 0) return Promise.resolve()
    return new Promise((resolve) => this.settledWaiters.push(resolve))
  }
}

/** Each waiter once, with all of its entries. */
function tell(batch: readonly Pending[], say: (waiter: Waiter, hashes: readonly Hex[]) => void): void {
  const byWaiter = new Map<Waiter, Hex[]>()
  for (const { entry, waiters } of batch) {
    for (const waiter of waiters) {
      const hashes = byWaiter.get(waiter) ?? []
      if (hashes.length === 0) byWaiter.set(waiter, hashes)
      hashes.push(entry.hash)
    }
  }
  for (const [waiter, hashes] of byWaiter) say(waiter, hashes)
}
