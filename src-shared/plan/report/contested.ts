import * as A from '@automerge/automerge/slim'
import { BUCKET_KEYS } from '../buckets.ts'
import { type AnyThing, isRemoved } from '../things.ts'
import type { PlanDoc } from '../types.ts'
import { doubleMove, valuesAt } from './clashes.ts'
import { nameOf } from './lines.ts'
import { type Register, registersWithin } from './standing.ts'
import { stateNow } from './states.ts'

/** Finds the cards whose project holds a value that stands against another (PL32). */
export interface ContestedReader {
  /**
   * Looks at projects that are not known as they are now, until `isDue` says that others wait. `null` when there are more to
   * look at; then call again. 20 µs a project, and nothing for one that is the same object as before.
   */
  read(doc: A.Doc<PlanDoc>, isDue: () => boolean): ReadonlySet<string> | null
}

type Bucket = Readonly<Record<string, AnyThing>>

export function createContestedReader(): ContestedReader {
  /** By the stored object, which Automerge replaces whenever a value in it gains or loses a rival. */
  const projects = new WeakMap<AnyThing, boolean>()
  const buckets = new WeakMap<Bucket, readonly string[]>()

  function contestedIn(doc: A.Doc<PlanDoc>, bucket: Bucket): readonly string[] {
    const known = buckets.get(bucket)
    if (known !== undefined) return known
    const found = Object.keys(bucket).filter((id) => {
      const project = bucket[id]!
      const before = projects.get(project)
      if (before !== undefined) return before
      const is = isContested(doc, id, project)
      projects.set(project, is)
      return is
    })
    buckets.set(bucket, found)
    return found
  }

  return {
    read(doc, isDue) {
      // A look (look.ts) has no rivals to show.
      if (!A.isAutomerge(doc)) return NONE
      const all = new Set<string>()
      for (const key of BUCKET_KEYS) {
        const bucket = (doc.projects[key] ?? NO_BUCKET) as Bucket
        if (!buckets.has(bucket) && isDue()) return null
        for (const id of contestedIn(doc, bucket)) all.add(id)
      }
      return all
    },
  }
}

const NO_BUCKET: Bucket = {}
const NONE: ReadonlySet<string> = new Set()

function isContested(doc: A.Doc<PlanDoc>, id: string, project: AnyThing): boolean {
  if (isRemoved(project)) return false
  for (const register of registersWithin(project, { type: 'Project', id })) if (isQuestion(doc, register)) return true
  return false
}

/** Two who wrote the same have no question, nor have two orders within one column. */
function isQuestion(doc: A.Doc<PlanDoc>, { ref, field, path }: Register): boolean {
  const values = valuesAt(doc, path, new Map())
  if (values.length < 2) return false
  if (ref.type !== 'Project' || field !== 'place') return true
  return !doubleMove(doc, nameOf(stateNow(doc), ref), values).isSameColumn
}
