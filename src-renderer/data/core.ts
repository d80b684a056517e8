/**
 * What the window asks of the core and of the shell. `ipcCore.ts` is the one file that knows the channels; the rest of the
 * window, and its tests, know only this.
 */
import type { Answer, CreatedPlan, PlanId, PlanListing, PlanSession, RelayAddress } from '#shared/core/contract.ts'
import type { CoreInput } from '#shared/ipc/coreChannels.ts'
import type { AplecBridge } from '#shared/ipc/shellChannels.ts'

/** The contract's calls, answered later because a process lies between; listeners stay listeners. */
export type Remote<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R
    ? K extends `on${string}`
      ? T[K]
      : (...args: A) => R extends Promise<unknown> ? R : Promise<R>
    : T[K]
}

type Asked =
  | 'lease'
  | 'release'
  | 'submitChanges'
  | 'documentBytes'
  | 'changesSince'
  | 'canonicalJson'
  | 'mergeReport'
  | 'markLooked'
  | 'invite'
  | 'voidInvite'
  | 'appointSteward'
  | 'rename'
  | 'addRelay'
  | 'removeRelay'
  | 'adopt'
  | 'agreements'
  | 'changesSinceAgreement'

/** One open plan. Calls that the contract answers at once may fail here, when the core has just ended. */
export type PlanRemote = Remote<Pick<PlanSession, Asked | 'planId' | 'onLease' | 'onChanges' | 'onStatus'>> & {
  readonly status: () => Answer<ReturnType<PlanSession['status']>>
  readonly health: () => Answer<ReturnType<PlanSession['health']>>
  readonly roster: () => Answer<ReturnType<PlanSession['roster']>>
  readonly relays: () => Answer<readonly RelayAddress[]>
  /** Ends this window's use of the plan. */
  readonly close: () => Answer<null>
}

export type NewPlan = CoreInput<'plans.create'>
export type Codes = { readonly recoveryCode: string | null; readonly rootCode: string | null }

export interface WindowCore {
  readonly list: () => Answer<readonly PlanListing[]>
  readonly onPlans: (listener: (plans: readonly PlanListing[]) => void) => () => void
  readonly create: (plan: NewPlan) => Answer<CreatedPlan>
  readonly join: (input: CoreInput<'plans.join'>) => Answer<PlanListing>
  readonly forget: (planId: PlanId, evenUnsynced: boolean) => Answer<null>
  readonly open: (planId: PlanId) => Answer<PlanRemote>
  /** Codes of a plan that the person has not yet said to have written down. */
  readonly codes: (planId: PlanId) => Answer<Codes>
  readonly codesKept: (planId: PlanId) => Answer<null>
  /** The core ended (`down`), is there again (`up`), or needs its key (`locked`). */
  readonly onCore: (listener: (state: 'up' | 'down' | 'locked') => void) => () => void
  readonly shell: Shell
}

/** What needs a dialog, a file or another program: main's business. */
export type Shell = Omit<AplecBridge, 'connectCore' | 'onCore'>
