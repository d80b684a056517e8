/**
 * A plan opened while its worker still loads (CR32). When the cache accounts for everything in the folder, the worker has
 * nothing to judge and nothing to add: lease and document are given from the cache at once. Everything else waits for the
 * worker in the plan's turn; if it finds the cache unusable, what was given ends, and the plan is built from the journal.
 */
import * as A from '@automerge/automerge/slim'
import type { Hex } from '../base/bytes.ts'
import type { Notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import { isControlKind } from '../journal/entry.ts'
import { rangesLacking, vectorHas } from '../journal/vector.ts'
import type { PlanCache } from './cacheFile.ts'
import { gateContent, lateHashes, readHeld } from './digest.ts'
import { openForks } from './fork.ts'
import { sameHeads } from './keepCache.ts'
import { endLease } from './lease.ts'
import { executorNotice } from './ownChanges.ts'
import { actorOfStream, allOwnStreams, chainEnd } from './ownStreams.ts'
import { type PendingChange, type PlanCore, type PlanState, closeCore } from './planCore.ts'
import { type OpenFinds, pendingOf, restorePlan } from './repair.ts'
import { canWrite } from './self.ts'

/** Takes the state of the plan from the cache, and lets the worker load; false when the folder has to be gone through first. */
export function openFromCache(core: PlanCore, { cache }: OpenFinds): boolean {
  if (cache === null || !isFolderSound(core) || !accountsForEntries(core, cache) || openForks(core).length > 0)
    return false
  const pending = draftsAmong(core, cache.unsealed)
  if (pending === null) return false
  const { state } = core
  takeFromCache(state, cache, pending)
  state.loading = core.turn.run(() => loadBehind(core, cache))
  return true
}

function takeFromCache(state: PlanState, cache: PlanCache, pending: readonly PendingChange[]): void {
  state.heads = cache.heads
  state.bytes = { bytes: cache.document, heads: cache.heads, behind: 0 }
  state.pending = pending
  state.facts = cache.facts
  state.look = cache.look === '' ? null : cache.look
}

/** In the turn, before anything else: the worker's word on what the cache said of itself. */
async function loadBehind(core: PlanCore, cache: PlanCache): Promise<Result<void, Notice>> {
  const { state } = core
  const loaded = await core.docs.load({ cache: cache.document })
  const isAsSaid = loaded.ok && sameHeads([...loaded.value.heads].sort(), cache.heads)
  state.loading = null
  state.look = null
  if (isAsSaid) {
    // The worker is told what they hold, so that what builds on them finds them.
    await gateContent(core, await readHeld(core, lateHashes(core)))
    return ok(undefined)
  }
  endLease(core)
  const rebuilt =
    loaded.ok || loaded.error.code === 'E_CACHE_LOST'
      ? await buildAnew(core).catch((cause: unknown) => failedToBuild(core, cause))
      : err(executorNotice(loaded.error))
  if (rebuilt.ok) core.events.changes.emit({ kind: 'reset', heads: state.heads })
  // Nothing may be written by a core whose worker does not hold what its files hold.
  else await closeCore(core)
  return rebuilt
}

function failedToBuild(core: PlanCore, cause: unknown): Result<never, Notice> {
  core.deps.log.error('plan.notBuilt', { cause: cause instanceof Error ? cause.message : 'unknown' })
  return err(executorNotice({ code: 'E_WORKER', reason: 'died' }))
}

function buildAnew(core: PlanCore): Promise<Result<void, Notice>> {
  core.state.heads = []
  core.state.bytes = null
  return restorePlan(core, { cache: null, cacheAt: 'lost' })
}

/** Nothing was mended or set right, and each own stream can be gone on with. */
function isFolderSound(core: PlanCore): boolean {
  const { desk, service } = core.local.state().streams
  const canGoOn = [desk, service].every((stream) => stream === null || chainEnd(core, stream) !== undefined)
  const hasDesk = desk !== null || !canWrite(core)
  return core.health.items().length === 0 && core.journal.health().damage.length === 0 && canGoOn && hasDesk
}

/** Journal and cache hold the same, and nothing in them waits. */
function accountsForEntries(core: PlanCore, cache: PlanCache): boolean {
  const { journal } = core
  if (cache.parked.length > 0 || cache.quarantined.some((item) => item.code === 'E_NEWER')) return false
  if (core.state.control.size !== cache.control.length) return false
  if (rangesLacking(journal.vector(), cache.covered).length > 0) return false
  const isCovered = ({ kind, hash, stream, seq }: { kind: number; hash: Hex; stream: Hex; seq: number }): boolean =>
    isControlKind(kind) ? core.state.control.has(hash) : vectorHas(cache.covered, stream, seq)
  return [...journal.places()].every(isCovered) && [...core.state.control.keys()].every((hash) => journal.has(hash))
}

/** The drafts, when they are exactly the own changes in the cache's document that are in no entry; `null` when not. */
function draftsAmong(core: PlanCore, unsealed: readonly Hex[]): readonly PendingChange[] | null {
  const wanted = new Set(unsealed)
  const actors = new Set(allOwnStreams(core).map((stream) => actorOfStream(core.device, stream)))
  const found: PendingChange[] = []
  for (const draft of core.drafts.list()) {
    const change = A.decodeChange(draft.bytes)
    const hash = change.hash as Hex
    if (!actors.has(change.actor) || !wanted.delete(hash)) return null
    found.push(pendingOf(core, change, hash, draft.bytes.length, draft.number))
  }
  return wanted.size === 0 ? found : null
}
