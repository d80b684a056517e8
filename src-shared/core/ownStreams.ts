/**
 * The streams of this installation. A *desk* stream carries what a lease holder writes, a *service* stream what the core
 * writes itself (a person's name, an agreement, control entries): so the core never uses the actor that a window holds.
 * Each has one actor for life; a stream that may have a twin somewhere is never written again (settled 11).
 */
import { type Hex, fromHex, toHex } from '../base/bytes.ts'
import { assert } from '../base/assert.ts'
import { actorOf } from '../base/crypto.ts'
import type { Result } from '../base/result.ts'
import type { ChangeAuthor } from '../gate/executor.ts'
import type { DiskError } from '../journal/disk.ts'
import type { LocalState } from './localState.ts'
import type { PlanCore } from './planCore.ts'
import { canWrite, selfOf } from './self.ts'

export type StreamUse = 'desk' | 'service'

export const actorOfStream = (device: Hex, stream: Hex): Hex => toHex(actorOf(fromHex(device), fromHex(stream)))

/** All streams this installation has written, the current ones first. */
export function ownStreams(state: LocalState): readonly Hex[] {
  const { desk, service, retired } = state.streams
  return [...new Set([desk, service, ...retired].filter((stream) => stream !== null))]
}

/** Streams of this device as the journal shows them too: also those a lost local state does not name. */
export function allOwnStreams(core: PlanCore): readonly Hex[] {
  const found = new Set(ownStreams(core.local.state()))
  for (const [stream, device] of core.state.devices) if (device === core.device) found.add(stream)
  return [...found]
}

/**
 * The stream for a use; a new one the first time. It is on disk before anything is written in it, also when the disk had
 * refused it before: a draft of a stream nobody knows of could not be read after a crash.
 */
export async function streamFor(core: PlanCore, use: StreamUse): Promise<Result<Hex, DiskError>> {
  const current = core.local.state().streams[use]
  // What lies beyond a cut-off does not count, also of somebody who may write again.
  if (current === null || (canWrite(core) && selfOf(core)?.cutOffs.has(current) === true)) return startStream(core, use)
  const known = await core.local.catchUp()
  return known.ok ? { ok: true, value: current } : known
}

/**
 * Gives the current stream of a use up and starts another. Durable before anything is written in it. `movedFrom`: the stream
 * whose changes are to be written again there, first of all.
 */
export async function startStream(core: PlanCore, use: StreamUse, movedFrom?: Hex): Promise<Result<Hex, DiskError>> {
  const stream = toHex(core.deps.random.bytes(16))
  const written = await core.local.update((state) => {
    const { [use]: before, moved = [] } = state.streams
    const retired = before === null ? state.streams.retired : [...state.streams.retired, before]
    const others = moved.filter(({ from }) => from !== movedFrom)
    return {
      ...state,
      streams: {
        ...state.streams,
        [use]: stream,
        retired,
        ...(movedFrom === undefined ? {} : { moved: [...others, { from: movedFrom, to: stream }] }),
      },
    }
  })
  return written.ok ? { ok: true, value: stream } : written
}

/** What a further stream of this device starts from: its JOIN, or GENESIS. */
function originOf(core: PlanCore): Hex {
  const origin = selfOf(core)?.origins.at(-1)
  assert(origin !== undefined, 'A device that writes is in the roster.')
  return origin
}

export interface ChainEnd {
  readonly stream: Hex
  readonly seq: number
  readonly prev: Hex
}

/**
 * Where the next entry of an own stream stands. `undefined` when the journal has a gap in it or two entries at its end:
 * then the stream cannot be continued.
 */
export function chainEnd(core: PlanCore, stream: Hex): ChainEnd | undefined {
  const next = core.state.sealed.findLast(({ entry }) => entry.header.stream === stream)?.entry
  if (next !== undefined) return { stream, seq: next.header.seq + 1, prev: next.hash }
  const held = core.journal.vector().get(stream)
  if (held === undefined) return { stream, seq: 0, prev: originOf(core) }
  const last = core.journal.at(stream, held.length - 1)
  return held.ranges.length > 0 || last.length !== 1 ? undefined : { stream, seq: held.length, prev: last[0] as Hex }
}

/** Author of own changes on `stream`: the actor of that stream first, then those of the other own streams. */
export function ownAuthor(core: PlanCore, stream: Hex): ChangeAuthor {
  const self = selfOf(core)
  const others = allOwnStreams(core).filter((one) => one !== stream)
  return {
    device: core.device,
    stream,
    member: self?.id ?? core.planId,
    role: self === undefined || self.role === 'unknown' ? 'reader' : self.role,
    actors: [stream, ...others].map((one) => actorOfStream(core.device, one)),
  }
}
