/** Drafts become entries: one bundle of up to 5,000 changes each, sealed, signed and durable (CR3). Runs in the turn. */
import type { Hex } from '../base/bytes.ts'
import { fromHex } from '../base/bytes.ts'
import { type Notice, notice } from '../base/codes.ts'
import { epochKey } from '../base/crypto.ts'
import { type Result, err, ok } from '../base/result.ts'
import { CONTENT_VERSION, type Seen, encodeContentBody } from '../journal/contentBody.ts'
import { type Entry, KIND, MAX_CONTENT_BYTES, sealContentEntry } from '../journal/entry.ts'
import type { Epoch } from '../roster/roster.ts'
import { noteTold } from './ledger.ts'
import { actorOfStream, chainEnd, ownStreams, startStream, streamFor } from './ownStreams.ts'
import { executorNotice } from './ownChanges.ts'
import { type PendingChange, type PlanCore, diskNotice } from './planCore.ts'
import { canSeal, canWrite, selfOf } from './self.ts'
import { MOST_CHANGES_PER_ENTRY } from './sealRule.ts'
import { journalSealed, writeUnwritten } from './unsaved.ts'

/** Seals everything pending. After an error what is left stays pending; nothing is lost. */
export async function sealPending(core: PlanCore): Promise<Result<void, Notice>> {
  const { state } = core
  if (state.pending.length === 0) return ok(undefined)
  if (!canSeal(core)) return err(notice('E_READ_ONLY'))
  const drafted = await writeUnwritten(core)
  if (!drafted.ok) return drafted
  const sealed = await sealInMemory(core)
  const kept = await journalSealed(core)
  return sealed.ok ? kept : sealed
}

/** Everything pending as entries, without the disk: what a full disk keeps from the journal can leave on a stick (CR29). */
export async function sealInMemory(core: PlanCore): Promise<Result<void, Notice>> {
  if (!canSeal(core)) return err(notice('E_READ_ONLY'))
  for (let run = firstRun(unsealed(core)); run.length > 0; run = firstRun(unsealed(core))) {
    const stream = await streamOfActor(core, run[0]!.actor)
    if (!stream.ok) return stream
    const sealed = await sealRun(core, stream.value, run)
    if (!sealed.ok) return sealed
  }
  return ok(undefined)
}

function unsealed(core: PlanCore): readonly PendingChange[] {
  const sealed = new Set(core.state.sealed.flatMap(({ changes }) => changes))
  return core.state.pending.filter((change) => !sealed.has(change.hash))
}

/** The first changes of one actor, as many as an entry holds. Changes of two own actors may build on each other, so the
 * order of making is kept. */
function firstRun(pending: readonly PendingChange[]): readonly PendingChange[] {
  const other = pending.findIndex((change) => change.actor !== pending[0]!.actor)
  const length = other === -1 ? pending.length : other
  return pending.slice(0, Math.min(length, MOST_CHANGES_PER_ENTRY))
}

/** The stream to write changes of an own actor in: its own while it is in use, otherwise the desk's (CR10). */
async function streamOfActor(core: PlanCore, actor: Hex): Promise<Result<Hex, Notice>> {
  const { desk, service } = core.local.state().streams
  for (const use of ['desk', 'service'] as const) {
    const stream = use === 'desk' ? desk : service
    if (stream === null || actorOfStream(core.device, stream) !== actor) continue
    if (chainEnd(core, stream) !== undefined) return ok(stream)
    const fresh = await startStream(core, use)
    return fresh.ok ? fresh : err(diskNotice(fresh.error))
  }
  const stream = await streamFor(core, 'desk')
  return stream.ok ? stream : err(diskNotice(stream.error))
}

async function sealRun(core: PlanCore, stream: Hex, run: readonly PendingChange[]): Promise<Result<void, Notice>> {
  const packed = await core.docs.saveBundles({ hashes: run.map((change) => change.hash) })
  if (!packed.ok) return err(executorNotice(packed.error))
  for (const { bundle, hashes } of packed.value.bundles) {
    const seen = unseenSoFar(core)
    const entry = contentEntry(core, stream, bundle, seen)
    if (!entry.ok) return entry
    core.state.sealed = [...core.state.sealed, { entry: entry.value, changes: hashes, seen }]
  }
  return ok(undefined)
}

function contentEntry(core: PlanCore, stream: Hex, bundle: Uint8Array, seen: readonly Seen[]): Result<Entry, Notice> {
  const end = chainEnd(core, stream)
  const place = placeOfWriting(core)
  const secret = place === null ? undefined : core.state.epochs.get(place.epochId)
  if (end === undefined || place === null || secret === undefined) return err(notice('E_EPOCH_KEY'))
  const body = encodeContentBody({
    v: CONTENT_VERSION,
    minReader: CONTENT_VERSION,
    n: 0,
    bundle,
    seen,
    ctrl: place.ctrl,
    t: Math.max(0, Math.floor(core.deps.clock.now())),
  })
  if (body.length > MAX_CONTENT_BYTES) return err(notice('E_TOO_LARGE', { limit: '1 MB' }))
  const header = {
    kind: KIND.CONTENT,
    roomId: core.planId,
    epochId: place.epochId,
    device: core.device,
    ...end,
  }
  const contentKey = epochKey(secret, 'content', fromHex(core.planId))
  return ok(sealContentEntry(header, body, contentKey, core.keys.sign.privateKey, core.deps.random))
}

/**
 * The epoch to seal in and the control heads written under. Who has lost the right to write seals what was written with it:
 * in the newest epoch it can open, under what it knew as a writer.
 */
function placeOfWriting(core: PlanCore): { readonly epochId: Hex; readonly ctrl: readonly Hex[] } | null {
  const { roster, epochs } = core.state
  const [self, sending] = [selfOf(core), roster.sendingEpoch]
  if (canWrite(core) && sending !== undefined) return { epochId: sending, ctrl: roster.heads }
  const known = [...roster.epochs.values()].filter(({ id, counts }) => counts && epochs.has(id))
  const newest = known.reduce<Epoch | null>(
    (best, one) => (best === null || one.body.number > best.body.number ? one : best),
    null,
  )
  const origin = self?.origins.at(-1)
  return newest === null || origin === undefined ? null : { epochId: newest.id, ctrl: [origin] }
}

/** Heads of other streams that no own entry has named yet. */
function unseenSoFar(core: PlanCore): readonly Seen[] {
  const own = new Set(ownStreams(core.local.state()))
  const { told } = noteTold(
    core.state.ledger,
    core.state.sealed.flatMap(({ seen }) => seen),
  )
  const out: Seen[] = []
  for (const [stream, { length }] of core.journal.vector()) {
    if (own.has(stream) || length <= (told.get(stream) ?? 0)) continue
    const hash = core.journal.at(stream, length - 1)[0]
    if (hash !== undefined) out.push({ stream, seq: length - 1, hash8: hash.slice(0, 16) })
  }
  return out
}
