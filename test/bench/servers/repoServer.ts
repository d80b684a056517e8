/** The peer of the relay in a catch-up: automerge-repo's sync server, in memory. Arguments: document id, its bytes. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type DocumentId, Repo } from '@automerge/automerge-repo'
import { WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket'
import { WebSocketServer } from 'ws'

const [docId, file] = process.argv.slice(2)
const upgraded = new Set<Socket>()
const sum = (of: (socket: Socket) => number): number => [...upgraded].reduce((total, socket) => total + of(socket), 0)

const server = createServer((_request, response) => {
  const { user, system } = process.cpuUsage()
  response.end(
    [
      `cpu_seconds_total ${(user + system) / 1e6}`,
      `resident_bytes ${process.memoryUsage.rss()}`,
      `bytes_in_total ${sum(({ bytesRead }) => bytesRead)}`,
      `bytes_out_total ${sum(({ bytesWritten }) => bytesWritten)}\n`,
    ].join('\n'),
  )
})
server.on('upgrade', (_request, socket: Socket) => upgraded.add(socket))
const sockets = new WebSocketServer({ server })
// Its types are those of another copy of the same library.
const adapter = new WebSocketServerAdapter(sockets as never)
const repo = new Repo({ network: [adapter], sharePolicy: () => Promise.resolve(true) })
await repo.import(await readFile(file!), { docId: docId as DocumentId }).whenReady()
server.listen(0, '127.0.0.1', () => process.stdout.write(`READY ${(server.address() as AddressInfo).port}\n`))
