import type { Conflict, DoubleMove } from '#shared/plan/report/clashes.ts'
import { standingConflicts } from '#shared/plan/report/standing.ts'
import type { PlanDoc } from '#shared/plan/types.ts'

export type OpenClashes = { readonly conflicts: readonly Conflict[]; readonly moves: readonly DoubleMove[] }

/**
 * What waits for a choice: every value of the plan that stands against another, from the last meeting or from long ago. Two
 * orders within one column are no question for anyone.
 */
export function openClashes(doc: PlanDoc): OpenClashes {
  const { conflicts, doubleMoves } = standingConflicts(doc)
  return { conflicts, moves: doubleMoves.filter(({ isSameColumn }) => !isSameColumn) }
}
