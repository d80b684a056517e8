import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type RelayProcess, startRelayProcess } from '#test/helpers/relayProcess.ts'
import type { SyncMember } from '#test/helpers/syncMember.ts'
import { Broadcast, type Delivered } from './broadcast.ts'
import { type Row, ms, spread, spreadOf } from './measure.ts'
import { OPEN_LIMITS, connectBare, connectMember, editFrame, membersAt } from './relayClients.ts'
import { type PeerServer, type Usage, startServer, usageOf } from './serverProcess.ts'

/** A relay and a bare server, each a process of its own, with the same clients in the same rooms. */
interface Pair {
  readonly relay: RelayProcess
  readonly raw: PeerServer
  readonly ours: Broadcast
  readonly peers: Broadcast
  readonly members: readonly SyncMember[]
}

interface Sides<T> {
  readonly ours: T
  readonly peer: T
}

const EVERY_MS = 500
const CLIENTS = 40
/** Rooms and connections opened together: a busy door is not what is measured. */
const AT_ONCE = 25

/** 40 people in a room; then the same as fast as it goes. */
export async function relayRows(): Promise<readonly Row[]> {
  return withServers(async (servers) => {
    const pair = await inRooms(servers, 1, CLIENTS)
    // A server runs for months: some thousand edits later its hot paths are compiled.
    await saturated(pair, 80)
    const live = await inTurns(3, () => paced(pair, 12))
    const busy = await inTurns(3, () => saturated(pair, 40))
    return [...liveRows(`${CLIENTS} clients, 2 edits/s each`, live, 1.4), busyRow(busy)]
  })
}

/** In processes that have done nothing else, since what was once needed is seldom given back. */
export async function idleRows(): Promise<readonly Row[]> {
  return withServers(async (servers) => [await idleRow(servers, await membersAt(servers.relay, 10), 1_500)])
}

/** 500 rooms of two: nobody shares a commit with anybody. */
export async function roomsRows(): Promise<readonly Row[]> {
  const rooms = 500
  return withServers(async (servers) => {
    const [emptyOurs, emptyRaw] = [await usageOf(servers.relay), await usageOf(servers.raw)]
    const pair = await inRooms(servers, rooms, 2)
    await paced(pair, 1, 2_000)
    const live = await inTurns(2, () => paced(pair, 2, 2_000))
    const [ours, raw] = [await usageOf(pair.relay), await usageOf(pair.raw)]
    const more = (ours.residentBytes - raw.residentBytes) / 1e6
    return [
      ...liveRows(`${rooms} rooms of 2 clients, ${rooms} edits/s in all`, live, 1.6).slice(-1),
      {
        what: `${rooms} rooms of 2 clients: memory`,
        ours: grown(emptyOurs, ours),
        peer: `raw ws ${grown(emptyRaw, raw)}`,
        ratio: ours.residentBytes / raw.residentBytes,
        target: '≤ raw ws + 40 MB',
        met: more <= 40,
      },
    ]
  })
}

async function withServers<T>(run: (servers: Pick<Pair, 'relay' | 'raw'>) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'aplec-bench-'))
  const start = async (): Promise<Pick<Pair, 'relay' | 'raw'>> => ({
    relay: await startRelayProcess(folder, { limits: OPEN_LIMITS }),
    raw: await startServer('rawBroadcast.ts'),
  })
  // The first start of each reads TypeScript, which takes memory, and leaves compiled code behind for every later one.
  const first = await start()
  await first.relay.end('SIGTERM')
  await first.raw.end()
  const { relay, raw } = await start()
  try {
    return await run({ relay, raw })
  } finally {
    await relay.end('SIGTERM')
    await raw.end()
    await rm(folder, { recursive: true, force: true })
  }
}

async function inRooms(servers: Pick<Pair, 'relay' | 'raw'>, rooms: number, size: number): Promise<Pair> {
  const { relay, raw } = servers
  const ours = new Broadcast({ roomSize: size, acknowledges: true })
  const peers = new Broadcast({ roomSize: size, acknowledges: false })
  const members: SyncMember[] = []
  const open = async (room: number): Promise<void> => {
    for (const [i, member] of (await membersAt(relay, size)).entries()) {
      const client = room * size + i
      members[client] = member
      await ours.add(client, (receive) => connectMember(relay.url, member, receive))
      await peers.add(client, (receive) => connectBare(`${raw.url}/${room}`, receive))
    }
  }
  for (let room = 0; room < rooms; room += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, rooms - room) }, (_, i) => open(room + i)))
  return { ...servers, ours, peers, members }
}

type Slice = Delivered & { readonly cpuSeconds: number; readonly commits: number }

/** Sealed beforehand: how fast a client signs is not asked here. Both servers get the very same bytes. */
const framesFor = ({ members }: Pair, each: number): readonly (readonly Uint8Array[])[] =>
  members.map((member) => Array.from({ length: each }, (_, i) => editFrame(member, i)))

async function paced(pair: Pair, each: number, everyMs = EVERY_MS): Promise<Sides<Slice>> {
  const frames = framesFor(pair, each)
  return {
    ours: await metered(pair.relay, () => pair.ours.paced(frames, everyMs)),
    peer: await metered(pair.raw, () => pair.peers.paced(frames, everyMs)),
  }
}

async function saturated(pair: Pair, each: number): Promise<Sides<Slice>> {
  const frames = framesFor(pair, each)
  return {
    ours: await metered(pair.relay, () => pair.ours.saturated(frames, 2)),
    peer: await metered(pair.raw, () => pair.peers.saturated(frames, 2)),
  }
}

async function metered(server: { readonly port: number }, run: () => Promise<Delivered>): Promise<Slice> {
  const before = await usageOf(server)
  const delivered = await run()
  const after = await usageOf(server)
  return {
    ...delivered,
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    commits: after.commits - before.commits,
  }
}

/** In turns, since everything else this machine does comes and goes; the slices of each side together. */
async function inTurns(times: number, run: () => Promise<Sides<Slice>>): Promise<Sides<Slice>> {
  const turns: Sides<Slice>[] = []
  for (let i = 0; i < times; i++) turns.push(await run())
  return { ours: together(turns.map(({ ours }) => ours)), peer: together(turns.map(({ peer }) => peer)) }
}

const together = (slices: readonly Slice[]): Slice => ({
  toAll: slices.flatMap(({ toAll }) => toAll),
  toAck: slices.flatMap(({ toAck }) => toAck),
  seconds: sum(slices.map(({ seconds }) => seconds)),
  cpuSeconds: sum(slices.map(({ cpuSeconds }) => cpuSeconds)),
  commits: sum(slices.map(({ commits }) => commits)),
})

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const grown = (empty: Usage, full: Usage): string =>
  `${(full.residentBytes / 1e6).toFixed(0)} MB, ${(empty.residentBytes / 1e6).toFixed(0)} MB when empty`

const share = ({ cpuSeconds, seconds }: Slice): string => `${((100 * cpuSeconds) / seconds).toFixed(1)} % of a core`

function liveRows(what: string, { ours, peer }: Sides<Slice>, mostCpu: number): readonly Row[] {
  const [own, raw] = [spreadOf(ours.toAll), spreadOf(peer.toAll)]
  const ack = spreadOf(ours.toAck)
  return [
    {
      what: `${what}: from editor to all`,
      ours: spread(own),
      peer: `raw ws ${spread(raw)}`,
      ratio: own.p50 / raw.p50,
      target: 'raw ws + 1 ms, p99 + 2 ms',
      met: own.p50 <= raw.p50 + 1 && own.p99 <= raw.p99 + 2,
    },
    {
      what: `${what}: ACK after fsync`,
      ours: `${ours.toAck.length} of ${ours.toAll.length} in ${ours.commits} commits, p50 ${ms(ack.p50)}`,
      target: 'every edit',
      met: ours.toAck.length === ours.toAll.length && ours.commits > 0,
    },
    {
      what: `${what}: processor`,
      ours: share(ours),
      peer: `raw ws ${share(peer)}`,
      ratio: ours.cpuSeconds / ours.seconds / (peer.cpuSeconds / peer.seconds),
      target: `≤ ${mostCpu}x`,
      met: ours.cpuSeconds / ours.seconds <= (mostCpu * peer.cpuSeconds) / peer.seconds,
    },
  ]
}

function busyRow({ ours, peer }: Sides<Slice>): Row {
  const perDelivery = ({ cpuSeconds, toAll }: Slice): number => (1e6 * cpuSeconds) / (toAll.length * (CLIENTS - 1))
  const told = (slice: Slice): string =>
    `${perDelivery(slice).toFixed(1)} µs each, ${Math.round((slice.toAll.length * (CLIENTS - 1)) / slice.seconds).toLocaleString('en')}/s`
  return {
    what: `${CLIENTS} clients as fast as it goes: processor for a delivery`,
    ours: told(ours),
    peer: `raw ws ${told(peer)}`,
    ratio: perDelivery(ours) / perDelivery(peer),
    target: '≤ 0.75x',
    met: perDelivery(ours) <= 0.75 * perDelivery(peer),
  }
}

/** What each of many more connections, that have opened a room and say nothing, adds to the memory of the server. */
async function idleRow(
  { relay, raw }: Pick<Pair, 'relay' | 'raw'>,
  members: readonly SyncMember[],
  count: number,
): Promise<Row> {
  const nobody = (): void => {}
  const grownBy = async (server: { readonly port: number }, connect: (i: number) => Promise<unknown>) => {
    const open = async (from: number, to: number): Promise<void> => {
      for (let i = from; i < to; i += AT_ONCE)
        await Promise.all(Array.from({ length: Math.min(AT_ONCE, to - i) }, (_, k) => connect(i + k)))
      await sleep(2_000)
    }
    // The first of them warm the handshake up.
    await open(0, 500)
    const before = (await usageOf(server)).residentBytes
    await open(500, 500 + count)
    return ((await usageOf(server)).residentBytes - before) / count / 1024
  }
  const ours = await grownBy(relay, (i) => connectMember(relay.url, members[i % members.length]!, nobody))
  const peer = await grownBy(raw, () => connectBare(`${raw.url}/idle`, nobody))
  return {
    what: `each of ${count.toLocaleString('en')} idle connections: memory`,
    ours: `${ours.toFixed(1)} kB`,
    peer: `raw ws ${peer.toFixed(1)} kB`,
    ratio: ours / peer,
    target: '≤ 1.1x',
    met: ours <= 1.1 * peer,
  }
}
