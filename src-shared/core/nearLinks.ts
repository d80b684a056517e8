/**
 * A plan on the local network: the computers found there, each a path as long as it is there, and this one while it shares.
 * Nothing of it is a relay of the plan.
 */
import { type Notice, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { Hex } from '../base/bytes.ts'
import { checkNumbers, parseNearAddress, shownAddress } from '../sync/nearAddress.ts'
import { askKey } from '../sync/askKey.ts'
import type { NearAsked, NearHostFound, NearHostStatus, NearStatus, RelayAddress } from './contract.ts'
import type { NearHost, NearHosting, NearPort } from './near.ts'
import type { PlanCore } from './planCore.ts'
import type { Link } from './relayLink.ts'
import { selfId } from './self.ts'

/** Enough for everybody to be with everybody: all choose the same ones. */
const MOST_HOSTS = 4
const RETRY_MS = 2_000
const OTHERS_WITHIN_MS = 500

interface Near {
  readonly host: NearHost
  /** Which of its addresses is tried. */
  at: number
  link: Link | null
  /** The person gave its address: it stays until the plan is closed. */
  readonly isGiven: boolean
  cancel: (() => void) | null
}

export interface NearHooks {
  /** A session to this computer, until it is stopped. */
  readonly start: (relay: RelayAddress, onStatus: (link: Link) => void, isOwn?: boolean) => Link | Notice
  readonly onContact: () => void
  readonly onCaughtUp: () => void
}

export interface NearLinks {
  connect(): void
  disconnect(): Promise<void>
  /** Sessions that are running, the own relay's too. */
  links(): readonly Link[]
  isSomeoneConnected(): boolean
  /** Names are put to members by the status. */
  status(): NearStatus | undefined
  /** Addresses for a link that is handed to somebody in the room. */
  addresses(): readonly (RelayAddress & { readonly key: Hex })[]
  share(isOn: boolean): Promise<Result<null, Notice>>
  /** The key behind an address, and the numbers that the other screen shows for it. */
  ask(address: string): Promise<Result<NearAsked, Notice>>
  /** Resolves a moment after the first, so that others who answer come too. */
  find(withinMs: number): Promise<readonly NearHostFound[]>
  /** Meets a computer whose key the person has compared, or brought in a link. */
  meet(relay: RelayAddress & { readonly key: Hex }): void
}

export function makeNearLinks(core: PlanCore, port: NearPort | undefined, hooks: NearHooks): NearLinks {
  const nears = new Map<Hex, Near>()
  let hosting: NearHosting | null = null
  let own: Link | null = null
  let unfind: (() => void) | null = null
  let unlisten: (() => void) | null = null
  let isSharing = false
  let sharingTurn: Promise<unknown> = Promise.resolve()
  const changed = (): void => core.events.changed.emit(null)

  const follow = (relay: RelayAddress, onStatus: (link: Link) => void): Link | null => {
    let wasLive = false
    let wasCaughtUp = false
    const started = hooks.start(relay, (link) => {
      const { state, caughtUp } = link.status
      if (state === 'live' && !wasLive) hooks.onContact()
      if (caughtUp && !wasCaughtUp) hooks.onCaughtUp()
      wasLive = state === 'live'
      wasCaughtUp = caughtUp
      onStatus(link)
    })
    return 'session' in started ? started : null
  }

  const connectTo = (near: Near): void => {
    const { host } = near
    const url = host.urls[near.at % host.urls.length]
    if (url === undefined) return
    near.link = follow({ url, key: host.key }, (link) => {
      const { state } = link.status
      const isElsewhere = state === 'waiting' && host.urls.length > 1
      if (state !== 'refused' && !isElsewhere) return
      if (near.cancel !== null || near.link !== link) return
      // Whoever repeats an announcement has not its key: then the next address of that key is tried.
      near.cancel = core.deps.timer.after(RETRY_MS, () => {
        near.cancel = null
        if (nears.get(host.key) !== near) return
        near.at += 1
        void link.session.stop().then(() => {
          if (nears.get(host.key) === near) connectTo(near)
        })
      })
    })
  }

  const drop = async (near: Near): Promise<void> => {
    near.cancel?.()
    if (nears.get(near.host.key) === near) nears.delete(near.host.key)
    await near.link?.session.stop()
  }

  const add = (host: NearHost, isGiven: boolean): void => {
    const near: Near = { host, at: 0, link: null, isGiven, cancel: null }
    nears.set(host.key, near)
    connectTo(near)
    changed()
  }

  const take = (hosts: readonly NearHost[]): void => {
    const chosen = hosts.slice(0, MOST_HOSTS)
    const here = new Map(chosen.map((host) => [host.key, host]))
    for (const near of nears.values()) {
      const now = here.get(near.host.key)
      const isLive = near.link?.status.state === 'live'
      // A goodbye can be anybody's: who is heard through the connection itself is not gone.
      if (now === undefined && !isLive && !near.isGiven) void drop(near)
      // It was away and is back: what is left of the old connection may not know yet that it is dead.
      if (now !== undefined && now.found !== near.host.found && !isRepeated(near, now)) void drop(near)
    }
    for (const host of chosen) if (!nears.has(host.key)) add(host, false)
    changed()
  }

  /** At one more address beside the one in use: a second network, or somebody who repeats what it says. */
  const isRepeated = (near: Near, now: NearHost): boolean =>
    near.link?.status.state === 'live' && now.urls.some((url) => near.host.urls.includes(url)) && now.urls.length > 1

  const memberOf = (hint: Hex): Hex | null =>
    [...core.state.roster.members.keys()].find((id) => hint !== '' && id.startsWith(hint)) ?? null

  const hostStatus = ({ host, at, link }: Near): NearHostStatus => ({
    key: host.key,
    memberId: memberOf(host.member),
    name: '',
    address: shownAddress(host.urls[at % host.urls.length] ?? ''),
    state: link?.status.state ?? 'off',
    caughtUp: link?.status.caughtUp ?? false,
    toSend: link?.status.toSend ?? 0,
  })

  const startSharing = async (): Promise<Result<null, Notice>> => {
    if (port === undefined || core.state.closed) return err(notice('E_NEAR_HOST'))
    const made = await port.host(core.planId, selfId(core) ?? core.planId)
    if (!made.ok) return made
    hosting = made.value
    let guests = 0
    unlisten = hosting.onChange(() => {
      const count = hosting?.guests() ?? 0
      if (count > guests) hooks.onContact()
      guests = count
      changed()
    })
    const { announce } = hosting
    const started = hooks.start(
      hosting.relay,
      (link) => {
        if (link.status.caughtUp) announce()
      },
      true,
    )
    own = 'session' in started ? started : null
    return ok(null)
  }

  const stopSharing = async (): Promise<void> => {
    unlisten?.()
    const ending = hosting
    const link = own
    hosting = null
    own = null
    await link?.session.stop()
    await ending?.stop()
  }

  const share = (isOn: boolean): Promise<Result<null, Notice>> => {
    const done = sharingTurn.then(async (): Promise<Result<null, Notice>> => {
      if (isSharing === isOn) return ok(null)
      const result = isOn ? await startSharing() : (await stopSharing(), ok(null))
      if (result.ok) isSharing = isOn
      changed()
      return result
    })
    sharingTurn = done.catch(() => undefined)
    return done
  }

  return {
    connect() {
      if (port === undefined || unfind !== null) return
      unfind = port.find(core.planId, take)
      if (core.local.state().sharesAlways === true) void share(true)
    },
    async disconnect() {
      unfind?.()
      unfind = null
      await Promise.all([...nears.values()].map(drop))
      await share(false)
    },
    links: () => [...[...nears.values()].flatMap(({ link }) => (link === null ? [] : [link])), ...(own ? [own] : [])],
    isSomeoneConnected: () =>
      (hosting?.guests() ?? 0) > 0 || [...nears.values()].some(({ link }) => link?.status.state === 'live'),
    status: () =>
      port === undefined
        ? undefined
        : {
            sharing:
              hosting === null
                ? null
                : {
                    key: hosting.relay.key,
                    check: checkNumbers(hosting.relay.key),
                    addresses: hosting.addresses(),
                    guests: hosting.guests(),
                  },
            isAlways: core.local.state().sharesAlways === true,
            hosts: [...nears.values()].map(hostStatus),
          },
    addresses: () => {
      const { key } = hosting?.relay ?? {}
      if (hosting === null || key === undefined) return []
      return hosting.addresses().map((address) => ({ url: `ws://${address}/near`, key }))
    },
    share,
    async ask(address) {
      const given = parseNearAddress(address)
      if (given === undefined) return err(notice('E_NEAR_ADDRESS'))
      const key = await askKey(given.url, core.deps)
      if (key === null) return err(notice('E_NEAR_NOBODY', { address: shownAddress(given.url) }))
      if (given.key !== undefined && given.key !== key)
        return err(notice('E_RELAY_KEY', { relay: shownAddress(given.url) }))
      return ok({ url: given.url, key, check: checkNumbers(key), isProven: given.key !== undefined })
    },
    find: (withinMs) =>
      new Promise((resolve) => {
        if (port === undefined) return resolve([])
        let found: readonly NearHost[] = []
        let cancelSoon: (() => void) | null = null
        const finish = (): void => {
          cancel()
          cancelSoon?.()
          stop()
          resolve(found.flatMap(({ urls, key }) => urls.slice(0, 1).map((url) => ({ url, key }))))
        }
        const cancel = core.deps.timer.after(withinMs, finish)
        const stop = port.find(core.planId, (hosts) => {
          found = hosts
          if (hosts.length > 0) cancelSoon ??= core.deps.timer.after(OTHERS_WITHIN_MS, finish)
        })
      }),
    meet({ url, key }) {
      const known = nears.get(key)
      if (known?.link?.status.state === 'live') return
      if (known !== undefined) void drop(known)
      add({ key, urls: [url], member: '', found: 0 }, true)
    },
  }
}
