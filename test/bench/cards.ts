/** Fills a plan of a real member with cards, as an import and some years of work leave it. */
import * as A from '@automerge/automerge/slim'
import { newId } from '#shared/base/id.ts'
import type { Result } from '#shared/base/result.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { changePlan, type PlanEdits } from '#shared/plan/edits.ts'
import { openForEditing } from '#shared/plan/openForEditing.ts'
import { planAll, planSet, type PlanOperation } from '#shared/plan/operations.ts'
import { ranksInOrder } from '#shared/plan/ranks.ts'
import { systemRandom as random } from '#node/system/ports.ts'

const CARDS_A_CHANGE = 100
/** Each second card is edited once, each third again, and so on. */
const ROUNDS = 4

/** Cards in all stages, of which many were edited since; their ids. */
export async function addCards(session: PlanSession, count: number): Promise<readonly string[]> {
  const lease = mustBe(await session.lease())
  let doc = mustBe(openForEditing(lease, mustBe(await session.documentBytes())))
  const stages = Object.keys(doc.stages)
  const ranks = ranksInOrder(count, random)
  const ids = Array.from({ length: count }, () => newId(random))
  const write = async (edits: PlanEdits): Promise<void> => {
    const before = A.getHeads(doc)
    doc = changePlan(doc, edits, 0)
    mustBe(await session.submitChanges(lease.leaseId, A.getChangesSince(doc, before), { now: true }))
  }
  for (let from = 0; from < count; from += CARDS_A_CHANGE) {
    const adds = ids.slice(from, from + CARDS_A_CHANGE).map((id, i): PlanOperation => ({
      do: 'add',
      ref: { type: 'Project', id },
      fields: {
        title: `Projecte número ${from + i}`,
        summary: 'Un resum de tres línies que diu què es vol fer, amb qui i per a què serveix al barri.',
        years: { from: 2027, to: 2027 + (i % 9) },
        place: { stage: stages[i % stages.length]!, rank: ranks[from + i]! },
        tags: ['barri'],
      },
    }))
    await write(mustBe(planAll(doc, adds, random)))
  }
  for (let round = 1; round <= ROUNDS; round++) {
    const edited = ids.filter((_, i) => i % (round + 1) === 0)
    for (let from = 0; from < edited.length; from += CARDS_A_CHANGE) {
      const edits = edited
        .slice(from, from + CARDS_A_CHANGE)
        .flatMap((id) =>
          mustBe(planSet(doc, { type: 'Project', id }, { title: `Projecte revisat ${round} ${id.slice(0, 6)}` })),
        )
      await write(edits)
    }
  }
  mustBe(await session.flush())
  await session.release(lease.leaseId)
  return ids
}

export function mustBe<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
