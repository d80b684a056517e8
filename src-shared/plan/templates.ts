/** What a new plan says at first: stages and units in the plan's language, or a whole sample plan. */
import { newId } from '../base/id.ts'
import type { Random } from '../base/ports.ts'
import { unreachable } from '../base/assert.ts'
import type { PlanOperation } from './operations.ts'
import { ranksInOrder } from './ranks.ts'
import { commonsFrame } from './templates/commonsFrame.ts'
import { commonsTransition } from './templates/commonsTransition.ts'
import type {
  PlanTemplate,
  TemplateProject,
  TemplateStage,
  TemplateText,
  WrittenLanguage,
} from './templates/templateShape.ts'
import { THE_PLAN, type ThingRef } from './things.ts'

/** `commons-frame`: objectives and principles of a commons transition; `commons-transition`: the whole sample. */
export type TemplateName = 'blank' | 'commons-frame' | 'commons-transition'

export interface NewPlanText {
  /** Absent: the template's own. */
  readonly title?: string
  /** BCP 47. Stages and units are named in ca, es, fr or en; English for other languages. */
  readonly language: string
  readonly horizon?: { readonly from: number; readonly to: number }
}

/** The operations that fill a plan that was just born; write them with `planAll` and `changePlan`. */
export function templateOperations(name: TemplateName, plan: NewPlanText, random: Random): readonly PlanOperation[] {
  switch (name) {
    case 'blank':
      return beginning(plan, random).operations
    case 'commons-frame':
      return framed(plan, random)
    case 'commons-transition':
      return copyOf(commonsTransition, plan, random)
    default:
      return unreachable(name)
  }
}

const PHASES = ['idea', 'proposed', 'agreed', 'under-way', 'done'] as const

const STAGE_NAMES: Readonly<Record<string, readonly string[]>> = {
  ca: ['Idea', 'Proposada', 'Acordada', 'En marxa', 'Feta'],
  es: ['Idea', 'Propuesta', 'Acordada', 'En marcha', 'Hecha'],
  fr: ['Idée', 'Proposé', 'Convenu', 'En cours', 'Terminé'],
  en: ['Idea', 'Proposed', 'Agreed', 'Under way', 'Done'],
}

/** Digits of the minor unit: an hour and a half is 150. */
const UNITS = [
  { code: 'EUR', sort: 'currency', decimals: 2, names: { ca: 'Euros', es: 'Euros', fr: 'Euros', en: 'Euros' } },
  { code: 'ECO', sort: 'community', decimals: 2, names: { ca: 'Ecos', es: 'Ecos', fr: 'Écos', en: 'Ecos' } },
  { code: 'HOUR', sort: 'time', decimals: 2, names: { ca: 'Hores', es: 'Horas', fr: 'Heures', en: 'Hours' } },
] as const

/** Colours of objectives in the order they are handed out: numbers of eight hues, which the window and the PDF choose. */
export const OBJECTIVE_COLOURS = ['0', '1', '2', '3', '4', '5', '6', '7'] as const

function writtenLanguage(language: string): WrittenLanguage {
  const primary = language.toLowerCase().split('-')[0]!
  return primary === 'ca' || primary === 'es' || primary === 'fr' ? primary : 'en'
}

interface Beginning {
  readonly operations: readonly PlanOperation[]
  /** Stage ids in the order of the phases. */
  readonly stages: readonly string[]
}

function beginning({ title, language, horizon }: NewPlanText, random: Random): Beginning {
  const named = writtenLanguage(language)
  const ranks = ranksInOrder(PHASES.length, random)
  const stages = PHASES.map(() => newId(random))
  const plan = { title: title ?? '', language, ...(horizon === undefined ? {} : { horizon }) }
  return {
    stages,
    operations: [
      { do: 'set', ref: THE_PLAN, fields: plan },
      ...PHASES.map((phase, index) =>
        add({ type: 'Stage', id: stages[index]! }, { title: STAGE_NAMES[named]![index], phase, rank: ranks[index] }),
      ),
      ...UNITS.map(({ code, sort, decimals, names }) =>
        add({ type: 'Unit', id: code }, { name: names[named], sort, decimals }),
      ),
    ],
  }
}

function framed(plan: NewPlanText, random: Random): readonly PlanOperation[] {
  const named = writtenLanguage(plan.language)
  const ranks = ranksInOrder(commonsFrame.objectives.length, random)
  return [
    ...beginning(plan, random).operations,
    { do: 'set', ref: THE_PLAN, fields: { principles: commonsFrame.principles[named] } },
    ...commonsFrame.objectives.map(({ title, intent }, index) =>
      add(
        { type: 'Objective', id: newId(random) },
        { title: title[named], intent: intent[named], rank: ranks[index], colour: OBJECTIVE_COLOURS[index] },
      ),
    ),
  ]
}

function copyOf(template: PlanTemplate, plan: NewPlanText, random: Random): readonly PlanOperation[] {
  const say = (text: TemplateText): string => text[writtenLanguage(plan.language)]
  const { operations, stages } = beginning({ title: say(template.title), horizon: template.horizon, ...plan }, random)
  const ids = new Map<string, string>()
  const idOf = (key: string): string => ids.get(key) ?? ids.set(key, newId(random)).get(key)!
  const ranks = ranksInOrder(Math.max(template.objectives.length, template.projects.length), random)
  const projects = inDependencyOrder(template.projects)
  return [
    ...operations,
    { do: 'set', ref: THE_PLAN, fields: { vision: say(template.vision), principles: say(template.principles) } },
    ...template.objectives.map(({ key, title, intent }, index) =>
      add(
        { type: 'Objective', id: idOf(key) },
        { title: say(title), intent: say(intent), rank: ranks[index], colour: OBJECTIVE_COLOURS[index % 8] },
      ),
    ),
    ...template.groups.map(({ key, name, purpose }) =>
      add({ type: 'Group', id: idOf(key) }, { name: say(name), purpose: say(purpose) }),
    ),
    ...template.partners.map(({ key, name, role, note }) =>
      add({ type: 'Partner', id: idOf(key) }, { name: say(name), sort: role, note: say(note) }),
    ),
    ...projects.flatMap((project) =>
      projectOperations(project, {
        say,
        idOf,
        random,
        rank: ranks[template.projects.indexOf(project)]!,
        stage: stages[stageIndex(project.stage)]!,
      }),
    ),
  ]
}

interface CopyContext {
  readonly say: (text: TemplateText) => string
  readonly idOf: (key: string) => string
  readonly random: Random
  readonly rank: string
  readonly stage: string
}

function projectOperations(project: TemplateProject, context: CopyContext): readonly PlanOperation[] {
  const { say, idOf, random, rank, stage } = context
  const ref: ThingRef = { type: 'Project', id: idOf(project.key) }
  const inside = (
    type: ThingRef['type'],
    list: readonly Readonly<Record<string, unknown>>[],
  ): readonly PlanOperation[] => {
    const ranks = ranksInOrder(list.length, random)
    return list.map((fields, index) =>
      add({ type, id: newId(random), in: ref }, type === 'Milestone' ? fields : { ...fields, rank: ranks[index] }),
    )
  }
  return [
    add(ref, {
      title: say(project.title),
      summary: say(project.summary),
      place: { stage, objective: idOf(project.objective), rank },
      years: project.years,
      groups: project.groups.map(idOf),
      partners: (project.partners ?? []).map(idOf),
      dependsOn: (project.dependsOn ?? []).map(idOf),
      tags: project.tags.map(say),
    }),
    ...inside(
      'Action',
      project.actions.map(({ title, done, due }) => ({ title: say(title), done: done ?? false, due })),
    ),
    ...inside(
      'Milestone',
      (project.milestones ?? []).map(({ title, date }) => ({ title: say(title), day: date })),
    ),
    ...inside(
      'Output',
      project.outputs.map(({ title, kind, licence, stewardship }) => ({
        title: say(title),
        sort: kind,
        licence: say(licence),
        stewardship: say(stewardship),
      })),
    ),
    ...inside(
      'Contribution',
      (project.contributions ?? []).map(({ title, amount, unit, year, status, source }) => ({
        title: say(title),
        amount: { unit, minor: amount * 100 },
        year,
        status,
        partner: source === undefined ? undefined : idOf(source),
      })),
    ),
  ]
}

/** Projects after those they depend on, since a reference must be to something that is there. */
function inDependencyOrder(projects: readonly TemplateProject[]): readonly TemplateProject[] {
  const sorted = new Set<TemplateProject>()
  const visit = (project: TemplateProject, path: readonly string[]): void => {
    for (const key of project.dependsOn ?? []) {
      const needed = projects.find((other) => other.key === key)
      if (needed !== undefined && !path.includes(key)) visit(needed, [...path, key])
    }
    sorted.add(project)
  }
  for (const project of projects) visit(project, [project.key])
  return [...sorted]
}

const stageIndex = (stage: TemplateStage): number => PHASES.indexOf(stage === 'underway' ? 'under-way' : stage)

const add = (ref: ThingRef, fields: Readonly<Record<string, unknown>>): PlanOperation => ({ do: 'add', ref, fields })
