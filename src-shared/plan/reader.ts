import type * as A from '@automerge/automerge/slim'
import { type BoardReader, createBoardReader } from './board.ts'
import { type PlanHeader, readComments, readHeader } from './lists.ts'
import type { PlanDoc } from './types.ts'
import type { ViewOf } from './views.ts'

/** Everything of one plan that needs a memory of what was read before; one reader for each open plan. */
export interface PlanReader extends BoardReader {
  header(doc: A.Doc<PlanDoc>): PlanHeader
  /** Comments on one thing, oldest first, without the bin. */
  comments(doc: A.Doc<PlanDoc>, about: string): readonly ViewOf<'Comment'>[]
}

/** Answers with the same objects as before wherever they say the same (PL15). */
export function createPlanReader(): PlanReader {
  const comments = new Map<string, readonly ViewOf<'Comment'>[]>()
  let header: PlanHeader | null = null
  return {
    ...createBoardReader(),
    header(doc) {
      const next = readHeader(doc)
      if (header === null || JSON.stringify(header) !== JSON.stringify(next)) header = next
      return header
    },
    comments(doc, about) {
      const next = readComments(doc, about)
      const before = comments.get(about)
      if (before !== undefined && sameItems(before, next)) return before
      comments.set(about, next)
      return next
    },
  }
}

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index])
