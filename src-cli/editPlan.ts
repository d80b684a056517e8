import type * as A from '@automerge/automerge/slim'
import type { Result } from '#shared/base/result.ts'
import { ok } from '#shared/base/result.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import type { PlanEdits } from '#shared/plan/edits.ts'
import type { PlanRefusal } from '#shared/plan/refusal.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { editDocument } from '#node/core/editDocument.ts'
import { type Failure, orFailure } from './answer.ts'
import { refused } from './refusals.ts'

/** Plans edits on the plan as it is now and writes them; nothing is written when they are refused. */
export async function editPlan(
  session: PlanSession,
  plan: (doc: A.Doc<PlanDoc>) => Result<PlanEdits, PlanRefusal>,
): Promise<Result<null, Failure>> {
  let refusal: PlanRefusal | null = null
  const edited = await editDocument(session, (doc) => {
    const planned = plan(doc)
    if (planned.ok) return planned.value
    refusal = planned.error
    return []
  })
  if (refusal) return refused(refusal)
  const done = orFailure(edited)
  return done.ok ? ok(null) : done
}
