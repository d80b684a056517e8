/** A relay in a virtual world with one room, and raw clients at its door. */
import { toHex, fromHex } from '#shared/base/bytes.ts'
import { type KeyPair, epochKey, subscribeKeys } from '#shared/base/crypto.ts'
import { type Entry, KIND, sealContentEntry } from '#shared/journal/entry.ts'
import type { OpenMode } from '#shared/protocol/frames.ts'
import type { RelayLimits } from '#relay/limits.ts'
import { seededRandom } from '#test/helpers/entries.ts'
import { type RawOpen, type RawClient, rawClient } from '#test/helpers/rawClient.ts'
import { type SyncMember, founder } from '#test/helpers/syncMember.ts'
import { type VirtualRelay, VirtualWorld } from '#test/helpers/virtualRelay.ts'

export const URL = 'ws://127.0.0.1:1'

export interface Scene {
  readonly world: VirtualWorld
  readonly relay: VirtualRelay
  readonly ana: SyncMember
  /** Connects raw with this member's keys, or with what the test says. */
  join(member: SyncMember, mode?: OpenMode, change?: Partial<RawOpen>): Promise<RawClient>
  put(client: RawClient, ...entries: readonly Entry[]): Promise<void>
}

/** A room on a relay, made by its founder. */
export async function scene(seed: number, limits: Partial<RelayLimits> = {}): Promise<Scene> {
  const world = new VirtualWorld(seed)
  const relay = world.startRelay(URL, limits)
  const ana = await founder(seededRandom(seed))
  const session = world.session(ana, ana.config(relay))
  await world.time.run(5_000, () => session.status().inStep)
  const stopping = session.stop()
  await world.time.run(1_000)
  await stopping
  const put = async (client: RawClient, ...entries: readonly Entry[]): Promise<void> => {
    client.send('PUT', { entries: entries.map(({ bytes }) => bytes) })
    await world.time.run(300)
  }
  const join = async (member: SyncMember, mode: OpenMode = 'write', change: Partial<RawOpen> = {}) => {
    const { roomId, epochId, epochSecret, device } = member.membership
    const keys = mode === 'join' ? {} : { device: device.sign, subscribe: subscribeKeys(epochSecret, fromHex(roomId)) }
    const client = rawClient(world.port, URL, { roomId, mode, epochId, ...keys, ...change })
    await world.time.run(300)
    return client
  }
  return { world, relay, ana, join, put }
}

export const codes = (client: RawClient): readonly string[] => client.of('NACK').map(({ body }) => body.code)

export const acked = (client: RawClient): number =>
  client.of('ACK').reduce((sum, { body }) => sum + body.hashes.length / 32, 0)

/** What a member's keys can make that the room should not take. */
export function forge(
  member: SyncMember,
  change: { device?: KeyPair; roomId?: string; stream?: string; seq?: number; prev?: string },
) {
  const { roomId, epochId, epochSecret, device } = member.membership
  const keys = change.device ?? device.sign
  const room = change.roomId ?? roomId
  const header = {
    kind: KIND.CONTENT,
    roomId: room,
    epochId,
    device: toHex(keys.publicKey),
    stream: change.stream ?? 'ab'.repeat(16),
    seq: change.seq ?? 0,
    prev: change.prev ?? 'cd'.repeat(32),
  }
  const key = epochKey(epochSecret, 'content', fromHex(room))
  return sealContentEntry(header, new Uint8Array(10), key, keys.privateKey, member.random)
}
