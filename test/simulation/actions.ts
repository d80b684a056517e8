/** Carries out one step of a world. What a person would be told is noted; what must not happen fails the world. */
import type { Notice } from '#shared/base/codes.ts'
import type { Hex } from '#shared/base/bytes.ts'
import type { Result } from '#shared/base/result.ts'
import { type Chance, chanceOf } from './chance.ts'
import { type EditKind, planEdit } from './edits.ts'
import { type Forgery, forge } from './forger.ts'
import type { PeerHost, PeerImage } from './peerHost.ts'
import type { RelayHost } from './relayHost.ts'
import type { DiskImage } from './simDisk.ts'
import type { Step } from './steps.ts'
import type { WorldPorts } from './worldPorts.ts'

export interface Rollback {
  readonly of: 'peer' | 'relay'
  readonly at: number
  /** Entries the old state lacks and others have or remember, at the moment of the rollback. */
  readonly lost: ReadonlySet<Hex>
  /** Those of them that continue streams which the old state of a device goes on with. */
  readonly twins: ReadonlySet<Hex>
}

export interface Stage {
  readonly ports: WorldPorts
  readonly peers: readonly PeerHost[]
  readonly relays: readonly RelayHost[]
  readonly forgeries: Forgery[]
  /** Rollbacks that somebody has to notice at the next contact (I7). */
  readonly rollbacks: Rollback[]
  readonly images: { readonly peers: Map<number, PeerImage>; readonly relays: Map<number, DiskImage> }
}

const SYNC_MS = 15_000

export function perform(stage: Stage, step: Step): void {
  const { ports, peers, relays } = stage
  const { scheduler, network } = ports
  const chance = chanceOf(step.salt)
  switch (step.do) {
    case 'edit': {
      const peer = peers[step.peer]!
      return peer.ask(`edit ${step.kind}`, () => edit(peer, step.kind, step.now, chance))
    }
    case 'flush':
    case 'connect':
    case 'disconnect':
    case 'adopt':
    case 'rename':
    case 'invite':
    case 'voidInvite':
    case 'restart':
    case 'closeWindow': {
      const peer = peers[step.peer]!
      return peer.ask(step.do, () => simple(peer, step.do, chance))
    }
    case 'sync': {
      const peer = peers[step.peer]!
      return peer.ask('sync', async () => told(await peer.session?.syncOnce(addressOf(relays[step.relay]!), SYNC)))
    }
    case 'join': {
      const peer = peers[step.peer]!
      const by = peers[step.by]!
      const role = ports.options.roles[step.peer]!
      return by.ask('invite a colleague', () => inviteAndJoin(by, peer, role, relays[step.relay]!, step.byStick))
    }
    case 'stick': {
      const from = peers[step.from]!
      return from.ask('bundle', () => carry(from, peers[step.to]!, step.part))
    }
    case 'crash':
      return peers[step.peer]!.crashIn(step.atWrite, step.tear, step.downMs)
    case 'crashRelay': {
      const relay = relays[step.relay]!
      relay.downMs = step.downMs
      return relay.machine.crashIn(step.atWrite, step.tear)
    }
    case 'clock':
      peers[step.peer]!.clockOffsetMs = step.offsetMs
      return
    case 'partition': {
      const { name } = peers[step.peer]!
      const { url } = relays[step.relay]!
      network.block(name, url, step.towards)
      return void scheduler.after(step.ms, () => network.unblock(name, url))
    }
    case 'cut':
      return network.cutAll({ client: peers[step.peer]!.name })
    case 'diskFull':
    case 'relayFull': {
      const { machine } = step.do === 'diskFull' ? peers[step.peer]! : relays[step.relay]!
      machine.isFull = true
      return void scheduler.after(step.ms, () => {
        machine.isFull = false
      })
    }
    case 'image':
      if (step.of === 'peer') stage.images.peers.set(step.at, peers[step.at]!.image())
      else stage.images.relays.set(step.at, relays[step.at]!.machine.image())
      return
    case 'rollback':
      return rollBack(stage, step.of, step.at)
    case 'forge': {
      const peer = peers[step.at]!
      return peer.ask(`is given a forgery (${step.how})`, () => forge(stage, step.how, step.peer, peer, chance))
    }
  }
}

const SYNC = { timeoutInMs: SYNC_MS }

export const addressOf = (relay: RelayHost) => ({ url: relay.url, key: relay.publicKey })

async function edit(peer: PeerHost, kind: EditKind, now: boolean, chance: Chance): Promise<string> {
  const { window } = peer
  if (window === null) return 'no plan'
  let added: string | null = null
  const saved = await window.edit(
    (doc) => {
      const planned = planEdit(doc, kind, chance, peer.random, Math.max(0, peer.utc()))
      added = planned.added
      return planned.edits
    },
    Math.max(0, peer.utc()),
    { now },
  )
  if (!saved.ok) return saved.error.code
  for (const hash of saved.value) peer.promised.changes.add(hash)
  if (added !== null && saved.value.length > 0) peer.promised.cards.add(added)
  return `${saved.value.length} saved`
}

async function simple(peer: PeerHost, what: string, chance: Chance): Promise<string> {
  const { session } = peer
  if (session === null) return 'no plan'
  switch (what) {
    case 'flush':
      return told(await session.flush())
    case 'connect':
      session.connect()
      return 'ok'
    case 'disconnect':
      await session.disconnect()
      return 'ok'
    case 'adopt': {
      const title = `Acord ${chance.below(100)}`
      const adopted = await session.adopt({ title, date: '2026-07-27', place: 'Barcelona', present: { count: 12 } })
      if (adopted.ok) peer.promised.agreements.add(adopted.value.id)
      return told(adopted)
    }
    case 'rename':
      return told(await session.rename(`Nom ${chance.below(100)}`))
    case 'invite': {
      const made = await session.invite({ role: chance.pick(['writer', 'reader'] as const), maxUses: 1 })
      if (made.ok) peer.unusedInvites.add(made.value.grant)
      return told(made)
    }
    case 'voidInvite': {
      const open = session.roster().invites.filter(({ grant, voided }) => !voided && peer.unusedInvites.has(grant))
      return open.length === 0 ? 'none' : told(await session.voidInvite(chance.pick(open).grant))
    }
    case 'closeWindow':
      await peer.window?.close()
      peer.openWindow()
      return 'ok'
    default:
      await peer.stop()
      await peer.start()
      return 'ok'
  }
}

/** What a colleague does who sits beside: makes a link, and sees that it can be used. */
export async function inviteAndJoin(
  by: PeerHost,
  peer: PeerHost,
  role: 'steward' | 'writer' | 'reader',
  relay: RelayHost,
  byStick: boolean,
): Promise<string> {
  if (by.session === null || by === peer || peer.planId !== null) return 'not possible'
  const invited = await by.session.invite({ role, maxUses: 3 })
  if (!invited.ok) return told(invited)
  const bundle = byStick ? await by.session.bundle() : null
  if (bundle?.ok === false) return told(bundle)
  if (!byStick) {
    const met = await by.session.syncOnce(addressOf(relay), SYNC)
    if (!met.ok) return told(met)
  }
  const { link } = invited.value
  peer.ask('join', async () => {
    if (peer.planId !== null || peer.device === null) return 'not possible'
    const joined = await peer.device.join({
      link,
      name: peer.name,
      ...(bundle === null ? { relay: addressOf(relay) } : { bundle: bundle.value }),
    })
    if (!joined.ok) return told(joined)
    peer.planId = joined.value.planId
    await peer.openPlan()
    return 'ok'
  })
  return 'ok'
}

async function carry(from: PeerHost, to: PeerHost, part: number): Promise<string> {
  const made = await from.session?.bundle()
  if (made?.ok !== true) return told(made)
  const bytes = made.value.slice(0, Math.floor(made.value.length * part))
  to.ask('open a bundle', async () => (to.device === null ? 'off' : told(await to.device.openBundle(bytes))))
  return 'ok'
}

function rollBack(stage: Stage, of: 'peer' | 'relay', at: number): void {
  if (of === 'peer') {
    const image = stage.images.peers.get(at)
    const peer = stage.peers[at]!
    if (image === undefined || image.planId === null) return
    peer.noteEntries()
    const lost = new Set([...peer.promised.entries].filter((hash) => !image.promised.entries.has(hash)))
    stage.rollbacks.push({ of, at, lost, twins: twinsAmong(peer, lost, image) })
    stage.ports.note(`${peer.name} is put back by ${lost.size} entries`)
    peer.restore(image)
    peer.startSoon(10)
    return
  }
  const image = stage.images.relays.get(at)
  const relay = stage.relays[at]!
  if (image === undefined) return
  const before = new Set([...relay.acknowledged.values()].flatMap((hashes) => [...hashes]))
  void relay.restore(image).then(() => {
    const left = new Set([...relay.acknowledged.values()].flatMap((hashes) => [...hashes]))
    stage.rollbacks.push({ of, at, lost: new Set([...before].filter((hash) => !left.has(hash))), twins: new Set() })
  })
}

function twinsAmong(peer: PeerHost, lost: ReadonlySet<Hex>, image: PeerImage): ReadonlySet<Hex> {
  const core = peer.session?.core
  if (core === undefined) return new Set()
  const places = [...core.journal.places()].filter(({ stream }) => core.state.devices.get(stream) === core.device)
  const known = new Set(places.filter(({ hash }) => image.promised.entries.has(hash)).map(({ stream }) => stream))
  return new Set(places.filter(({ hash, stream }) => lost.has(hash) && known.has(stream)).map(({ hash }) => hash))
}

export function told(result: Result<unknown, Notice> | undefined): string {
  if (result === undefined) return 'no plan'
  return result.ok ? 'ok' : result.error.code
}
