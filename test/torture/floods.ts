/** Too much and too slow: connections, drips, bad proofs, deaf readers, full quotas, and pages of elsewhere. */
import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { type Socket, connect } from 'node:net'
import { fromHex } from '#shared/base/bytes.ts'
import { subscribeKeys } from '#shared/base/crypto.ts'
import { encodeFrame } from '#shared/protocol/frameCodec.ts'
import { webSocketPort } from '#node/net/webSocketPort.ts'
import { systemRandom } from '#node/system/ports.ts'
import { rawClient } from '#test/helpers/rawClient.ts'
import type { RelayProcess } from '#test/helpers/relayProcess.ts'
import { founder } from '#test/helpers/syncMember.ts'
import type { Socket as PortSocket, SocketPort } from '#shared/sync/port.ts'
import { waitFor } from '#test/helpers/waitFor.ts'
import {
  acknowledgements,
  metricsOf,
  percentile,
  refusalsOf,
  processorOf,
  residentOf,
  type Scene,
  type Trial,
  wait,
} from './scene.ts'

const LIMITS = { entriesBurst: 1e6, framesBurst: 1e6, roomBytes: 2 ** 30, roomBytesPerDay: 2 ** 30 }

const upgrade = (port: number): string =>
  `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
  `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`

/** `open` says what it sends at once; the sockets that are still open are counted by `left`. */
function crowd(relay: RelayProcess, count: number, open: (socket: Socket) => void) {
  let left = count
  const sockets = Array.from({ length: count }, () => {
    const socket = connect(relay.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.on('data', () => {})
    socket.on('close', () => (left -= 1))
    open(socket)
    return socket
  })
  return { left: () => left, end: () => sockets.forEach((socket) => socket.destroy()) }
}

export const connectionFlood: Trial = {
  name: 'flood',
  async run(scene) {
    const relay = await scene.relay(scene.folder(), { limits: LIMITS })
    const one = await scene.member(relay)
    let isOver = false
    const before = residentOf(relay.pid)
    const measuring = acknowledgements(one, () => isOver)
    const many: ReturnType<typeof crowd>[] = []
    for (let left = 10; left > 0; left--) {
      many.push(crowd(relay, 500, (socket) => void socket.write(upgrade(relay.port))))
      await wait(200)
    }
    const most = residentOf(relay.pid)
    for (const some of many) some.end()
    isOver = true
    const times = await measuring
    const slowest = percentile(times, 0.99)
    const another = performance.now()
    await scene.member(relay)
    const recovered = performance.now() - another
    return {
      what: '5,000 connections from one address within 2 s, while a member writes',
      asked: 'ACK p99 below 500 ms; memory + 50 MB at most; a newcomer is in below 10 s afterwards',
      measured: `${slowest.toFixed(0)} ms of ${times.length}; + ${(most - before).toFixed(0)} MB; ${recovered.toFixed(0)} ms`,
      isPassed: slowest < 500 && most - before < 50 && recovered < 10_000,
    }
  },
}

export const slowloris: Trial = {
  name: 'slowloris',
  async run(scene) {
    const relay = await scene.relay(scene.folder(), {
      limits: { ...LIMITS, unauthenticated: 2_000, unauthenticatedPerAddress: 2_000 },
    })
    const began = performance.now()
    const asks = upgrade(relay.port)
    const header = crowd(relay, 250, (socket) => void socket.write(asks.slice(0, 60)))
    const silent = crowd(relay, 250, (socket) => void socket.write(asks))
    const frame = Buffer.concat([Buffer.from(asks), Buffer.of(0x82, 0x80 | 100, 0, 0, 0, 0)])
    const body = crowd(relay, 250, (socket) => void socket.write(frame))
    const fragments = crowd(relay, 250, (socket) => void socket.write(Buffer.concat([Buffer.from(asks), Buffer.of(0x02, 0x81, 0, 0, 0, 0, 1)]))) // prettier-ignore
    const all = [header, silent, body, fragments]
    await waitFor('all are closed', () => all.every(({ left }) => left() === 0), 60_000)
    const seconds = (performance.now() - began) / 1000
    return {
      what: '1,000 sockets that stop in the header, before HELLO, in a frame and between fragments',
      asked: 'all closed within 15 s',
      measured: `${seconds.toFixed(1)} s`,
      isPassed: seconds <= 15.5,
    }
  },
}

const subscribeOf = ({ membership }: Awaited<ReturnType<typeof founder>>) =>
  subscribeKeys(membership.epochSecret, fromHex(membership.roomId))

export const badProofs: Trial = {
  name: 'proofs',
  async run(scene) {
    const relay = await scene.relay(scene.folder(), { limits: LIMITS })
    const { member } = await scene.member(relay)
    const { roomId, epochId } = member.membership
    const stranger = await founder(systemRandom)
    const before = processorOf(relay.pid)
    const began = performance.now()
    let tried = 0
    while (performance.now() - began < 5_000) {
      for (let some = 0; some < 25; some++) {
        rawClient(webSocketPort, relay.url, { roomId, epochId, mode: 'read', subscribe: subscribeOf(stranger) })
        tried += 1
      }
      await wait(50)
    }
    const seconds = (performance.now() - began) / 1000
    const share = ((processorOf(relay.pid) - before) / seconds) * 100
    const refused = (await metricsOf(relay))
      .split('\n')
      .filter((line) => line.startsWith('aplec_relay_refusals_total{'))
    const codes = refused.map((line) => line.replace(/.*"(\w+)"\} (\d+)/, '$2 $1')).join(', ')
    const connections = (await metricOf(relay, 'aplec_relay_connections_total')) ?? 0
    return {
      what: `${Math.round(tried / seconds)} attempts a second with a wrong proof, for 5 s, from one address`,
      asked: 'at most 15 % of a core, then the address waits 60 s',
      measured: `${share.toFixed(0)} % of a core; ${connections} of ${tried} let in as far as a proof: ${codes}`,
      isPassed: share <= 15 && connections < tried,
    }
  },
}

async function metricOf(relay: RelayProcess, name: string): Promise<number | undefined> {
  const line = (await metricsOf(relay)).split('\n').find((one) => one.startsWith(name))
  return line === undefined ? undefined : Number(line.split(' ').at(-1))
}

/** Each with a socket that can be stopped. */
function deafPort(): { readonly port: SocketPort; stop(): void } {
  let held: PortSocket | undefined
  return { port: { connect: (url, events) => (held = webSocketPort.connect(url, events)) }, stop: () => held?.pause() }
}

const DEAF = 100

export const deafReaders: Trial = {
  name: 'deaf',
  async run(scene) {
    const relay = await scene.relay(scene.folder(), {
      limits: { ...LIMITS, unauthenticatedPerAddress: 500, slowMs: 5_000, sendBufferBytes: 1024 * 1024 },
    })
    const one = await scene.member(relay)
    const { roomId, epochId } = one.member.membership
    const clients = Array.from({ length: DEAF }, () => {
      const deaf = deafPort()
      const client = rawClient(deaf.port, relay.url, { roomId, epochId, mode: 'read', subscribe: subscribeOf(one.member) }) // prettier-ignore
      return { client, stop: () => deaf.stop() }
    })
    await waitFor('all are in', () => clients.every(({ client }) => client.of('OPENED').length === 1))
    for (const { stop } of clients) stop()
    const before = residentOf(relay.pid)
    for (let left = 60; left > 0; left--) await one.member.write('x'.repeat(200_000))
    await waitFor('the writer is in step', () => one.session.status().inStep, 120_000)
    const most = residentOf(relay.pid)
    await waitFor('all are closed', async () => ((await metricOf(relay, 'aplec_relay_stalled_total')) ?? 0) >= DEAF, 120_000) // prettier-ignore
    return {
      what: `${DEAF} readers that never read (1 MiB and 5 s allowed each), while 12 MB are written`,
      asked: 'what waits for each stays within its bound; all closed; the writer goes on',
      measured: `+ ${(most - before).toFixed(0)} MB in all; all closed`,
      isPassed: most - before < DEAF * 2 + 100,
    }
  },
}

export const storageAbuse: Trial = {
  name: 'storage',
  async run(scene) {
    const relay = await scene.relay(scene.folder(), {
      limits: { entriesBurst: 1e6, framesBurst: 1e6, roomBytes: 1024 * 1024 },
    })
    const greedy = await scene.member(relay)
    const other = await scene.member(relay)
    await greedy.member.write(...Array.from({ length: 30 }, () => 'x'.repeat(60_000)), ...Array.from({ length: 200 }, () => '1')) // prettier-ignore
    await waitFor('the quota is full', async () => (await refusalsOf(relay)).includes('E_RELAY_FULL'))
    const [entry] = await other.member.write('unhurt')
    await waitFor('the other room goes on', () => other.session.acknowledged.has(entry!.hash))
    const codes = await refusalsOf(relay)
    return {
      what: 'a room filled beyond its quota, also with entries of one byte',
      asked: 'refused with a code; other rooms unaffected',
      measured: `${codes.join(', ')}; the other room acknowledged`,
      isPassed: true,
    }
  },
}

const statusOf = (port: number, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve) => {
    const asked = request({ port, host: '127.0.0.1', path: '/healthz', headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('error', () => resolve(0))
    asked.end()
  })

export const crossSite: Trial = {
  name: 'sites',
  async run(scene: Scene) {
    const relay = await scene.relay(scene.folder(), { host: '0.0.0.0' })
    const own = `127.0.0.1:${relay.port}`
    const statuses = await Promise.all([
      statusOf(relay.port, { host: own }),
      ...['https://evil.example', 'http://evil.example:7447', 'null', 'file://', `http://evil.example@${own}`].map(
        (origin) => statusOf(relay.port, { host: own, origin }),
      ),
      ...[
        'evil.example',
        `evil.example:${relay.port}`,
        `${own}.evil.example`,
        'localhost.evil.example',
        '127.0.0.1.evil.example',
      ].map((host) => statusOf(relay.port, { host })),
    ])
    const [first, ...rest] = statuses
    const refused = rest.filter((status) => status === 403 || status === 400).length
    return {
      what: 'pages of other sites, and names that another site points at this machine (DNS rebinding)',
      asked: '403 for each, 200 for its own',
      measured: `${refused} of ${rest.length} refused; its own ${first}`,
      isPassed: first === 200 && refused === rest.length,
    }
  },
}

/** Random bytes after a handshake of frames are the fuzz's; here they come by the thousand. */
export const noise: Trial = {
  name: 'noise',
  async run(scene) {
    const relay = await scene.relay(scene.folder(), { limits: { ...LIMITS, unauthenticated: 4_000, unauthenticatedPerAddress: 4_000 } }) // prettier-ignore
    const one = await scene.member(relay)
    const before = residentOf(relay.pid)
    const hello = encodeFrame('PING', { nonce: 1 })
    for (let round = 0; round < 10; round++) {
      const some = crowd(relay, 100, (socket) => {
        socket.write(upgrade(relay.port))
        socket.write(Buffer.concat([Buffer.of(0x82, 0x80 | hello.length, 0, 0, 0, 0), hello, randomBytes(2_000)]))
      })
      await waitFor('all are closed', () => some.left() === 0)
    }
    const [entry] = await one.member.write('after the noise')
    await waitFor('the member goes on', () => one.session.acknowledged.has(entry!.hash))
    const more = residentOf(relay.pid) - before
    const lines = relay.log().split('\n').filter((line) => line.includes('relay.bad')).length // prettier-ignore
    return {
      what: '1,000 connections that send a frame out of turn and noise',
      asked: 'each closed; members go on; memory + 50 MB at most; one line of log a second at most',
      measured: `all closed; + ${more.toFixed(0)} MB; ${lines} lines`,
      isPassed: more < 50,
    }
  },
}
