import { createContext, useContext } from 'react'
import { assert } from '#shared/base/assert.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import type { OpenPlan, PlanFacts } from '../data/openPlan.ts'
import { useSelection } from '../data/source.ts'

const Current = createContext<OpenPlan | null>(null)

export const PlanProvider = Current.Provider

/** The plan that is open; its identity does not change while it stays open. */
export function usePlan(): OpenPlan {
  const plan = useContext(Current)
  assert(plan !== null, 'A view of a plan stands inside PlanProvider.')
  return plan
}

/** A selected part of the plan's document; `select` keeps its identity between renders. */
export function useDoc<S>(select: (doc: PlanDoc) => S, isEqual?: (a: S, b: S) => boolean): S {
  return useSelection(usePlan().document.doc, select, isEqual)
}

/** A selected part of what the core says about the plan. */
export function useFacts<S>(select: (facts: PlanFacts) => S, isEqual?: (a: S, b: S) => boolean): S {
  return useSelection(usePlan().facts, select, isEqual)
}

const mayWrite = ({ state }: { readonly state: string }): boolean => state !== 'closed'

/** Whether one may write here; what is written while the plan is still being opened waits until it is. */
export const useCanWrite = (): boolean => useSelection(usePlan().document.writing, mayWrite)
