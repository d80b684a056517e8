/** Row 22: what a stranger may send to a relay, a real process, while two members work through it. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Socket, connect } from 'node:net'
import { expect, test } from 'vitest'
import { add, joined, member, mustBe, founded, tempFolder, titlesOf } from '#test/helpers/memberFolder.ts'
import { type RelayProcess, startRelayProcess } from '#test/helpers/relayProcess.ts'
import { onTestFinished } from 'vitest'

const MASK = Buffer.alloc(4)

/** Beginning of a WebSocket frame of a client, for `length` bytes. */
function header(first: number, length: number): Buffer {
  if (length < 126) return Buffer.concat([Buffer.of(first, 0x80 | length), MASK])
  const long = Buffer.alloc(10)
  long.set([first, 0x80 | 127])
  long.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([long, MASK])
}

interface Answered {
  readonly closeCode: number | null
  /** Bytes that came back after the upgrade, the close frame among them. */
  readonly bytes: number
}

/** A connection after the upgrade that writes what it likes and hears what the relay says to it. */
async function say(
  relay: RelayProcess,
  write: (socket: Socket) => void,
  { hangUp = false }: { readonly hangUp?: boolean } = {},
): Promise<Answered> {
  const socket = connect(relay.port, '127.0.0.1')
  socket.on('error', () => {})
  let received = Buffer.alloc(0)
  const body = (): Buffer => received.subarray(received.indexOf('\r\n\r\n') + 4)
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    if (hangUp && received.includes('\r\n\r\n') && body().length >= 4) socket.destroy()
  })
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.write(
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${relay.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  )
  await new Promise<void>((resolve) => socket.once('data', () => resolve()))
  write(socket)
  await ended
  return { closeCode: body()[0] === 0x88 ? body().readUInt16BE(2) : null, bytes: body().length }
}

/** Resident memory of a process on Linux, in bytes. */
const residentBytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024

test('[BI22] random bytes, unknown frames, text, a gigabyte, 10,000 fragments: closed within a frame, nothing said back, members unharmed', async () => {
  const relay = await startRelayProcess(await tempFolder())
  onTestFinished(async () => void (await relay.end('SIGKILL')))
  const at = { url: relay.url, key: relay.publicKey }
  const nuria = await founded(await member())
  const pau = await joined(await member(), nuria, at)

  const message = (bytes: Uint8Array) => (socket: Socket) =>
    socket.write(Buffer.concat([header(0x82, bytes.length), bytes]))
  const fragment = Buffer.concat([header(0x00, 1), Buffer.of(1)])
  const cases: readonly (readonly [what: string, code: number, write: (socket: Socket) => void])[] = [
    // A first byte of 0x80 or more would be a frame of a later version, which is skipped.
    ['random bytes', 4002, message(Buffer.concat([Buffer.of(randomBytes(1)[0]! & 0x7f), randomBytes(999)]))],
    ['an unknown frame', 4002, message(Uint8Array.of(0x7f, 0xa0))],
    ['a frame out of turn', 4002, message(Uint8Array.of(0x05, 0xa0))],
    ['nothing', 4002, message(new Uint8Array())],
    ['nested beyond all depth', 4002, message(Buffer.concat([Buffer.of(0x01), Buffer.alloc(60_000, 0x81)]))],
    ['a map that claims 2^32 entries', 4002, message(Uint8Array.of(0x01, 0xba, 0xff, 0xff, 0xff, 0xff))],
    ['text', 4002, (socket) => socket.write(Buffer.concat([header(0x81, 5), Buffer.from('hello')]))],
    ['no WebSocket at all', 4002, (socket) => socket.write(Buffer.alloc(4_096, 0x3c))],
    ['a gigabyte', 1009, (socket) => socket.write(Buffer.concat([header(0x82, 2 ** 30), Buffer.alloc(60_000)]))],
    [
      '10,000 fragments',
      1009,
      (socket) => socket.write(Buffer.concat([header(0x02, 1), Buffer.of(1), ...Array<Buffer>(10_000).fill(fragment)])),
    ],
  ]
  // Even of somebody who does not answer the close, the relay is rid within two seconds.
  const answers = await Promise.all(cases.map(async ([what, , write]) => [what, await say(relay, write)] as const))
  expect(answers.map(([what, { closeCode }]) => [what, closeCode])).toEqual(cases.map(([what, code]) => [what, code]))
  // A close frame and its reason, if any: nothing of what came is sent back.
  expect(Math.max(...answers.map(([, { bytes }]) => bytes))).toBeLessThanOrEqual(64)

  // Forty more: members go on, memory does not grow, and the log stays short.
  const before = residentBytes(relay.pid)
  for (let round = 0; round < 4; round++) {
    await Promise.all(cases.map(([, , write]) => say(relay, write, { hangUp: true })))
  }
  expect(residentBytes(relay.pid) - before).toBeLessThan(64 * 1024 * 1024)
  await add(nuria, 'Project', { title: 'Hort' })
  await add(pau, 'Project', { title: 'Forn' })
  for (const session of [nuria, pau, nuria]) mustBe(await session.syncOnce(at))
  expect(await titlesOf(nuria)).toEqual(['Forn', 'Hort'])
  expect(mustBe(await nuria.canonicalJson('draft'))).toBe(mustBe(await pau.canonicalJson('draft')))
  const lines = relay
    .log()
    .split('\n')
    .filter((line) => line.includes('relay.bad'))
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.length).toBeLessThan(40)
  expect(lines.join()).not.toContain('hello')
}, 60_000)
