import { useMemo } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import { selectMembers, selectObjectives } from '#shared/plan/lists.ts'
import { useDoc } from '../app/planContext.ts'

export type ObjectiveName = {
  readonly id: string
  readonly title: string
  /** Number of the hue (styles/tokens.css), or `none`. */
  readonly hue: number | 'none'
  readonly initial: string
}
export type PersonName = { readonly id: string; readonly name: string }

/** Names and faces that cards refer to; new maps only when a name changed. */
export type PlanNames = {
  readonly objectives: ReadonlyMap<string, ObjectiveName>
  readonly people: ReadonlyMap<string, PersonName>
}

export function usePlanNames(): PlanNames {
  const objectives = useDoc(selectObjectives)
  const members = useDoc(selectMembers)
  return useMemo(
    () => ({
      objectives: new Map(
        objectives.map(({ id, title, colour }) => [
          id,
          { id, title: shownTitle(title), hue: hueOf(colour), initial: initialOf(title) },
        ]),
      ),
      people: new Map(members.map(({ id, name }) => [id, { id, name: shownTitle(name ?? '') }])),
    }),
    [objectives, members],
  )
}

/** Colours of objectives are the numbers 0 to 7; what another tool wrote there has no hue of ours. */
export function hueOf(colour: string | null): number | 'none' {
  return colour !== null && /^[0-7]$/.test(colour) ? Number(colour) : 'none'
}

export const initialOf = (title: string): string => ([...title.trim()][0] ?? '·').toLocaleUpperCase()
