import type { Hex } from '#shared/base/bytes.ts'
import type { ChangeIndex } from './changeIndex.ts'
import { type ChangeContext, checkChange } from './checkChange.ts'
import type { EntryToApply, LateContent } from './executor.ts'
import type { Places } from './places.ts'
import { readBundle, type ReadChange } from './readChanges.ts'
import type { GateRefusal } from './refusal.ts'
import type { GateSettings } from './settings.ts'

/** What entries are judged against, apart from who wrote them. */
export type GateBench = {
  readonly index: ChangeIndex
  readonly places: Places
  readonly foundingActor: Hex
  readonly isMigration: ChangeContext['isMigration']
  readonly settings: GateSettings
  /** Operations the document may still take. */
  opsLeft: number
}

export type GatedEntry =
  | { readonly at: 'applied'; readonly entryHash: Hex; readonly changes: readonly ReadChange[] }
  | { readonly at: 'parked'; readonly entryHash: Hex; readonly missing: readonly Hex[] }
  | { readonly at: 'refused'; readonly entryHash: Hex; readonly refusal: GateRefusal }
  | ({ readonly at: 'late'; readonly entryHash: Hex } & LateContent)

/**
 * Judges a batch. Entries that wait for one another are settled whatever their order in the batch. The changes of accepted
 * entries are in `bench.index` afterwards, as if they were in the document: the caller applies them, or drops the bench.
 */
export function gateEntries(entries: readonly EntryToApply[], bench: GateBench): readonly GatedEntry[] {
  const settled: GatedEntry[] = []
  let waiting = entries.map<Opened>((entry) => ({ entry, read: null }))
  for (;;) {
    const again: Opened[] = []
    const parked: GatedEntry[] = []
    for (const opened of waiting) {
      const gated = gateEntry(opened, bench)
      if (gated.at === 'parked') {
        again.push(opened)
        parked.push(gated)
      } else settled.push(gated)
    }
    if (again.length === 0 || again.length === waiting.length) return [...settled, ...parked]
    waiting = again
  }
}

/** `read`: opened when its turn first came, and kept while it waits for others of the batch. */
type Opened = { readonly entry: EntryToApply; read: ReturnType<typeof readBundle> | null }

/** One entry, whole or not at all. */
function gateEntry(opened: Opened, bench: GateBench): GatedEntry {
  const { entryHash, author, bundle } = opened.entry
  const { index, settings } = bench
  const read = (opened.read ??= readBundle(bundle, settings, bench.opsLeft))
  if (!read.ok) return { at: 'refused', entryHash, refusal: read.error }
  if (opened.entry.isLate === true) return { at: 'late', entryHash, ...lateContent(read.value) }
  const context: ChangeContext = { ...bench, author }
  const changes: ReadChange[] = []
  for (const change of read.value) {
    const verdict = checkChange(change, context)
    if (verdict.at === 'new') {
      index.add(verdict.change)
      changes.push(verdict.change)
    } else if (verdict.at !== 'known') {
      takeBack(changes, bench)
      return verdict.at === 'parked'
        ? { at: 'parked', entryHash, missing: verdict.missing }
        : { at: 'refused', entryHash, refusal: verdict.refusal }
    }
  }
  const ops = changes.reduce((sum, { ops: own }) => sum + own.length, 0)
  if (ops > bench.opsLeft) {
    takeBack(changes, bench)
    return { at: 'refused', entryHash, refusal: { code: 'E_CHANGE_OPS', limit: settings.limits.opsPerDocument } }
  }
  bench.opsLeft -= ops
  return { at: 'applied', entryHash, changes }
}

const MOST_WORDS = 2_000

function lateContent(changes: readonly ReadChange[]): LateContent {
  let words = ''
  for (const { ops } of changes) {
    for (const { value } of ops) if (typeof value === 'string' && words.length < MOST_WORDS) words += value
    if (!words.endsWith('\n')) words += '\n'
  }
  return { changes: changes.map(({ hash }) => hash), words: words.slice(0, MOST_WORDS).trim() }
}

/** Forgets changes that were noted as accepted, newest first. */
export function takeBack(changes: readonly ReadChange[], { index, places }: GateBench): void {
  for (const change of changes.toReversed()) {
    index.remove(change)
    places.forget(change.actor, change.startOp, change.ops)
  }
}
