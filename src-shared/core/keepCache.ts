/**
 * Writes the document cache and then drops the drafts it holds (CR4). The worker saves, loads and compares before it hands
 * the bytes out, so a cache on disk has been seen to reload; until then the one before stays.
 */
import { concat } from '../base/bytes.ts'
import { type Notice, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { SavedDocument } from '../gate/executor.ts'
import type { Heads } from './contract.ts'
import { writeCache } from './cacheFile.ts'
import { readFacts } from './facts.ts'
import { executorNotice } from './ownChanges.ts'
import { type PlanCore, diskNotice, report } from './planCore.ts'

/** While live the cache is replaced at most once a minute. */
export const CACHE_EVERY_MS = 60_000

export async function keepCache(core: PlanCore): Promise<Result<void, Notice>> {
  const { state } = core
  // A cache that holds what does not count any more would be taken for one that holds what counts.
  if (!state.cacheStale || state.isRebuildDue) return dropDrafts(core)
  const saved = await core.docs.save(null)
  if (!saved.ok) return err(executorNotice(saved.error))
  noteWithdrawn(core, saved.value)
  const look = await core.docs.look(null)
  if (!look.ok) return err(executorNotice(look.error))
  await readFacts(core)
  if (!sameHeads(state.facts.heads, state.heads)) return err(notice('E_WORKER'))
  const written = await writeCache(core.disk, core.vault, {
    document: saved.value.bytes,
    heads: state.heads,
    control: [...state.control.values()].map((entry) => entry.bytes),
    covered: core.journal.vector(),
    quarantined: [...state.quarantined.values()],
    parked: [...state.parked, ...state.waiting],
    notUnderstood: [...state.notUnderstood],
    ledger: state.ledger,
    unsealed: state.pending.map((change) => change.hash),
    look: look.value.json,
    devices: state.devices,
    lastSeq: state.lastSeq,
    epochs: state.epochs,
    facts: state.facts,
  })
  if (!written.ok) return err(diskNotice(written.error))
  state.cacheStale = false
  state.cachedAt = core.deps.clock.now()
  return dropDrafts(core)
}

/** All drafts before the first that is still needed: one whose change is in no entry yet. */
async function dropDrafts(core: PlanCore): Promise<Result<void, Notice>> {
  const { state, drafts } = core
  const last = drafts.list().at(-1)?.number
  if (state.cacheStale || last === undefined) return ok(undefined)
  const needed = state.pending.filter((change) => change.draft > 0).map((change) => change.draft)
  const dropped = await drafts.drop(Math.min(last, ...needed.map((number) => number - 1)))
  return dropped.ok ? ok(undefined) : err(diskNotice(dropped.error))
}

/** Changes that came after the bytes held are put behind them up to here; beyond it the document is saved anew. */
const MOST_BYTES_BEHIND = 4 * 1024 * 1024

/**
 * The whole document: the bytes last handed out with the changes since behind them, which is how the library appends to a
 * file of its own; saved, loaded and compared when there are none, or when they have become many.
 */
export async function documentBytes(core: PlanCore): Promise<Result<Uint8Array, Notice>> {
  const { state } = core
  const { bytes } = state
  if (bytes !== null && sameHeads(bytes.heads, state.heads)) return ok(bytes.bytes)
  const since = bytes === null ? null : await core.docs.changesSince({ heads: bytes.heads })
  if (bytes !== null && since?.ok === true) {
    const behind = bytes.behind + since.value.changes.reduce((sum, change) => sum + change.bytes.length, 0)
    if (behind <= MOST_BYTES_BEHIND) {
      const whole = concat(bytes.bytes, ...since.value.changes.map((change) => change.bytes))
      state.bytes = { bytes: whole, heads: state.heads, behind }
      return ok(whole)
    }
  }
  const saved = await core.docs.save(null)
  if (!saved.ok) return err(executorNotice(saved.error))
  noteWithdrawn(core, saved.value)
  return ok(saved.value.bytes)
}

function noteWithdrawn(core: PlanCore, saved: SavedDocument): void {
  const { state } = core
  state.heads = [...saved.heads].sort()
  state.bytes = { bytes: saved.bytes, heads: state.heads, behind: 0 }
  for (const { entryHash, refusal } of saved.withdrawn) {
    state.quarantined.set(entryHash, { hash: entryHash, code: refusal.code })
    report(core, refusal.code, {}, entryHash)
  }
  for (const entryHash of saved.parkedAgain) state.parked.add(entryHash)
  const local = new Set(saved.withdrawnLocal)
  if (local.size > 0) {
    state.pending = state.pending.filter((change) => !local.has(change.hash))
    report(core, 'E_CHANGE_RELOAD', {})
  }
  if (saved.withdrawn.length + local.size > 0) core.events.changes.emit({ kind: 'reset', heads: state.heads })
}

export const sameHeads = (a: Heads, b: Heads): boolean => a.length === b.length && a.every((head, i) => head === b[i])

export const isCacheDue = (core: PlanCore): boolean =>
  core.state.cacheStale && Math.abs(core.deps.clock.now() - core.state.cachedAt) >= CACHE_EVERY_MS
