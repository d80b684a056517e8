/** The peer of the relay: a `ws` server as people write it first. Hands every message on to the others of its path. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

const rooms = new Map<string, Set<WebSocket>>()
const server = createServer((_request, response) => {
  const { user, system } = process.cpuUsage()
  response.end(`cpu_seconds_total ${(user + system) / 1e6}\nresident_bytes ${process.memoryUsage.rss()}\n`)
})
const sockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false })
sockets.on('connection', (socket, request) => {
  const path = request.url ?? '/'
  const room = rooms.get(path) ?? new Set()
  rooms.set(path, room.add(socket))
  socket.on('message', (data, isBinary) => {
    for (const other of room) if (other !== socket) other.send(data, { binary: isBinary })
  })
  socket.on('close', () => room.delete(socket))
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`READY ${(server.address() as AddressInfo).port}\n`))
// An orderly end keeps the compiled code, as the relay's does.
process.once('SIGTERM', () => process.exit(0))
