/** Group commit: calls made while a write is under way share the next one. For any adapter that can write a batch. */
import type { Hex } from '../base/bytes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { Entry } from './entry.ts'
import { type EntryIndex, placeOf } from './entryIndex.ts'
import type { Appended, Fork, JournalError } from './journal.ts'

/** Written together at most, beyond the first call: bounds the memory of one write. */
const MAX_GROUP_BYTES = 8 * 1024 * 1024

/** Writes entries durably, all or nothing. `added`: called for each of them in order, before any caller is answered. */
export interface BatchWriter {
  write(entries: readonly Entry[]): Promise<Result<(entry: Entry) => void, JournalError>>
}

export interface AppendQueue {
  append(entries: readonly Entry[]): Promise<Result<Appended, JournalError>>
  /** Refuses what comes from now on, and waits for what is under way. */
  close(): Promise<void>
}

interface Waiting {
  readonly entries: readonly Entry[]
  readonly resolve: (result: Result<Appended, JournalError>) => void
}

export function createAppendQueue(roomId: Hex, index: EntryIndex, writer: BatchWriter): AppendQueue {
  const queue: Waiting[] = []
  let isClosed = false
  let isDraining = false
  let drained: Promise<void> = Promise.resolve()

  async function drain(): Promise<void> {
    isDraining = true
    try {
      while (queue.length > 0) await commit(takeGroup(queue))
    } finally {
      isDraining = false
    }
  }

  async function commit(group: readonly Waiting[]): Promise<void> {
    const fresh = notYetHeld(group)
    const written = fresh.size === 0 ? ok(() => {}) : await writer.write([...fresh.values()])
    for (const { entries, resolve } of group)
      resolve(written.ok ? ok(remember(entries, fresh, written.value)) : written)
  }

  function notYetHeld(group: readonly Waiting[]): Map<Hex, Entry> {
    const fresh = new Map<Hex, Entry>()
    for (const entry of group.flatMap(({ entries }) => entries)) {
      if (index.position(entry.hash) === undefined && !fresh.has(entry.hash)) fresh.set(entry.hash, entry)
    }
    return fresh
  }

  function remember(entries: readonly Entry[], fresh: Map<Hex, Entry>, added: (entry: Entry) => void): Appended {
    const news = entries.filter((entry) => fresh.delete(entry.hash))
    const forks: Fork[] = []
    for (const entry of news) {
      index.add(placeOf(entry))
      added(entry)
      const { stream, seq } = entry.header
      const hashes = index.at(stream, seq)
      if (hashes.length > 1) forks.push({ stream, seq, hashes })
    }
    return { added: news, forks }
  }

  return {
    append(entries) {
      if (isClosed) return Promise.resolve(err({ code: 'E_CLOSED' }))
      const foreign = entries.find((entry) => entry.header.roomId !== roomId)
      if (foreign !== undefined) return Promise.resolve(err({ code: 'E_WRONG_PLAN', roomId: foreign.header.roomId }))
      return new Promise((resolve) => {
        queue.push({ entries, resolve })
        if (!isDraining) drained = drain()
      })
    },
    async close() {
      isClosed = true
      await drained
    },
  }
}

/** All calls that wait, up to a size; at least one. */
function takeGroup(queue: Waiting[]): readonly Waiting[] {
  let bytes = 0
  let count = 0
  for (const { entries } of queue) {
    bytes += entries.reduce((sum, entry) => sum + entry.bytes.length, 0)
    if (count > 0 && bytes > MAX_GROUP_BYTES) break
    count += 1
  }
  return queue.splice(0, count)
}
