import { WebSocket } from 'ws'
import { MAX_BUFFERED_CHUNKS, MAX_MESSAGE_BYTES } from '#shared/protocol/limits.ts'
import type { Socket, SocketEvents, SocketPort } from '#shared/sync/port.ts'
import { isRelayUrl } from '#shared/sync/relayUrl.ts'

const CONNECT_WITHIN_MS = 10_000
/** A relay that does not answer our close is left. */
const CLOSE_WITHIN_MS = 2_000

/** WebSocket clients of Node, for the core of the command line and of Electron. */
export const webSocketPort: SocketPort = {
  connect(url, events) {
    if (!isRelayUrl(url)) return unreachableSocket(events)
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      maxPayload: MAX_MESSAGE_BYTES,
      maxBufferedChunks: MAX_BUFFERED_CHUNKS,
      handshakeTimeout: CONNECT_WITHIN_MS,
      followRedirects: false,
    })
    let isClosed = false
    const closed = (code: number): void => {
      if (isClosed) return
      isClosed = true
      events.closed(code)
    }
    socket.on('open', () => events.opened())
    socket.on('message', (data: Buffer) => {
      if (!isClosed) events.message(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    })
    socket.on('close', closed)
    // Every error is followed by 'close'; without a listener it would end the process.
    socket.on('error', () => {})
    return {
      send(bytes) {
        if (socket.readyState === WebSocket.OPEN) socket.send(bytes)
      },
      close(code) {
        socket.close(code)
        const cut = setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS)
        socket.once('close', () => clearTimeout(cut))
      },
      pause: () => socket.pause(),
      resume: () => socket.resume(),
    }
  },
}

/** For what is no address: closed as soon as it is opened, like a relay that does not answer. */
function unreachableSocket(events: SocketEvents): Socket {
  setImmediate(() => events.closed(1006))
  return { send() {}, close() {}, pause() {}, resume() {} }
}
