/**
 * Taking rights away and giving them back: removals with a new epoch, roles, what came late. Each act names what of the
 * subject's work counts by itself: all that this device holds of it. Runs in the turn.
 */
import type { Hex } from '../base/bytes.ts'
import { type Notice, notice } from '../base/codes.ts'
import { type Result, err, ok } from '../base/result.ts'
import { fromHex } from '../base/bytes.ts'
import { epochKey } from '../base/crypto.ts'
import { decodeContentBody } from '../journal/contentBody.ts'
import { type Entry, openContentEntry } from '../journal/entry.ts'
import { acceptBeyond, changeRole, withdrawSteward } from '../roster/controlActs.ts'
import type { CutOff, EPOCH_REASON } from '../roster/controlBodies.ts'
import { grantsThatOpen, renewEpoch, whyRenew } from '../roster/renewEpoch.ts'
import type { Member } from '../roster/roster.ts'
import type { LateEntry, Removal, Role } from './contract.ts'
import { lateHashes, readHeld } from './digest.ts'
import { appendControl, closeInvite, makeSteward, stewardAuthor } from './invites.ts'
import { nameOf } from './people.ts'
import { type PlanCore, report } from './planCore.ts'
import { memberOf, roleOf, selfId, selfOf } from './self.ts'

type Done = Promise<Result<void, Notice>>

/** The links of the room that the removed may know end with it; the others end too, unless they are named. */
export async function removeMember(core: PlanCore, member: Hex, removal: Removal): Done {
  const found = standingMember(core, member)
  if (!found.ok) return found
  if (isLastSteward(core, member)) return err(notice('E_LAST_STEWARD'))
  const author = await stewardAuthor(core)
  if (!author.ok) return author
  if (!canOpenLatest(core)) return err(notice('E_EPOCH_KEY'))
  const kept = (removal.keepInvites ?? []).filter((grant) => !isKnownTo(core, found.value, grant))
  for (const { hash, isVoid } of core.state.roster.grants.values()) {
    if (isVoid || kept.includes(hash)) continue
    const closed = await closeInvite(core, hash)
    if (!closed.ok) return closed
  }
  return openEpoch(core, 'removal', { removed: [member], cutOffs: cutOffsOf(core, found.value), grants: kept })
}

/** A new secret for all who are here: for whoever did not get the right one, or because someone asks for it. */
export async function refreshEpoch(core: PlanCore): Done {
  const author = await stewardAuthor(core)
  if (!author.ok) return author
  if (!canOpenLatest(core)) return err(notice('E_EPOCH_KEY'))
  return openEpoch(core, 'refresh', { grants: grantsThatOpen(core.state.roster) })
}

/** Whether this device is to open an epoch by itself, as a steward's that can. */
export const isRenewalDue = (core: PlanCore): boolean =>
  roleOf(selfOf(core)) === 'steward' && whyRenew(core.state.roster) !== null && canOpenLatest(core)

export async function renewIfDue(core: PlanCore): Done {
  const why = whyRenew(core.state.roster)
  if (why === null || !isRenewalDue(core)) return ok(undefined)
  const renewed = await openEpoch(core, why === 'merge' ? 'merge' : 'refresh', {
    grants: grantsThatOpen(core.state.roster),
  })
  if (renewed.ok && why === 'merge') report(core, 'W_EPOCH_MERGE')
  return renewed
}

/** Of the stewards who are here the one appointed first acts first; the others wait to see it. */
export function rankAmongStewards(core: PlanCore): number {
  const { members } = core.state.roster
  const stewards = [...members.values()].filter(({ standing, role }) => standing && role === 'steward')
  return Math.max(0, stewards.map(({ id }) => id).indexOf(selfId(core) ?? ''))
}

async function openEpoch(
  core: PlanCore,
  reason: keyof typeof EPOCH_REASON,
  input: { readonly removed?: readonly Hex[]; readonly cutOffs?: readonly CutOff[]; readonly grants: readonly Hex[] },
): Done {
  const author = await stewardAuthor(core)
  if (!author.ok) return author
  const { roster, epochs } = core.state
  const { entry } = renewEpoch(author.value, { ...input, roster, secrets: epochs, reason }, core.deps.random)
  return appendControl(core, entry)
}

export async function setRole(core: PlanCore, member: Hex, role: Role): Done {
  if (role === 'steward') return makeSteward(core, member)
  const found = standingMember(core, member)
  if (!found.ok) return found
  if (found.value.role === role) return ok(undefined)
  if (isLastSteward(core, member)) return err(notice('E_LAST_STEWARD'))
  const author = await stewardAuthor(core)
  if (!author.ok) return author
  const change = { subject: member, role, cutOffs: cutOffsOf(core, found.value) }
  return appendControl(core, changeRole(author.value, change, core.deps.random))
}

/** The steward's right alone: the member stays what it was besides. */
export async function unmakeSteward(core: PlanCore, member: Hex): Done {
  const found = standingMember(core, member)
  if (!found.ok) return found
  if (found.value.role !== 'steward') return ok(undefined)
  if (isLastSteward(core, member)) return err(notice('E_LAST_STEWARD'))
  const author = await stewardAuthor(core)
  if (!author.ok) return author
  const cutOffs = cutOffsOf(core, found.value)
  return appendControl(core, withdrawSteward(author.value, member, cutOffs, core.deps.random))
}

/** What waits beyond cut-offs, in the order of its streams. */
export async function readLate(core: PlanCore): Promise<readonly LateEntry[]> {
  const entries = await readHeld(core, lateHashes(core))
  return entries
    .map((entry) => lateEntryOf(core, entry))
    .toSorted((a, b) => (a.stream === b.stream ? a.seq - b.seq : a.stream < b.stream ? -1 : 1))
}

function lateEntryOf(core: PlanCore, entry: Entry): LateEntry {
  const { stream, seq, device, epochId } = entry.header
  const secret = core.state.epochs.get(epochId)
  const opened =
    secret === undefined ? null : openContentEntry(entry, epochKey(secret, 'content', fromHex(core.planId)))
  const body = opened?.ok === true ? decodeContentBody(opened.value) : null
  const content = core.state.late.content(entry.hash)
  return {
    hash: entry.hash,
    stream,
    seq,
    memberId: memberOf(core, device)?.id ?? '',
    name: nameOf(core, device),
    at: body?.ok === true ? body.value.t : null,
    changes: content?.changes.length ?? 0,
    words: content?.words ?? '',
  }
}

/** What a stream holds beyond the cut-off counts after all, up to and with `upTo`; left out: all that waits here of it. */
export async function acceptLate(core: PlanCore, stream: Hex, upTo?: number): Done {
  const waiting = (await readLate(core)).filter((entry) => entry.stream === stream)
  const last = waiting.findLast(({ seq }) => upTo === undefined || seq <= upTo)
  if (last === undefined || last.memberId === '') return err(notice('E_NO_LATE'))
  const author = await stewardAuthor(core)
  if (!author.ok) return author
  const accepted = [{ stream, seq: last.seq, hash: last.hash }]
  return appendControl(core, acceptBeyond(author.value, last.memberId, accepted, core.deps.random))
}

function standingMember(core: PlanCore, member: Hex): Result<Member, Notice> {
  const found = core.state.roster.members.get(member)
  return found?.standing === true ? ok(found) : err(notice('E_NO_MEMBER'))
}

function isLastSteward(core: PlanCore, member: Hex): boolean {
  const stewards = [...core.state.roster.members.values()].filter(
    ({ standing, role }) => standing && role === 'steward',
  )
  return stewards.length === 1 && stewards[0]?.id === member
}

/** Without the secrets of what came before, nobody who comes later could read it. */
const canOpenLatest = (core: PlanCore): boolean =>
  core.state.roster.sendingEpoch !== undefined && core.state.epochs.has(core.state.roster.sendingEpoch)

/** Came by it, or made it. */
function isKnownTo(core: PlanCore, member: Member, grant: Hex): boolean {
  const known = core.state.roster.grants.get(grant)
  const origins = member.origins.map((origin) => core.state.roster.graph.byHash.get(origin)?.entry.header.prev)
  return known === undefined || known.by === member.device || origins.includes(grant)
}

/** The last entry held without a gap of each stream of a member. */
function cutOffsOf(core: PlanCore, member: Member): readonly CutOff[] {
  const held = core.journal.vector()
  return [...core.state.devices].flatMap(([stream, device]): readonly CutOff[] => {
    const length = held.get(stream)?.length ?? 0
    if (device !== member.device || length === 0) return []
    const hash = core.journal.at(stream, length - 1)[0]
    return hash === undefined ? [] : [{ stream, seq: length - 1, hash }]
  })
}
