/** Composition root of the relay: `aplec relay` and the Electron host call `startRelay`, tests too. */
import { statfs } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import sodium from 'libsodium-wrappers'
import { nodeDisk } from '#node/disk/nodeDisk.ts'
import { nativeEd25519 } from '#node/system/nativeEd25519.ts'
import { systemClock, systemRandom, systemTimer } from '#node/system/ports.ts'
import { type Hex, toHex, utf8 } from '#shared/base/bytes.ts'
import { useEd25519 } from '#shared/base/crypto.ts'
import { type Log, silentLog } from '#shared/base/ports.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import type { RelayLimits } from './limits.ts'
import { type RelayKeyError, loadRelayKey } from './relayKey.ts'
import { RelayCore } from './rooms/relayCore.ts'
import { serveSockets } from './transport/serveSockets.ts'

export { jsonLog } from './jsonLog.ts'
export { type RelayLimits, DEFAULT_LIMITS } from './limits.ts'
export { saveMemory } from './saveMemory.ts'

export interface RelayOptions {
  /** 0 takes a free one. */
  readonly port: number
  /** Where to listen; default 127.0.0.1. With 0.0.0.0 clients elsewhere on the network get in, over sealed sessions. */
  readonly host?: string
  readonly dataDir: string
  readonly log?: Log
  /** Names by which people reach this relay, beside its addresses and `<hostname>.local`. */
  readonly hostNames?: readonly string[]
  /** A proxy that ends TLS stands in front. */
  readonly isBehindTls?: boolean
  /** Asked of those who create rooms from beyond this machine, instead of work. */
  readonly createToken?: string
  /** False: no rooms from beyond this machine (a laptop that hosts an assembly). */
  readonly allowsCreation?: boolean
  /** Rooms that are open now; default: all. */
  readonly serves?: (roomId: Hex) => boolean
  /** The number of connections in a room may be another. */
  readonly onVisits?: (roomId: Hex) => void
  readonly limits?: Partial<RelayLimits>
}

export interface RunningRelay {
  /** For clients on this machine when it listens everywhere. */
  readonly url: string
  readonly port: number
  /** Ed25519, 64 hex digits: goes into links. */
  readonly publicKey: Hex
  /** Connections from beyond this machine in a room. */
  guestsIn(roomId: Hex): number
  /** Goodbye to everybody in a room that is not served any more. */
  dismiss(roomId: Hex): void
  /** GOAWAY to everybody, what was taken is written, journals closed. */
  close(): Promise<void>
}

export type RelayStartError = RelayKeyError | { readonly code: 'E_PORT'; readonly port: number; readonly cause: string }

const DISK_CHECK_MS = 10_000

export async function startRelay(options: RelayOptions): Promise<Result<RunningRelay, RelayStartError>> {
  await sodium.ready
  const native = await nativeEd25519()
  if (native !== undefined) useEd25519(native)
  const { dataDir, log = silentLog } = options
  const keys = await loadRelayKey(dataDir, systemRandom)
  if (!keys.ok) return keys
  const core = new RelayCore({
    disk: nodeDisk(dataDir),
    clock: systemClock,
    timer: systemTimer,
    random: systemRandom,
    log,
    relayKeys: keys.value,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.createToken === undefined ? {} : { createToken: utf8(options.createToken) }),
    ...(options.allowsCreation === undefined ? {} : { allowsCreation: options.allowsCreation }),
    ...(options.serves === undefined ? {} : { serves: options.serves }),
    ...(options.onVisits === undefined ? {} : { onVisits: options.onVisits }),
  })
  const server = serveSockets({
    core,
    hostNames: [`${hostname().toLowerCase()}.local`, ...(options.hostNames ?? [])],
    isBehindTls: options.isBehindTls ?? false,
  })
  const host = options.host ?? '127.0.0.1'
  const listening = await listen(server, options.port, host)
  if (!listening.ok) return listening
  const { port } = listening.value
  await watchDisk(core, dataDir)
  const diskWatch = setInterval(() => void watchDisk(core, dataDir), DISK_CHECK_MS)
  const publicKey = toHex(keys.value.publicKey)
  const url = `ws://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`
  log.info('relay.started', { port, publicKey })
  let closing: Promise<void> | undefined
  return ok({
    url,
    port,
    publicKey,
    guestsIn: (roomId) => core.guestsIn(roomId),
    dismiss: (roomId) => core.dismiss(roomId),
    close: () => {
      closing ??= stop()
      return closing
    },
  })

  async function stop(): Promise<void> {
    clearInterval(diskWatch)
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    await core.close()
    server.closeIdleConnections()
    const cut = setTimeout(() => server.closeAllConnections(), 3_000)
    await closed
    clearTimeout(cut)
    log.info('relay.stopped')
  }
}

function listen(
  server: ReturnType<typeof serveSockets>,
  port: number,
  host: string,
): Promise<Result<AddressInfo, RelayStartError>> {
  return new Promise((resolve) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      resolve(err({ code: 'E_PORT', port, cause: cause.code ?? cause.message })),
    )
    server.listen(port, host, () => resolve(ok(server.address() as AddressInfo)))
  })
}

/** New entries are refused while the disk is nearly full; reading goes on. */
async function watchDisk(core: RelayCore, dataDir: string): Promise<void> {
  const stats = await statfs(dataDir).catch(() => null)
  if (stats === null) return
  const free = stats.bavail * stats.bsize
  const { freeDiskBytes, freeDiskShare } = core.limits
  core.setDiskLow(free < freeDiskBytes || free < stats.blocks * stats.bsize * freeDiskShare)
}
