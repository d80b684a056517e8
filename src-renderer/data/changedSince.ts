/** Which projects are not as they were agreed: the thin dotted edge of the board. */
import type { PlanRemote } from './core.ts'
import type { PlanFacts } from './openPlan.ts'
import { createCell, type Source } from './source.ts'

export type ChangedSince = ReadonlyMap<string, 'new' | 'changed'>

const NOTHING: ChangedSince = new Map()
/** A burst of edits asks once, when it pauses. */
const PAUSE_MS = 600

/** Compares two canonical JSON texts of a plan (equal projects have equal text). */
export function compareProjects(agreedJson: string, draftJson: string): ChangedSince {
  const agreed = projectsOf(agreedJson)
  const changed = new Map<string, 'new' | 'changed'>()
  for (const [id, project] of Object.entries(projectsOf(draftJson))) {
    const before = agreed[id]
    if (before === undefined) changed.set(id, 'new')
    else if (JSON.stringify(before) !== JSON.stringify(project)) changed.set(id, 'changed')
  }
  return changed
}

const projectsOf = (json: string): Readonly<Record<string, unknown>> =>
  (JSON.parse(json) as { readonly projects?: Readonly<Record<string, unknown>> }).projects ?? {}

type Later = (ms: number, run: () => void) => () => void

/** Follows the plan and keeps the comparison fresh while there is an agreement and something changed since. */
export function followChangedSince(
  plan: () => PlanRemote,
  facts: Source<PlanFacts>,
  later: Later,
): Source<ChangedSince> & { readonly stop: () => void } {
  const cell = createCell<ChangedSince>(NOTHING)
  const agreed = new Map<string, string>()
  let cancel = (): void => {}
  let seen = ''

  async function compare(agreement: string): Promise<void> {
    const known = agreed.get(agreement)
    const before = known === undefined ? await plan().canonicalJson({ agreement }) : { ok: true as const, value: known }
    const draft = await plan().canonicalJson('draft')
    if (!before.ok || !draft.ok) return
    agreed.set(agreement, before.value)
    cell.set(compareProjects(before.value, draft.value))
  }
  const look = (): void => {
    const { agreement, entries, drafts } = facts.now().status
    const now = `${agreement?.id}/${agreement?.changesSince}/${entries.total}/${drafts}`
    if (now === seen) return
    seen = now
    cancel()
    if (agreement === null || agreement.changesSince === 0) cell.set(NOTHING)
    else cancel = later(PAUSE_MS, () => void compare(agreement.id))
  }
  look()
  const stopFacts = facts.subscribe(look)
  return {
    now: cell.now,
    subscribe: cell.subscribe,
    stop: () => {
      cancel()
      stopFacts()
    },
  }
}
