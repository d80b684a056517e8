/** Own changes on their way in: into the document, then into both draft files. Runs in the plan's turn. */
import type { Hex } from '../base/bytes.ts'
import { type Notice, isCode, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { ExecutorFailure, GatedChange } from '../gate/executor.ts'
import type { PendingChange, PlanCore } from './planCore.ts'
import { noteWritten } from './ledger.ts'
import { ownAuthor } from './ownStreams.ts'
import { selfId } from './self.ts'
import { writeUnwritten } from './unsaved.ts'

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
  const self = selfId(core)
  if (self !== null) state.ledger = noteWritten(state.ledger, self, at)
  state.pending = [
    ...state.pending,
    ...applied.map(({ hash, actor, seq, bytes }) => ({ hash, actor, seq, bytes: bytes.length, draft: 0, at })),
  ]
  state.unwritten = [...state.unwritten, ...applied]
  return writeUnwritten(core)
}

export const pendingBytes = (pending: readonly PendingChange[]): number =>
  pending.reduce((sum, change) => sum + change.bytes, 0)
