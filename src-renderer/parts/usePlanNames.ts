import { useMemo } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import { selectGroups, selectMembers, selectObjectives, selectPartners } from '#shared/plan/lists.ts'
import { objectiveMarks } from '#shared/plan/objectiveMarks.ts'
import { useDoc } from '../app/planContext.ts'

export type ObjectiveName = {
  readonly id: string
  readonly title: string
  /** Number of the hue (styles/tokens.css), or `none`. */
  readonly hue: number | 'none'
  /** One or two letters (objectiveMarks). */
  readonly initial: string
}
export type PersonName = { readonly id: string; readonly name: string }

/** Names and faces that cards refer to; new maps only when a name changed. */
export type PlanNames = {
  readonly objectives: ReadonlyMap<string, ObjectiveName>
  readonly people: ReadonlyMap<string, PersonName>
  readonly groups: ReadonlyMap<string, PersonName>
  readonly partners: ReadonlyMap<string, PersonName>
}

export function usePlanNames(): PlanNames {
  const objectives = useDoc(selectObjectives)
  const members = useDoc(selectMembers)
  const groups = useDoc(selectGroups)
  const partners = useDoc(selectPartners)
  return useMemo(
    () => ({
      objectives: objectiveNames(objectives),
      people: named(members),
      groups: named(groups),
      partners: named(partners),
    }),
    [objectives, members, groups, partners],
  )
}

const named = (
  things: readonly { readonly id: string; readonly name: string | null }[],
): ReadonlyMap<string, PersonName> => new Map(things.map(({ id, name }) => [id, { id, name: shownTitle(name ?? '') }]))

type Objective = { readonly id: string; readonly title: string; readonly colour: string | null }

/** By id, in the order given. */
export function objectiveNames(objectives: readonly Objective[]): ReadonlyMap<string, ObjectiveName> {
  const marks = objectiveMarks(objectives.map(({ title }) => title))
  return new Map(
    objectives.map(({ id, title, colour }, index) => [
      id,
      { id, title: shownTitle(title), hue: hueOf(colour), initial: marks[index]! },
    ]),
  )
}

/** Colours of objectives are the numbers 0 to 7; what another tool wrote there has no hue of ours. */
export function hueOf(colour: string | null): number | 'none' {
  return colour !== null && /^[0-7]$/.test(colour) ? Number(colour) : 'none'
}
