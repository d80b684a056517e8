import { type Socket, connect } from 'node:net'
import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { seededRandom } from '#test/helpers/entries.ts'
import { type RelayProcess } from '#test/helpers/relayProcess.ts'
import { endAfterEach, newFolder, open, relayOn } from '#test/helpers/relayTest.ts'
import { founder } from '#test/helpers/syncMember.ts'
import { waitFor } from '#test/helpers/waitFor.ts'

endAfterEach()

/** Connects, runs `act`, and answers the close code and how many messages came before it. */
async function closeCodeAfter(relay: RelayProcess, act: (socket: WebSocket) => void) {
  const socket = new WebSocket(relay.url, { perMessageDeflate: false })
  let messages = 0
  socket.on('message', () => (messages += 1))
  socket.on('error', () => {})
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise((resolve) => socket.on('open', resolve))
  act(socket)
  return { code: await closed, messages }
}

/** A connection after the WebSocket upgrade, to be written to byte by byte; answers the close code it is sent. */
async function rawSocket(relay: RelayProcess): Promise<{ socket: Socket; closeCode: Promise<number | null> }> {
  const socket = connect(relay.port, '127.0.0.1')
  socket.on('error', () => {})
  const key = randomBytes(16).toString('base64')
  socket.write(
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${relay.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  )
  let received = Buffer.alloc(0)
  const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  const upgraded = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      const end = received.indexOf('\r\n\r\n')
      if (end < 0) return
      if (received.subarray(0, 12).toString() === 'HTTP/1.1 101') resolve()
    })
  })
  await upgraded
  const closeCode = ended.then(() => {
    const frames = received.subarray(received.indexOf('\r\n\r\n') + 4)
    return frames[0] === 0x88 ? frames.readUInt16BE(2) : null
  })
  return { socket, closeCode }
}

const MASK = Buffer.alloc(4)
const header = (first: number, length: number): Buffer => {
  if (length < 126) return Buffer.concat([Buffer.of(first, 0x80 | length), MASK])
  const long = Buffer.alloc(10)
  long[0] = first
  long[1] = 0x80 | 127
  long.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([long, MASK])
}

test('[RL14] garbage, unknown frames, text, a gigabyte and 10,000 fragments: closed with its code, and the relay lives', async () => {
  const relay = await relayOn(await newFolder())
  const send = (bytes: Uint8Array | string) => (socket: WebSocket) => socket.send(bytes)
  expect(await closeCodeAfter(relay, send(new Uint8Array(1_000).fill(0x3c)))).toEqual({ code: 4002, messages: 0 })
  expect(await closeCodeAfter(relay, send(Uint8Array.of(0x7f, 0xa0)))).toEqual({ code: 4002, messages: 0 })
  expect(await closeCodeAfter(relay, send(Uint8Array.of(0x07, 0xa0)))).toEqual({ code: 4002, messages: 0 })
  expect(await closeCodeAfter(relay, send('GET / HTTP/1.1'))).toEqual({ code: 4002, messages: 0 })
  expect(await closeCodeAfter(relay, send(new Uint8Array(1_310_721)))).toEqual({ code: 1009, messages: 0 })

  const gigabyte = await rawSocket(relay)
  gigabyte.socket.write(header(0x82, 1_073_741_824))
  gigabyte.socket.write(Buffer.alloc(60_000))
  expect(await gigabyte.closeCode).toBe(1009)

  const fragments = await rawSocket(relay)
  fragments.socket.write(Buffer.concat([header(0x02, 1), Buffer.of(1)]))
  for (let i = 0; i < 10_000; i++) fragments.socket.write(Buffer.concat([header(0x00, 1), Buffer.of(1)]))
  expect(await fragments.closeCode).toBe(1009)

  const nonsense = await rawSocket(relay)
  nonsense.socket.write(Buffer.alloc(4_096, 0x3c))
  expect([4002, 1009]).toContain(await nonsense.closeCode)

  const health = await fetch(`http://127.0.0.1:${relay.port}/healthz`)
  expect([health.status, await health.text()]).toEqual([200, '{"status":"ok"}\n'])
  const ana = await founder(seededRandom(1))
  const session = open(ana, ana.config(relay))
  await waitFor('still serves', () => session.status().inStep)
  const lines = relay
    .log()
    .split('\n')
    .filter((line) => line.includes('relay.bad'))
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.length).toBeLessThan(8)
})

test('[RL16] who says nothing, or drips, is closed in time', async () => {
  const relay = await relayOn(await newFolder(), { limits: { helloMs: 600, openMs: 600, messageMs: 900 } })
  const began = Date.now()
  const silent = closeCodeAfter(relay, () => {})
  const dripping = await rawSocket(relay)
  dripping.socket.write(header(0x82, 200))
  const drip = setInterval(() => dripping.socket.write(Buffer.of(1)), 250)
  expect((await silent).code).toBe(4008)
  expect(await dripping.closeCode).toBe(4008)
  clearInterval(drip)
  expect(Date.now() - began).toBeLessThan(5_000)
})

const statusOf = (port: number, path: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve) => {
    const asked = request({ port, host: '127.0.0.1', path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve(response.statusCode ?? 0)
    })
    asked.end()
  })

test('[RL15] [RL19] another Host or Origin gets 403, on upgrade and on every request', async () => {
  const relay = await relayOn(await newFolder())
  const { port } = relay
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
  }
  const own = { host: `127.0.0.1:${port}` }
  const elsewhere = { host: `evil.example:${port}` }
  const page = { ...own, origin: 'https://evil.example' }
  for (const path of ['/healthz', '/metrics', '/nothing']) {
    expect(await statusOf(port, path, own)).toBe(path === '/nothing' ? 404 : 200)
    expect(await statusOf(port, path, elsewhere)).toBe(403)
    expect(await statusOf(port, path, page)).toBe(403)
  }
  expect(await statusOf(port, '/', { ...own, ...upgrade })).toBe(101)
  expect(await statusOf(port, '/', { ...own, origin: `http://127.0.0.1:${port}`, ...upgrade })).toBe(101)
  expect(await statusOf(port, '/', { ...elsewhere, ...upgrade })).toBe(403)
  expect(await statusOf(port, '/', { ...page, ...upgrade })).toBe(403)
  expect(await statusOf(port, '/', { host: `localhost:${port}`, ...upgrade })).toBe(101)
})

test('[RL17] more connections than an address may have wait outside with 429', async () => {
  const relay = await relayOn(await newFolder(), { limits: { unauthenticatedPerAddress: 3 } })
  const sockets: Socket[] = []
  for (let i = 0; i < 3; i++) sockets.push((await rawSocket(relay)).socket)
  const refused = new WebSocket(relay.url)
  const status = await new Promise<number>((resolve) => {
    refused.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    refused.on('error', () => {})
  })
  expect(status).toBe(429)
  for (const socket of sockets) socket.destroy()
  const ana = await founder(seededRandom(2))
  const session = open(ana, ana.config(relay))
  await waitFor('there is room again', () => session.status().inStep)
})
