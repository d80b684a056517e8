import * as A from '@automerge/automerge/slim'
import type { Random } from '../base/ports.ts'
import { compareRanked } from '../plan/ranks.ts'
import { type AnyThing, isRemoved, rootThings } from '../plan/things.ts'
import type { PlanDoc } from '../plan/types.ts'
import type { ImportContext } from './importPlan.ts'

/** What an import must know of the plan it goes into. `by`: the person who imports; `now`: UTC milliseconds. */
export function importContext(
  doc: A.Doc<PlanDoc>,
  input: { readonly random: Random; readonly now: number; readonly by: string | null; readonly isNewPlan: boolean },
): ImportContext {
  const stages = [...rootThings(doc, 'stages')].map(([id, stage]) => ({ id, rank: stringAt(stage, 'rank') ?? '' }))
  const people = [...rootThings(doc, 'members')].filter(([, member]) => !isRemoved(member))
  return {
    ...input,
    language: stringAt(doc as unknown as AnyThing, 'language') ?? 'en',
    people: people.map(([id, member]) => ({
      id,
      name: stringAt(member, 'name') ?? '',
      source: stringAt(member, 'source'),
    })),
    projects: [...rootThings(doc, 'projects')].length,
    lastStageRank: stages.toSorted(compareRanked).at(-1)?.rank ?? null,
  }
}

function stringAt(thing: AnyThing, field: string): string | null {
  const stored = Object.hasOwn(thing, field) ? thing[field] : undefined
  return stored instanceof A.ImmutableString ? stored.val : null
}
