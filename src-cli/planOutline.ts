import { shownTitle } from '#shared/base/shownText.ts'
import { asText, asThing, standing } from '#shared/print/planJson.ts'
import { formatYears } from '#shared/print/numbers.ts'

/** A plan as an outline of lines, ids included, so that they can be copied into other commands. */
export function planOutline(plan: Readonly<Record<string, unknown>>): readonly string[] {
  const projects = standing(plan['projects'])
  const inStage = (stage: string) => projects.filter(({ thing }) => asText(asThing(thing['place'])['stage']) === stage)
  return [
    [shownTitle(asText(plan['title'])), formatYears(asThing(plan['horizon']))]
      .filter((part) => part !== '')
      .join(' · '),
    '',
    'Objectives',
    ...standing(plan['objectives']).map(({ id, thing }) => `  ${id}  ${shownTitle(asText(thing['title']))}`),
    ...standing(plan['stages']).flatMap(({ id, thing }) => [
      '',
      `${shownTitle(asText(thing['title']))}  ${id}`,
      ...inStage(id)
        .toSorted((a, b) => (rankOf(a.thing) < rankOf(b.thing) ? -1 : 1))
        .map((project) =>
          `  ${project.id}  ${shownTitle(asText(project.thing['title']))}  ${formatYears(asThing(project.thing['years']))}`.trimEnd(),
        ),
    ]),
  ]
}

const rankOf = (project: Readonly<Record<string, unknown>>): string => asText(asThing(project['place'])['rank'])
