/** HTTP and WebSocket in front of the rooms: who may connect, how large and how slow a message may be. */
import { type IncomingMessage, type Server, createServer } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { CLOSE, MAX_BUFFERED_CHUNKS, MAX_MESSAGE_BYTES, MAX_MESSAGE_FRAGMENTS } from '#shared/protocol/limits.ts'
import { isLoopbackHost } from '#shared/sync/relayUrl.ts'
import type { RelayCore } from '../rooms/relayCore.ts'
import { isOwnRequest } from './hostCheck.ts'
import { metricsText } from './metrics.ts'
import { RelaySocket, type SocketOrigin, socketPeer } from './socketPeer.ts'

export interface ServeOptions {
  readonly core: RelayCore
  /** Names by which people reach this relay; addresses and localhost are known anyway. */
  readonly hostNames: readonly string[]
  /** A proxy that ends TLS stands in front: all frames are shielded, and addresses are those it forwards. */
  readonly isBehindTls: boolean
}

const UPGRADE_WITHIN_MS = 5_000

/** The server, not yet listening. */
export function serveSockets(options: ServeOptions): Server {
  const { core } = options
  const server = createServer({
    headersTimeout: UPGRADE_WITHIN_MS,
    requestTimeout: UPGRADE_WITHIN_MS,
    connectionsCheckingInterval: 1_000,
    keepAliveTimeout: UPGRADE_WITHIN_MS,
    maxHeaderSize: 8_192,
  })
  server.timeout = UPGRADE_WITHIN_MS
  server.maxConnections = core.limits.authenticated + core.limits.unauthenticated + 256
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    maxFragments: MAX_MESSAGE_FRAGMENTS,
    maxBufferedChunks: MAX_BUFFERED_CHUNKS,
    WebSocket: RelaySocket,
  })
  server.on('request', (request, response) => {
    const { status, type, body } = answer(request, options)
    response.writeHead(status, {
      'content-type': type,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    response.end(body)
  })
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const origin = originOf(request, options)
    const refused = refuseUpgrade(request, origin, options)
    if (refused !== undefined) return endWith(socket, refused)
    sockets.handleUpgrade(request, socket, head, (webSocket) => serve(core, webSocket, socket, origin))
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  return server
}

function answer(
  request: IncomingMessage,
  { core, hostNames }: ServeOptions,
): { readonly status: number; readonly type: string; readonly body: string } {
  if (!isOwnRequest(request.headers, hostNames)) return plain(403, 'Forbidden')
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Method Not Allowed')
  if (request.url === '/healthz') return { status: 200, type: 'application/json', body: '{"status":"ok"}\n' }
  if (request.url === '/metrics') return { status: 200, type: 'text/plain; version=0.0.4', body: metricsText(core) }
  return plain(404, 'Not Found')
}

const plain = (status: number, body: string) => ({ status, type: 'text/plain', body: `${body}\n` })

function originOf(request: IncomingMessage, { isBehindTls }: ServeOptions): SocketOrigin {
  const direct = request.socket.remoteAddress ?? 'unknown'
  if (!isBehindTls) {
    const isLocal = isLoopbackHost(direct)
    return { address: direct, isShielded: isLocal, isLocal }
  }
  const forwarded = request.headers['x-forwarded-for']
  const last = (Array.isArray(forwarded) ? forwarded.at(-1) : forwarded)?.split(',').at(-1)?.trim()
  return { address: last ?? direct, isShielded: true, isLocal: false }
}

function refuseUpgrade(
  request: IncomingMessage,
  { address }: SocketOrigin,
  { core, hostNames }: ServeOptions,
): string | undefined {
  if (!isOwnRequest(request.headers, hostNames)) return '403 Forbidden'
  return core.guests.mayConnect(address) ? undefined : '429 Too Many Requests'
}

function endWith(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function serve(core: RelayCore, webSocket: RelaySocket, socket: Socket, origin: SocketOrigin): void {
  const meter = messageMeter(socket, core)
  const visit = core.accept(socketPeer(webSocket, socket, origin), meter.midMessageSince)
  socket.setNoDelay(true)
  webSocket.on('message', (data: Buffer, isBinary: boolean) => {
    meter.messageEnded()
    if (!isBinary) return webSocket.close(CLOSE.badFrame)
    visit.receive(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  })
  webSocket.on('ping', meter.messageEnded)
  webSocket.on('pong', meter.messageEnded)
  webSocket.on('close', () => visit.left())
  // `ws` has sent its close frame already; without a listener the error would end the process.
  webSocket.on('error', () => core.noteBadMessage())
}

/** Knows whether a message has begun and not ended, from the bytes read since the last one. */
function messageMeter(socket: Socket, core: RelayCore) {
  let bytesAtEnd = socket.bytesRead
  let since: number | null = null
  return {
    messageEnded: () => {
      bytesAtEnd = socket.bytesRead
      since = null
    },
    /** Looked at once a second, so that nothing has to be done for each chunk. */
    midMessageSince: () => {
      if (socket.bytesRead === bytesAtEnd) return null
      since ??= core.clock.now()
      return since
    },
  }
}
