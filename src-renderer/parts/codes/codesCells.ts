import { createCell } from '../../data/source.ts'

const begun = createCell<readonly string[]>([])

/** Plans that were begun or joined since this window opened: if their codes still wait when it closes, that is said once. */
export const begunHere = {
  now: begun.now,
  subscribe: begun.subscribe,
  add: (planId: string): void => begun.set([...begun.now(), planId]),
}

/** The plan whose codes are asked for; `CodesHost` shows them. */
export const askedCodes = createCell<string | null>(null)
