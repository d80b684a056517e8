/**
 * Who has seen what. Every entry names, in `seen`, how far its writer had read other streams since the entry before; from
 * that this device learns with whom its own entries are, and which entries exist that it does not hold (CR12).
 */
import type { Hex } from '../base/bytes.ts'
import { shownInstant } from '../base/instant.ts'

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
  /** Roster member → UTC ms claimed by the newest of its entries. */
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

/** Entries that some member has and this device lacks. `held`: stream → contiguous entries held here. */
export function findGaps(ledger: Ledger, held: Counts): readonly Gap[] {
  const furthest = new Map<Hex, number>()
  for (const counts of ledger.seenBy.values()) {
    for (const [stream, length] of counts) furthest.set(stream, Math.max(furthest.get(stream) ?? 0, length))
  }
  return [...furthest]
    .map(([stream, length]) => ({ stream, count: length - (held.get(stream) ?? 0) }))
    .filter((gap) => gap.count > 0)
}
