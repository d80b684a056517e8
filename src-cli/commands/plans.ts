import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ok } from '#shared/base/result.ts'
import { shownTitle } from '#shared/base/shownText.ts'
import type { CreatedPlan, PlanStatus } from '#shared/core/contract.ts'
import { planAll } from '#shared/plan/operations.ts'
import { type TemplateName, templateOperations } from '#shared/plan/templates.ts'
import { systemRandom } from '#node/system/ports.ts'
import { type Answered, noticeLine, orFailure, UsageError } from '../answer.ts'
import { type CommandContext, openPlan, planJson, withPlan } from '../context.ts'
import { editPlan } from '../editPlan.ts'
import { planOutline } from '../planOutline.ts'

export type NewOptions = {
  readonly title?: string
  readonly from?: string
  readonly to?: string
  readonly language: string
  readonly template: string
  readonly name?: string
}

const TEMPLATES: readonly TemplateName[] = ['blank', 'commons-transition']

export async function newPlan(context: CommandContext, options: NewOptions): Answered {
  const template = TEMPLATES.find((name) => name === options.template)
  if (!template) throw new UsageError(`--template takes one of: ${TEMPLATES.join(', ')}.`)
  const { language, title, name } = options
  const horizon = horizonOf(options)
  const created = orFailure(
    await context.device.create({
      title: title ?? '',
      language,
      ...(name === undefined ? {} : { name }),
      ...(horizon === undefined ? {} : { horizon }),
    }),
  )
  if (!created.ok) return created
  const { planId } = created.value
  const session = await openPlan(context.device, planId)
  if (!session.ok) return session
  const text = { language, ...(title === undefined ? {} : { title }), ...(horizon === undefined ? {} : { horizon }) }
  const filled = await editPlan(session.value, (doc) =>
    planAll(doc, templateOperations(template, text, systemRandom), systemRandom),
  )
  if (!filled.ok) return filled
  const codes = await writeCodes(context.folder, created.value)
  return ok({
    json: { plan: planId, codes },
    lines: [planId],
    remarks: [
      `The recovery and root codes are in ${codes}. Print them, keep them apart from the laptop, delete the file.`,
    ],
  })
}

function horizonOf({ from, to }: NewOptions): { readonly from: number; readonly to: number } | undefined {
  if (from === undefined && to === undefined) return undefined
  const years = { from: Number(from ?? to), to: Number(to ?? from) }
  const isYear = (year: number): boolean => Number.isInteger(year) && year >= 1 && year <= 9999
  if (!isYear(years.from) || !isYear(years.to)) throw new UsageError('--from and --to take years, like 2027.')
  if (years.from > years.to) throw new UsageError('The years end before they begin.')
  return years
}

/** Both codes are shown once: here, in a file only its owner may read. */
export async function writeCodes(folder: string, { planId, recoveryCode, rootCode }: CreatedPlan): Promise<string> {
  const file = join(folder, `codes-${planId.slice(0, 8)}.txt`)
  await mkdir(folder, { recursive: true })
  await writeFile(
    file,
    [
      `Plan ${planId}`,
      '',
      `Recovery code: ${recoveryCode}`,
      'With it and any copy of the plan, a new laptop of yours reads the plan again.',
      '',
      `Root code: ${rootCode}`,
      'With it the founder can name stewards if none is left.',
      '',
      'Print this page, keep it apart from the laptop, and delete this file.',
      '',
    ].join('\n'),
    { mode: 0o600, flag: 'wx' },
  )
  return file
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
