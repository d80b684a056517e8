/**
 * What the window asks of the core and of the shell. `ipcCore.ts` is the one file that knows the channels; the rest of the
 * window, and its tests, know only this.
 */
import type { Notice } from '#shared/base/codes.ts'
import type {
  AddedFile,
  Answer,
  BundleReport,
  CreatedPlan,
  FilesKept,
  FileState,
  PlanId,
  PlanListing,
  PlanSession,
  RelayAddress,
} from '#shared/core/contract.ts'
import type { Place } from '#shared/presence/noteBody.ts'
import type { CoreInput, CoreOutput } from '#shared/ipc/coreChannels.ts'
import type { ImportedBoard } from '#shared/ipc/shapes.ts'
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
  | 'projectHistory'
  | 'invite'
  | 'voidInvite'
  | 'appointSteward'
  | 'rename'
  | 'addRelay'
  | 'removeRelay'
  | 'share'
  | 'shareAlways'
  | 'askNear'
  | 'meetNear'
  | 'adopt'
  | 'agreements'
  | 'changesSinceAgreement'
  | 'keepAllFiles'

/** One open plan. Calls that the contract answers at once may fail here, when the core has just ended. */
export type PlanRemote = Remote<
  Pick<PlanSession, Asked | 'planId' | 'onLease' | 'onChanges' | 'onStatus' | 'onPresence' | 'onWords'>
> & {
  readonly status: () => Answer<ReturnType<PlanSession['status']>>
  readonly look: () => Answer<ReturnType<PlanSession['look']>>
  readonly health: () => Answer<ReturnType<PlanSession['health']>>
  readonly roster: () => Answer<ReturnType<PlanSession['roster']>>
  readonly relays: () => Answer<readonly RelayAddress[]>
  readonly setPresence: (place: Place | null) => Answer<null>
  readonly presence: () => Answer<ReturnType<PlanSession['presence']>>
  /** Hands a file over part by part; `onShare` tells how much of it is there, 0 to 1. */
  readonly addFile: (file: Blob, onShare: (share: number) => void) => Answer<AddedFile>
  readonly readFile: (hash: string) => Answer<Uint8Array<ArrayBuffer>>
  readonly fileState: (hash: string) => Answer<FileState>
  readonly fetchFile: (hash: string) => Answer<null>
  readonly filesKept: () => Answer<FilesKept>
  readonly onFile: (listener: (hash: string, state: FileState) => void) => () => void
  /** Ends this window's use of the plan. */
  readonly close: () => Answer<null>
}

export type NewPlan = CoreInput<'plans.create'>
export type Codes = { readonly recoveryCode: string | null; readonly rootCode: string | null }

export type WaitingCodes = CoreOutput<'codes.waiting'>[number]

export type NewBoard = { readonly board: Uint8Array; readonly name: string; readonly language: string }
/** Parts of a board that are in the plan, of all. */
export type ImportStep = { readonly done: number; readonly total: number }
/** The core ended (`down`), is there again (`up`), or cannot open the plans of this device, and why. */
export type CoreState = 'up' | 'down' | Notice

export interface WindowCore {
  /** 32 bytes under which the window seals its cache. */
  readonly cacheKey: () => Answer<Uint8Array>
  readonly list: () => Answer<readonly PlanListing[]>
  readonly onPlans: (listener: (plans: readonly PlanListing[]) => void) => () => void
  readonly create: (plan: NewPlan) => Answer<CreatedPlan>
  readonly join: (input: CoreInput<'plans.join'>) => Answer<PlanListing>
  /** Takes a plan file; `E_NOT_MEMBER`: join with it. */
  readonly openBundle: (bundle: Uint8Array) => Answer<BundleReport>
  readonly importBoard: (board: NewBoard, onStep: (step: ImportStep) => void) => Answer<ImportedBoard>
  readonly forget: (planId: PlanId, evenUnsynced: boolean) => Answer<null>
  /** Puts a plan out of the way on this device, or back. */
  readonly putAway: (planId: PlanId, isAway: boolean) => Answer<null>
  readonly open: (planId: PlanId) => Answer<PlanRemote>
  /** How many codes of which plans the person has not yet said to have written down; `onPlans` tells when that changes. */
  readonly codesWaiting: () => Answer<readonly WaitingCodes[]>
  /** Codes of a plan that the person has not yet said to have written down. */
  readonly codes: (planId: PlanId) => Answer<Codes>
  readonly codesKept: (planId: PlanId) => Answer<null>
  readonly onCore: (listener: (state: CoreState) => void) => () => void
  readonly shell: Shell
}

/** What needs a dialog, a file or another program: main's business. */
export type Shell = Omit<AplecBridge, 'connectCore' | 'onCore'>
