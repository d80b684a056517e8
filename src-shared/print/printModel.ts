import { objectiveMarks } from '../plan/objectiveMarks.ts'
import { fundingTables, unitOf, type FundingTable } from './funding.ts'
import { fill, printLabels, type PrintLabels, type PrintLanguage } from './labels/labels.ts'
import { formatAmount, formatDay, formatYears, grouped } from './numbers.ts'
import { asInteger, asText, asThing, byCodeUnit, named, standing, type Entry, type Thing } from './planJson.ts'
import { richTextBlocks, safeAddress, type Block } from './richText.ts'

/** What of an agreement is printed; the fields of a record that is written once. */
export type PrintedAgreement = {
  readonly id: string
  readonly title: string
  readonly assembly: string
  readonly date: string
  readonly place: string
  readonly method: string
  readonly present: { readonly names: readonly string[]; readonly count: number }
  readonly heads: readonly string[]
  readonly contentHash: string
  readonly recordedBy: string
}

export type PrintInput = {
  readonly planId: string
  /** Canonical JSON (parsed) of the agreed content at the heads of the agreement, or of the draft. */
  readonly plan: unknown
  readonly agreement: PrintedAgreement | null
  /** ISO day the document bears: of the decision, or on which the draft was printed. */
  readonly day: string
  readonly language: PrintLanguage
  readonly appVersion: string
}

/** `hue` is the number of a colour, or -1. */
type Tone = { readonly hue: number; readonly initial: string }
export type PrintCard = Tone & {
  readonly title: string
  readonly years: string
  readonly tangible: number
  readonly intangible: number
}
export type PrintModel = ReturnType<typeof printModel>

/** Objectives have one of eight colours, which the template knows as the window does. */
const HUE_COUNT = 8

/**
 * Everything the printed plan says, in its order and in words, so that the template only sets type. A pure function of its
 * input (PD1): no clock, no locale data of the machine.
 */
export function printModel(input: PrintInput) {
  const labels = printLabels(input.language)
  const plan = asThing(input.plan)
  const objectives = standing(plan['objectives'])
  const marks = objectiveMarks(objectives.map(({ thing }) => asText(thing['title'])))
  const toneOf = (objective: string): Tone => objectiveTone(objectives, marks, objective)
  const stages = standing(plan['stages'])
  const projects = standing(plan['projects']).toSorted((a, b) => byPlace(a, b, stages))
  const titleOf = (entry: Entry): string => asText(entry.thing['title']) || labels.untitled
  const horizon = asThing(plan['horizon'])
  return {
    language: input.language,
    labels,
    title: asText(plan['title']) || labels.untitled,
    horizon:
      formatYears(horizon) === ''
        ? ''
        : fill(labels.horizon, { from: String(horizon['from']), to: String(horizon['to'] ?? horizon['from']) }),
    agreement: input.agreement && agreementModel(input.agreement, input.planId, labels),
    status: input.agreement ? fill(labels.agreedOn, { date: formatDay(input.agreement.date, labels) }) : labels.draft,
    madeWith: fill(labels.madeWith, { version: input.appVersion }),
    vision: richTextBlocks(plan['vision'], plan),
    principles: richTextBlocks(plan['principles'], plan),
    objectives: objectives.map((objective) => ({
      ...toneOf(objective.id),
      title: titleOf(objective),
      intent: asText(objective.thing['intent']),
      projects: projects.filter((project) => placeOf(project)['objective'] === objective.id).map(titleOf),
    })),
    board: boardModel(stages, projects, toneOf, labels),
    timeline: timelineModel(horizon, plan, projects, toneOf, labels),
    projects: projects.map((project) => projectModel(project, plan, stages, objectives, toneOf, labels)),
    outputs: outputTables(projects, titleOf, labels),
    funding: fundingTables(projects, plan['units'], titleOf, labels),
    partners: standing(plan['partners'])
      .map(({ thing }) => ({
        name: asText(thing['name']) || labels.untitled,
        kind: labels.partnerSorts[thing['sort'] as keyof PrintLabels['partnerSorts']] ?? asText(thing['sort']),
        note: asText(thing['note']),
      }))
      .sort((a, b) => byCodeUnit(a.name, b.name)),
    groups: standing(plan['groups'])
      .map(({ id, thing }) => ({
        name: asText(thing['name']) || labels.untitled,
        purpose: asText(thing['purpose']),
        projects: projects.filter((project) => Object.hasOwn(asThing(project.thing['groups']), id)).map(titleOf),
      }))
      .sort((a, b) => byCodeUnit(a.name, b.name)),
  }
}

function agreementModel(agreement: PrintedAgreement, planId: string, labels: PrintLabels) {
  const { names, count } = agreement.present
  const more = count > 0 ? fill(names.length > 0 ? labels.andMore : labels.peopleCount, { count }) : ''
  return {
    ...agreement,
    dateInWords: formatDay(agreement.date, labels),
    present: [names.join(', '), more].filter((part) => part !== '').join(', '),
    fingerprint: grouped(agreement.contentHash.slice(0, 32)),
    contentHash: grouped(agreement.contentHash),
    id: grouped(agreement.id),
    heads: agreement.heads.map(grouped),
    planId: grouped(planId),
  }
}

const placeOf = (project: Entry): Thing => asThing(project.thing['place'])

function byPlace(a: Entry, b: Entry, stages: readonly Entry[]): number {
  const column = (project: Entry): number => {
    const index = stages.findIndex((stage) => stage.id === placeOf(project)['stage'])
    return index === -1 ? stages.length : index
  }
  return (
    column(a) - column(b) ||
    byCodeUnit(asText(placeOf(a)['rank']), asText(placeOf(b)['rank'])) ||
    byCodeUnit(a.id, b.id)
  )
}

function objectiveTone(objectives: readonly Entry[], marks: readonly string[], id: string): Tone {
  const index = objectives.findIndex((objective) => objective.id === id)
  const thing = objectives[index]?.thing ?? {}
  const named = /^\d+$/.exec(asText(thing['colour']))?.[0]
  const hue = (named === undefined ? Math.max(0, index) : Number(named)) % HUE_COUNT
  return { hue: index === -1 ? -1 : hue, initial: marks[index] ?? '' }
}

/** A title as figures show it; in full it stands under Projects. */
function shortTitle(project: Entry, labels: PrintLabels): string {
  const title = [...(asText(project.thing['title']) || labels.untitled)]
  return title.length > 80 ? `${title.slice(0, 79).join('')}…` : title.join('')
}

function outputCounts(project: Entry) {
  const outputs = standing(project.thing['outputs'])
  return {
    tangible: outputs.filter(({ thing }) => thing['sort'] === 'tangible').length,
    intangible: outputs.filter(({ thing }) => thing['sort'] !== 'tangible').length,
  }
}

function boardModel(
  stages: readonly Entry[],
  projects: readonly Entry[],
  toneOf: (id: string) => Tone,
  labels: PrintLabels,
) {
  const known = new Set(stages.map((stage) => stage.id))
  const columns = [
    ...stages.map((stage) => ({
      stage: asText(stage.thing['title']) || labels.untitled,
      own: projects.filter((project) => placeOf(project)['stage'] === stage.id),
    })),
    { stage: labels.noStage, own: projects.filter((project) => !known.has(asText(placeOf(project)['stage']))) },
  ].filter((column, i) => i < stages.length || column.own.length > 0)
  const counts = columns.map(({ stage, own }) => fill(labels.cardCount, { stage, count: own.length }))
  return {
    alt: fill(labels.boardAlt, { stages: beginningOf(counts) }),
    columns: columns.map(({ stage, own }) => ({
      stage,
      cards: own.map((project): PrintCard => ({
        ...toneOf(asText(placeOf(project)['objective'])),
        title: asText(project.thing['title']) || labels.untitled,
        years: formatYears(asThing(project.thing['years'])),
        ...outputCounts(project),
      })),
    })),
  }
}

function timelineModel(
  horizon: Thing,
  plan: Thing,
  projects: readonly Entry[],
  toneOf: (id: string) => Tone,
  labels: PrintLabels,
) {
  const dated = projects.flatMap((project) => {
    const years = asThing(project.thing['years'])
    const from = asInteger(years['from'])
    if (from === null) return []
    const milestones = standing(project.thing['milestones']).flatMap(milestonePoint)
    return [{ project, from, to: Math.max(from, asInteger(years['to']) ?? from), milestones }]
  })
  const own = standing(plan['milestones']).flatMap(milestonePoint)
  const starts = [asInteger(horizon['from']), ...dated.map((row) => row.from)].filter((year) => year !== null)
  const ends = [asInteger(horizon['to']), ...dated.map((row) => row.to)].filter((year) => year !== null)
  if (starts.length === 0) return { from: 0, to: 0, alt: '', milestones: own, rows: [] }
  const from = Math.min(...starts)
  const to = Math.min(Math.max(...ends, from), from + 59)
  const rows = dated.map(({ project, ...row }) => ({
    ...row,
    ...toneOf(asText(placeOf(project)['objective'])),
    title: shortTitle(project, labels),
  }))
  const words = beginningOf(rows.map((row) => `${row.title} ${formatYears(row)}`))
  return { from, to, alt: fill(labels.timelineAlt, { from, to, rows: words }), milestones: own, rows }
}

/** A dated point as a year with its fraction: 15 July 2028 is about 2028.54. */
function milestonePoint({ thing }: Entry) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(asText(thing['day']))
  if (!found) return []
  const at = Number(found[1]) + ((Number(found[2]) - 1) * 30.44 + Number(found[3])) / 366
  return [{ at: Math.round(at * 1000) / 1000, title: asText(thing['title']) }]
}

function projectModel(
  project: Entry,
  plan: Thing,
  stages: readonly Entry[],
  objectives: readonly Entry[],
  toneOf: (id: string) => Tone,
  labels: PrintLabels,
) {
  const { thing } = project
  const place = placeOf(project)
  const nameIn = (entries: readonly Entry[], id: unknown): string =>
    asText(entries.find((entry) => entry.id === id)?.thing['title'])
  const facts = [
    [labels.stage, nameIn(stages, place['stage'])],
    [labels.objective, nameIn(objectives, place['objective'])],
    [labels.years, formatYears(asThing(thing['years']))],
    [labels.groups, named(thing['groups'], plan['groups'], 'name').join(', ')],
    [labels.leads, named(thing['leads'], plan['members'], 'name').join(', ')],
    [labels.partners, named(thing['partners'], plan['partners'], 'name').join(', ')],
    [labels.dependsOn, named(thing['dependsOn'], plan['projects'], 'title').join(', ')],
    [labels.tags, Object.keys(asThing(thing['tags'])).sort(byCodeUnit).join(', ')],
  ] as const
  return {
    ...toneOf(asText(place['objective'])),
    title: asText(thing['title']) || labels.untitled,
    facts: facts.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value })),
    summary: richTextBlocks(thing['summary'], plan),
    actions: standing(thing['actions']).map(({ thing: action }) => ({
      title: asText(action['title']) || labels.untitled,
      done: action['done'] === true,
      who: named(action['who'], plan['members'], 'name').join(', '),
      due: formatDay(asText(action['due']), labels),
    })),
    milestones: standing(thing['milestones'])
      .toSorted((a, b) => byCodeUnit(asText(a.thing['day']), asText(b.thing['day'])))
      .map(({ thing: milestone }) => ({
        title: asText(milestone['title']) || labels.untitled,
        day: formatDay(asText(milestone['day']), labels),
      })),
    outputs: standing(thing['outputs']).map(({ thing: output }) => outputModel(output, labels)),
    contributions: standing(thing['contributions']).map(({ thing: part }) => contributionModel(part, plan, labels)),
    links: standing(thing['links']).map(({ thing: link }) => ({
      title: asText(link['title']) || asText(link['url']),
      url: safeAddress(asText(link['url'])),
    })),
    extra: standing(thing['extra']).map(({ thing: extra }) => ({
      label: asText(extra['label']),
      text: asText(extra['text']),
    })),
  }
}

function outputModel(output: Thing, labels: PrintLabels) {
  return {
    title: asText(output['title']) || labels.untitled,
    tangible: output['sort'] === 'tangible',
    kind: output['sort'] === 'tangible' ? labels.tangible : labels.intangible,
    licence: asText(output['licence']),
    stewardship: asText(output['stewardship']),
  }
}

function contributionModel(part: Thing, plan: Thing, labels: PrintLabels) {
  const amount = asThing(part['amount'])
  const minor = asInteger(amount['minor'])
  const { name, decimals } = unitOf(plan['units'], asText(amount['unit']))
  const partner = asText(asThing(asThing(plan['partners'])[asText(part['partner'])])['name'])
  const member = asText(asThing(asThing(plan['members'])[asText(part['member'])])['name'])
  return {
    title: asText(part['title']),
    amount: minor === null ? '' : `${formatAmount(minor, decimals, labels)} ${name}`,
    year: asInteger(part['year']) === null ? '' : String(part['year']),
    status: labels.statuses[part['status'] as keyof PrintLabels['statuses']] ?? asText(part['status']),
    source: [partner, member, asText(part['from'])].filter((source) => source !== '').join(', '),
  }
}

function outputTables(projects: readonly Entry[], titleOf: (project: Entry) => string, labels: PrintLabels) {
  const all = projects.flatMap((project) =>
    standing(project.thing['outputs']).map(({ thing }) => ({
      ...outputModel(thing, labels),
      project: titleOf(project),
    })),
  )
  return { tangible: all.filter((output) => output.tangible), intangible: all.filter((output) => !output.tangible) }
}

export type { Block, FundingTable }

/** Nobody listens to more of a picture, and a PDF takes no words for one beyond 32,767 characters. */
const MAX_ALT = 2000

function beginningOf(parts: readonly string[]): string {
  let words = ''
  for (const part of parts) {
    const longer = words === '' ? part : `${words}, ${part}`
    if (longer.length > MAX_ALT) return `${words}, …`
    words = longer
  }
  return words
}
