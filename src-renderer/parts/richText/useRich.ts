import { useMemo } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import { selectRich } from '#shared/plan/rich/planRich.ts'
import { type Mention, type RichText, sameRich } from '#shared/plan/rich/richText.ts'
import { getThing, type ThingRef } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { useDoc, usePlan } from '../../app/planContext.ts'
import { go } from '../../app/useRoute.ts'

/** The rich text in a field; another object only when it says something else. */
export function useRich({ type, id }: ThingRef, field: string): RichText {
  const select = useMemo(() => richReader({ type, id }, field), [type, id, field])
  return useDoc(select, sameRich)
}

/** Reads the text again only when something in its thing has changed. */
function richReader(ref: ThingRef, field: string): (doc: PlanDoc) => RichText {
  let seen: unknown
  let rich: RichText = []
  return (doc) => {
    const thing = getThing(doc, ref)
    if (thing !== seen) rich = selectRich(doc, ref, field)
    seen = thing
    return rich
  }
}

/** What a mentioned person or project is called now; `null` when this plan does not know them. */
export function mentionName(doc: PlanDoc, { kind, id }: Mention): string | null {
  const thing = getThing(doc, { type: kind === 'project' ? 'Project' : 'Member', id })
  const name = thing === undefined ? '' : shownTitle(String(thing[kind === 'project' ? 'title' : 'name'] ?? ''))
  return name === '' ? null : name
}

/** Opens a project beside the board; of people, the view that tells who they are. */
export function useOpenMention(): (mention: Mention) => void {
  const { planId } = usePlan()
  return ({ kind, id }) =>
    go(
      kind === 'project'
        ? { at: 'plan', planId, view: 'board', projectId: id }
        : { at: 'plan', planId, view: 'people' },
    )
}
