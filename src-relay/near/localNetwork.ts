/**
 * The local network as the core asks for it: computers near that have a plan, and this one as a host of its own plans. The
 * host is an ordinary relay; the device hands its plans in there like any member (docs/specs/lan.md).
 */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { systemRandom } from '#node/system/ports.ts'
import type { Hex } from '#shared/base/bytes.ts'
import { notice } from '#shared/base/codes.ts'
import type { Log } from '#shared/base/ports.ts'
import { err, ok } from '#shared/base/result.ts'
import type { NearHost, NearHosting, NearPort } from '#shared/core/near.ts'
import { SALT_BYTES, recognise, writeAdvert } from '#shared/protocol/nearAdvert.ts'
import { NEAR_PORT, nearUrl } from '#shared/sync/nearAddress.ts'
import { type RelayLimits, type RunningRelay, startRelay } from '../index.ts'
import { type Heard, openMulticast } from './multicast.ts'

export interface LocalNetworkOptions {
  /** Folder of this device's relay: what guests brought and took, sealed. */
  readonly dataDir: string
  /** Plans of this device: of others nothing is kept. */
  readonly isOwn: (roomId: Hex) => boolean
  readonly log: Log
  /** Default: the port of all such hosts; a free one where it is taken. */
  readonly port?: number
}

export interface LocalNetwork extends NearPort {
  close(): Promise<void>
}

/** The disk is the person's own, and nobody makes rooms here: what bounds a plan is what the plan itself may weigh. */
const LIMITS: Partial<RelayLimits> = {
  roomBytes: 2 ** 31,
  roomBytesPerDay: 2 ** 31,
  roomFileBytes: 2 ** 31,
  freeDiskShare: 0.01,
}

interface Served {
  readonly member: Hex
  isAnnounced: boolean
  readonly listeners: Set<() => void>
}

export function openLocalNetwork({ dataDir, isOwn, log, port = NEAR_PORT }: LocalNetworkOptions): LocalNetwork {
  const served = new Map<Hex, Served>()
  const finders = new Set<{ readonly roomId: Hex; readonly tell: (hosts: readonly NearHost[]) => void; last: string }>()
  let relay: RunningRelay | null = null
  /** Starting and stopping one after the other. */
  let turn: Promise<unknown> = Promise.resolve()
  let isClosed = false

  const multicast = openMulticast(() => {
    tellFinders()
    for (const { listeners } of served.values()) for (const listener of listeners) listener()
  }, Date.now)

  const tellFinders = (): void => {
    const heard = multicast.heard()
    for (const finder of finders) {
      const hosts = hostsOf(heard, finder.roomId, relay?.publicKey)
      const text = JSON.stringify(hosts)
      if (text === finder.last) continue
      finder.last = text
      finder.tell(hosts)
    }
  }

  const announce = (): void => {
    const plans = [...served].filter(([, { isAnnounced }]) => isAnnounced)
    if (relay === null || plans.length === 0) return multicast.announce(null)
    const rooms = plans.map(([roomId, { member }]) => ({ roomId, member }))
    const text = writeAdvert(rooms, relay.publicKey, systemRandom.bytes(SALT_BYTES))
    multicast.announce({ port: relay.port, text })
  }

  const start = async (): Promise<RunningRelay | null> => {
    if (relay !== null) return relay
    await forgetRooms(dataDir, isOwn)
    const options = {
      host: '0.0.0.0',
      dataDir,
      log,
      allowsCreation: false,
      serves: (roomId: Hex) => served.has(roomId),
      onVisits: (roomId: Hex) => served.get(roomId)?.listeners.forEach((listener) => listener()),
      limits: LIMITS,
    }
    let started = await startRelay({ ...options, port })
    if (!started.ok && started.error.code === 'E_PORT') started = await startRelay({ ...options, port: 0 })
    if (!started.ok) log.error('near.notStarted', { code: started.error.code })
    relay = started.ok ? started.value : null
    return relay
  }

  const stop = async (roomId: Hex): Promise<void> => {
    if (!served.delete(roomId)) return
    announce()
    relay?.dismiss(roomId)
    if (served.size > 0) return
    const ending = relay
    relay = null
    await ending?.close()
  }

  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const done = turn.then(task)
    turn = done.catch(() => undefined)
    return done
  }

  return {
    find(roomId, tell) {
      const finder = { roomId, tell, last: '[]' }
      finders.add(finder)
      multicast.look(true)
      tellFinders()
      return () => {
        finders.delete(finder)
        if (finders.size === 0) multicast.look(false)
      }
    },
    host: (roomId, member) =>
      inTurn(async () => {
        const entry: Served = { member, isAnnounced: false, listeners: new Set() }
        served.set(roomId, entry)
        const running = isClosed ? null : await start()
        if (running === null) {
          served.delete(roomId)
          return err(notice('E_NEAR_HOST'))
        }
        const hosting: NearHosting = {
          relay: { url: nearUrl('127.0.0.1', running.port), key: running.publicKey },
          addresses: () => multicast.addresses().map((address) => `${address}:${running.port}`),
          guests: () => running.guestsIn(roomId),
          onChange(listener) {
            entry.listeners.add(listener)
            return () => entry.listeners.delete(listener)
          },
          announce() {
            if (entry.isAnnounced || served.get(roomId) !== entry) return
            entry.isAnnounced = true
            announce()
          },
          stop: () => inTurn(() => stop(roomId)),
        }
        return ok(hosting)
      }),
    async close() {
      isClosed = true
      await inTurn(async () => {
        served.clear()
        await multicast.close()
        await relay?.close()
        relay = null
      })
    },
  }
}

/** Several addresses of one key are one computer on several networks, or somebody who repeats what it says. */
function hostsOf(heard: readonly Heard[], roomId: Hex, own: Hex | undefined): readonly NearHost[] {
  const hosts = new Map<Hex, NearHost>()
  for (const { address, port, text, found } of [...heard].sort((a, b) => b.found - a.found)) {
    const host = recognise(text, roomId)
    if (host === undefined || host.key === own) continue
    const known = hosts.get(host.key)
    const urls = [...new Set([...(known?.urls ?? []), nearUrl(address, port)])]
    hosts.set(host.key, { ...host, urls, found: Math.max(found, known?.found ?? 0) })
  }
  return [...hosts.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** Of plans that have left this device nothing stays in its relay either. */
async function forgetRooms(dataDir: string, isOwn: (roomId: Hex) => boolean): Promise<void> {
  const rooms = join(dataDir, 'rooms')
  for (const roomId of await readdir(rooms).catch((): string[] => [])) {
    if (!isOwn(roomId)) await rm(join(rooms, roomId), { recursive: true, force: true })
  }
}
