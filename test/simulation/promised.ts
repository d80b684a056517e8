import type { Hex } from '#shared/base/bytes.ts'

/** What a device has said is safe: it must be found after any crash. */
export interface Promised {
  /** Entries that were in its journal. */
  readonly entries: Set<Hex>
  /** Changes whose submission was answered as saved. */
  readonly changes: Set<Hex>
  /** Cards added by such changes. */
  readonly cards: Set<string>
  readonly agreements: Set<Hex>
}

export const nothingPromised = (): Promised => ({
  entries: new Set(),
  changes: new Set(),
  cards: new Set(),
  agreements: new Set(),
})

export const copyOf = ({ entries, changes, cards, agreements }: Promised): Promised => ({
  entries: new Set(entries),
  changes: new Set(changes),
  cards: new Set(cards),
  agreements: new Set(agreements),
})
