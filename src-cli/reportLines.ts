import type { MergeReportView } from '#shared/core/contract.ts'
import type { Line, PlaceName, ThingName } from '#shared/plan/report/lines.ts'

/** A merge report in sentences: what each side changed, then where two people had two ideas for the same thing. */
export function mergeReportLines({ report, authors }: MergeReportView): readonly string[] {
  const who = (actors: readonly string[]): string =>
    [...new Set(actors.map((actor) => authors[actor]?.name || 'someone'))].join(', ') || 'someone'
  const side = (title: string, lines: readonly Line[]): readonly string[] =>
    lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${lineSentence(line)}  (${who(line.actors)})`)]
  const clashes = [
    ...report.conflicts.map(
      ({ thing, field, values }) =>
        `  ${name(thing)} · ${field ?? 'as a whole'}: ${values.map((one) => `${shown(one.value)} by ${who([one.actor])}${one.isShown ? ' (shown)' : ''}`).join('; ')}`,
    ),
    ...report.doubleMoves
      .filter((move) => !move.isSameColumn)
      .map(
        ({ thing, places }) =>
          `  ${name(thing)} was moved twice: ${places.map((one) => `to ${place(one.place)} by ${who([one.actor])}${one.isShown ? ' (shown)' : ''}`).join('; ')}`,
      ),
    ...report.editsToRemoved.map(
      ({ thing, removedBy, editedBy }) =>
        `  ${name(thing)} was put in the bin by ${who(removedBy)} while ${who(editedBy)} worked on it; restore it to keep the work`,
    ),
    ...report.lostWork.map(
      ({ thing, field, text, actors }) =>
        `  ${name(thing)} · ${field ?? ''}: what ${who(actors)} wrote is no longer shown${text === '' ? '' : `: “${cut(text)}”`}`,
    ),
  ]
  const shared = report.sharedTexts.map(
    ({ thing, field, actors }) => `  ${name(thing)} · ${field}: written by ${who(actors)} at the same time and joined`,
  )
  const lines = [
    ...side('You', report.ours.lines),
    ...side('The others', report.theirs.lines),
    ...(shared.length === 0 ? [] : ['', 'Texts you share', ...shared]),
    ...(clashes.length === 0 ? [] : ['', 'Two ideas for the same thing', ...clashes]),
  ]
  return lines.length === 0 ? ['Nothing has changed since you last looked.'] : lines.slice(1)
}

function lineSentence(line: Line): string {
  switch (line.do) {
    case 'added':
      return `+ ${name(line.thing)}`
    case 'removed':
      return `− ${name(line.thing)} went to the bin`
    case 'restored':
      return `+ ${name(line.thing)} came out of the bin`
    case 'reordered':
      return `→ ${name(line.thing)} stands elsewhere in its list`
    case 'moved':
      return `→ ${name(line.thing)} moved from ${place(line.from)} to ${place(line.to)}`
    case 'edited':
    case 'redated':
      return `~ ${name(line.thing)} · ${line.field}: ${change(line.before, line.after)}`
    case 'reformatted':
      return `~ ${name(line.thing)} · ${line.field}: new formatting`
    case 'changedSet':
      return `~ ${name(line.thing)} · ${line.field}: ${[...line.added.map(({ title }) => `+${title}`), ...line.dropped.map(({ title }) => `−${title}`)].join(' ')}`
  }
}

const name = (thing: ThingName): string =>
  `${thing.title === '' ? thing.type.toLowerCase() : thing.title}${thing.in === undefined ? '' : ` (in ${name(thing.in)})`}`

/** Of a text, the report gives the passage that changed: one side of it is empty when something was only added or taken out. */
function change(before: unknown, after: unknown): string {
  if (before === '') return `${shown(after)} added`
  if (after === '') return `${shown(before)} taken out`
  return `${shown(before)} → ${shown(after)}`
}

const place = ({ stageTitle, objectiveTitle }: PlaceName): string =>
  [stageTitle, objectiveTitle].filter((part) => part !== '').join(' / ') || 'no stage'

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '(empty)'
  if (typeof value === 'string') return `“${cut(value)}”`
  if (typeof value !== 'object') return String(value)
  const { from, to, unit, minor } = value as Readonly<Record<string, unknown>>
  if (from !== undefined || to !== undefined) return from === to ? String(from) : `${from ?? ''}–${to ?? ''}`
  if (minor !== undefined) return `${minor} minor units of ${unit}`
  return cut(JSON.stringify(value))
}

const cut = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text)
