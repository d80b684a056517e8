import { bucketEntries } from '#shared/plan/buckets.ts'
import { isRemoved } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'

/** Whether anything has been written on the board. */
export function hasProject(doc: PlanDoc): boolean {
  for (const [, project] of bucketEntries(doc.projects)) if (!isRemoved(project)) return true
  return false
}
