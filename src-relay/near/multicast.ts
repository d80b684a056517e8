/**
 * Announcements on the local network (DNS-SD over multicast DNS). One socket for each network of this computer: a single
 * one finds nothing where there is no default route, and says so to nobody.
 */
import { randomBytes } from 'node:crypto'
import { type Socket, createSocket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { isIPv4 } from 'node:net'
import { Bonjour, type Browser, type Service } from 'bonjour-service'
import { NEAR_SERVICE } from '#shared/protocol/nearAdvert.ts'

/** An announcement that was heard, not yet believed. */
export interface Heard {
  readonly address: string
  readonly port: number
  readonly text: unknown
  /** Another number whenever it was found anew. */
  readonly found: number
}

export interface Multicast {
  heard(): readonly Heard[]
  /** Replaces what is announced; `null`: nothing. */
  announce(what: { readonly port: number; readonly text: Readonly<Record<string, string>> } | null): void
  /** Asks around until told otherwise. */
  look(isLooking: boolean): void
  /** IPv4 addresses of this computer on its networks. */
  addresses(): readonly string[]
  close(): Promise<void>
}

interface Network {
  readonly bonjour: Bonjour
  /** Since the last round. */
  packets: number
  /** Name of a service → what was heard and when. */
  readonly services: Map<string, Heard & { readonly at: number }>
  browser: Browser | null
  service: Service | null
}

const ROUND_MS = 2_000
/** Asked at once, soon again, and then seldom: an answer gets lost now and then, and networks are shared. */
const ASK_IN_ROUNDS = [0, 1, 2, 4]
const ASK_EVERY_ROUNDS = 5
/** Three questions without an answer. */
const FORGET_AFTER_MS = 35_000
/** Of one network: who shouts more than this is not listened to. */
const MAX_SERVICES = 256
/** Of one network in a round: beyond it somebody floods it, and nothing is read until the next. */
const MAX_PACKETS = 512

export function openMulticast(onChange: () => void, now: () => number): Multicast {
  const networks = new Map<string, Network>()
  let announced: Parameters<Multicast['announce']>[0] = null
  let isLooking = false
  let round = 0
  let found = 0
  let timer: ReturnType<typeof setInterval> | undefined

  const join = (address: string): void => {
    // A network that goes away in the middle of a sentence ends that socket and nothing else; the next round sees to it.
    const network: Network = { bonjour: open(address), services: new Map(), packets: 0, browser: null, service: null }
    networks.set(address, network)
    publish(network)
  }
  const open = (address: string): Bonjour => {
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    const on = socket.on.bind(socket) as (event: string, listener: (...args: never[]) => void) => Socket
    // The library reads what anybody sends and expects it to make sense: what it throws must not end the process.
    socket.on = ((event: string, listener: (...args: never[]) => void) =>
      on(event, event === 'message' ? guarded(address, listener) : listener)) as Socket['on']
    return new Bonjour({ interface: address, bind: '0.0.0.0', socket } as object, () => leave(address))
  }
  const guarded =
    (address: string, listener: (...args: never[]) => void) =>
    (...args: never[]): void => {
      const network = networks.get(address)
      if (network === undefined || network.packets >= MAX_PACKETS) return
      network.packets += 1
      try {
        listener(...args)
      } catch {
        // Nobody of ours said it.
      }
    }
  const leave = (address: string): void => {
    const network = networks.get(address)
    networks.delete(address)
    network?.browser?.stop()
    network?.bonjour.destroy()
    if (network !== undefined && network.services.size > 0) onChange()
  }
  const publish = (network: Network): void => {
    const { bonjour, service } = network
    if (service !== null) service.stop()
    network.service = null
    if (announced === null) return
    // Names of its own each time: neither the computer's name nor one that could be met again elsewhere.
    const name = randomBytes(8).toString('hex')
    network.service = bonjour.publish({
      name,
      type: NEAR_SERVICE,
      port: announced.port,
      host: `${name}.local`,
      txt: announced.text,
      probe: false,
      disableIPv6: true,
    })
  }
  /** A browser of its own for each question: one that has known a service for long does not tell that it answers again. */
  const ask = (network: Network): void => {
    network.browser?.stop()
    network.browser = network.bonjour.find({ type: NEAR_SERVICE })
    network.browser.on('up', (service) => hear(network, service))
    network.browser.on('down', ({ fqdn }) => {
      if (network.services.delete(fqdn)) onChange()
    })
  }
  const hear = (network: Network, { fqdn, referer, port, txt }: Service): void => {
    const known = network.services.get(fqdn)
    if ((network.browser?.services.length ?? 0) > MAX_SERVICES) network.browser?.stop()
    if (known === undefined && network.services.size >= MAX_SERVICES) return
    const address = referer?.address ?? ''
    if (!isIPv4(address) || port < 1 || port > 65_535) return
    const isSame = known?.address === address && known.port === port
    found += isSame ? 0 : 1
    network.services.set(fqdn, { address, port, text: txt, found: isSame ? known.found : found, at: now() })
    if (!isSame) onChange()
  }
  const forgetSilent = (network: Network): void => {
    for (const [name, { at }] of network.services) {
      if (now() - at <= FORGET_AFTER_MS) continue
      network.services.delete(name)
      onChange()
    }
  }
  const addresses = (): readonly string[] =>
    Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => address)

  const turn = (): void => {
    const here = new Set(addresses())
    for (const address of networks.keys()) if (!here.has(address)) leave(address)
    const isNew = [...here].some((address) => !networks.has(address))
    for (const address of here) if (!networks.has(address)) join(address)
    if (isNew) {
      round = 0
      onChange()
    }
    const isAsking = ASK_IN_ROUNDS.includes(round) || round % ASK_EVERY_ROUNDS === 0
    for (const network of networks.values()) {
      network.packets = 0
      if (isLooking && isAsking) ask(network)
      forgetSilent(network)
    }
    round += 1
  }
  const run = (): void => {
    const isNeeded = isLooking || announced !== null
    if (isNeeded && timer === undefined) {
      timer = setInterval(turn, ROUND_MS)
      timer.unref()
    }
    if (isNeeded) {
      round = 0
      return turn()
    }
    clearInterval(timer)
    timer = undefined
    for (const address of networks.keys()) leave(address)
  }

  return {
    heard: () => [...networks.values()].flatMap(({ services }) => [...services.values()]),
    announce(what) {
      announced = what
      for (const network of networks.values()) publish(network)
      run()
    },
    look(should) {
      if (isLooking === should) return
      isLooking = should
      run()
    },
    addresses,
    async close() {
      clearInterval(timer)
      const goodbyes = [...networks.values()].map(
        ({ bonjour, browser }) =>
          new Promise<void>((resolve) => {
            browser?.stop()
            bonjour.unpublishAll(() => bonjour.destroy(() => resolve()))
          }),
      )
      networks.clear()
      await Promise.race([Promise.all(goodbyes), new Promise((resolve) => setTimeout(resolve, 1_000))])
    },
  }
}
