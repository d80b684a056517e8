/** The part of a plan that sync works with: what is held, what the other side lacks, and the door for what it sends. */
import type { Hex } from '../base/bytes.ts'
import { sentenceOf } from '../base/codes.ts'
import { type Entry, isControlKind } from '../journal/entry.ts'
import type { EntryPlace } from '../journal/journal.ts'
import { type Vector, rangesLacking, vectorHas } from '../journal/vector.ts'
import type { EntryStore, LastRoot, ReadLimits, StoredEntry } from '../sync/port.ts'
import { type PlanCore, diskNotice } from './planCore.ts'
import type { Taken } from './receive.ts'
import { takeEntries } from './receive.ts'

export interface StoreHooks {
  /** Own streams whose entries from a number on are to be fetched and compared: this relay may have a twin's. */
  readonly disputed: Map<Hex, number>
  readonly onTaken: (taken: Taken) => Promise<void>
  lastRoot(): LastRoot | null
  saveLastRoot(root: LastRoot): void
}

export function makeEntryStore(core: PlanCore, hooks: StoreHooks): EntryStore {
  return {
    vector: () => withoutDisputed(core.journal.vector(), hooks.disputed),
    readLacking: (except, limits, { controlOnly }) => readLacking(core, except, limits, controlOnly),
    async receive(entries) {
      const taken = await core.turn.run(() => takeEntries(core, entries))
      // Not durable: the session must not count them as received.
      if (!taken.ok) throw new Error(sentenceOf(taken.error))
      for (const stream of taken.value.streams) hooks.disputed.delete(stream)
      await hooks.onTaken(taken.value)
    },
    control: async () => controlInOrder(core).map((entry) => entry.bytes),
    lastRoot: hooks.lastRoot,
    saveLastRoot: hooks.saveLastRoot,
  }
}

function withoutDisputed(vector: Vector, disputed: ReadonlyMap<Hex, number>): Vector {
  if (disputed.size === 0) return vector
  const out = new Map(vector)
  for (const [stream, length] of disputed) out.set(stream, { length, ranges: [] })
  return out
}

/** Parents before children; those whose parents are not here come last. */
export function controlInOrder(core: PlanCore): readonly Entry[] {
  const { nodes, byHash } = core.state.roster.graph
  const orphans = [...core.state.control.values()].filter((entry) => !byHash.has(entry.hash))
  return [...nodes.map((node) => node.entry), ...orphans]
}

async function readLacking(
  core: PlanCore,
  except: Vector,
  limits: ReadLimits,
  controlOnly: boolean,
): Promise<readonly StoredEntry[]> {
  const out: StoredEntry[] = []
  let bytes = 0
  for (const place of lackingPlaces(core, except, controlOnly)) {
    if (out.length > 0 && (out.length >= limits.entries || bytes + place.bytes > limits.bytes)) break
    const entry = await core.journal.get(place.hash)
    // The session ends and tries again: what cannot be read now is not lost.
    if (!entry.ok) throw new Error(sentenceOf(diskNotice(entry.error)))
    if (entry.value === undefined) continue // damaged: named by the journal, and missing here too
    out.push({ bytes: entry.value.bytes, hash: place.hash, stream: place.stream, seq: place.seq })
    bytes += place.bytes
  }
  return out
}

function* lackingPlaces(core: PlanCore, except: Vector, controlOnly: boolean): Iterable<EntryPlace> {
  for (const entry of controlInOrder(core)) {
    const place = core.journal.place(entry.hash)
    if (place !== undefined && !vectorHas(except, place.stream, place.seq)) yield place
  }
  if (controlOnly) return
  for (const { stream, from, to } of rangesLacking(except, core.journal.vector())) {
    for (let seq = from; seq <= to; seq++) yield* contentAt(core, stream, seq)
  }
}

function* contentAt(core: PlanCore, stream: Hex, seq: number): Iterable<EntryPlace> {
  const place = core.journal.place(core.journal.at(stream, seq)[0] ?? '')
  if (place !== undefined && !isControlKind(place.kind)) yield place
}
