import * as A from '@automerge/automerge/slim'
import { type Notice, notice } from '#shared/base/codes.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import type { Lease, PlanSession } from '#shared/core/contract.ts'
import { type PlanEdits, changePlan } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import type { PlanDoc } from '#shared/plan/types.ts'

export type EditStep = (doc: A.Doc<PlanDoc>) => PlanEdits

export interface EditOptions {
  /** Also seals what is drafted into an entry. Default: drafts wait for the next contact, or for 64 KB. */
  readonly seal?: boolean
  /** UTC ms, kept in the change; default now. */
  readonly at?: number
  /** After each step is durable, with the number of steps done. */
  readonly onStep?: (done: number) => void
}

/**
 * One edit from outside a window: takes the lease, plans on the document as it is, writes, and gives the lease back. One
 * change for each call, unless the edits are too many for one. Durable when resolved; nothing is written for no edits.
 */
export const editDocument = (
  session: PlanSession,
  plan: EditStep,
  options: EditOptions = {},
): Promise<Result<null, Notice>> => editInSteps(session, [plan], options)

/** Several edits under one lease, each planned on the document that has those before it; stops at the first failure. */
export async function editInSteps(
  session: PlanSession,
  steps: readonly EditStep[],
  options: EditOptions = {},
): Promise<Result<null, Notice>> {
  const lease = await session.lease()
  if (!lease.ok) return lease
  try {
    const written = await editUnder(session, lease.value, steps, options)
    return written.ok && options.seal === true ? session.flush() : written
  } finally {
    await session.release(lease.value.leaseId)
  }
}

async function editUnder(
  session: PlanSession,
  lease: Lease,
  steps: readonly EditStep[],
  { at, onStep }: EditOptions,
): Promise<Result<null, Notice>> {
  const bytes = await session.documentBytes()
  if (!bytes.ok) return bytes
  const opened = openForEditing(lease, bytes.value)
  if (!opened.ok) return err(notice(opened.error.kind === 'NotAPlan' ? 'E_WORKER' : 'E_LEASE_SEQ'))
  let doc = opened.value
  try {
    for (const [index, step] of steps.entries()) {
      const edits = step(doc)
      if (edits.length > 0) {
        const before = A.getHeads(doc)
        doc = changePlan(doc, edits, at ?? Date.now())
        const changes = A.getChangesSince(doc, before)
        const submitted = await session.submitChanges(lease.leaseId, changes, { now: true })
        if (!submitted.ok) return submitted
      }
      onStep?.(index + 1)
    }
    return ok(null)
  } finally {
    A.free(doc)
  }
}
