/** Which plan is open: one at a time. Opening another closes the one before, after what was typed is with the core. */
import type { Notice } from '#shared/base/codes.ts'
import type { Result } from '#shared/base/result.ts'
import { type OpenPlan, openPlan, type PlanServices } from './openPlan.ts'
import { createCell, type Source } from './source.ts'

const PASSING: readonly string[] = ['E_CLOSED', 'E_CORE']
const MOST_TRIES = 10
const TRY_AGAIN_IN_MS = 400

export type Shown =
  | { readonly at: 'none' }
  | { readonly at: 'opening'; readonly planId: string }
  | { readonly at: 'open'; readonly plan: OpenPlan }
  | { readonly at: 'failed'; readonly planId: string; readonly notice: Notice }

export type PlanKeeper = {
  readonly shown: Source<Shown>
  readonly show: (planId: string | null) => Promise<void>
}

export function createPlanKeeper(services: PlanServices): PlanKeeper {
  const shown = createCell<Shown>({ at: 'none' })
  let wanted: string | null = null
  let queue: Promise<void> = Promise.resolve()

  // A page that has just gone may still be giving the plan back while this one takes it; the core may be starting.
  async function openPatiently(planId: string): Promise<Result<OpenPlan, Notice>> {
    for (let tries = 1; ; tries++) {
      const opened = await openPlan(services, planId)
      if (opened.ok || tries === MOST_TRIES || !PASSING.includes(opened.error.code)) return opened
      await new Promise<void>((resolve) => services.later(TRY_AGAIN_IN_MS, resolve))
    }
  }

  /** The document behind what is looked at. Without it a look is nothing to stay with. */
  async function loadBehind(plan: OpenPlan): Promise<void> {
    const loaded = await plan.document.load()
    const now = shown.now()
    if (loaded.ok || now.at !== 'open' || now.plan !== plan) return
    shown.set({ at: 'failed', planId: plan.planId, notice: loaded.error })
    await plan.close()
  }

  async function turnTo(planId: string | null): Promise<void> {
    const before = shown.now()
    if (planId !== wanted) return
    if (before.at === 'open' && before.plan.planId === planId) return
    shown.set(planId === null ? { at: 'none' } : { at: 'opening', planId })
    // A plan that does not close well must not keep the next one shut.
    if (before.at === 'open') await before.plan.close().catch(() => undefined)
    if (planId === null || planId !== wanted) return
    const opened = await openPatiently(planId)
    if (!opened.ok) return shown.set({ at: 'failed', planId, notice: opened.error })
    shown.set({ at: 'open', plan: opened.value })
    void loadBehind(opened.value)
  }

  return {
    shown,
    show: (planId) => {
      wanted = planId
      queue = queue.then(() => turnTo(planId))
      return queue
    },
  }
}
