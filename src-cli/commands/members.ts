import { readFile } from 'node:fs/promises'
import { ok } from '#shared/base/result.ts'
import type { MemberView, PlanSession, Role } from '#shared/core/contract.ts'
import { type Answered, failNotice, orFailure, UsageError } from '../answer.ts'
import { codesRemark, writeCodes } from '../codesFile.ts'
import { type CommandContext, withPlan } from '../context.ts'

const ROLES: readonly Role[] = ['steward', 'writer', 'reader']
const SECONDS = { m: 60, h: 3600, d: 86_400, w: 604_800 } as const

export type InviteOptions = { readonly role: string; readonly expires: string; readonly uses?: string }

export async function invite(context: CommandContext, plan: string, options: InviteOptions): Answered {
  const role = ROLES.find((name) => name === options.role)
  if (!role) throw new UsageError(`--role takes one of: ${ROLES.join(', ')}.`)
  const expiresInSeconds = seconds(options.expires)
  const maxUses = options.uses === undefined ? undefined : Number(options.uses)
  if (maxUses !== undefined && !(Number.isInteger(maxUses) && maxUses >= 1))
    throw new UsageError('--uses takes a number from 1.')
  return withPlan(context, plan, async (session) => {
    const made = orFailure(
      await session.invite({ role, expiresInSeconds, ...(maxUses === undefined ? {} : { maxUses }) }),
    )
    return made.ok ? ok({ json: made.value, lines: [made.value.link] }) : made
  })
}

/** `90m`, `12h`, `7d`, `2w`. */
function seconds(text: string): number {
  const found = /^(\d{1,6})([mhdw])$/.exec(text)
  if (!found || Number(found[1]) === 0) throw new UsageError('--expires takes a time like 90m, 12h, 7d or 2w.')
  return Number(found[1]) * SECONDS[found[2] as keyof typeof SECONDS]
}

export type JoinOptions = { readonly name: string; readonly relay?: string; readonly bundle?: string }

export async function join({ device, folder }: CommandContext, link: string, options: JoinOptions): Answered {
  if (options.relay !== undefined && options.bundle !== undefined)
    throw new UsageError('Give --relay or --bundle, not both.')
  const bundle = options.bundle === undefined ? undefined : await readFile(options.bundle).catch(() => null)
  if (bundle === null) return failNotice('E_FILE', { file: options.bundle! })
  const joined = orFailure(
    await device.join({
      link,
      name: options.name,
      ...(options.relay === undefined ? {} : { relay: { url: options.relay } }),
      ...(bundle === undefined ? {} : { bundle: new Uint8Array(bundle) }),
    }),
  )
  if (!joined.ok) return joined
  const { planId, title, role, recoveryCode, notices } = joined.value
  const joining = { plan: planId, title, role }
  if (recoveryCode === undefined) return ok({ json: joining, lines: [planId], notices })
  const codes = await writeCodes(folder, { planId, recoveryCode }).catch(() => null)
  // It is shown once and kept nowhere: what no file takes is said.
  const remark = codes === null ? `Recovery code, shown once: ${recoveryCode}` : codesRemark(codes)
  return ok({ json: codes === null ? joining : { ...joining, codes }, lines: [planId], notices, remarks: [remark] })
}

export async function members(context: CommandContext, plan: string): Answered {
  return withPlan(context, plan, async (session) => {
    const roster = session.roster()
    return ok({
      json: roster,
      lines: roster.members.map(
        (member) =>
          `${member.memberId}  ${member.role.padEnd(8)} ${member.name}${member.isSelf ? ' (this device)' : ''}${member.isFounder ? ' · founder' : ''}`,
      ),
    })
  })
}

/** `MEMBER` by id, by its beginning, or by exact name. */
export function findMember(session: PlanSession, member: string): MemberView | undefined {
  const found = session
    .roster()
    .members.filter(
      ({ memberId, name }) =>
        memberId === member || name === member || (member.length >= 4 && memberId.startsWith(member)),
    )
  return found.length === 1 ? found[0] : undefined
}

export async function steward(
  context: CommandContext,
  plan: string,
  member: string,
  { withdraw }: { readonly withdraw?: boolean },
): Answered {
  return withPlan(context, plan, async (session) => {
    const found = findMember(session, member)
    if (found === undefined) return failNotice('E_NO_MEMBER')
    const { memberId, name } = found
    const done = orFailure(
      await (withdraw === true ? session.withdrawSteward(memberId) : session.appointSteward(memberId)),
    )
    if (!done.ok) return done
    const act = withdraw === true ? 'withdrawn' : 'steward'
    const line = `${name} is ${withdraw === true ? 'no longer' : 'now'} a steward.`
    return ok({ json: { [act]: memberId }, lines: [line] })
  })
}

export async function voidInvite(context: CommandContext, plan: string, grant: string): Answered {
  return withPlan(context, plan, async (session) => {
    const done = orFailure(await session.voidInvite(grant))
    return done.ok ? ok({ json: { voided: grant }, lines: ['The link is withdrawn.'] }) : done
  })
}

export async function rename(context: CommandContext, plan: string, name: string): Answered {
  return withPlan(context, plan, async (session) => {
    const done = orFailure(await session.rename(name))
    return done.ok ? ok({ json: { name }, lines: [`You are now ${name} in this plan.`] }) : done
  })
}
