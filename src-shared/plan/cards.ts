import type * as A from '@automerge/automerge/slim'
import { listOf, viewOf, type ViewOf } from './views.ts'
import { placeOf } from './order.ts'
import { type AnyThing, getThing } from './things.ts'
import type { PlanDoc } from './types.ts'

/** What a card of the board shows. */
export interface Card {
  readonly id: string
  readonly title: string
  readonly stage: string | null
  readonly objective: string | null
  readonly rank: string
  readonly years: { readonly from: number | null; readonly to: number | null } | null
  readonly actionsDone: number
  readonly actions: number
  readonly tangible: number
  readonly intangible: number
  readonly leads: readonly string[]
  readonly groups: readonly string[]
  readonly partners: readonly string[]
  readonly tags: readonly string[]
  readonly isRemoved: boolean
}

/** A project with what is inside it, for its panel. */
export interface ProjectDetail {
  readonly project: ViewOf<'Project'>
  readonly actions: readonly ViewOf<'Action'>[]
  readonly milestones: readonly ViewOf<'Milestone'>[]
  readonly outputs: readonly ViewOf<'Output'>[]
  readonly contributions: readonly ViewOf<'Contribution'>[]
  readonly links: readonly ViewOf<'Link'>[]
  readonly extra: readonly ViewOf<'Extra'>[]
}

const cards = new WeakMap<AnyThing, Card>()
const details = new WeakMap<AnyThing, ProjectDetail>()

/** The same card as long as the project is the same object. */
export function cardOf(id: string, stored: AnyThing): Card {
  const known = cards.get(stored)
  if (known !== undefined) return known
  const view = viewOf('Project', id, stored)
  const place = placeOf(stored)
  const actions = listOf('Action', stored['actions'])
  const outputs = listOf('Output', stored['outputs'])
  const card: Card = {
    id,
    title: view.title,
    ...place,
    years: view.years === null ? null : { from: view.years.from ?? null, to: view.years.to ?? null },
    actionsDone: actions.filter(({ done }) => done === true).length,
    actions: actions.length,
    tangible: outputs.filter(({ sort }) => sort === 'tangible').length,
    intangible: outputs.filter(({ sort }) => sort === 'intangible').length,
    leads: view.leads,
    groups: view.groups,
    partners: view.partners,
    tags: view.tags,
    isRemoved: view.isRemoved,
  }
  cards.set(stored, card)
  return card
}

/** True when two cards show the same, so that the older object can stay. */
export function sameCard(a: Card, b: Card): boolean {
  return (Object.keys(a) as (keyof Card)[]).every((key) => sameShown(a[key], b[key]))
}

function sameShown(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => (a as AnyThing)[key] === (b as AnyThing)[key])
}

/** A project and what is inside it, the bin of the project left out; `null` when there is no such project. */
export function selectProject(doc: A.Doc<PlanDoc>, id: string): ProjectDetail | null {
  const stored = getThing(doc, { type: 'Project', id })
  if (stored === undefined) return null
  const known = details.get(stored)
  if (known !== undefined) return known
  const detail: ProjectDetail = {
    project: viewOf('Project', id, stored),
    actions: listOf('Action', stored['actions']),
    milestones: listOf('Milestone', stored['milestones']).toSorted((a, b) => byDay(a.day, b.day)),
    outputs: listOf('Output', stored['outputs']),
    contributions: listOf('Contribution', stored['contributions']),
    links: listOf('Link', stored['links']),
    extra: listOf('Extra', stored['extra']),
  }
  details.set(stored, detail)
  return detail
}

/** Days that are not set come last. */
export function byDay(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -1 : 1
}
