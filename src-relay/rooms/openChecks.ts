/** Whether an OPEN may enter a room (docs/specs/relay.md, RL7–RL10). Pure: the room is loaded already. */
import { type Hex, fromHex, toHex } from '#shared/base/bytes.ts'
import { type Result, err, ok } from '#shared/base/result.ts'
import { type Entry, KIND, isControlKind, parseEntry, verifyEntry } from '#shared/journal/entry.ts'
import { type FrameBody, OPEN_MODES, type OpenMode } from '#shared/protocol/frames.ts'
import { openMessage, verifyOpenProof } from '#shared/protocol/handshake.ts'
import type { RefusalCode } from '#shared/protocol/refusals.ts'
import { type WorkTask, isWork } from '#shared/protocol/work.ts'
import { authorise, checkGrant, findGrant, memberOfDevice, roleOf } from '#shared/roster/authorise.ts'
import { computeRoster, extendRoster, latestEpochs } from '#shared/roster/computeRoster.ts'
import { mayWriteContent } from '#shared/roster/roles.ts'
import type { Roster } from '#shared/roster/roster.ts'
import { type Submitter, toRefusalCode } from './admit.ts'

export type OpenBody = FrameBody<'OPEN'>

export interface OpenAsked {
  readonly body: OpenBody
  readonly mode: OpenMode
  readonly roomId: Hex
  /** What the proofs are over. */
  readonly message: Uint8Array
}

/** Who came in. `bring`: control entries that came with OPEN and are to be stored. */
export interface Entrant {
  readonly mode: OpenMode
  readonly device: Hex | undefined
  readonly invite: Hex | undefined
  readonly bring: readonly Entry[]
}

/** New control entries looked at for someone who has proved nothing but an invite: each costs a signature. */
const MAX_SHOWN = 128

type Checked = Result<Entrant, RefusalCode>

const modes = new Map(Object.entries(OPEN_MODES).map(([name, number]) => [number as number, name as OpenMode]))

export function readOpen(body: OpenBody, th: Uint8Array): OpenAsked {
  const mode = modes.get(body.mode) as OpenMode
  return { body, mode, roomId: toHex(body.roomId), message: openMessage(th, body.roomId, mode, body.epochId) }
}

/** Entry into a room that exists. `create` of one that exists already is an ordinary write. */
export function checkOpen(roster: Roster, asked: OpenAsked, nowInSeconds: number): Checked {
  switch (asked.mode) {
    case 'read':
      return isSubscriber(roster, asked) ? ok(entrant('read')) : err('E_NOT_MEMBER')
    case 'join':
      return checkInvite(roster, asked, nowInSeconds)
    case 'write':
    case 'create':
      return checkDevice(roster, asked)
  }
}

const entrant = (mode: OpenMode, device?: Hex, invite?: Hex, bring: readonly Entry[] = []): Entrant => ({
  mode,
  device,
  invite,
  bring,
})

/**
 * Whether a connection is given content: a device as long as its member stands, a reader with the key of the epoch written
 * in. Everybody else who was let in sees the control log, by which they learn of the next key or of the end (RL40, RL41).
 */
export function seesContent(roster: Roster, { mode, device, epochId }: Submitter): boolean {
  if (mode === 'join') return false
  if (device !== undefined) return roleOf(roster, device) !== undefined
  return latestEpochs(roster.epochs).includes(epochId)
}

/** Blindly: the public half of the epoch's key stands in the EPOCH entry, who holds the other half is not asked. */
export function isSubscriber(roster: Roster, { body, message }: OpenAsked): boolean {
  const epoch = roster.epochs.get(toHex(body.epochId))
  if (epoch === undefined || body.subscribeProof === undefined) return false
  return verifyOpenProof(fromHex(epoch.body.subscribe), message, body.subscribeProof)
}

function checkDevice(roster: Roster, asked: OpenAsked): Checked {
  const { deviceKey, deviceProof } = asked.body
  if (deviceKey === undefined || deviceProof === undefined) return err('E_NOT_MEMBER')
  const device = toHex(deviceKey)
  // Membership first, because it is a look into a map; only members are worth a signature.
  const member = memberOfDevice(roster, device)
  if (member === undefined) return err('E_NOT_MEMBER')
  if (!verifyOpenProof(deviceKey, asked.message, deviceProof)) return err('E_SIG')
  // So that a device learns what became of its membership: it sees the control log, and nothing it writes is taken.
  const role = roleOf(roster, device)
  if (role === undefined) return ok(entrant('write', device))
  // A member may know an epoch that this relay has yet to be given, perhaps by this very member.
  const isKnownEpoch = roster.epochs.has(toHex(asked.body.epochId))
  if (isKnownEpoch && !isSubscriber(roster, asked)) return err('E_SIG')
  return mayWriteContent(role) ? ok(entrant('write', device)) : err('E_ROLE')
}

/** An invite opens the control log. One the room has not heard of may be shown by the control entries that come along. */
function checkInvite(roster: Roster, asked: OpenAsked, nowInSeconds: number): Checked {
  const { inviteKey, inviteProof, control = [] } = asked.body
  if (inviteKey === undefined || inviteProof === undefined) return err('E_INVITE_UNKNOWN')
  const invite = toHex(inviteKey)
  if (!verifyOpenProof(inviteKey, asked.message, inviteProof)) return err('E_SIG')
  const known = findGrant(roster, invite)
  if (known !== undefined) return grantAllows(roster, known, invite, [], nowInSeconds)
  const entries = readControl(control, asked.roomId).filter(({ hash }) => !roster.graph.byHash.has(hash))
  const fresh = entries.slice(0, MAX_SHOWN)
  const accepted = acceptable(roster, fresh)
  const shown = findGrant(accepted.roster, invite)
  if (shown === undefined) return err('E_INVITE_UNKNOWN')
  // JOINs under this grant come by PUT: there its end, its uses and a void are held against them. Of others, those that a
  // void known here has not seen are for a member to hand in: otherwise any link would open the door for a void one.
  const bring = accepted.entries.filter(({ hash, header }) => {
    if (header.kind !== KIND.JOIN) return true
    return header.prev !== shown && accepted.roster.grants.get(header.prev)?.besideVoid.includes(hash) !== true
  })
  return grantAllows(acceptable(roster, bring).roster, shown, invite, bring, nowInSeconds)
}

function grantAllows(roster: Roster, grant: Hex, invite: Hex, bring: readonly Entry[], nowInSeconds: number): Checked {
  const allowed = checkGrant(roster, grant, nowInSeconds)
  return allowed.ok ? ok(entrant('join', undefined, invite, bring)) : err(toRefusalCode(allowed.error))
}

/** A new room: its whole control log, signed for by a device that this log shows as writer or above (settled). */
export function checkCreate(
  asked: OpenAsked,
  task: WorkTask,
  token: Uint8Array | undefined,
): Result<{ readonly entrant: Entrant; readonly roster: Roster }, RefusalCode> {
  const { deviceKey, deviceProof, control = [] } = asked.body
  if (!isAllowedToCreate(asked.body, task, token)) return err('E_WORK')
  if (deviceKey === undefined || deviceProof === undefined) return err('E_NOT_MEMBER')
  if (!verifyOpenProof(deviceKey, asked.message, deviceProof)) return err('E_SIG')
  const { roster, entries } = acceptable(computeRoster(asked.roomId, []), readControl(control, asked.roomId))
  const device = toHex(deviceKey)
  const role = roleOf(roster, device)
  if (roster.genesis === undefined || role === undefined) return err('E_NOT_MEMBER')
  if (!mayWriteContent(role)) return err('E_ROLE')
  // Without its epoch nobody could ever come in.
  if (!isSubscriber(roster, asked)) return err('E_CONTROL')
  return ok({ entrant: entrant('write', device, undefined, entries), roster })
}

function isAllowedToCreate(body: OpenBody, task: WorkTask, token: Uint8Array | undefined): boolean {
  if (token !== undefined) return body.token !== undefined && toHex(token) === toHex(body.token)
  if (task.bits === 0) return true
  if (body.workNonce === undefined || body.workDay === undefined) return false
  // Work begun before midnight is not lost by it.
  if (body.workDay !== task.day && body.workDay !== task.day - 1) return false
  return isWork({ ...task, day: body.workDay }, body.workNonce)
}

/** The control entries of this room among what came; the rest is nothing to us. */
function readControl(control: readonly Uint8Array[], roomId: Hex): readonly Entry[] {
  const entries: Entry[] = []
  for (const bytes of control) {
    const entry = parseEntry(bytes)
    if (!entry.ok) continue
    const { header } = entry.value
    if (header.roomId === roomId && isControlKind(header.kind)) entries.push(entry.value)
  }
  return entries
}

/** Those that are signed and count, judged as a set: their order does not matter. */
function acceptable(roster: Roster, entries: readonly Entry[]): { roster: Roster; entries: readonly Entry[] } {
  const signed = entries.filter(verifyEntry)
  if (signed.length === 0) return { roster, entries: [] }
  const all = extendRoster(roster, signed)
  const counting = signed.filter((entry) => authorise(all, entry).ok)
  return { roster: counting.length === signed.length ? all : extendRoster(roster, counting), entries: counting }
}
