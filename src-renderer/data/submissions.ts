/** Own changes on their way to the core, in order. What the core has not taken is kept, and can be written again. */
import type { Notice } from '#shared/base/codes.ts'
import type { Answer, Submitted } from '#shared/core/contract.ts'
import type { PlanDoc } from '#shared/plan/types.ts'

export type Write = (draft: PlanDoc) => void

export type Saving =
  | { readonly state: 'saved' }
  | { readonly state: 'saving' }
  /** Kept in this window and tried again; nothing is lost while it stays open. */
  | { readonly state: 'notSaved'; readonly notice: Notice }

/** An own change, and how to write it again on another copy. */
export type Pending = {
  readonly bytes: Uint8Array
  readonly write: Write
  /** What was typed, in case it can never be written. */
  readonly text: string
  /** Refused once, alone or among others: it is handed in by itself, so that a second refusal means it and no other. */
  readonly isAgain: boolean
}

export type SubmissionDeps = {
  readonly submit: (changes: readonly Uint8Array[]) => Answer<Submitted>
  readonly onSaving: (saving: Saving) => void
  /** The core will not take changes under this lease any more, and why it did not take these. */
  readonly onRefused: (notice: Notice, batch: readonly Pending[]) => void
  /** Runs a function later; returns how to call it off. */
  readonly later: (ms: number, run: () => void) => () => void
}

export type Submissions = {
  readonly add: (pending: Pending) => void
  /** Stops, and gives back what the core has not said to have taken, oldest first. */
  readonly stop: () => readonly Pending[]
  readonly drained: () => Promise<void>
  /** Resolves when nothing is on its way, whatever the core has answered. */
  readonly answered: () => Promise<void>
}

/** A full disk may have room again: often enough to notice soon, seldom enough not to wear the disk. */
const RETRY_IN_MS = 2_000
const RETRIED: readonly string[] = ['E_DISK_FULL', 'E_DISK']

const SAVED: Saving = { state: 'saved' }
const SAVING: Saving = { state: 'saving' }

export function createSubmissions({ submit, onSaving, onRefused, later }: SubmissionDeps): Submissions {
  let pending: readonly Pending[] = []
  let isRunning = false
  let isStopped = false
  let cancelRetry = (): void => {}
  let waiters: (() => void)[] = []
  let underway: Promise<unknown> = Promise.resolve()

  const done = (): void => {
    for (const resolve of waiters) resolve()
    waiters = []
  }

  async function run(): Promise<void> {
    if (isRunning || isStopped) return
    isRunning = true
    while (pending.length > 0 && !isStopped) {
      const batch = pending[0]?.isAgain === true ? pending.slice(0, 1) : pending
      const submitted = submit(batch.map(({ bytes }) => bytes))
      underway = submitted
      const answer = await submitted
      if (isStopped) break
      if (answer.ok) {
        pending = pending.slice(batch.length)
        continue
      }
      isRunning = false
      if (RETRIED.includes(answer.error.code)) {
        onSaving({ state: 'notSaved', notice: answer.error })
        cancelRetry = later(RETRY_IN_MS, () => void run())
      } else onRefused(answer.error, batch)
      return
    }
    isRunning = false
    if (isStopped) return
    onSaving(SAVED)
    done()
  }

  return {
    add: (one) => {
      pending = [...pending, one]
      onSaving(SAVING)
      void run()
    },
    stop: () => {
      isStopped = true
      cancelRetry()
      done()
      return pending
    },
    drained: () => (pending.length === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
    answered: async () => void (await underway),
  }
}
