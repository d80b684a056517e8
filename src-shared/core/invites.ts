/** Links, stewards, and the roster for people. Control entries are written in the service stream. Runs in the turn. */
import type { Hex } from '../base/bytes.ts'
import { type Notice, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { Entry } from '../journal/entry.ts'
import { type Author, appointSteward, grantInvite, voidInvite } from '../roster/controlActs.ts'
import { encodeLink } from '../roster/link.ts'
import { ROLE, type GrantableRole } from '../roster/roles.ts'
import type { InviteInput, InviteMade, RelayAddress } from './contract.ts'
import { digestEntries, takeControl } from './digest.ts'
import { chainEnd, startStream, streamFor } from './ownStreams.ts'
import { type PlanCore, diskNotice } from './planCore.ts'
import { followRights } from './rebuild.ts'
import { roleOf, selfOf } from './self.ts'
import { journalSealed } from './unsaved.ts'

const WEEK_IN_SECONDS = 7 * 24 * 3600
const MOST_USES = 65_535
/** A link holds four addresses. */
const MOST_NEAR = 2
/** A link that should not end ends in the year 9999. */
const LAST_SECOND = 253_402_300_799

/** `near`: where this computer is reached in this room, while it shares the plan. */
export async function makeInvite(
  core: PlanCore,
  input: InviteInput,
  near: readonly RelayAddress[],
): Promise<Result<InviteMade, Notice>> {
  const author = await stewardAuthor(core)
  if (!author.ok) return author
  const secret = core.state.epochs.get(author.value.place.epochId)
  if (secret === undefined) return err(notice('E_EPOCH_KEY'))
  const seconds = Math.floor(core.deps.clock.now() / 1000)
  const invite = {
    role: (input.role ?? 'writer') satisfies GrantableRole,
    notAfter: Math.min(Math.max(0, seconds + (input.expiresInSeconds ?? WEEK_IN_SECONDS)), LAST_SECOND),
    maxUses: Math.min(Math.max(1, input.maxUses ?? MOST_USES), MOST_USES),
  }
  const { entry, inviteSeed } = grantInvite(author.value, invite, secret, core.deps.random)
  const written = await appendControl(core, entry)
  if (!written.ok) return written
  const relays = [...near.slice(0, MOST_NEAR), ...core.local.state().relays.filter((relay) => relay.listed)]
  const link = encodeLink({
    inviteSeed,
    roomId: core.planId,
    relays: relays.slice(0, 4).map(({ url, key }) => ({ url, ...(key === undefined ? {} : { key }) })),
    notAfter: invite.notAfter,
    role: ROLE[invite.role],
  })
  return link.ok ? ok({ grant: entry.hash, link: link.value, notAfter: invite.notAfter }) : err(notice('E_RELAY_URL'))
}

/** Nobody comes in by the link any more; those who have stay (RO10). */
export async function closeInvite(core: PlanCore, grant: Hex): Promise<Result<void, Notice>> {
  const author = await stewardAuthor(core)
  if (!author.ok) return author
  const known = core.state.roster.grants.get(grant)
  if (known === undefined) return err(notice('E_NO_INVITE'))
  if (known.isVoid) return ok(undefined)
  return appendControl(core, voidInvite(author.value, grant, [], core.deps.random))
}

export async function makeSteward(core: PlanCore, member: Hex): Promise<Result<void, Notice>> {
  const author = await stewardAuthor(core)
  if (!author.ok) return author
  const subject = core.state.roster.members.get(member)
  if (subject === undefined || !subject.standing) return err(notice('E_NO_MEMBER'))
  if (subject.role === 'steward') return ok(undefined)
  return appendControl(core, appointSteward(author.value, member, core.deps.random))
}

export async function stewardAuthor(core: PlanCore): Promise<Result<Author, Notice>> {
  const role = roleOf(selfOf(core))
  if (role !== 'steward') return err(notice('E_ROLE', role === null ? {} : { role }))
  const kept = await journalSealed(core)
  if (!kept.ok) return kept
  const stream = await streamFor(core, 'service')
  if (!stream.ok) return err(diskNotice(stream.error))
  let end = chainEnd(core, stream.value)
  if (end === undefined) {
    const fresh = await startStream(core, 'service')
    if (!fresh.ok) return err(diskNotice(fresh.error))
    end = chainEnd(core, fresh.value)
  }
  const epochId = core.state.roster.sendingEpoch
  if (end === undefined || epochId === undefined) return err(notice('E_EPOCH_KEY'))
  return ok({
    device: core.keys,
    place: { roomId: core.planId, epochId, ...end },
    heads: core.state.roster.heads,
  })
}

export async function appendControl(core: PlanCore, entry: Entry): Promise<Result<void, Notice>> {
  const appended = await core.journal.append([entry])
  if (!appended.ok) return err(diskNotice(appended.error))
  const before = core.state.roster
  takeControl(core, [entry])
  core.state.devices.set(entry.header.stream, core.device)
  // What did not count may count now, and the other way round.
  await digestEntries(core, [entry])
  await followRights(core, before)
  core.state.cacheStale = true
  core.events.stored.emit(null)
  core.events.changed.emit(null)
  return ok(undefined)
}
