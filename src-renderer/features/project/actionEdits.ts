/** Edits of a project's list of actions: its order, and the headings it is cut by. */
import { newId } from '#shared/base/id.ts'
import type { Random } from '#shared/base/ports.ts'
import { ok } from '#shared/base/result.ts'
import { type Planned, planAll, planSet } from '#shared/plan/operations.ts'
import { planReorder } from '#shared/plan/order.ts'
import { ranksBetween } from '#shared/plan/ranks.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import type { ViewOf } from '#shared/plan/views.ts'

export type Action = ViewOf<'Action'>
export type ActionGroup = { readonly heading: string; readonly inGroup: readonly Action[] }

/** Actions in their order, cut where the heading changes. */
export function groupByHeading(actions: readonly Action[]): readonly ActionGroup[] {
  const groups: { heading: string; inGroup: Action[] }[] = []
  for (const action of actions) {
    const heading = action.heading ?? ''
    const last = groups.at(-1)
    if (last?.heading === heading) last.inGroup.push(action)
    else groups.push({ heading, inGroup: [action] })
  }
  return groups
}

/** Where an action goes: ahead of another (`null`: the end; absent: it stays where it is), under a heading. */
export type ActionPlace = { readonly before?: string | null; readonly heading: string }

export function planMoveAction(doc: PlanDoc, ref: ThingRef, { before, heading }: ActionPlace, random: Random): Planned {
  const moved: Planned = before === undefined ? ok([]) : planReorder(doc, ref, before, random)
  if (!moved.ok) return moved
  const headed = planSet(doc, ref, { heading: heading === '' ? null : heading })
  return headed.ok ? ok([...moved.value, ...headed.value]) : headed
}

/**
 * One step up or down, as a list with headings is read: over the border of a heading first, past a neighbour then. `null`
 * at either end.
 */
export function placeBeside(actions: readonly Action[], id: string, step: 1 | -1): ActionPlace | null {
  const at = actions.findIndex((action) => action.id === id)
  const here = actions[at]
  const neighbour = actions[at + step]
  if (here === undefined || neighbour === undefined) return null
  const heading = neighbour.heading ?? ''
  if (heading !== (here.heading ?? '')) return { heading }
  return { before: step === -1 ? neighbour.id : (actions[at + 2]?.id ?? null), heading }
}

/** Plans one heading for several actions; an empty one takes it away. */
export const planHeading = (
  doc: PlanDoc,
  project: ThingRef,
  ids: readonly string[],
  heading: string,
  random: Random,
): Planned =>
  planAll(
    doc,
    ids.map((id) => ({
      do: 'set',
      ref: { type: 'Action', id, in: project },
      fields: { heading: heading === '' ? null : heading },
    })),
    random,
  )

/** New actions after one that is there (`null`: at the end), under its heading. The id of the last, and the plan of all. */
export function planActions(
  project: ThingRef,
  titles: readonly string[],
  { actions, after }: { readonly actions: readonly Action[]; readonly after: string | null },
  random: Random,
): readonly [lastId: string, plan: (doc: PlanDoc) => Planned] {
  const at = after === null ? actions.length - 1 : actions.findIndex(({ id }) => id === after)
  const above = actions[at]
  const ranks = ranksBetween(above?.rank ?? null, actions[at + 1]?.rank ?? null, titles.length, random)
  const heading = above?.heading ? { heading: above.heading } : {}
  const operations = titles.map((title, index) => ({
    do: 'add' as const,
    ref: { type: 'Action' as const, id: newId(random), in: project },
    fields: { title, done: false, rank: ranks[index], ...heading },
  }))
  return [operations.at(-1)?.ref.id ?? '', (doc) => planAll(doc, operations, random)]
}
