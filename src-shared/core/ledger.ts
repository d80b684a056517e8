/**
 * Who has seen what. Every entry names, in `seen`, how far its writer had read other streams since the entry before; from
 * that this device learns with whom its own entries are, and which entries exist that it does not hold (CR12).
 */
import type { Hex } from '../base/bytes.ts'
import { shownInstant } from '../base/instant.ts'
import { type StreamState, type Vector, countRanges, missingRanges } from '../journal/vector.ts'

/** One line of `seen`: the entry at `seq` of `stream`, its hash cut to 8 bytes. */
export interface SeenMark {
  readonly stream: Hex
  readonly seq: number
  readonly hash8: Hex
}

/** Per stream, how many entries from the first on. */
export type Counts = ReadonlyMap<Hex, number>

export interface Ledger {
  /** Roster member → stream → entries that member is known to have. */
  readonly seenBy: ReadonlyMap<Hex, Counts>
  /** Roster member → UTC ms claimed by the newest of its entries; one's own: when one last wrote. */
  readonly heardAt: ReadonlyMap<Hex, number>
  /** What our own entries have told others that we have. */
  readonly told: Counts
}

export const emptyLedger: Ledger = { seenBy: new Map(), heardAt: new Map(), told: new Map() }

/** Takes one opened entry of `member` into account. Never goes back: entries may come in any order. */
export function noteSeen(ledger: Ledger, member: Hex, seen: readonly SeenMark[], claimedAt: number): Ledger {
  const before = ledger.seenBy.get(member) ?? new Map<Hex, number>()
  const after = new Map(before)
  for (const mark of seen) after.set(mark.stream, Math.max(after.get(mark.stream) ?? 0, mark.seq + 1))
  return {
    ...ledger,
    seenBy: new Map(ledger.seenBy).set(member, after),
    heardAt: new Map(ledger.heardAt).set(member, Math.max(ledger.heardAt.get(member) ?? 0, shownInstant(claimedAt))),
  }
}

/** This device has written something itself. */
export const noteWritten = (ledger: Ledger, member: Hex, at: number): Ledger => ({
  ...ledger,
  heardAt: new Map(ledger.heardAt).set(member, Math.max(ledger.heardAt.get(member) ?? 0, shownInstant(at))),
})

export const noteTold = (ledger: Ledger, marks: readonly SeenMark[]): Ledger => ({
  ...ledger,
  told: new Map([...ledger.told, ...marks.map((mark) => [mark.stream, mark.seq + 1] as const)]),
})

/** How many of the own entries (`own`: stream → number of entries) this member is known to have. */
export function countSeen(ledger: Ledger, member: Hex, own: Counts): number {
  const counts = ledger.seenBy.get(member)
  let sum = 0
  for (const [stream, length] of own) sum += Math.min(length, counts?.get(stream) ?? 0)
  return sum
}

export interface Gap {
  readonly stream: Hex
  readonly count: number
}

/** Entries that some member has, or that a later one of their stream tells of, and that are not among those held. */
export function findGaps(ledger: Ledger, held: Vector): readonly Gap[] {
  const seen = new Map<Hex, StreamState>()
  for (const counts of ledger.seenBy.values()) {
    for (const [stream, count] of counts) {
      seen.set(stream, { length: Math.max(seen.get(stream)?.length ?? 0, count), ranges: [] })
    }
  }
  const gaps = new Map<Hex, number>()
  for (const range of missingRanges(held, seen)) {
    gaps.set(range.stream, (gaps.get(range.stream) ?? 0) + countRanges([range]))
  }
  return [...gaps].map(([stream, count]) => ({ stream, count }))
}
