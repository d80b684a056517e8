/**
 * Entries of members who may not write any more, written beyond what counts of them (docs/specs/core.md, CR38-CR40). They
 * stay out of the document until an entry that counts builds on them: what somebody who is still here has built on is part
 * of their work. Which those are depends on the set of entries held, never on their order.
 */
import type { Hex } from '../base/bytes.ts'
import type { LateContent } from '../gate/executor.ts'

export interface LateEntries {
  /** Held and left out; what it holds. */
  put(entry: Hex, content: LateContent): void
  /** An entry that counts waits for these changes. */
  wants(entry: Hex, missing: readonly Hex[]): void
  /** It is late no more, or waits no more. */
  settled(entry: Hex): void
  /** Late entries with a change that some entry that counts waits for. */
  vouched(): readonly Hex[]
  /** Those with one of these changes. */
  holding(changes: readonly Hex[]): readonly Hex[]
  content(entry: Hex): LateContent | undefined
  clear(): void
}

export function makeLateEntries(): LateEntries {
  const late = new Map<Hex, LateContent>()
  const byChange = new Map<Hex, Set<Hex>>()
  const wanted = new Map<Hex, readonly Hex[]>()
  const holding = (changes: readonly Hex[]): readonly Hex[] => [
    ...new Set(changes.flatMap((change) => [...(byChange.get(change) ?? [])])),
  ]
  const settled = (entry: Hex): void => {
    wanted.delete(entry)
    for (const change of late.get(entry)?.changes ?? []) {
      const entries = byChange.get(change)
      entries?.delete(entry)
      if (entries?.size === 0) byChange.delete(change)
    }
    late.delete(entry)
  }
  return {
    put(entry, content) {
      settled(entry)
      late.set(entry, content)
      for (const change of content.changes) byChange.set(change, (byChange.get(change) ?? new Set()).add(entry))
    },
    wants(entry, missing) {
      settled(entry)
      wanted.set(entry, missing)
    },
    settled,
    vouched: () => holding([...wanted.values()].flat()),
    holding,
    content: (entry) => late.get(entry),
    clear() {
      late.clear()
      byChange.clear()
      wanted.clear()
    },
  }
}
