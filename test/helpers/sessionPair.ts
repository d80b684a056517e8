/** Two members of one room, for sessions in a virtual world. */
import { decodeFrame } from '#shared/protocol/frameCodec.ts'
import { seededRandom } from '#test/helpers/entries.ts'
import { type SyncMember, founder, inviteSignKeysOf } from '#test/helpers/syncMember.ts'
import type { VirtualWorld } from '#test/helpers/virtualRelay.ts'

export const HUGE = { entriesBurst: 100_000 }

export async function pair(
  seed: number,
): Promise<{ ana: SyncMember; pau: SyncMember; invite: ReturnType<typeof inviteSignKeysOf> }> {
  const ana = await founder(seededRandom(seed))
  const { grant, seed: inviteSeed } = await ana.invite()
  const pau = await ana.welcome(inviteSeed, grant)
  return { ana, pau, invite: inviteSignKeysOf(inviteSeed, ana.membership.roomId) }
}

/** Names of the frames a side has sent, as far as they are readable. */
export const sentBy = (world: VirtualWorld, from: 'client' | 'relay'): readonly string[] =>
  world.wire.flatMap((item) => {
    if (item.from !== from) return []
    const frame = decodeFrame(item.bytes)
    return frame.ok ? [frame.value.name] : []
  })
