/** Carries out one step of a world. What a person would be told is noted; what must not happen fails the world. */
import type { Hex } from '#shared/base/bytes.ts'
import { encodeBundle, openBundle } from '#shared/journal/bundle.ts'
import { type Entry, isControlKind } from '#shared/journal/entry.ts'
import { bytesSource } from '#shared/journal/records.ts'
import { type Chance, chanceOf } from './chance.ts'
import { type EditKind, planEdit } from './edits.ts'
import { forge } from './forger.ts'
import { giveLink, inviteAndJoin, joinLate, voidLink } from './links.ts'
import { heldOnDisk } from './heldOnDisk.ts'
import type { PeerHost } from './peerHost.ts'
import { SYNC, type Stage, addressOf, told } from './stage.ts'
import type { Step } from './steps.ts'

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
    case 'restart':
    case 'closeWindow': {
      const peer = peers[step.peer]!
      return peer.ask(step.do, () => simple(peer, step.do, chance))
    }
    case 'invite': {
      const peer = peers[step.peer]!
      const role = chance.pick(ports.options.roles.slice(1))
      return peer.ask('invite', () => giveLink(stage, peer, role, chance.pick([1, 3])))
    }
    case 'voidInvite': {
      const peer = peers[step.peer]!
      return peer.ask('voidInvite', () => voidLink(peer, chance))
    }
    case 'joinLate': {
      const peer = peers[step.peer]!
      const relay = step.relay === null ? null : relays[step.relay]!
      return peer.ask('join by a link of before', () => joinLate(stage, peer, relay, chance))
    }
    case 'sync': {
      const peer = peers[step.peer]!
      return peer.ask('sync', async () => told(await peer.session?.syncOnce(addressOf(relays[step.relay]!), SYNC)))
    }
    case 'join': {
      const peer = peers[step.peer]!
      const by = peers[step.by]!
      return by.ask('invite a colleague', () => inviteAndJoin(stage, by, peer, relays[step.relay]!, step.byStick))
    }
    case 'stick': {
      const from = peers[step.from]!
      return from.ask('bundle', () => carry(from, peers[step.to]!, step.part, step.withholds))
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

/** One takes the file of another in, or as much of it as is on the stick. */
export async function carry(from: PeerHost, to: PeerHost, part: number, withholds = false): Promise<string> {
  const made = await from.session?.bundle()
  if (made?.ok !== true || from.session === null) return told(made)
  const file = withholds ? await onlyOwn(made.value, from.session.core.device) : made.value
  const bytes = file.slice(0, Math.floor(file.length * part))
  to.ask('open a bundle', async () => (to.device === null ? 'off' : told(await to.device.openBundle(bytes))))
  return 'ok'
}

async function onlyOwn(file: Uint8Array, device: Hex): Promise<Uint8Array> {
  const opened = await openBundle(bytesSource(file))
  if (!opened.ok) return file
  const entries: Entry[] = []
  for await (const entry of opened.value.entries()) {
    if (isControlKind(entry.header.kind) || entry.header.device === device) entries.push(entry)
  }
  return encodeBundle(opened.value.manifest.roomId, entries)
}

function rollBack(stage: Stage, of: 'peer' | 'relay', at: number): void {
  const rolling = of === 'peer' ? rollBackPeer(stage, at) : rollBackRelay(stage, at)
  rolling.catch((cause: unknown) => stage.ports.fail('crash', String(cause)))
}

async function rollBackPeer({ ports, peers, images, rollbacks }: Stage, at: number): Promise<void> {
  const image = images.peers.get(at)
  const peer = peers[at]!
  if (image === undefined || image.planId === null) return
  peer.noteEntries()
  const before = [...peer.promised.entries]
  const { planId } = image
  const held = await heldOnDisk(ports, image.disk, `plans/${planId}`, planId)
  const lost = new Set(before.filter((hash) => !held.has(hash)))
  rollbacks.push({ of: 'peer', at, lost, twins: twinsAmong(peer, lost, held), log: [] })
  ports.note(`${peer.name} is put back by ${lost.size} entries`)
  peer.restore(image)
  peer.startSoon(10)
}

async function rollBackRelay({ ports, peers, relays, images, rollbacks }: Stage, at: number): Promise<void> {
  const image = images.relays.get(at)
  const relay = relays[at]!
  const planId = peers[0]!.planId
  if (image === undefined || planId === null) return
  const held = await heldOnDisk(ports, image, `rooms/${planId}`, planId)
  // What nobody was told is nobody's to miss: the relay may have died with its answer.
  const told = peers.flatMap(({ session }) => session?.core.local.state().relays ?? [])
  const lengths = told.flatMap(({ url, lastRoot }) => (url === relay.url ? [lastRoot?.pos ?? 0] : []))
  const log = [...(await relay.heldOnDisk(planId))].slice(0, Math.max(0, ...lengths))
  const lost = new Set(log.slice(held.size))
  rollbacks.push({ of: 'relay', at, lost, twins: new Set(), log })
  ports.note(`${relay.url} is put back by ${lost.size} entries that are known`)
  await relay.restore(image)
}

function twinsAmong(peer: PeerHost, lost: ReadonlySet<Hex>, left: ReadonlySet<Hex>): ReadonlySet<Hex> {
  const core = peer.session?.core
  if (core === undefined) return new Set()
  const places = [...core.journal.places()].filter(({ stream }) => core.state.devices.get(stream) === core.device)
  const known = new Set(places.filter(({ hash }) => left.has(hash)).map(({ stream }) => stream))
  return new Set(places.filter(({ hash, stream }) => lost.has(hash) && known.has(stream)).map(({ hash }) => hash))
}
