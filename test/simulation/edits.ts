/** Edits of every kind, chosen by chance from what stands in the document. */
import type * as A from '@automerge/automerge/slim'
import { newId } from '#shared/base/id.ts'
import type { Random } from '#shared/base/ports.ts'
import type { Result } from '#shared/base/result.ts'
import { bucketEntries } from '#shared/plan/buckets.ts'
import type { PlanEdits } from '#shared/plan/edits.ts'
import { planAdd, planRemove, planRestore, planSet } from '#shared/plan/operations.ts'
import { planMove } from '#shared/plan/order.ts'
import { THE_PLAN, type ThingRef, isRemoved } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import type { Chance } from './chance.ts'

export type EditKind = 'add' | 'addInside' | 'addOther' | 'type' | 'set' | 'move' | 'remove' | 'restore' | 'setPlan'

export const EDIT_KINDS: readonly EditKind[] = [
  'add',
  'add',
  'add',
  'addInside',
  'addOther',
  'type',
  'type',
  'type',
  'set',
  'move',
  'move',
  'remove',
  'restore',
  'setPlan',
]

export interface PlannedEdit {
  readonly edits: PlanEdits
  /** Id of the new card, which from then on must be found everywhere. */
  readonly added: string | null
}

const NOTHING: PlannedEdit = { edits: [], added: null }
const WORDS = ['hort', 'forn', 'molí', 'taller', 'biblioteca', 'cooperativa', 'assemblea', 'água', '🌱', 'семена']

export function planEdit(doc: A.Doc<PlanDoc>, kind: EditKind, chance: Chance, random: Random, at: number): PlannedEdit {
  const cards = [...bucketEntries(doc.projects)].map(([id]) => id)
  const card: ThingRef = { type: 'Project', id: cards.length === 0 ? '' : chance.pick(cards) }
  const isNothing = cards.length === 0 && kind !== 'addOther' && kind !== 'setPlan'
  switch (isNothing ? 'add' : kind) {
    case 'add': {
      const id = newId(random)
      return { edits: kept(planAdd(doc, { type: 'Project', id }, { title: text(chance) }, random)), added: id }
    }
    case 'addInside': {
      const type = chance.pick(['Action', 'Milestone', 'Contribution'] as const)
      const ref: ThingRef = { type, id: newId(random), in: card }
      return quiet(planAdd(doc, ref, type === 'Contribution' ? {} : { title: text(chance) }, random))
    }
    case 'addOther': {
      const type = chance.pick(['Objective', 'Partner', 'Group'] as const)
      const name = type === 'Objective' ? { title: text(chance) } : { name: text(chance) }
      return quiet(planAdd(doc, { type, id: newId(random) }, name, random))
    }
    case 'type':
      return quiet(planSet(doc, card, { title: typed(String(titleOf(doc, card)), chance) }))
    case 'set':
      return quiet(planSet(doc, card, { years: { from: 2026 + chance.below(3), to: 2029 + chance.below(3) } }))
    case 'move': {
      const stages = Object.keys(doc.stages)
      return stages.length === 0 ? NOTHING : quiet(planMove(doc, card.id, { stage: chance.pick(stages) }, random))
    }
    case 'remove':
      return quiet(planRemove(doc, card, null, at))
    case 'restore': {
      const binned = [...bucketEntries(doc.projects)].filter(([, project]) => isRemoved(project as never))
      return binned.length === 0 ? NOTHING : quiet(planRestore(doc, { type: 'Project', id: chance.pick(binned)[0] }))
    }
    case 'setPlan':
      return quiet(planSet(doc, THE_PLAN, chance.hit(0.5) ? { title: text(chance) } : { vision: text(chance) }))
  }
}

/** Ids of all cards, the bin included, of a plan as canonical JSON. */
export function cardsOf(json: string): ReadonlySet<string> {
  const plan = JSON.parse(json) as { readonly projects?: Readonly<Record<string, unknown>> }
  return new Set(Object.keys(plan.projects ?? {}))
}

function kept(planned: Result<PlanEdits, { readonly kind: string }>): PlanEdits {
  if (!planned.ok) throw new Error(`an edit that must be possible is not: ${planned.error.kind}`)
  return planned.value
}

/** What a person may try and be told that it cannot be done. */
const quiet = (planned: Result<PlanEdits, { readonly kind: string }>): PlannedEdit =>
  planned.ok ? { edits: planned.value, added: null } : NOTHING

const text = (chance: Chance): string => Array.from({ length: 1 + chance.below(4) }, () => chance.pick(WORDS)).join(' ')

function titleOf(doc: A.Doc<PlanDoc>, card: ThingRef): unknown {
  const found = [...bucketEntries(doc.projects)].find(([id]) => id === card.id)
  return (found?.[1] as { readonly title?: unknown } | undefined)?.title ?? ''
}

/** Somewhere in the text something goes and something comes. */
function typed(now: string, chance: Chance): string {
  const letters = [...now]
  const at = chance.below(letters.length + 1)
  return [...letters.slice(0, at), chance.pick(WORDS), ...letters.slice(at + chance.below(4))].join('')
}
