import * as A from '@automerge/automerge/slim'
import { type Notice, notice } from '#shared/base/codes.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import type { Lease, PlanSession } from '#shared/core/contract.ts'
import { type PlanEdits, changePlan } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import type { PlanDoc } from '#shared/plan/types.ts'

export interface EditOptions {
  /** Also seals what is drafted into an entry. Default: drafts wait for the next contact, or for 64 KB. */
  readonly seal?: boolean
  /** UTC ms, kept in the change; default now. */
  readonly at?: number
}

/**
 * One edit from outside a window: takes the lease, plans on the document as it is, writes, and gives the lease back. One
 * change for each call, unless the edits are too many for one. Durable when resolved; nothing is written for no edits.
 */
export async function editDocument(
  session: PlanSession,
  plan: (doc: A.Doc<PlanDoc>) => PlanEdits,
  options: EditOptions = {},
): Promise<Result<null, Notice>> {
  const lease = await session.lease()
  if (!lease.ok) return lease
  try {
    const written = await editUnder(session, lease.value, plan, options.at ?? Date.now())
    return written.ok && options.seal === true ? session.flush() : written
  } finally {
    await session.release(lease.value.leaseId)
  }
}

async function editUnder(
  session: PlanSession,
  lease: Lease,
  plan: (doc: A.Doc<PlanDoc>) => PlanEdits,
  at: number,
): Promise<Result<null, Notice>> {
  const bytes = await session.documentBytes()
  if (!bytes.ok) return bytes
  const opened = openForEditing(lease, bytes.value)
  if (!opened.ok) return err(notice(opened.error.kind === 'NotAPlan' ? 'E_WORKER' : 'E_LEASE_SEQ'))
  const edits = plan(opened.value)
  if (edits.length === 0) return ok(null)
  const before = A.getHeads(opened.value)
  const after = changePlan(opened.value, edits, at)
  const submitted = await session.submitChanges(lease.leaseId, A.getChangesSince(after, before), { now: true })
  A.free(after)
  return submitted.ok ? ok(null) : submitted
}
