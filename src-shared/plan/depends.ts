/** What projects wait for, in both directions; remembered by the stored objects (PL15). */
import type * as A from '@automerge/automerge/slim'
import { BUCKET_KEYS } from './buckets.ts'
import { getThing, isRemoved } from './things.ts'
import type { PlanDoc } from './types.ts'
import { listOf, viewOf, type ViewOf } from './views.ts'

type Doc = A.Doc<PlanDoc>
type Project = ViewOf<'Project'>

const waiting = new WeakMap<object, ReadonlyMap<string, readonly string[]>>()

/** Ids of the projects that wait for this one, the bin left out, sorted. A new list each time. */
export const projectsWaitingFor = (doc: Doc, id: string): readonly string[] =>
  BUCKET_KEYS.flatMap((key) => waitingIn(doc.projects[key]).get(id) ?? []).sort()

function waitingIn(bucket: object | undefined): ReadonlyMap<string, readonly string[]> {
  if (bucket === undefined) return new Map()
  const known = waiting.get(bucket)
  if (known !== undefined) return known
  const projects = new Map<string, readonly string[]>()
  for (const { id, dependsOn } of listOf('Project', bucket)) {
    for (const first of dependsOn) projects.set(first, [...(projects.get(first) ?? []), id])
  }
  waiting.set(bucket, projects)
  return projects
}

/** A project that is not in the bin. */
export function liveProject(doc: Doc, id: string): Project | null {
  const stored = getThing(doc, { type: 'Project', id })
  return stored === undefined || isRemoved(stored) ? null : viewOf('Project', id, stored)
}

/**
 * A way from a project through what it waits for back to itself, as ids beginning with its own: none of these can begin.
 * `null` when there is none. The shortest, and of equal ones always the same.
 */
export function circleThrough(doc: Doc, id: string): readonly string[] | null {
  const cameFrom = new Map<string, string>()
  const queue = [id]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const first of liveProject(doc, next)?.dependsOn ?? []) {
      if (first === id) return wayTo(next, id, cameFrom)
      if (cameFrom.has(first)) continue
      cameFrom.set(first, next)
      queue.push(first)
    }
  }
  return null
}

function wayTo(last: string, id: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const way = [last]
  while (way[0] !== id) way.unshift(cameFrom.get(way[0]!)!)
  return way
}

/** Years that cannot both be: `first` would end after `next`, which waits for it, begins. `null` when they go together. */
export function yearsAgainst(
  first: Pick<Project, 'years'>,
  next: Pick<Project, 'years'>,
): { readonly ends: number; readonly begins: number } | null {
  const ends = first.years?.to ?? first.years?.from ?? null
  const begins = next.years?.from ?? null
  return ends === null || begins === null || ends <= begins ? null : { ends, begins }
}
