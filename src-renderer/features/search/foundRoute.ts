import type { SearchEntry } from '#shared/plan/searchEntries.ts'
import type { PlanView, Route } from '../../app/route.ts'

/** Where what was found is seen: in its project, or in the view that shows such things. */
export function foundRoute(planId: string, { type, projectId }: SearchEntry): Route {
  return projectId === null
    ? { at: 'plan', planId, view: VIEWS[type] ?? 'board' }
    : { at: 'plan', planId, view: 'board', projectId }
}

const VIEWS: Readonly<Record<string, PlanView>> = {
  Plan: 'document',
  Member: 'people',
  Group: 'people',
  Partner: 'people',
  Agreement: 'agreements',
  Proposal: 'agreements',
  Version: 'agreements',
  Milestone: 'document',
}
