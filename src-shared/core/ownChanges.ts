/** Own changes on their way in: into the document, then into both draft files. Runs in the plan's turn. */
import type { Hex } from '../base/bytes.ts'
import { type Notice, isCode, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { ExecutorFailure, GatedChange } from '../gate/executor.ts'
import { type PendingChange, type PlanCore, diskNotice } from './planCore.ts'
import { ownAuthor } from './ownStreams.ts'

/** A disk that refused is asked again this often (CR25). */
export const RETRY_WRITE_IN_MS = 5_000

export const executorNotice = (failure: ExecutorFailure): Notice =>
  notice(isCode(failure.code) ? failure.code : 'E_CHANGE_FORM')

/** All or none of them; `stream` is the own stream whose actor made them. Nothing is durable yet. */
export async function applyOwn(
  core: PlanCore,
  stream: Hex,
  changes: readonly Uint8Array[],
): Promise<Result<readonly GatedChange[], ExecutorFailure>> {
  const { state } = core
  const applied = await core.docs.applyLocal({ author: ownAuthor(core, stream), changes })
  if (!applied.ok) return err(applied.error)
  for (const change of applied.value.changes) state.lastSeq.set(change.actor, change.seq)
  state.heads = [...applied.value.heads].sort()
  state.cacheStale = true
  return ok(applied.value.changes)
}

/**
 * Writes applied changes into the draft files. When the disk refuses they stay in memory and are tried again, first
 * thing, by the next write and every 5 s; `core.state.notSaved` says so meanwhile.
 */
export async function writeDrafts(core: PlanCore, applied: readonly GatedChange[]): Promise<Result<void, Notice>> {
  const { state } = core
  const at = core.deps.clock.now()
  state.pending = [
    ...state.pending,
    ...applied.map(({ hash, actor, seq, bytes }) => ({ hash, actor, seq, bytes: bytes.length, draft: 0, at })),
  ]
  state.unwritten = [...state.unwritten, ...applied]
  return writeUnwritten(core)
}

/** Tries what the disk has refused so far. */
export async function writeUnwritten(core: PlanCore): Promise<Result<void, Notice>> {
  const { state } = core
  if (state.unwritten.length === 0) return ok(undefined)
  const written = await core.drafts.append(state.unwritten.map((change) => change.bytes))
  if (!written.ok) {
    const problem = diskNotice(written.error)
    core.deps.log.error('drafts.notWritten', { code: problem.code, cause: written.error.cause })
    if (state.notSaved === null) core.deps.timer.after(RETRY_WRITE_IN_MS, () => void retry(core))
    state.notSaved = { notice: problem, since: state.notSaved?.since ?? core.deps.clock.now() }
    core.events.changed.emit(null)
    return err(problem)
  }
  const numbers = new Map(written.value.map(({ number }, i) => [state.unwritten[i]!.hash, number]))
  state.unwritten = []
  state.notSaved = null
  state.pending = state.pending.map((change) => ({ ...change, draft: numbers.get(change.hash) ?? change.draft }))
  core.events.changed.emit(null)
  return ok(undefined)
}

async function retry(core: PlanCore): Promise<void> {
  if (core.state.closed) return
  await core.turn.run(async () => {
    const written = await writeUnwritten(core)
    if (!written.ok) core.deps.timer.after(RETRY_WRITE_IN_MS, () => void retry(core))
  })
}

export const pendingBytes = (pending: readonly PendingChange[]): number =>
  pending.reduce((sum, change) => sum + change.bytes, 0)
