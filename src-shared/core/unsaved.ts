/**
 * What the disk has refused so far: changes that are in no draft, and own entries that are sealed and not in the journal.
 * Both stay in memory and are tried again first thing by the next write, and every 5 s (CR25). An entry that was sealed
 * may be on a stick already: the journal gets that entry and no other at its place (CR29).
 */
import type { Hex } from '../base/bytes.ts'
import type { Notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { Seen } from '../journal/contentBody.ts'
import type { Entry } from '../journal/entry.ts'
import { noteTold } from './ledger.ts'
import { type PlanCore, diskNotice } from './planCore.ts'

/** A disk that refused is asked again this often. */
export const RETRY_WRITE_IN_MS = 5_000

/** An own entry that is not in the journal yet. Its changes stay pending until it is. */
export interface SealedEntry {
  readonly entry: Entry
  /** Hashes of the changes in it. */
  readonly changes: readonly Hex[]
  readonly seen: readonly Seen[]
}

export const isDiskRefusal = ({ code }: Notice): boolean => code === 'E_DISK' || code === 'E_DISK_FULL'

/** Changes into both draft files. */
export async function writeUnwritten(core: PlanCore): Promise<Result<void, Notice>> {
  const { state } = core
  if (state.unwritten.length === 0) return ok(undefined)
  const written = await core.drafts.append(state.unwritten.map((change) => change.bytes))
  if (!written.ok) return refused(core, diskNotice(written.error), written.error.cause)
  const numbers = new Map(written.value.map(({ number }, i) => [state.unwritten[i]!.hash, number]))
  state.unwritten = []
  state.pending = state.pending.map((change) => ({ ...change, draft: numbers.get(change.hash) ?? change.draft }))
  noteSaved(core)
  return ok(undefined)
}

/** Sealed entries into the journal, as they are. */
export async function journalSealed(core: PlanCore): Promise<Result<void, Notice>> {
  const { state } = core
  const { sealed } = state
  if (sealed.length === 0) return ok(undefined)
  const appended = await core.journal.append(sealed.map(({ entry }) => entry))
  if (!appended.ok) return refused(core, diskNotice(appended.error), appended.error.code)
  const done = new Set(sealed.flatMap(({ changes }) => changes))
  state.sealed = []
  state.pending = state.pending.filter((change) => !done.has(change.hash))
  state.unwritten = state.unwritten.filter((change) => !done.has(change.hash))
  for (const { entry, seen } of sealed) {
    state.ledger = noteTold(state.ledger, seen)
    state.devices.set(entry.header.stream, core.device)
  }
  state.cacheStale = true
  noteSaved(core)
  core.events.stored.emit(null)
  return ok(undefined)
}

/** Everything that is only in memory; nothing when there is nothing. */
export async function writeRefused(core: PlanCore): Promise<Result<void, Notice>> {
  const journaled = await journalSealed(core)
  return journaled.ok ? writeUnwritten(core) : journaled
}

function refused(core: PlanCore, problem: Notice, cause: string): Result<never, Notice> {
  const { state, deps } = core
  deps.log.error('own.notWritten', { code: problem.code, cause })
  if (state.notSaved === null) deps.timer.after(RETRY_WRITE_IN_MS, () => void retry(core))
  state.notSaved = { notice: problem, since: state.notSaved?.since ?? deps.clock.now() }
  core.events.changed.emit(null)
  return err(problem)
}

function noteSaved(core: PlanCore): void {
  const { state } = core
  if (state.unwritten.length + state.sealed.length === 0) state.notSaved = null
  core.events.changed.emit(null)
}

async function retry(core: PlanCore): Promise<void> {
  if (core.state.closed) return
  await core.turn.run(async () => {
    if (core.state.closed) return
    await writeRefused(core)
    if (core.state.notSaved !== null) core.deps.timer.after(RETRY_WRITE_IN_MS, () => void retry(core))
  })
}
