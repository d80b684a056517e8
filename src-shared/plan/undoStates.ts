import type * as A from '@automerge/automerge/slim'
import type { PastState } from './report/states.ts'
import type { PlanDoc } from './types.ts'

/** Under which cursor a letter that was brought back by an undo stands since, by the one it had. */
export type Returned = ReadonlyMap<string, string>

/** What stands now for a letter of before. */
export function standingFor(cursor: string, since: Returned): string {
  let now = cursor
  for (let next = since.get(now); next !== undefined; next = since.get(now)) now = next
  return now
}

/** The states between which a change stands, and what undos before this one brought back. */
export interface UndoStates {
  readonly doc: A.Doc<PlanDoc>
  readonly before: PastState
  readonly after: PastState
  readonly since: Returned
}

/** One splice at an index of the text as it is now. */
export interface Splice {
  readonly index: number
  readonly remove: number
  readonly insert: string
}
