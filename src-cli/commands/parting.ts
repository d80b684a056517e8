import { ok } from '#shared/base/result.ts'
import { shownText } from '#shared/base/shownText.ts'
import type { LateEntry, Role } from '#shared/core/contract.ts'
import { type Answered, failNotice, orFailure, UsageError } from '../answer.ts'
import { type CommandContext, withPlan } from '../context.ts'
import { findMember } from './members.ts'

const ROLES: readonly Role[] = ['steward', 'writer', 'reader']
const MOST_WORDS_SHOWN = 100

export async function removeMember(
  context: CommandContext,
  plan: string,
  member: string,
  options: { readonly keep?: readonly string[] },
): Answered {
  return withPlan(context, plan, async (session) => {
    const found = findMember(session, member)
    if (found === undefined) return failNotice('E_NO_MEMBER')
    const { memberId, name } = found
    const done = orFailure(await session.removeMember(memberId, { keepInvites: options.keep ?? [] }))
    if (!done.ok) return done
    const remarks = [
      'What was read cannot be taken back. What is written from now on is sealed with a new key.',
      'Links that were open have ended.',
    ]
    return ok({ json: { removed: memberId }, lines: [`${name} is no longer a member.`], remarks })
  })
}

export async function setRole(context: CommandContext, plan: string, member: string, role: string): Answered {
  const known = ROLES.find((one) => one === role)
  if (known === undefined) throw new UsageError(`The role is one of: ${ROLES.join(', ')}.`)
  return withPlan(context, plan, async (session) => {
    const found = findMember(session, member)
    if (found === undefined) return failNotice('E_NO_MEMBER')
    const done = orFailure(await session.setRole(found.memberId, known))
    return done.ok ? ok({ json: { [known]: found.memberId }, lines: [`${found.name} is now a ${known}.`] }) : done
  })
}

export async function renewKey(context: CommandContext, plan: string): Answered {
  return withPlan(context, plan, async (session) => {
    const done = orFailure(await session.renewKey())
    return done.ok ? ok({ json: { renewed: true }, lines: ['The plan has a new key.'] }) : done
  })
}

export async function listLate(context: CommandContext, plan: string): Answered {
  return withPlan(context, plan, async (session) => {
    const late = await session.late()
    return ok({ json: late, lines: late.map(lineOf) })
  })
}

const lineOf = ({ stream, seq, name, changes, words }: LateEntry): string =>
  `${stream} ${seq}  ${name}  ${changes} changes  ${shownText(words.replaceAll('\n', ' · ')).slice(0, MOST_WORDS_SHOWN)}`

export async function acceptLate(
  context: CommandContext,
  plan: string,
  stream: string,
  options: { readonly upTo?: string },
): Answered {
  const upTo = options.upTo === undefined ? undefined : Number(options.upTo)
  if (upTo !== undefined && !(Number.isSafeInteger(upTo) && upTo >= 0))
    throw new UsageError('--up-to takes the number of an entry.')
  return withPlan(context, plan, async (session) => {
    const whole = (await session.late()).filter((entry) => entry.stream.startsWith(stream)).map((entry) => entry.stream)
    const [found, ...others] = new Set(whole)
    if (found === undefined || others.length > 0) return failNotice('E_NO_LATE')
    const done = orFailure(await session.acceptLate(found, upTo))
    return done.ok ? ok({ json: { accepted: found }, lines: ['It is part of the plan now.'] }) : done
  })
}
