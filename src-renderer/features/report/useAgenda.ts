import { useMemo } from 'react'
import { newId } from '#shared/base/id.ts'
import { selectOpenProposals } from '#shared/plan/lists.ts'
import { planAll, type PlanOperation } from '#shared/plan/operations.ts'
import type { ThingName } from '#shared/plan/report/lines.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import { useDoc, usePlan } from '../../app/planContext.ts'
import { useEdit } from '../../parts/useEdit.ts'

/** What an assembly is asked: a title, and each of the ideas with whose it is. */
export type Question = { readonly about: ThingName; readonly title: string; readonly ideas: readonly string[] }

type Agenda = {
  readonly has: (question: Question) => boolean
  /** Makes a proposal with one version for each idea; it waits for an assembly and settles nothing by itself. */
  readonly put: (question: Question) => void
}

/** The proposals that wait for an assembly (UI22). */
export function useAgenda(): Agenda {
  const plan = usePlan()
  const edit = useEdit()
  const open = useDoc(selectOpenProposals)
  return useMemo(
    () => ({
      has: ({ about, title }) =>
        open.some(({ proposal }) => proposal.subject === subjectOf(about) && proposal.title === title),
      put: ({ about, title, ideas }) => {
        const subject = subjectOf(about)
        const proposal: ThingRef = { type: 'Proposal', id: newId(plan.random) }
        const by = plan.selfId()
        const written = { at: plan.now(), ...(by === null ? {} : { by }) }
        const operations: readonly PlanOperation[] = [
          { do: 'add', ref: proposal, fields: { title, sort: 'text', ...(subject === null ? {} : { subject }) } },
          ...ideas.map((text): PlanOperation => {
            const ref: ThingRef = { type: 'Version', id: newId(plan.random), in: proposal }
            return { do: 'add', ref, fields: { text, ...written } }
          }),
        ]
        edit((doc) => planAll(doc, operations, plan.random))
      },
    }),
    [plan, edit, open],
  )
}

/** The project, objective, … that something belongs to; `null` for the plan itself. */
function subjectOf({ type, id, in: inside }: ThingName): string | null {
  if (inside !== undefined && inside.type !== 'Plan') return subjectOf(inside)
  return type === 'Plan' ? null : id
}
