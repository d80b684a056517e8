/**
 * Bringing in a board of another tool, whole or not at all, for the command line and the window's core: the file is
 * understood on a plan that is still empty before anything is made.
 */
import { assert } from '#shared/base/assert.ts'
import { type Notice, notice } from '#shared/base/codes.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { importContext } from '#shared/import/importContext.ts'
import type { ImportPlan, ImportReport } from '#shared/import/importPlan.ts'
import { planTrelloImport } from '#shared/import/planTrelloImport.ts'
import { createPlan } from '#shared/plan/birth.ts'
import { openForReading } from '#shared/plan/openForEditing.ts'
import { type PlanOperation, planAll } from '#shared/plan/operations.ts'
import { templateOperations } from '#shared/plan/templates.ts'
import { systemClock, systemRandom } from '#node/system/ports.ts'
import { editInSteps } from './editDocument.ts'

export interface BoardFile {
  readonly bytes: Uint8Array
  /** BCP 47; of the few words an import adds, where the plan has no language of its own yet. */
  readonly language: string
  /** The plan was made for this board. */
  readonly isNewPlan: boolean
}

/** What the file would bring into a new plan. Refused here, nothing has been made. */
export const understandBoard = (bytes: Uint8Array, language: string): Result<ImportPlan, Notice> =>
  planBoard({ bytes, language, isNewPlan: true }, createPlan('00'.repeat(16)).bytes)

/** What a plan made for a board says at first: its title and the units. The board's lists become the stages. */
export const planBeforeBoard = (title: string, language: string): readonly PlanOperation[] =>
  templateOperations('blank', { title, language }, systemRandom).filter(({ ref }) => ref.type !== 'Stage')

/** Writes the board into an open plan; `onStep` tells how much of it is durable. */
export async function bringInBoard(
  session: PlanSession,
  file: BoardFile,
  onStep: (done: number, total: number) => void = () => undefined,
): Promise<Result<ImportReport, Notice>> {
  const document = await session.documentBytes()
  if (!document.ok) return document
  const planned = planBoard(file, document.value)
  if (!planned.ok) return planned
  const { batches, report } = planned.value
  const steps = batches.map((batch) => (doc: Parameters<typeof planAll>[0]) => {
    const edits = planAll(doc, batch, systemRandom)
    assert(edits.ok, 'What an import plans is what a plan takes.')
    return edits.value
  })
  const written = await editInSteps(session, steps, { onStep: (done) => onStep(done, steps.length) })
  return written.ok ? ok(report) : written
}

function planBoard({ bytes, language, isNewPlan }: BoardFile, document: Uint8Array): Result<ImportPlan, Notice> {
  const doc = openForReading(document)
  if (!doc.ok) return err(notice('E_WORKER'))
  const known = importContext(doc.value, { random: systemRandom, now: systemClock.now(), by: null, isNewPlan })
  const planned = planTrelloImport(bytes, isNewPlan ? { ...known, language } : known)
  if (planned.ok) return planned
  const { code, ...params } = planned.error
  return err(notice(code, params))
}
