/** What people, groups and partners have on their shoulders, read backwards from the projects (PL15). */
import type * as A from '@automerge/automerge/slim'
import { type Bucket, bucketsOf, rememberBy, shownIn } from './lists.ts'
import type { AnyThing } from './things.ts'
import type { PlanDoc } from './types.ts'
import { listOf, viewOf, type ViewOf } from './views.ts'

export interface ProjectName {
  readonly id: string
  readonly title: string
}

export interface OpenAction {
  readonly project: ProjectName
  readonly action: ViewOf<'Action'>
}

export interface Gift {
  readonly project: ProjectName
  readonly contribution: ViewOf<'Contribution'>
}

/** Of one person, group or partner; each list in the order of the projects' ids. */
export interface Carried {
  /** Projects that name it: as a lead, a working group, a partner. */
  readonly projects: readonly ProjectName[]
  /** Not done yet, with this person among those who do it; the first due first. */
  readonly actions: readonly OpenAction[]
  readonly gifts: readonly Gift[]
}

export const NOTHING_CARRIED: Carried = { projects: [], actions: [], gifts: [] }

/** By the id of the person, group or partner; who carries nothing is not in it. Projects in the bin count for nothing. */
export const selectCarried = (doc: A.Doc<PlanDoc>): ReadonlyMap<string, Carried> =>
  rememberBy(doc.projects, 'carried', () =>
    merged(bucketsOf(doc).map((bucket) => rememberBy(bucket, 'carried', () => carriedIn(bucket)))),
  )

type Lists = { readonly [K in keyof Carried]: Carried[K][number][] }

function carriedIn(bucket: Bucket): ReadonlyMap<string, Carried> {
  const out = new Map<string, Lists>()
  for (const [id, stored] of shownIn(bucket)) {
    const { title, leads, groups, partners } = viewOf('Project', id, stored)
    const project = { id, title }
    for (const one of [...leads, ...groups, ...partners]) listsOf(out, one).projects.push(project)
    for (const action of listOf('Action', stored['actions'])) {
      if (action.done !== true) for (const person of action.who) listsOf(out, person).actions.push({ project, action })
    }
    for (const contribution of giftsIn(stored)) {
      for (const giver of [contribution.partner, contribution.member]) {
        if (giver !== null) listsOf(out, giver).gifts.push({ project, contribution })
      }
    }
  }
  return out
}

const giftsIn = (project: AnyThing): readonly ViewOf<'Contribution'>[] =>
  listOf('Contribution', project['contributions'])

function listsOf(all: Map<string, Lists>, id: string): Lists {
  const known = all.get(id) ?? { projects: [], actions: [], gifts: [] }
  all.set(id, known)
  return known
}

function merged(parts: readonly ReadonlyMap<string, Carried>[]): ReadonlyMap<string, Carried> {
  const out = new Map<string, Lists>()
  for (const part of parts) {
    for (const [id, { projects, actions, gifts }] of part) {
      const lists = listsOf(out, id)
      lists.projects.push(...projects)
      lists.actions.push(...actions)
      lists.gifts.push(...gifts)
    }
  }
  for (const { actions } of out.values()) actions.sort(byDue)
  return out
}

/** Those without a day come last. */
function byDue({ action: a }: OpenAction, { action: b }: OpenAction): number {
  if (a.due === b.due) return 0
  if (a.due === null || b.due === null) return a.due === null ? 1 : -1
  return a.due < b.due ? -1 : 1
}
