import { ok } from '#shared/base/result.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import { newId } from '#shared/base/id.ts'
import type { TypeName } from '#shared/plan/fields.ts'
import { planAdd, planRemove, planRestore, planSet } from '#shared/plan/operations.ts'
import { planMove } from '#shared/plan/order.ts'
import { THE_PLAN, type ThingRef } from '#shared/plan/things.ts'
import { systemClock, systemRandom } from '#node/system/ports.ts'
import { type Answered, fail, UsageError } from '../answer.ts'
import { type CommandContext, planJson, withPlan } from '../context.ts'
import { editPlan } from '../editPlan.ts'
import { fieldInputs, parseFieldArguments } from '../fieldArguments.ts'
import { findId, findThing } from '../planNames.ts'

export const KINDS: Readonly<Record<string, TypeName>> = {
  objective: 'Objective',
  project: 'Project',
  action: 'Action',
  milestone: 'Milestone',
  output: 'Output',
  contribution: 'Contribution',
  partner: 'Partner',
  group: 'Group',
}
const INSIDE_A_PROJECT: readonly TypeName[] = ['Action', 'Output', 'Contribution']

/** `project`, `stage` and `objective` name where the new thing belongs; the rest are its fields. */
export async function addThing(context: CommandContext, kind: string, plan: string, args: readonly string[]): Answered {
  const type = KINDS[kind]
  if (!type) throw new UsageError(`KIND is one of: ${Object.keys(KINDS).join(', ')}.`)
  const given = parseFieldArguments(args)
  return withPlan(context, plan, async (session) => {
    const json = await planJson(session)
    if (!json.ok) return json
    const named = (field: string, of: TypeName): string | undefined => {
      const argument = given.find((arg) => arg.field === field)
      return argument === undefined ? undefined : findId(json.value.plan, of, argument.text)
    }
    const project = type === 'Project' ? undefined : named('project', 'Project')
    if (project === undefined && INSIDE_A_PROJECT.includes(type))
      throw new UsageError(`${kind === 'contribution' ? 'A' : 'An'} ${kind} belongs to a project: give project=ID.`)
    const [stage, objective] = type === 'Project' ? [named('stage', 'Stage'), named('objective', 'Objective')] : []
    const own = given.filter(
      ({ field }) =>
        !(type === 'Project' ? ['stage', 'objective'] : project === undefined ? [] : ['project']).includes(field),
    )
    const place = { ...(stage === undefined ? {} : { stage }), ...(objective === undefined ? {} : { objective }) }
    const fields = {
      ...fieldInputs(type, own, json.value.plan),
      ...(stage === undefined && objective === undefined ? {} : { place }),
    }
    const id = newId(systemRandom)
    const ref: ThingRef = project === undefined ? { type, id } : { type, id, in: { type: 'Project', id: project } }
    const done = await editPlan(session, (doc) => planAdd(doc, ref, fields, systemRandom))
    return done.ok ? ok({ json: { id }, lines: [id] }) : done
  })
}

/** `ID` may be `plan` for the plan's own fields. */
export async function setFields(context: CommandContext, plan: string, id: string, args: readonly string[]): Answered {
  const given = parseFieldArguments(args)
  if (given.length === 0) throw new UsageError('Give at least one field=value.')
  return withPlan(context, plan, async (session) => {
    const json = await planJson(session)
    if (!json.ok) return json
    const ref = id === 'plan' || id === session.planId ? THE_PLAN : findThing(json.value.plan, id)
    if (!ref) return nothingWithId(id)
    const fields = fieldInputs(ref.type, given, json.value.plan)
    const done = await editPlan(session, (doc) => planSet(doc, ref, fields))
    return done.ok ? ok({ json: { id }, lines: [] }) : done
  })
}

export type MoveOptions = { readonly stage?: string; readonly objective?: string; readonly before?: string }

export async function moveProject(
  context: CommandContext,
  plan: string,
  project: string,
  options: MoveOptions,
): Answered {
  return withPlan(context, plan, async (session) => {
    const json = await planJson(session)
    if (!json.ok) return json
    const { plan: now } = json.value
    const id = findId(now, 'Project', project)
    const move = {
      ...(options.stage === undefined ? {} : { stage: findId(now, 'Stage', options.stage) }),
      ...(options.objective === undefined
        ? {}
        : { objective: options.objective === 'none' ? null : findId(now, 'Objective', options.objective) }),
      ...(options.before === undefined ? {} : { before: findId(now, 'Project', options.before) }),
    }
    const done = await editPlan(session, (doc) => planMove(doc, id, move, systemRandom))
    return done.ok ? ok({ json: { id }, lines: [] }) : done
  })
}

export async function removeThing(context: CommandContext, plan: string, id: string): Answered {
  return onThing(context, plan, id, (session, ref) =>
    editPlan(session, (doc) => planRemove(doc, ref, ownPerson(session), systemClock.now())),
  )
}

export async function restoreThing(context: CommandContext, plan: string, id: string): Answered {
  return onThing(context, plan, id, (session, ref) => editPlan(session, (doc) => planRestore(doc, ref)))
}

async function onThing(
  context: CommandContext,
  plan: string,
  id: string,
  edit: (session: PlanSession, ref: ThingRef) => ReturnType<typeof editPlan>,
): Answered {
  return withPlan(context, plan, async (session) => {
    const json = await planJson(session)
    if (!json.ok) return json
    const ref = findThing(json.value.plan, id)
    if (!ref) return nothingWithId(id)
    const done = await edit(session, ref)
    return done.ok ? ok({ json: { id }, lines: [] }) : done
  })
}

const nothingWithId = (id: string) =>
  fail('E_PLAN_MISSING', `There is nothing with the id ${id.slice(0, 80)} in this plan.`)

function ownPerson(session: PlanSession): string | null {
  return session.roster().members.find((member) => member.isSelf)?.personId ?? null
}
