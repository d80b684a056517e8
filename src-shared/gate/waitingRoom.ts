import type { Hex } from '#shared/base/bytes.ts'
import type { EntryToApply } from './executor.ts'
import type { GateLimits } from './limits.ts'

type Waiting = { readonly entry: EntryToApply; readonly missing: Set<Hex> }

/** Entries that build on changes nobody has brought yet. Bounded: what does not fit stays in the journal alone. */
export class WaitingRoom {
  readonly #limits: GateLimits
  readonly #waiting = new Map<Hex, Waiting>()
  readonly #byMissing = new Map<Hex, Set<Hex>>()
  #bytes = 0

  constructor(limits: GateLimits) {
    this.#limits = limits
  }

  /** False: there is no room. */
  put(entry: EntryToApply, missing: readonly Hex[]): boolean {
    this.drop(entry.entryHash)
    const { parkedEntries, parkedBytes } = this.#limits
    if (this.#waiting.size >= parkedEntries || this.#bytes + entry.bundle.length > parkedBytes) return false
    this.#waiting.set(entry.entryHash, { entry, missing: new Set(missing) })
    this.#bytes += entry.bundle.length
    for (const hash of missing) {
      const those = this.#byMissing.get(hash)
      if (those) those.add(entry.entryHash)
      else this.#byMissing.set(hash, new Set([entry.entryHash]))
    }
    return true
  }

  drop(entryHash: Hex): void {
    const waiting = this.#waiting.get(entryHash)
    if (!waiting) return
    this.#waiting.delete(entryHash)
    this.#bytes -= waiting.entry.bundle.length
    for (const hash of waiting.missing) {
      const those = this.#byMissing.get(hash)
      those?.delete(entryHash)
      if (those?.size === 0) this.#byMissing.delete(hash)
    }
  }

  /** Takes out the entries for which these changes were the last that was missing. */
  release(applied: readonly Hex[]): readonly EntryToApply[] {
    const released: EntryToApply[] = []
    for (const hash of applied) {
      for (const entryHash of this.#byMissing.get(hash) ?? []) {
        const waiting = this.#waiting.get(entryHash)!
        waiting.missing.delete(hash)
        if (waiting.missing.size > 0) continue
        this.drop(entryHash)
        released.push(waiting.entry)
      }
      this.#byMissing.delete(hash)
    }
    return released
  }

  clear(): void {
    this.#waiting.clear()
    this.#byMissing.clear()
    this.#bytes = 0
  }

  get entries(): number {
    return this.#waiting.size
  }

  get bytes(): number {
    return this.#bytes
  }
}
