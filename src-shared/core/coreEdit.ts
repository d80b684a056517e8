/**
 * Edits the core makes itself: a person's name, an agreement, a print record. They are written in the service stream, so
 * that they never meet the numbers of whoever holds the lease. Runs in the turn.
 */
import * as A from '@automerge/automerge/slim'
import { type Notice, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import { changePlan } from '../plan/edits.ts'
import { openForEditing } from '../plan/openForEditing.ts'
import type { Planned } from '../plan/operations.ts'
import type { PlanDoc } from '../plan/types.ts'
import { documentBytes } from './keepCache.ts'
import { applyOwn, executorNotice, writeDrafts } from './ownChanges.ts'
import { actorOfStream, streamFor } from './ownStreams.ts'
import { type PlanCore, diskNotice } from './planCore.ts'
import { canWrite } from './self.ts'

/** Plans edits on the document as it is now, and writes them; durable as drafts when resolved. */
export async function editAsCore(
  core: PlanCore,
  plan: (doc: A.Doc<PlanDoc>) => Planned,
): Promise<Result<void, Notice>> {
  if (!canWrite(core)) return err(notice('E_READ_ONLY'))
  const stream = await streamFor(core, 'service')
  if (!stream.ok) return err(diskNotice(stream.error))
  const bytes = await documentBytes(core)
  if (!bytes.ok) return bytes
  const actor = actorOfStream(core.device, stream.value)
  const { heads, lastSeq } = core.state
  const lease = { stream: stream.value, actor, lastSeq: lastSeq.get(actor) ?? 0, heads }
  const doc = openForEditing(lease, bytes.value)
  if (!doc.ok) return err(notice('E_WORKER'))
  const planned = plan(doc.value)
  if (!planned.ok) return err(notice('E_FIELD'))
  if (planned.value.length === 0) return ok(undefined)
  const before = A.getHeads(doc.value)
  const after = changePlan(doc.value, planned.value, core.deps.clock.now())
  const changes = A.getChangesSince(after, before)
  const applied = await applyOwn(core, stream.value, changes)
  A.free(after)
  if (!applied.ok) return err(executorNotice(applied.error))
  const written = await writeDrafts(core, applied.value)
  core.events.changes.emit({ kind: 'changes', changes, heads: core.state.heads })
  return written
}
