/**
 * A copied or restored folder (CR11): somebody holds entries of a stream of this device that it did not write, or other
 * ones than it wrote. The stream is given up at once. Own changes that nobody else can apply, because the other copy used
 * their numbers first, are written again under a new actor; nothing that was typed is lost.
 */
import * as A from '@automerge/automerge/slim'
import type { Hex } from '../base/bytes.ts'
import type { Notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { GatedChange } from '../gate/executor.ts'
import type { Entry } from '../journal/entry.ts'
import { isControlKind } from '../journal/entry.ts'
import type { Fork } from '../journal/journal.ts'
import { gateContent, readHeld } from './digest.ts'
import { endLease } from './lease.ts'
import { keepCache } from './keepCache.ts'
import { openOwnBundle } from './ownBundle.ts'
import { applyOwn, executorNotice, writeDrafts } from './ownChanges.ts'
import { nameOf } from './people.ts'
import { actorOfStream, allOwnStreams, startStream, type StreamUse } from './ownStreams.ts'
import { type PlanCore, diskNotice, report } from './planCore.ts'
import type { Taken } from './receive.ts'
import { rewriteActor } from './rewriteActor.ts'

/** After a batch has been taken in. */
async function minding(core: PlanCore, taken: Taken): Promise<Result<void, Notice>> {
  for (const fork of taken.forks) {
    const device = core.state.devices.get(fork.stream)
    if (device !== core.device) {
      report(core, 'E_FORK_OTHER', { author: device === undefined ? 'someone' : nameOf(core, device) }, fork.stream)
      continue
    }
    const resolved = await resolveFork(core, fork)
    if (!resolved.ok) return resolved
  }
  const { desk, service } = core.local.state().streams
  for (const stream of taken.foreignOwn) {
    if (stream !== desk && stream !== service) continue
    const left = await leaveStream(core, stream)
    if (!left.ok) return left
  }
  return ok(undefined)
}

/**
 * What a batch that was taken in asks for, and then the cache at once: an older one still holds the side that was given up, and would bring it back beside what
 * was written again. Runs in the turn.
 */
export async function mindAndKeep(core: PlanCore, taken: Taken): Promise<Result<void, Notice>> {
  const minded = await minding(core, taken)
  return minded.ok ? keepCache(core) : minded
}

/** Gives a stream up that may have a twin; whoever holds the lease makes its document anew. */
export async function leaveStream(core: PlanCore, stream: Hex): Promise<Result<void, Notice>> {
  const { desk, service } = core.local.state().streams
  report(core, 'E_FORK', {}, stream)
  for (const use of ['desk', 'service'] as const) {
    if ((use === 'desk' ? desk : service) !== stream) continue
    const fresh = await rotate(core, use, stream)
    if (!fresh.ok) return fresh
  }
  return ok(undefined)
}

async function rotate(core: PlanCore, use: StreamUse, movedFrom: Hex): Promise<Result<Hex, Notice>> {
  if (use === 'desk') endLease(core)
  const fresh = await startStream(core, use, movedFrom)
  return fresh.ok ? fresh : err(diskNotice(fresh.error))
}

/**
 * Forks of own streams that are not resolved in the document as it stands: the machine stopped over it, or the cache is
 * lost, or an older one came back. Resolving one twice makes the same changes twice, which is once.
 */
export async function resolveForks(core: PlanCore): Promise<Result<number, Notice>> {
  const open = openForks(core)
  for (const fork of open) {
    const resolved = await resolveFork(core, fork)
    if (!resolved.ok) return resolved
  }
  return ok(open.length)
}

/** The earliest of a stream first: it settles those that follow. */
export const openForks = (core: PlanCore): readonly Fork[] =>
  core.journal
    .forks()
    .filter((fork) => core.state.devices.get(fork.stream) === core.device && !isResolved(core, fork))
    .sort((a, b) => a.seq - b.seq)

function isResolved(core: PlanCore, { hashes: [mine = ''] }: Fork): boolean {
  const { standing = [] } = core.local.state().streams
  return core.state.quarantined.get(mine)?.code === 'E_FORK' || standing.includes(mine)
}

/**
 * Two entries at one place of an own stream. The one that came second here is the one others have; ours from there on are
 * set aside, the document is built again without them, and their changes come back under the actor of a new stream.
 */
async function resolveFork(core: PlanCore, fork: Fork): Promise<Result<void, Notice>> {
  if (isResolved(core, fork)) return ok(undefined)
  const left = await leaveStream(core, fork.stream)
  if (!left.ok) return left
  const [mine, ...others] = fork.hashes
  const ours = await chainFrom(core, fork, mine as Hex)
  // A stick that was written while this disk was full has changes of ours in entries of its own (CR29): they stand.
  const theirs = new Set<Hex>()
  for (const hash of others) {
    for (const entry of await chainFrom(core, fork, hash)) {
      if (isSound(core, entry)) for (const change of openOwnBundle(core, entry)) theirs.add(change)
    }
  }
  const actor = actorOfStream(core.device, fork.stream)
  const hashes = new Set([
    ...ours.flatMap((entry) => openOwnBundle(core, entry)),
    ...core.state.pending.filter((change) => change.actor === actor).map((change) => change.hash),
  ])
  const all = await core.docs.changesOf({ actor, fromSeq: 1 })
  if (!all.ok) return err(executorNotice(all.error))
  const first = all.value.changes.findIndex(({ hash }) => hashes.has(hash) && !theirs.has(hash))
  if (first === -1) return noteStanding(core, mine as Hex)
  return writeAgain(core, fork.stream, all.value.changes.slice(first), ours)
}

async function noteStanding(core: PlanCore, mine: Hex): Promise<Result<void, Notice>> {
  const written = await core.local.update(({ streams, ...state }) => ({
    ...state,
    streams: { ...streams, standing: [...(streams.standing ?? []), mine] },
  }))
  return written.ok ? ok(undefined) : err(diskNotice(written.error))
}

/** One side of a fork: the entry at its place, and those of the stream that follow it. */
async function chainFrom(core: PlanCore, { stream, seq }: Fork, first: Hex): Promise<readonly Entry[]> {
  const out = [...(await readHeld(core, [first]))]
  for (let at = seq + 1, side = new Set([first]); ; at++) {
    const held = await readHeld(core, core.journal.at(stream, at))
    const next = held.filter((entry) => side.has(entry.header.prev))
    if (next.length === 0) return out
    out.push(...next)
    side = new Set(next.map((entry) => entry.hash))
  }
}

/** Opened by the gate before, and refused for nothing but its numbers. */
const isSound = (core: PlanCore, { hash }: Entry): boolean =>
  ['E_FORK', 'E_CHANGE_SEQ', undefined].includes(core.state.quarantined.get(hash)?.code)

async function writeAgain(
  core: PlanCore,
  from: Hex,
  changes: readonly GatedChange[],
  ours: readonly Entry[],
): Promise<Result<void, Notice>> {
  const { state } = core
  const moved = await move(core, from, changes)
  if (!moved.ok) return moved
  const { to, again } = moved.value
  for (const entry of ours) state.quarantined.set(entry.hash, { hash: entry.hash, code: 'E_FORK' })
  const dropped = new Set(changes.map((change) => change.hash))
  state.pending = state.pending.filter((change) => !dropped.has(change.hash))
  const rebuilt = await rebuildDocument(core)
  if (!rebuilt.ok) return rebuilt
  const applied = await applyOwn(core, to, again)
  if (!applied.ok) return err(executorNotice(applied.error))
  const written = await writeDrafts(core, applied.value)
  core.events.changes.emit({ kind: 'reset', heads: state.heads })
  return written
}

interface Moved {
  readonly to: Hex
  readonly again: readonly Uint8Array[]
}

/**
 * The changes as they are written again. Where they go is on disk before (`leaveStream`), and there they come first: so they are the same bytes
 * however often this is done, and what of it is in drafts, entries or with others already is not written twice.
 */
async function move(core: PlanCore, from: Hex, changes: readonly GatedChange[]): Promise<Result<Moved, Notice>> {
  const inStream = (to: Hex): Moved => {
    const [before, after] = [actorOfStream(core.device, from), actorOfStream(core.device, to)]
    const bytes = changes.map((change) => change.bytes)
    return { to, again: rewriteActor(bytes, before, after, 0) }
  }
  const known = core.local.state().streams.moved?.find((one) => one.from === from)
  if (known !== undefined) {
    const there = await core.docs.changesOf({ actor: actorOfStream(core.device, known.to), fromSeq: 1 })
    if (!there.ok) return err(executorNotice(there.error))
    const moved = inStream(known.to)
    const [first] = there.value.changes
    if (first === undefined || first.hash === A.decodeChange(moved.again[0]!).hash) return ok(moved)
  }
  // It was given up for another reason, and what came after it has been written in since.
  const fresh = await rotate(core, 'desk', from)
  return fresh.ok ? ok(inStream(fresh.value)) : fresh
}

/** From the journal, without what is set aside as forked; own drafts of other actors come after it. */
async function rebuildDocument(core: PlanCore): Promise<Result<void, Notice>> {
  const { state } = core
  const drafts = await core.docs.changesSince({ heads: [] })
  const reset = await core.docs.reset(null)
  if (!reset.ok) return err(executorNotice(reset.error))
  state.bytes = null
  for (const [hash, item] of state.quarantined) if (item.code !== 'E_FORK') state.quarantined.delete(hash)
  const isForked = (hash: Hex): boolean => {
    const place = core.journal.place(hash)
    const isOwn = place !== undefined && core.state.devices.get(place.stream) === core.device
    return isOwn && state.quarantined.get(hash)?.code === 'E_FORK' && dropsOurs(core, hash)
  }
  const entries: Entry[] = []
  for await (const entry of core.journal.read(core.journal.places())) {
    if (!isControlKind(entry.header.kind) && !isForked(entry.hash)) entries.push(entry)
  }
  await gateContent(core, entries)
  const pending = new Set(state.pending.map((change) => change.hash))
  for (const change of drafts.ok ? drafts.value.changes : []) {
    if (!pending.has(change.hash)) continue
    const stream = allOwnStreams(core).find((one) => actorOfStream(core.device, one) === change.actor)
    if (stream !== undefined) await applyOwn(core, stream, [change.bytes])
  }
  return ok(undefined)
}

/** The other copy's entry was refused with the same code while ours stood first: it is read again now. */
function dropsOurs(core: PlanCore, hash: Hex): boolean {
  const place = core.journal.place(hash)
  return place !== undefined && core.journal.at(place.stream, place.seq)[0] === hash
}
