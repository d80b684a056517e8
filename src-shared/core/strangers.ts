/**
 * Entries of authors this device does not know as members yet. A live entry may come ahead of the control entries that are
 * still being fetched; so these wait here, in memory and bounded, and are judged again when control entries have come
 * (CR5). What is forgotten here is not held, and comes again at the next meeting.
 */
import type { Hex } from '../base/bytes.ts'
import type { Entry } from '../journal/entry.ts'

const MOST_ENTRIES = 256
const MOST_BYTES = 4 * 1024 * 1024

export interface Strangers {
  keep(entry: Entry): void
  /** All of them, which then wait no more. */
  takeAll(): readonly Uint8Array[]
}

export function makeStrangers(): Strangers {
  const waiting = new Map<Hex, Uint8Array>()
  let bytes = 0
  return {
    keep(entry) {
      if (entry.bytes.length > MOST_BYTES || waiting.has(entry.hash)) return
      waiting.set(entry.hash, entry.bytes)
      bytes += entry.bytes.length
      for (const [oldest, held] of waiting) {
        if (waiting.size <= MOST_ENTRIES && bytes <= MOST_BYTES) break
        waiting.delete(oldest)
        bytes -= held.length
      }
    },
    takeAll() {
      const all = [...waiting.values()]
      waiting.clear()
      bytes = 0
      return all
    },
  }
}
