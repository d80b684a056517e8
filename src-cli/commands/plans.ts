import { ok } from '#shared/base/result.ts'
import { shownTitle } from '#shared/base/shownText.ts'
import type { PlanStatus } from '#shared/core/contract.ts'
import type { TemplateName } from '#shared/plan/templates.ts'
import { type Answered, noticeLine, orFailure, UsageError } from '../answer.ts'
import { codesRemark, writeCodes } from '../codesFile.ts'
import { type CommandContext, openPlan, planJson, withPlan } from '../context.ts'
import { planOutline } from '../planOutline.ts'

export type NewOptions = {
  readonly title?: string
  readonly from?: string
  readonly to?: string
  readonly language: string
  readonly template: string
  readonly name?: string
}

const TEMPLATES: readonly TemplateName[] = ['blank', 'commons-frame', 'commons-transition']

export async function newPlan(context: CommandContext, options: NewOptions): Answered {
  const template = TEMPLATES.find((name) => name === options.template)
  if (!template) throw new UsageError(`--template takes one of: ${TEMPLATES.join(', ')}.`)
  const { language, title, name } = options
  const horizon = horizonOf(options)
  const created = orFailure(
    await context.device.create({
      template,
      language,
      ...(title === undefined ? {} : { title }),
      ...(name === undefined ? {} : { name }),
      ...(horizon === undefined ? {} : { horizon }),
    }),
  )
  if (!created.ok) return created
  const { planId } = created.value
  const codes = await writeCodes(context.folder, created.value)
  return ok({ json: { plan: planId, codes }, lines: [planId], remarks: [codesRemark(codes)] })
}

function horizonOf({ from, to }: NewOptions): { readonly from: number; readonly to: number } | undefined {
  if (from === undefined && to === undefined) return undefined
  const years = { from: Number(from ?? to), to: Number(to ?? from) }
  const isYear = (year: number): boolean => Number.isInteger(year) && year >= 1 && year <= 9999
  if (!isYear(years.from) || !isYear(years.to)) throw new UsageError('--from and --to take years, like 2027.')
  if (years.from > years.to) throw new UsageError('The years end before they begin.')
  return years
}

export async function listPlans({ device }: CommandContext): Answered {
  const plans = await device.list()
  return ok({
    json: plans.map(({ planId, title, role }) => ({ plan: planId, title, role })),
    lines:
      plans.length === 0
        ? ['No plans in this folder yet.']
        : plans.map(({ planId, title, role }) => `${planId}  ${shownTitle(title)}  (${role ?? 'not a member'})`),
  })
}

export async function showPlan(context: CommandContext, plan: string, version: 'draft' | 'agreed'): Answered {
  return withPlan(context, plan, async (session) => {
    const json = await planJson(session, version)
    return json.ok ? ok({ json: json.value.plan, lines: planOutline(json.value.plan) }) : json
  })
}

export async function planStatus(context: CommandContext, plan: string): Answered {
  return withPlan(context, plan, async (session) => {
    const status = session.status()
    const health = session.health()
    return ok({ json: { ...status, health }, lines: statusLines(status), notices: [...status.notices] })
  })
}

function statusLines(status: PlanStatus): readonly string[] {
  const { entries, agreement, relays, people, drafts, saved } = status
  const many = (count: number, one: string, more: string): string => (count === 1 ? `1 ${one}` : `${count} ${more}`)
  return [
    `${shownTitle(status.title)}  (${status.role ?? 'not a member'})`,
    saved.state === 'notSaved' ? noticeLine(saved.notice) : 'Saved on this device.',
    entries.onlyHere + drafts > 0
      ? `${many(entries.onlyHere + drafts, 'change is', 'changes are')} only here.`
      : 'Everything here is also somewhere else.',
    ...relays.map(
      (relay) => `Relay ${relay.url}: ${relay.state}, ${relay.acked} acknowledged, ${relay.toSend} to send.`,
    ),
    ...people.map(
      (person) =>
        `${person.name}: ${person.hasEverything ? 'has everything' : `has seen ${person.hasSeen} of ${entries.own}`}.`,
    ),
    agreement
      ? `Agreed ${agreement.date} · ${many(agreement.changesSince, 'change', 'changes')} since.`
      : 'Not agreed yet.',
  ]
}

export async function planHistory(context: CommandContext, plan: string): Answered {
  return withPlan(context, plan, async (session) => {
    const items = await session.history()
    return ok({
      json: items,
      lines: items.map((item) =>
        `${item.at === null ? '—'.padEnd(16) : new Date(item.at).toISOString().slice(0, 16).replace('T', ' ')}  ${item.kind.padEnd(12)} ${item.name}  ${item.kind === 'content' ? `${item.changes} changes` : ''}`.trimEnd(),
      ),
    })
  })
}

export async function where({ device }: CommandContext): Answered {
  const place = device.where()
  return ok({
    json: place,
    lines: [
      `Folder: ${place.folder}`,
      `Key: ${place.key}`,
      ...place.plans.map(({ planId, folder }) => `Plan ${planId}: ${folder}`),
    ],
  })
}

export async function forgetPlan(context: CommandContext, plan: string, evenUnsynced: boolean): Answered {
  const session = await openPlan(context.device, plan)
  if (!session.ok) return session
  const { planId } = session.value
  await session.value.close()
  const forgotten = orFailure(await context.device.forget(planId, { evenUnsynced }))
  return forgotten.ok
    ? ok({ json: { forgotten: planId }, lines: [`This device no longer holds plan ${planId}.`] })
    : forgotten
}
