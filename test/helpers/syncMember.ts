/** Members of a real room, with real journals, who sync through real sessions. Contents are sealed; nobody reads them here. */
import { type Hex, toHex, utf8 } from '#shared/base/bytes.ts'
import { epochKey, subscribeKeys } from '#shared/base/crypto.ts'
import { fromHex } from '#shared/base/bytes.ts'
import type { Random } from '#shared/base/ports.ts'
import { type Entry, KIND, isControlKind, parseEntry, sealContentEntry } from '#shared/journal/entry.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import type { Journal } from '#shared/journal/journal.ts'
import type { EntryStore, LastRoot } from '#shared/sync/port.ts'
import { readControl, readLacking } from '#shared/sync/journalStore.ts'
import type { SessionConfig, SessionIdentity } from '#shared/sync/sessionState.ts'
import { grantInvite, joinRoom, voidInvite } from '#shared/roster/controlActs.ts'
import { computeRoster } from '#shared/roster/computeRoster.ts'
import { foundRoom } from '#shared/roster/foundRoom.ts'
import { type ActorKeys, inviteKeys } from '#shared/roster/keys.ts'
import { memoryDisk } from './memoryDisk.ts'

export const NOW_S = 1_795_000_000

export interface Membership {
  readonly roomId: Hex
  readonly device: ActorKeys
  readonly epochId: Hex
  readonly epochSecret: Uint8Array
}

/** One device of one member: its journal, its stream, what it can do in the room. */
export class SyncMember {
  readonly membership: Membership
  readonly journal: Journal
  readonly random: Random
  lastRoot: LastRoot | null = null
  private stream: Hex
  private seq: number
  private prev: Hex
  private readonly growths = new Set<() => void>()

  constructor(membership: Membership, journal: Journal, random: Random, at: { stream: Hex; seq: number; prev: Hex }) {
    this.membership = membership
    this.journal = journal
    this.random = random
    this.stream = at.stream
    this.seq = at.seq
    this.prev = at.prev
  }

  get device(): Hex {
    return toHex(this.membership.device.sign.publicKey)
  }

  /** Called when the journal has grown: wire it to `session.stored`. */
  onGrowth(run: () => void): void {
    this.growths.add(run)
  }

  private place() {
    const { roomId, epochId } = this.membership
    return { roomId, epochId, stream: this.stream, seq: this.seq, prev: this.prev }
  }

  sealed(text: string): Entry {
    const { roomId, device, epochSecret } = this.membership
    const header = { kind: KIND.CONTENT, device: this.device, ...this.place() }
    const key = epochKey(epochSecret, 'content', fromHex(roomId))
    return this.advance(sealContentEntry(header, utf8(text), key, device.sign.privateKey, this.random))
  }

  /** Another entry at the place of the last one: what a copied profile writes. */
  sealedAt(last: Entry | undefined, text: string): Entry {
    if (last === undefined) throw new Error('nothing written yet')
    this.seq = last.header.seq
    this.prev = last.header.prev
    return this.sealed(text)
  }

  /** Durable here, with a `prev` that is not the last entry's. */
  async writeAfter(prev: Hex, text: string): Promise<Entry> {
    const kept = this.prev
    this.prev = prev
    const entry = this.sealed(text)
    this.prev = kept
    await this.keep([entry])
    return entry
  }

  private advance(entry: Entry): Entry {
    this.seq += 1
    this.prev = entry.hash
    return entry
  }

  /** Durable here, and told to the sessions. */
  async write(...texts: readonly string[]): Promise<readonly Entry[]> {
    const entries = texts.map((text) => this.sealed(text))
    await this.keep(entries)
    return entries
  }

  async keep(entries: readonly Entry[]): Promise<void> {
    const appended = await this.journal.append(entries)
    if (!appended.ok) throw new Error(appended.error.code)
    for (const run of this.growths) run()
  }

  async control(): Promise<readonly Entry[]> {
    const entries = (await readControl(this.journal)).map((bytes) => parseEntry(bytes))
    return entries.flatMap((entry) => (entry.ok ? [entry.value] : []))
  }

  async roster() {
    return computeRoster(this.membership.roomId, await this.control())
  }

  async invite(options: { notAfter?: number; maxUses?: number; role?: 'writer' | 'reader' | 'steward' } = {}) {
    const { heads } = await this.roster()
    const { notAfter = 4_000_000_000, maxUses = 100, role = 'writer' } = options
    const author = { device: this.membership.device, place: this.place(), heads }
    const made = grantInvite(author, { role, notAfter, maxUses }, this.membership.epochSecret, this.random)
    await this.keep([this.advance(made.entry)])
    return { grant: made.entry, seed: made.inviteSeed }
  }

  async voidInvite(grant: Hex): Promise<void> {
    const { heads } = await this.roster()
    const author = { device: this.membership.device, place: this.place(), heads }
    await this.keep([this.advance(voidInvite(author, grant, [], this.random))])
  }

  get store(): EntryStore {
    return {
      vector: () => this.journal.vector(),
      readLacking: (except, limits, options) => readLacking(this.journal, except, limits, options),
      receive: async (entries) => {
        const parsed = entries.map((bytes) => parseEntry(bytes))
        const read = parsed.flatMap((entry) => (entry.ok ? [entry.value] : []))
        const appended = await this.journal.append(read)
        if (!appended.ok) throw new Error(appended.error.code)
      },
      control: () => readControl(this.journal),
      lastRoot: () => this.lastRoot,
      saveLastRoot: (root) => {
        this.lastRoot = root
      },
    }
  }

  identity(extra: Partial<Extract<SessionIdentity, { as: 'writer' }>> = {}): SessionIdentity {
    const { roomId, device, epochSecret } = this.membership
    const subscribe = subscribeKeys(epochSecret, fromHex(roomId))
    return { as: 'writer', device: device.sign, subscribe, mayCreate: true, ...extra }
  }

  config(relay: { url: string; publicKey: Hex | null }, identity = this.identity()): SessionConfig {
    const { roomId, epochId } = this.membership
    return { roomId, url: relay.url, relayKey: relay.publicKey, epochId, app: 'test', identity }
  }

  /** A colleague's device joins by the link, from what this device holds; its JOIN is in its own journal only. */
  async welcome(seed: Uint8Array, grant: Entry): Promise<SyncMember> {
    const roster = await this.roster()
    const epoch = [...roster.epochs.values()][0]
    if (epoch === undefined) throw new Error('no epoch')
    const deviceSecret = this.random.bytes(32)
    const input = { inviteSeed: seed, grant, epoch: epoch.body, heads: roster.heads, deviceSecret }
    const joined = joinRoom(input, this.random)
    if (!joined.ok) throw new Error(joined.error.code)
    const { roomId } = this.membership
    const { device, epochId, epochSecret, entry, stream } = joined.value
    const journal = await journalOf(roomId)
    const at = { stream, seq: 1, prev: entry.hash }
    const member = new SyncMember({ roomId, device, epochId, epochSecret }, journal, this.random, at)
    await member.keep([...(await this.control()), entry])
    return member
  }
}

export const inviteSignKeysOf = (seed: Uint8Array, roomId: Hex) => inviteKeys(seed, roomId).sign

async function journalOf(roomId: Hex): Promise<Journal> {
  const journal = await openFileJournal({ disk: memoryDisk(), roomId })
  if (!journal.ok) throw new Error(journal.error.code)
  return journal.value
}

export async function founder(random: Random): Promise<SyncMember> {
  const founded = foundRoom({ deviceSecret: random.bytes(32) }, { random, clock: { now: () => NOW_S * 1000 } })
  const { roomId, genesis, epoch, stream, epochSecret, device } = founded
  const journal = await journalOf(roomId)
  const at = { stream, seq: 2, prev: epoch.hash }
  const member = new SyncMember({ roomId, device, epochId: epoch.hash, epochSecret }, journal, random, at)
  await member.keep([genesis, epoch])
  return member
}

export const contentOf = (member: SyncMember): number =>
  [...member.journal.places()].filter(({ kind }) => !isControlKind(kind)).length
