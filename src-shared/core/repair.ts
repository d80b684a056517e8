/**
 * What opening a plan sets right (CR9, CR10). Journal and cache are two copies of the same changes: what one has lost is
 * taken from the other, or marked as missing so that it is fetched again. Nothing is deleted.
 */
import * as A from '@automerge/automerge/slim'
import type { Hex } from '../base/bytes.ts'
import type { Notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { GatedChange } from '../gate/executor.ts'
import { type Entry, isControlKind } from '../journal/entry.ts'
import type { Damage, EntryPlace } from '../journal/journal.ts'
import { journalFileName } from '../journal/journalFiles.ts'
import { countHeld, rangesLacking, vectorHas } from '../journal/vector.ts'
import type { PlanCache } from './cacheFile.ts'
import { gateContent, vouchFor } from './digest.ts'
import { resolveForks } from './fork.ts'
import { keepCache } from './keepCache.ts'
import { noteLost } from './missing.ts'
import { applyOwn, executorNotice } from './ownChanges.ts'
import { actorOfStream, allOwnStreams, chainEnd, startStream } from './ownStreams.ts'
import { type PendingChange, type PlanCore, diskNotice } from './planCore.ts'
import { sealPending } from './sealDrafts.ts'
import { canWrite } from './self.ts'
import { openOwnBundle } from './ownBundle.ts'

export interface OpenFinds {
  readonly cache: PlanCache | null
  readonly cacheAt: 'found' | 'lost' | 'none'
}

/** Entries digested in one turn of the worker while a journal is replayed. */
const REPLAY_ENTRIES = 256

export async function restorePlan(core: PlanCore, finds: OpenFinds): Promise<Result<void, Notice>> {
  nameLostJournal(core, finds)
  const control = await restoreControl(core)
  if (!control.ok) return control
  const cache = await loadDocument(core, finds)
  if (!cache.ok) return cache
  const replayed = await replay(core, cache.value)
  const pending = await restoreDrafts(core, cache.value, replayed)
  if (!pending.ok) return pending
  const forks = await resolveForksIfRoom(core)
  const mended = await mendJournal(core, cache.value)
  if (!mended.ok) return mended
  const isWorn = forks > 0 || core.health.items().length > 0 || cache.value === null || replayed.count > REPLAY_ENTRIES
  if (isWorn && core.journal.count() > 2) await keepCacheIfRoom(core)
  return ok(undefined)
}

/** A full disk keeps nobody from what is there: the cache that is missing is written at the next occasion. */
async function keepCacheIfRoom(core: PlanCore): Promise<void> {
  const kept = await keepCache(core)
  if (!kept.ok) core.deps.log.error('cache.notKept', { code: kept.error.code })
}

/** What could not be resolved now is found again at the next opening; the plan can be read and written meanwhile. */
async function resolveForksIfRoom(core: PlanCore): Promise<number> {
  if (!canWrite(core)) return 0
  const resolved = await resolveForks(core)
  if (!resolved.ok) core.deps.log.error('fork.notResolved', { code: resolved.error.code })
  return resolved.ok ? resolved.value : 1
}

/** A journal that is gone as a whole leaves no damage behind to be named by it. */
function nameLostJournal(core: PlanCore, { cache }: OpenFinds): void {
  if (core.journal.count() > 0 || cache === null) return
  core.health.report('E_STORE_MISSING', { file: journalFileName(0), count: countHeld(cache.covered) }, 'journal')
}

/** Control entries that only the cache still has go back into the journal, byte for byte. */
async function restoreControl(core: PlanCore): Promise<Result<void, Notice>> {
  const lost = [...core.state.control.values()].filter((entry) => !core.journal.has(entry.hash))
  if (lost.length === 0) return ok(undefined)
  const appended = await core.journal.append(lost)
  if (!appended.ok) return err(diskNotice(appended.error))
  core.health.report('E_STORE_REPAIRED', { count: lost.length }, 'control')
  core.state.cacheStale = true
  return ok(undefined)
}

/** The cache the document now stands on; `null` when it is built from the journal. */
async function loadDocument(core: PlanCore, finds: OpenFinds): Promise<Result<PlanCache | null, Notice>> {
  const { cache } = finds
  if (cache !== null) {
    const loaded = await core.docs.load({ cache: cache.document })
    if (loaded.ok) {
      core.state.heads = [...loaded.value.heads].sort()
      core.state.bytes = { bytes: cache.document, heads: core.state.heads, behind: 0 }
      return ok(cache)
    }
    if (loaded.error.code !== 'E_CACHE_LOST') return err(executorNotice(loaded.error))
  }
  const isFirst = finds.cacheAt === 'none' && [...core.journal.places()].every((place) => isControlKind(place.kind))
  if (!isFirst) core.health.report('E_CACHE_LOST', {})
  core.state.cacheStale = true
  core.state.quarantined.clear()
  core.state.notUnderstood.clear()
  const loaded = await core.docs.load({ cache: null })
  return loaded.ok ? ok(null) : err(executorNotice(loaded.error))
}

interface Replayed {
  readonly count: number
  /** Hashes of changes that stand in own entries the cache did not account for. */
  readonly ownHashes: ReadonlySet<Hex>
}

/** Entries the cache does not account for, through the gate; and again those that were waiting. */
/** Also the whole journal once more, when what counts of it has changed (`cache` is `null` then). */
export async function replay(core: PlanCore, cache: PlanCache | null): Promise<Replayed> {
  const setAside = (cache?.quarantined ?? [])
    .filter((item) => item.code === 'E_NEWER' || item.code === 'E_CUTOFF')
    .map((item) => item.hash)
  const waiting = new Set([...(cache?.parked ?? []), ...setAside])
  const isDue = (place: EntryPlace): boolean =>
    !isControlKind(place.kind) &&
    (cache === null || waiting.has(place.hash) || !vectorHas(cache.covered, place.stream, place.seq))
  const ownHashes = new Set<Hex>()
  let batch: Entry[] = []
  let count = 0
  const digest = async (): Promise<void> => {
    await gateContent(core, batch)
    batch = []
  }
  for await (const entry of core.journal.read([...core.journal.places()].filter(isDue))) {
    core.state.devices.set(entry.header.stream, entry.header.device)
    if (entry.header.device === core.device) for (const hash of openOwnBundle(core, entry)) ownHashes.add(hash)
    batch.push(entry)
    count += 1
    if (batch.length >= REPLAY_ENTRIES) await digest()
  }
  await digest()
  return { count, ownHashes }
}

/** Own changes that are in no entry: those of the drafts, and those the cache names. */
async function restoreDrafts(
  core: PlanCore,
  cache: PlanCache | null,
  replayed: Replayed,
): Promise<Result<void, Notice>> {
  const unsealed = new Set((cache?.unsealed ?? []).filter((hash) => !replayed.ownHashes.has(hash)))
  const streams = new Map(allOwnStreams(core).map((stream) => [actorOfStream(core.device, stream), stream]))
  const pending = new Map<Hex, PendingChange>()
  for (const draft of core.drafts.list()) {
    const change = A.decodeChange(draft.bytes)
    const hash = change.hash as Hex
    if (replayed.ownHashes.has(hash)) continue
    const stream = streams.get(change.actor)
    if (stream === undefined) continue // a stream of another installation: its drafts cannot be here
    const known = await core.docs.has({ hashes: [hash] })
    if (!known.ok) return err(executorNotice(known.error))
    if (known.value.known[0] === true) {
      // In the cache's document: sealed before it was written, unless the cache says otherwise.
      if (!unsealed.has(hash)) continue
    } else {
      await vouchFor(core, change.deps as Hex[])
      const applied = await applyOwn(core, stream, [draft.bytes])
      if (!applied.ok) {
        core.health.report('E_DRAFTS_DAMAGED', { file: hash.slice(0, 8) }, hash)
        continue
      }
    }
    pending.set(hash, pendingOf(core, change, hash, draft.bytes.length, draft.number))
  }
  const lost = [...unsealed].filter((hash) => !pending.has(hash))
  core.state.pending = [...pending.values(), ...(await fromDocument(core, lost))]
  return ok(undefined)
}

/** Changes that only the document still has. */
async function fromDocument(core: PlanCore, hashes: readonly Hex[]): Promise<readonly PendingChange[]> {
  if (hashes.length === 0) return []
  const wanted = new Set(hashes)
  const found: GatedChange[] = []
  for (const stream of allOwnStreams(core)) {
    const changes = await core.docs.changesOf({ actor: actorOfStream(core.device, stream), fromSeq: 1 })
    if (changes.ok) found.push(...changes.value.changes.filter((change) => wanted.has(change.hash)))
  }
  return found.map((change) => pendingOf(core, change, change.hash, change.bytes.length, 0))
}

export const pendingOf = (
  core: PlanCore,
  { actor, seq }: { readonly actor: Hex; readonly seq: number },
  hash: Hex,
  bytes: number,
  draft: number,
): PendingChange => ({ hash, actor, seq, bytes, draft, at: core.deps.clock.now() })

/**
 * Damage of the journal: own changes of the entries it lost are issued again in fresh streams, under their old actors;
 * what others wrote is missing in the vector now, and so asked for at the next contact.
 */
async function mendJournal(core: PlanCore, cache: PlanCache | null): Promise<Result<void, Notice>> {
  const fresh = await noteDamage(core)
  if (!fresh.ok) return fresh
  noteLost(core, cache)
  if (!canWrite(core)) return ok(undefined)
  const own = new Set(allOwnStreams(core))
  // What the cache accounts for and the journal has no more; what came after the cache stands in the drafts.
  const lost = cache === null ? [] : rangesLacking(core.journal.vector(), cache.covered)
  const hurt = new Set(lost.map((range) => range.stream).filter((stream) => own.has(stream)))
  for (const use of ['desk', 'service'] as const) {
    const stream = core.local.state().streams[use]
    if (stream === null) continue
    // A stretch that cannot be read may have held the newest entry of a stream, which nobody here knows of.
    const isSound = !fresh.value && !hurt.has(stream) && chainEnd(core, stream) !== undefined
    const rotated = isSound ? ok(stream) : await startStream(core, use)
    if (!rotated.ok) return err(diskNotice(rotated.error))
  }
  return hurt.size === 0 ? ok(undefined) : reissue(core, [...hurt])
}

/** Names what is wrong with the journal's files; true when some of it had not been found before. */
async function noteDamage(core: PlanCore): Promise<Result<boolean, Notice>> {
  const { mended } = core.local.state()
  const known = new Set(mended)
  const { damage } = core.journal.health()
  for (const item of damage) {
    const isTold = !known.has(keyOf(item)) && item.code === 'E_STORE_MISSING'
    core.health.report(item.code, { file: item.file }, keyOf(item), { quiet: !isTold })
  }
  const fresh = damage
    .filter((item) => item.code !== 'E_STORE_TAIL')
    .map(keyOf)
    .filter((key) => !known.has(key))
  if (fresh.length === 0) return ok(false)
  const written = await core.local.update((state) => ({
    ...state,
    mended: [...state.mended, ...fresh].slice(-MOST_MENDED),
  }))
  return written.ok ? ok(true) : err(diskNotice(written.error))
}

const MOST_MENDED = 1_000

const keyOf = ({ code, file, offset, length }: Damage): string => `${code} ${file} ${offset} ${length}`

/** All changes of these streams' actors once more: byte-equal, so that doubles and any order converge. */
async function reissue(core: PlanCore, streams: readonly Hex[]): Promise<Result<void, Notice>> {
  const { state } = core
  const held = new Set(state.pending.map((change) => change.hash))
  let count = 0
  for (const stream of streams) {
    const own = await core.docs.changesOf({ actor: actorOfStream(core.device, stream), fromSeq: 1 })
    if (!own.ok) return err(executorNotice(own.error))
    const again = own.value.changes.filter((change) => !held.has(change.hash))
    count += again.length
    state.pending = [
      ...again.map((change) => pendingOf(core, change, change.hash, change.bytes.length, 0)),
      ...state.pending,
    ]
  }
  if (count === 0) return ok(undefined)
  core.health.report('E_STORE_REPAIRED', { count }, 'own')
  return sealPending(core)
}
