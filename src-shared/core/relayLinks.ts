/**
 * The relays of a plan: one session each while connected, and `syncOnce` for a single meeting. A contact is the moment at
 * which drafts become entries; whoever is caught up for the first time becomes a person of the plan.
 */
import type { Hex } from '../base/bytes.ts'
import { type Code, type Notice, isCode, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { Vector } from '../journal/vector.ts'
import { isNearUrl, shownAddress } from '../sync/nearAddress.ts'
import { isRelayUrl } from '../sync/relayUrl.ts'
import { type Session, runSession } from '../sync/runSession.ts'
import type { SessionNotice } from '../sync/sessionState.ts'
import type { LastRoot } from '../sync/port.ts'
import type { RelayAddress, RelayStatus, SyncReport } from './contract.ts'
import { noteRelayTime } from './clockCheck.ts'
import { makeEntryStore } from './entryStore.ts'
import { type NearLinks, makeNearLinks } from './nearLinks.ts'
import { makeFileCourier } from './fileCourier.ts'
import { meet } from './meeting.ts'
import type { LocalRelay } from './localState.ts'
import { ownStreams } from './ownStreams.ts'
import { type PlanCore, diskNotice, report } from './planCore.ts'
import type { PlanFiles } from './planFiles.ts'
import type { Taken } from './receive.ts'
import { type Link, OFF, configFor, followOwnRights, statusOf } from './relayLink.ts'

export interface RelayHooks {
  /** Before entries are compared: seals what is pending. */
  readonly onContact: () => Promise<void>
  /** Everything the relay had is here: a first meeting may have things to write now. */
  readonly onCaughtUp: () => Promise<void>
  readonly onTaken: (taken: Taken) => Promise<void>
  /** Somebody has said something in passing. */
  readonly onEphemeral: (body: Uint8Array) => void
  /** A relay has another entry at this place of an own stream. */
  readonly onOwnFork: (stream: Hex) => Promise<void>
}

const SYNC_TIMEOUT_IN_MS = 120_000
/** Computers met on local networks of which it is remembered what they hold. */
const MOST_REMEMBERED = 24
const NEAR = 'near '
/** This device's own relay: what it holds is nowhere else, and nothing of it is remembered. */
const OWN = 'own'

/** What is known of a relay is kept under this: a computer near has its key for a name, since its address is of the day. */
const nameOf = ({ url, key }: RelayAddress): string => (isNearUrl(url) && key !== undefined ? NEAR + key : url)
const isMetNear = (name: string): boolean => name === OWN || name.startsWith(NEAR)

export interface RelayLinks {
  /** The local network; the paths there come and go with `connect` and `disconnect`. */
  readonly near: NearLinks
  /** To every listed relay, and to those listed later, until `disconnect`. */
  connect(): void
  disconnect(): Promise<void>
  /** The list of relays, or this device's rights, may have changed: connected sessions follow. */
  refresh(): Promise<void>
  syncOnce(relay: RelayAddress, timeoutInMs?: number): Promise<Result<SyncReport, Notice>>
  statuses(): readonly RelayStatus[]
  isSomeoneConnected(): boolean
  /** A relay has entries for this device, or some it has sent are not in the document yet. */
  isReceiving(): boolean
  /** The journal has grown. */
  stored(): void
  /** To everybody who is connected now, by every path; at most 2 KiB. */
  sendEphemeral(body: Uint8Array): void
  /** Own entries each relay holds, as far as known: stream → length. */
  acked(): readonly ReadonlyMap<Hex, number>[]
  /** Attached files that no relay of the plan is known to have; where it has no relay nobody can know, and none are counted. */
  filesOnlyHere(): number
  close(): Promise<void>
}

export function makeRelayLinks(core: PlanCore, files: PlanFiles, hooks: RelayHooks): RelayLinks {
  const links = new Map<string, Link>()
  const roots = new Map<string, LastRoot>()
  const acks = new Map<string, Map<Hex, number>>()
  const fileLists = new Map<string, Set<Hex>>()
  for (const relay of core.local.state().relays) {
    if (relay.lastRoot !== undefined) roots.set(relay.url, relay.lastRoot)
    acks.set(relay.url, new Map(Object.entries(relay.acked ?? {})))
    fileLists.set(relay.url, new Set(relay.files ?? []))
  }

  /**
   * A relay that has more of an own stream than this device remembers handing in may have it from a copy of this folder:
   * the entries are fetched once more and compared (CR11). Mostly they are the same, and an ACK had been lost.
   */
  const findTwins = (url: string, relay: Vector, disputed: Map<Hex, number>): boolean => {
    for (const stream of ownStreams(core.local.state())) {
      const acked = acks.get(url)?.get(stream) ?? 0
      const both = Math.min(relay.get(stream)?.length ?? 0, core.journal.vector().get(stream)?.length ?? 0)
      if (both > acked) disputed.set(stream, acked)
    }
    return disputed.size > 0
  }

  const noteFile = (url: string, address: Hex, isThere: boolean): void => {
    const lists = fileLists.get(url) ?? new Set()
    fileLists.set(url, lists)
    if (lists.has(address) === isThere) return
    if (isThere) lists.add(address)
    else lists.delete(address)
    core.events.changed.emit(null)
  }

  const noteVector = (url: string, relay: Vector): void => {
    const known = acks.get(url) ?? new Map<Hex, number>()
    for (const stream of ownStreams(core.local.state())) known.set(stream, relay.get(stream)?.length ?? 0)
    acks.set(url, known)
  }

  const start = (relay: RelayAddress, onStatus: (link: Link) => void, isOwn = false): Link | Notice => {
    const name = isOwn ? OWN : nameOf(relay)
    const shown = isMetNear(name) ? shownAddress(relay.url) : relay.url
    const config = configFor(core, relay)
    if (config === null) return notice('E_EPOCH_KEY')
    const link: { session?: Session } & Omit<Link, 'session'> = {
      config,
      files: makeFileCourier(core, files, {
        connection: () => (link.status.files ? link.connections : null),
        isQuiet: () => link.status.inStep,
        mayPut: () => link.status.mode === 'write',
        send: (frame) => link.session?.sendFile(frame),
        onKnown: (address, isThere) => noteFile(name, address, isThere),
        onTrouble(trouble) {
          const told = notice(trouble.code, { ...trouble.params, relay: shown })
          link.notices.push(told)
          report(core, told.code, told.params, `${name} files`)
        },
      }),
      connections: 0,
      status: OFF,
      notices: [],
      received: 0,
      sent: 0,
    }
    const disputed = new Map<Hex, number>()
    let isCompared = false
    const store = makeEntryStore(core, {
      disputed,
      lastRoot: () => roots.get(name) ?? null,
      saveLastRoot: (root) => void roots.set(name, root),
      async onTaken(taken) {
        link.received += taken.added.length
        await hooks.onTaken(taken)
      },
    })
    const { socket, timer, random, log } = core.deps
    link.session = runSession(
      config,
      { socket, timer, random, store, log },
      {
        onFile: (frame) => link.files.take(frame),
        onEphemeral: hooks.onEphemeral,
        onStatus(status) {
          if (link.status.state === 'live' && status.state !== 'live') link.connections += 1
          link.status = status
          link.files.look()
          if (status.relay !== null && !isCompared) {
            isCompared = true
            if (!isOwn && findTwins(name, status.relay, disputed)) {
              link.status = { ...status, caughtUp: false, inStep: false }
              return void Promise.resolve().then(() => link.session?.configure(link.config))
            }
          }
          if (!isOwn && status.relay !== null && disputed.size === 0) noteVector(name, status.relay)
          if (status.inStep && status.toSend === 0) core.health.clear('W_RELAY_ROLLBACK', name)
          onStatus(link as Link)
          core.events.changed.emit(null)
        },
        onNotice: (told) => onNotice({ name, shown }, link as Link, told),
        onRelayKey: (key) => void rememberKey(name, key),
        onRelayTime(seconds) {
          // A laptop's clock says nothing about ours.
          if (isMetNear(name)) return
          const isOff = noteRelayTime(core, relay.url, seconds)
          if (isOff && !link.notices.some((one) => one.code === 'W_CLOCK')) link.notices.push(notice('W_CLOCK'))
        },
      },
    )
    return link as Link
  }

  const onNotice = (
    relay: { readonly name: string; readonly shown: string },
    link: Link,
    told: SessionNotice,
  ): void => {
    const { name, shown } = relay
    if (told.code === 'acknowledged') {
      link.sent += told.entries.length
      return
    }
    if (told.code === 'W_RELAY_ROLLBACK') {
      link.notices.push(notice('W_RELAY_ROLLBACK', { relay: shown, count: told.count }))
      return report(core, 'W_RELAY_ROLLBACK', { relay: shown, count: told.count }, name)
    }
    const code: Code = isCode(told.refusal.code) ? told.refusal.code : 'E_RELAY_REFUSED'
    link.notices.push(notice(code, { relay: shown }))
    const isOwn = ownStreams(core.local.state()).includes(told.entry.stream)
    if (isOwn && (code === 'E_FORK' || code === 'E_CHAIN')) void hooks.onOwnFork(told.entry.stream)
    else report(core, code, { relay: shown }, `${name} ${told.entry.hash}`)
  }

  const rememberKey = (url: string, key: Hex): Promise<unknown> =>
    updateRelay(core, url, (relay) => ({ ...relay, key: relay.key ?? key }))

  const persist = async (): Promise<void> => {
    for (const url of new Set([...roots.keys(), ...acks.keys(), ...fileLists.keys()])) {
      if (url === OWN) continue
      const held = [...(fileLists.get(url) ?? [])].sort()
      const lastRoot = roots.get(url)
      const acked = Object.fromEntries([...(acks.get(url) ?? [])].filter(([, length]) => length > 0))
      const known = core.local.state().relays.find((relay) => relay.url === url)
      const isSame = known?.lastRoot?.root === lastRoot?.root && sameRecord(known?.acked ?? {}, acked)
      if (isSame && (known?.files ?? []).join() === held.join()) continue
      await updateRelay(core, url, (relay) => ({
        ...relay,
        acked,
        files: held,
        ...(lastRoot === undefined ? {} : { lastRoot }),
      }))
    }
    await forgetOldest(core)
  }

  const connectOne = (relay: LocalRelay): void => {
    let wasLive = false
    let wasCaughtUp = false
    const started = start(relay, (link) => {
      const { state, caughtUp } = link.status
      if (state === 'live' && !wasLive) void hooks.onContact()
      if (caughtUp && !wasCaughtUp) void hooks.onCaughtUp()
      wasLive = state === 'live'
      wasCaughtUp = caughtUp
    })
    if ('session' in started) links.set(relay.url, started)
    else report(core, started.code, started.params, relay.url)
  }

  let toldOnlyHere = 0
  const unlisten = files.changed.add(() => {
    for (const link of running()) link.files.look()
    const onlyHere = countOnlyHere()
    if (onlyHere !== toldOnlyHere) core.events.changed.emit(null)
    toldOnlyHere = onlyHere
  })
  const countOnlyHere = (): number => {
    const listed = core.local.state().relays.filter((relay) => relay.listed)
    if (listed.length === 0) return 0
    const isThere = (address: Hex): boolean => listed.some(({ url }) => fileLists.get(url)?.has(address) === true)
    return files.held().filter(({ ref, isRemoved }) => !isRemoved && !isThere(ref.address)).length
  }

  const near = makeNearLinks(core, core.deps.near, {
    start,
    onContact: () => void hooks.onContact(),
    onCaughtUp: () => void hooks.onCaughtUp(),
  })
  const running = (): readonly Link[] => [...links.values(), ...near.links()]

  let isWanted = false
  const connectAll = (): void => {
    for (const relay of core.local.state().relays) if (relay.listed && !links.has(relay.url)) connectOne(relay)
  }

  const stopAll = async (): Promise<void> => {
    const listed = [...links.values()]
    links.clear()
    await Promise.all([near.disconnect(), ...listed.map((link) => link.session.stop())])
    await persist()
  }

  return {
    near,
    connect() {
      isWanted = true
      connectAll()
      near.connect()
    },
    async disconnect() {
      isWanted = false
      await stopAll()
    },
    async refresh() {
      if (!isWanted) return
      const listed = new Set(core.local.state().relays.flatMap((relay) => (relay.listed ? [relay.url] : [])))
      for (const [url, link] of links) {
        if (listed.has(url)) followOwnRights(core, link)
        else {
          links.delete(url)
          await link.session.stop()
        }
      }
      for (const link of near.links()) followOwnRights(core, link)
      connectAll()
    },
    async syncOnce(relay, timeoutInMs = SYNC_TIMEOUT_IN_MS) {
      if (!isRelayUrl(relay.url)) return err(notice('E_RELAY_URL', { url: relay.url }))
      const key = relay.key ?? core.local.state().relays.find((one) => one.url === relay.url)?.key
      await hooks.onContact()
      const result = await meet(
        core,
        { url: relay.url, ...(key === undefined ? {} : { key }) },
        timeoutInMs,
        start,
        hooks.onCaughtUp,
      )
      await persist()
      return result
    },
    statuses: () =>
      core.local
        .state()
        .relays.filter((relay) => relay.listed || links.has(relay.url))
        .map((relay) => statusOf(relay.url, links.get(relay.url), acks.get(relay.url))),
    isSomeoneConnected: () =>
      near.isSomeoneConnected() || [...links.values()].some((link) => link.status.state === 'live'),
    isReceiving: () => running().some(({ status }) => status.state === 'live' && !status.caughtUp),
    stored() {
      for (const link of running()) link.session.stored()
    },
    sendEphemeral(body) {
      for (const link of running()) link.session.sendEphemeral(body)
    },
    acked: () => [...acks.values()],
    filesOnlyHere: countOnlyHere,
    async close() {
      unlisten()
      await stopAll()
    },
  }
}

const sameRecord = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value)

async function forgetOldest(core: PlanCore): Promise<void> {
  const near = core.local.state().relays.filter(({ url }) => url.startsWith(NEAR))
  const old = new Set(near.slice(0, Math.max(0, near.length - MOST_REMEMBERED)))
  if (old.size === 0) return
  await core.local.update((state) => ({ ...state, relays: state.relays.filter((relay) => !old.has(relay)) }))
}

/** Changes what is kept of a relay; one that is not in the plan's list is kept beside it. */
export async function updateRelay(
  core: PlanCore,
  url: string,
  change: (relay: LocalRelay) => LocalRelay,
): Promise<Result<void, Notice>> {
  const written = await core.local.update((state) => {
    const isKnown = state.relays.some((relay) => relay.url === url)
    const relays: readonly LocalRelay[] = isKnown ? state.relays : [...state.relays, { url, listed: false }]
    return { ...state, relays: relays.map((relay) => (relay.url === url ? change(relay) : relay)) }
  })
  return written.ok ? ok(undefined) : err(diskNotice(written.error))
}
