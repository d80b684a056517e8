/** A small room for the tests: seeded randomness, people who sign real entries. */
import sodium from 'libsodium-wrappers'
import { type Hex, toHex } from '#shared/base/bytes.ts'
import type { Clock, Random } from '#shared/base/ports.ts'
import { type Entry, KIND, signControlEntry } from '#shared/journal/entry.ts'
import { type RosterRole } from '#shared/roster/roles.ts'
import type { CutOff, EpochBody, Policy } from '#shared/roster/controlBodies.ts'
import {
  type Author,
  appointSteward,
  grantInvite,
  joinRoom,
  voidInvite,
  withdrawSteward,
} from '#shared/roster/controlActs.ts'
import { encodeEpoch, parseControlBody } from '#shared/roster/controlCodec.ts'
import { computeRoster } from '#shared/roster/computeRoster.ts'
import { EPOCH_REASON } from '#shared/roster/controlBodies.ts'
import { DEFAULT_POLICY, foundRoom } from '#shared/roster/foundRoom.ts'
import { type ActorKeys, rootKeys, sealTo } from '#shared/roster/keys.ts'
import { electorateHash, lockPrevious } from '#shared/roster/epochSecret.ts'
import { keyCommit, subscribeKeys } from '#shared/base/crypto.ts'
import { fromHex } from '#shared/base/bytes.ts'

export function seededRandom(seed: number): Random {
  let count = 0
  return {
    bytes: (length) => {
      const block = sodium.crypto_generichash(
        32,
        new Uint8Array([seed & 255, seed >>> 8, count & 255, count >>> 8]),
        null,
      )
      count += 1
      return Uint8Array.from({ length }, (_, i) => (block[i % 32] as number) ^ (i >> 5))
    },
  }
}

export const clock: Clock = { now: () => 1_790_000_000_000 }
export const FAR = 4_000_000_000

export interface Person {
  readonly device: ActorKeys
  readonly sign: Hex
  readonly memberId: Hex
  stream: Hex
  seq: number
  prev: Hex
}

type Grantable = Exclude<RosterRole, 'unknown'>

export class World {
  readonly random: Random
  readonly room: ReturnType<typeof foundRoom>
  readonly founder: Person
  readonly root: Person
  readonly entries: Entry[] = []
  readonly seeds = new Map<Hex, Uint8Array>()
  #devices = 100

  constructor(seed = 1, policy: Partial<Policy> = {}) {
    this.random = seededRandom(seed)
    const founder = {
      deviceSecret: new Uint8Array(32).fill(7),
      name: 'Núria',
      policy: { ...DEFAULT_POLICY, ...policy },
    }
    this.room = foundRoom(founder, { random: this.random, clock })
    const { genesis, epoch, device, stream, roomId } = this.room
    this.entries.push(genesis, epoch)
    this.founder = { device, sign: toHex(device.sign.publicKey), memberId: roomId, stream, seq: 2, prev: epoch.hash }
    const root = rootKeys(this.room.rootCode)
    const rootStream = toHex(this.random.bytes(16))
    const sign = toHex(root.sign.publicKey)
    this.root = { device: root, sign, memberId: roomId, stream: rootStream, seq: 0, prev: genesis.hash }
  }

  get epochId(): Hex {
    return this.room.epoch.hash
  }

  get epochBody(): EpochBody {
    const body = parseControlBody(KIND.EPOCH, this.room.epoch.payload)
    if (!body.ok || body.value.kind !== KIND.EPOCH) throw new Error('The first epoch can be read.')
    return body.value
  }

  roster(entries: readonly Entry[] = this.entries) {
    return computeRoster(this.room.roomId, entries)
  }

  /** `heads`: what the author knows; left out: everything there is. */
  grant(
    by: Person,
    role: Grantable = 'writer',
    options: { heads?: readonly Hex[]; maxUses?: number; notAfter?: number } = {},
  ) {
    const invite = { role, notAfter: options.notAfter ?? FAR, maxUses: options.maxUses ?? 5 }
    const { entry, inviteSeed } = grantInvite(
      this.author(by, options.heads),
      invite,
      this.room.epochSecret,
      this.random,
    )
    this.seeds.set(entry.hash, inviteSeed)
    return this.add(by, entry)
  }

  join(grant: Entry, options: { heads?: readonly Hex[]; deviceSecret?: Uint8Array; name?: string } = {}) {
    const joined = joinRoom(
      {
        inviteSeed: this.seeds.get(grant.hash) as Uint8Array,
        grant,
        epoch: this.epochBody,
        heads: options.heads ?? this.heads(),
        deviceSecret: options.deviceSecret ?? new Uint8Array(32).fill(this.#devices++),
        name: options.name ?? 'Pau',
      },
      this.random,
    )
    if (!joined.ok) throw new Error(joined.error.code)
    const { entry, device, stream } = joined.value
    const person = { device, sign: toHex(device.sign.publicKey), memberId: entry.hash, stream, seq: 0, prev: '' }
    this.add(person, entry)
    return { ...person, seq: 1, prev: entry.hash, join: entry, recoveryCode: joined.value.recoveryCode }
  }

  steward(by: Person, subject: Hex, heads?: readonly Hex[]) {
    return this.add(by, appointSteward(this.author(by, heads), subject, this.random))
  }

  withdraw(by: Person, subject: Hex, heads?: readonly Hex[], cutOffs: readonly CutOff[] = []) {
    return this.add(by, withdrawSteward(this.author(by, heads), subject, cutOffs, this.random))
  }

  void(by: Person, grant: Hex, heads?: readonly Hex[], cutOffs: readonly CutOff[] = []) {
    return this.add(by, voidInvite(this.author(by, heads), grant, cutOffs, this.random))
  }

  epoch(by: Person, body: Partial<EpochBody> = {}, heads?: readonly Hex[]) {
    const room = fromHex(this.room.roomId)
    const secret = this.random.bytes(32)
    const number = body.number ?? 2
    const encoded = encodeEpoch({
      parents: heads ?? this.heads(),
      number,
      parentEpochs: [this.epochId],
      reason: EPOCH_REASON.removal,
      keyCommit: keyCommit(secret, room, number),
      subscribe: toHex(subscribeKeys(secret, room).publicKey),
      sealed: [{ box: toHex(by.device.box.publicKey), sealed: sealTo(by.device.box.publicKey, secret, this.random) }],
      previous: [lockPrevious(this.room.epochSecret, this.epochId, secret, this.room.roomId, this.random)],
      removed: [],
      cutOffs: [],
      electorate: electorateHash([this.room.roomId]),
      ...body,
    })
    return this.raw(by, KIND.EPOCH, encoded)
  }

  /** Signs any body as the next entry of someone's stream. */
  raw(by: Person, kind: number, body: Uint8Array, header: Partial<Entry['header']> = {}) {
    const { place, device } = this.author(by)
    const whole = { kind, ...place, device: by.sign, ...header }
    return this.add(by, signControlEntry(whole, body, device.sign.privateKey, this.random))
  }

  author(by: Person, heads: readonly Hex[] = this.heads()): Author {
    const { stream, seq, prev } = by
    return { device: by.device, place: { roomId: this.room.roomId, epochId: this.epochId, stream, seq, prev }, heads }
  }

  heads(): readonly Hex[] {
    return this.roster().heads
  }

  add(by: Person, entry: Entry): Entry {
    this.entries.push(entry)
    by.seq += 1
    by.prev = entry.hash
    return entry
  }
}

export const cutAt = (person: Person): CutOff => ({ stream: person.stream, seq: person.seq - 1, hash: person.prev })

/** Everything a roster says, in a form that can be compared. */
export function factsOf(roster: ReturnType<typeof computeRoster>) {
  const { graph, rights, ...facts } = roster
  return { ...facts, held: graph.nodes.map((node) => [node.hash, rights?.ownVerdictOf(node), rights?.isKept(node)]) }
}
