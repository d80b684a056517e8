/** What a journal knows of its entries without reading them: one index for every adapter. Memory only. */
import type { Hex } from '../base/bytes.ts'
import type { Entry } from './entry.ts'
import type { EntryPlace, Fork } from './journal.ts'
import { type Vector, vectorWith } from './vector.ts'

export interface EntryIndex {
  /** Position in the order of appending, or `undefined` when the hash is already held. */
  add(place: EntryPlace): number | undefined
  position(hash: Hex): number | undefined
  placeAt(position: number): EntryPlace | undefined
  count(): number
  at(stream: Hex, seq: number): readonly Hex[]
  vector(): Vector
  places(from: number): Iterable<EntryPlace>
  forks(): readonly Fork[]
}

export const placeOf = (entry: Entry): EntryPlace => ({
  hash: entry.hash,
  stream: entry.header.stream,
  seq: entry.header.seq,
  kind: entry.header.kind,
  bytes: entry.bytes.length,
})

export function createEntryIndex(): EntryIndex {
  const order: EntryPlace[] = []
  const byHash = new Map<Hex, number>()
  const byStream = new Map<Hex, Map<number, Hex | readonly Hex[]>>()
  const forked = new Map<string, Fork>()
  let vector: Vector = new Map()
  // Places not yet in `vector`: one union per question instead of one per entry, or opening would be quadratic.
  let fresh: EntryPlace[] = []

  const at = (stream: Hex, seq: number): readonly Hex[] => {
    const held = byStream.get(stream)?.get(seq)
    return held === undefined ? [] : typeof held === 'string' ? [held] : held
  }
  const seqsOf = (stream: Hex): Map<number, Hex | readonly Hex[]> => {
    const held = byStream.get(stream)
    if (held !== undefined) return held
    const made = new Map<number, Hex | readonly Hex[]>()
    byStream.set(stream, made)
    return made
  }

  return {
    add(place) {
      if (byHash.has(place.hash)) return undefined
      const others = at(place.stream, place.seq)
      const hashes = [...others, place.hash]
      seqsOf(place.stream).set(place.seq, hashes.length === 1 ? place.hash : hashes)
      if (others.length > 0) {
        forked.set(`${place.stream}/${place.seq}`, { stream: place.stream, seq: place.seq, hashes })
      } else fresh.push(place)
      byHash.set(place.hash, order.length)
      return order.push(place) - 1
    },
    position: (hash) => byHash.get(hash),
    placeAt: (position) => order[position],
    count: () => order.length,
    at,
    vector() {
      if (fresh.length > 0) vector = vectorWith(vector, fresh)
      fresh = []
      return vector
    },
    *places(from) {
      for (let i = from; i < order.length; i++) yield order[i] as EntryPlace
    },
    forks: () => [...forked.values()],
  }
}
