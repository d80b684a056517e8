import type { Hex } from '../base/bytes.ts'
import { type Result, err, ok } from '../base/result.ts'
import { type Entry, KIND, isControlKind } from '../journal/entry.ts'
import { extendRoster, roleAt } from './computeRoster.ts'
import { type RosterRole, mayWriteContent } from './roles.ts'
import type { Member, RefusedCode, Roster } from './roster.ts'

/**
 * Why an entry may not stand. `W_GAP` is not a refusal but a wait: `waitsFor` names control entries that are not held
 * yet. The invite codes are given only where `nowInSeconds` is.
 */
export type AuthoriseError =
  | { readonly code: RefusedCode | 'E_INVITE_EXPIRED' | 'E_INVITE_USED' | 'E_TOO_MANY' }
  | { readonly code: 'W_GAP'; readonly waitsFor: readonly Hex[] }

export interface AuthoriseOptions {
  /** The control heads the body of a content entry names; the relay, which cannot read them, leaves them out. */
  readonly ctrl?: readonly Hex[]
  /**
   * UTC seconds. Given by a relay that judges a newcomer: end, uses and a void of the grant are then held against its JOIN.
   * Left out everywhere else, so that a JOIN that stands once stands for all (RO9, RO10).
   */
  readonly nowInSeconds?: number
}

/**
 * Whether the device in the header may append this entry now. Its signature and its chain are the caller's (`verifyEntry`,
 * journal). Content is judged by the cut-offs known now and, with `ctrl`, by the roster at its own heads as well.
 */
export function authorise(roster: Roster, entry: Entry, options: AuthoriseOptions = {}): Result<null, AuthoriseError> {
  if (entry.header.roomId !== roster.roomId) return refuse('E_CONTEXT')
  return isControlKind(entry.header.kind)
    ? authoriseControl(roster, entry, options)
    : authoriseContent(roster, entry, options.ctrl)
}

function authoriseContent(
  roster: Roster,
  entry: Entry,
  ctrl: readonly Hex[] | undefined,
): Result<null, AuthoriseError> {
  const { device, stream, seq, prev, epochId } = entry.header
  const owner = roster.devices.get(device)
  if (owner === undefined) return refuse('E_NOT_MEMBER')
  // A code is for getting back in, not for writing the plan.
  if (owner.is !== 'device') return refuse('E_ROLE')
  const member = roster.members.get(owner.member)
  if (member === undefined) return refuse('E_NOT_MEMBER')
  if (!roster.epochs.has(epochId)) return err({ code: 'W_GAP', waitsFor: [epochId] })
  if (seq === 0 && !member.origins.includes(prev)) return refuse('E_CONTEXT')
  if (!member.hasWritten) return refuse('E_ROLE')
  if (ctrl !== undefined) {
    const then = roleAt(roster, device, ctrl)
    if (then === undefined) {
      return err({ code: 'W_GAP', waitsFor: ctrl.filter((head) => !roster.graph.byHash.has(head)) })
    }
    if (then === null) return refuse('E_NOT_MEMBER')
    if (!mayWriteContent(then)) return refuse('E_ROLE')
  }
  return isBeyondCutOff(member, stream, seq, entry.hash) ? refuse('E_CUTOFF') : ok(null)
}

/** Of who may not write any more only the streams named by cut-offs count, up to there. */
export function isBeyondCutOff(member: Member, stream: Hex, seq: number, hash: Hex): boolean {
  const cut = member.cutOffs.get(stream)
  if (cut === undefined) return !member.standing || !mayWriteContent(member.role)
  return seq > cut.seq || (seq === cut.seq && hash !== cut.hash)
}

/**
 * A control entry may be appended, kept and passed on when it counts by its own past (RO20): that is the same for all, so
 * nobody refuses what another names as parent. Whether it counts against what is concurrent, the roster says.
 */
function authoriseControl(roster: Roster, entry: Entry, options: AuthoriseOptions): Result<null, AuthoriseError> {
  const isHeld = roster.graph.byHash.has(entry.hash)
  const after = isHeld ? roster : extendRoster(roster, [entry])
  const node = after.graph.byHash.get(entry.hash)
  if (node === undefined) {
    if (after.graph.unreadable.includes(entry.hash)) return refuse('E_CONTROL')
    const isRead = after.graph.entries.some(({ hash }) => hash === entry.hash)
    return isRead ? err({ code: 'W_GAP', waitsFor: after.missing }) : refuse('E_SIG')
  }
  if (after.rights === undefined) return refuse('E_CONTEXT')
  const own = after.rights.ownVerdictOf(node)
  if (own === 'unknown') return after.rights.isKept(node) ? ok(null) : refuse('E_NOT_MEMBER')
  if (own !== 'counts') return refuse(own)
  const isNewJoin = node.body.kind === KIND.JOIN && !isHeld
  return isNewJoin && options.nowInSeconds !== undefined ? authoriseJoin(after, entry, options.nowInSeconds) : ok(null)
}

/** Someone at the door with a link: what is known now is held against it. `after` holds the JOIN already. */
function authoriseJoin(after: Roster, entry: Entry, nowInSeconds: number): Result<null, AuthoriseError> {
  const code = after.refused.get(entry.hash)
  if (code !== undefined) return refuse(code)
  const grant = after.grants.get(entry.header.prev)
  if (grant === undefined) return refuse('E_INVITE_UNKNOWN')
  if (grant.besideVoid.includes(entry.hash)) return refuse('E_INVITE_VOID')
  if (nowInSeconds > grant.body.notAfter) return refuse('E_INVITE_EXPIRED')
  if (grant.joins.length > grant.body.maxUses) return refuse('E_INVITE_USED')
  const standing = [...after.members.values()].filter((member) => member.standing).length
  return standing > (after.policy?.members ?? Infinity) ? refuse('E_TOO_MANY') : ok(null)
}

/** Whether a link can still be used, as its grant says: asked before anything is stored. */
export function checkGrant(roster: Roster, grant: Hex, nowInSeconds: number): Result<null, AuthoriseError> {
  const known = roster.grants.get(grant)
  if (known === undefined) return refuse('E_INVITE_UNKNOWN')
  if (known.isVoid) return refuse('E_INVITE_VOID')
  if (nowInSeconds > known.body.notAfter) return refuse('E_INVITE_EXPIRED')
  return known.joins.length >= known.body.maxUses ? refuse('E_INVITE_USED') : ok(null)
}

/** The grant made for the keys of a link; `undefined` when this roster does not hold it. */
export function findGrant(roster: Roster, inviteSign: Hex): Hex | undefined {
  return [...roster.grants.values()].find(({ body }) => body.inviteSign === inviteSign)?.hash
}

/** Role of a device now, `undefined` for a stranger and for someone removed. */
export function roleOf(roster: Roster, device: Hex): RosterRole | undefined {
  const owner = roster.devices.get(device)
  if (owner === undefined || owner.is !== 'device') return undefined
  const member = roster.members.get(owner.member)
  return member?.standing === true ? member.role : undefined
}

/** Who wrote an entry, removed members included. */
export function memberOfDevice(roster: Roster, device: Hex): Member | undefined {
  const owner = roster.devices.get(device)
  return owner === undefined || owner.is === 'root' ? undefined : roster.members.get(owner.member)
}

const refuse = (code: Exclude<AuthoriseError['code'], 'W_GAP'>): Result<null, AuthoriseError> => err({ code })
