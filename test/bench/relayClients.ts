/** Members of real rooms on a relay, and bare sockets to a peer: both send and receive the same bytes. */
import { fromHex } from '#shared/base/bytes.ts'
import { subscribeKeys } from '#shared/base/crypto.ts'
import { encodeFrame } from '#shared/protocol/frameCodec.ts'
import { FRAMES } from '#shared/protocol/frames.ts'
import type { SocketPort } from '#shared/sync/port.ts'
import type { RelayLimits } from '#relay/index.ts'
import { webSocketPort } from '#node/net/webSocketPort.ts'
import { systemRandom } from '#node/system/ports.ts'
import { type RawOpen, rawClient } from '#test/helpers/rawClient.ts'
import type { RelayProcess } from '#test/helpers/relayProcess.ts'
import { type SyncMember, founder } from '#test/helpers/syncMember.ts'
import { sessionOf } from '#test/helpers/syncSession.ts'
import { waitFor } from '#test/helpers/waitFor.ts'

/** One address with thousands of connections that type for hours: what is limited here is what is measured. */
export const OPEN_LIMITS: Partial<RelayLimits> = {
  roomBytes: 2 ** 31,
  roomBytesPerDay: 2 ** 31,
  entriesPerSecond: 1e6,
  entriesBurst: 1e6,
  framesPerSecond: 1e6,
  framesBurst: 1e6,
  unauthenticated: 5_000,
  unauthenticatedPerAddress: 5_000,
  authenticated: 5_000,
  roomsPerDayPerAddress: 5_000,
  // The bare clients say nothing between two edits.
  silenceMs: 600_000,
}

export interface Connection {
  send(bytes: Uint8Array): void
  close(): void
}

/** `count` members of one room, each with a device and a stream of its own; the relay has their JOINs. */
export async function membersAt(relay: RelayProcess, count: number): Promise<readonly SyncMember[]> {
  const first = await founder(systemRandom)
  const members = [first]
  if (count > 1) {
    const { grant, seed } = await first.invite()
    while (members.length < count) members.push(await first.welcome(seed, grant))
  }
  for (const member of members.slice(1)) await first.keep(await member.control())
  const session = sessionOf(first, first.config(relay))
  await waitFor('the relay has the members', () => session.status().inStep)
  await session.stop()
  return members
}

/** Through the whole handshake; afterwards `receive` gets every message as it comes. */
export async function connectMember(
  url: string,
  member: SyncMember,
  receive: (message: Uint8Array) => void,
): Promise<Connection> {
  let isOpen = false
  let closed: number | null = null
  let close = (): void => {}
  const port: SocketPort = {
    connect(to, events) {
      const socket = webSocketPort.connect(to, {
        ...events,
        message(bytes) {
          if (isOpen) return receive(bytes)
          events.message(bytes)
          isOpen = bytes[0] === FRAMES.OPENED.type
        },
        closed: (code) => {
          closed = code
        },
      })
      close = () => socket.close(1000)
      return socket
    },
  }
  const client = rawClient(port, url, openAs(member))
  await waitFor('the relay lets the member in', () => {
    if (closed !== null) throw new Error(`closed with ${closed}`)
    return isOpen
  })
  return { send: (bytes) => client.sendBytes(bytes), close: () => close() }
}

function openAs({ membership }: SyncMember): RawOpen {
  const { roomId, epochId, epochSecret, device } = membership
  const subscribe = subscribeKeys(epochSecret, fromHex(roomId))
  return { roomId, epochId, mode: 'write', device: device.sign, subscribe }
}

export function connectBare(url: string, receive: (message: Uint8Array) => void): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = webSocketPort.connect(url, {
      opened: () => resolve({ send: (bytes) => socket.send(bytes), close: () => socket.close(1000) }),
      message: receive,
      closed: (code) => reject(new Error(`closed with ${code}`)),
    })
  })
}

/** One small edit of this member, sealed and signed, as the frame that carries it. */
export const editFrame = (member: SyncMember, edit: number): Uint8Array =>
  encodeFrame('PUT', {
    entries: [member.sealed(`one edit of some twenty words, number ${edit}`.padEnd(200, '.')).bytes],
  })
