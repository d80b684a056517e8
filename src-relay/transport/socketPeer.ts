import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import { CLOSE } from '#shared/protocol/limits.ts'
import type { Peer } from '../rooms/peer.ts'

/** What `ws` closes for by itself, in the codes of our protocol (docs/specs/relay.md, RL14). */
export class RelaySocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code === undefined ? code : (OWN_CODES.get(code) ?? code), reason)
  }
}

const OWN_CODES = new Map([
  /** Too many fragments: as good as too large. */
  [1008, CLOSE.tooBig],
  [1002, CLOSE.badFrame],
  [1003, CLOSE.badFrame],
  [1007, CLOSE.badFrame],
])

const DRAINED_BELOW_BYTES = 256 * 1024
/** A connection that does not answer our close is cut. */
const CLOSE_WITHIN_MS = 2_000

/** Frames that go to many sockets are put into their WebSocket frame once. */
const prepared = new WeakMap<Uint8Array, Buffer>()

/** An unmasked binary message with its header, in one piece: one write, one system call. */
export function prepareMessage(bytes: Uint8Array): Buffer {
  const known = prepared.get(bytes)
  if (known !== undefined) return known
  const headerBytes = bytes.length < 126 ? 2 : bytes.length < 65_536 ? 4 : 10
  const message = Buffer.allocUnsafe(headerBytes + bytes.length)
  message[0] = 0x82
  if (headerBytes === 2) message[1] = bytes.length
  else if (headerBytes === 4) {
    message[1] = 126
    message.writeUInt16BE(bytes.length, 2)
  } else {
    message[1] = 127
    message.writeBigUInt64BE(BigInt(bytes.length), 2)
  }
  message.set(bytes, headerBytes)
  prepared.set(bytes, message)
  return message
}

/**
 * Messages go straight to the sockets. That is safe beside `ws` because compression is off: everything `ws` writes itself
 * (pong, close) is one whole frame too. What one turn of the event loop has for a socket leaves at its end, in one system
 * call: a lone message waits for nothing, and under load most of what is sent shares its call.
 */
const corked = new Set<Duplex>()

function endTurn(): void {
  for (const socket of corked) socket.uncork()
  corked.clear()
}

function writeSoon(socket: Duplex, message: Buffer): void {
  if (!corked.has(socket)) {
    if (corked.size === 0) setImmediate(endTurn)
    corked.add(socket)
    socket.cork()
  }
  socket.write(message)
}

export interface SocketOrigin {
  readonly address: string
  readonly isShielded: boolean
  readonly isLocal: boolean
}

export function socketPeer(webSocket: WebSocket, socket: Duplex, origin: SocketOrigin): Peer {
  return {
    ...origin,
    send(bytes) {
      if (webSocket.readyState === WebSocket.OPEN) writeSoon(socket, prepareMessage(bytes))
    },
    close(code) {
      // What was written in this turn goes before the close frame.
      if (corked.delete(socket)) socket.uncork()
      webSocket.close(code)
      const cut = setTimeout(() => webSocket.terminate(), CLOSE_WITHIN_MS)
      webSocket.once('close', () => clearTimeout(cut))
    },
    buffered: () => socket.writableLength,
    drained: () => drained(socket),
  }
}

function drained(socket: Duplex): Promise<void> {
  if (socket.destroyed || socket.writableLength < DRAINED_BELOW_BYTES) return Promise.resolve()
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.on('drain', done)
    socket.on('close', done)
  })
}
