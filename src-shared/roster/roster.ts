/**
 * What the control entries of a room say: members, devices, rights, invites, epochs. Made by `computeRoster` from the set
 * of entries alone; never stored, never edited.
 */
import type { Hex } from '../base/bytes.ts'
import type { CutOff, EpochBody, InviteGrantBody, Policy } from './controlBodies.ts'
import type { ControlGraph } from './controlGraph.ts'
import type { Rights } from './rights.ts'
import type { RosterRole } from './roles.ts'

/** Entry hash of a member's first JOIN; the founder's is the roomId. */
export type MemberId = Hex

export interface Member {
  readonly id: MemberId
  /** The right now; of a member who was removed, the last one. */
  readonly role: RosterRole
  /** False once removed: only what the cut-offs keep still counts. */
  readonly standing: boolean
  readonly isFounder: boolean
  /** The device's public sign key. */
  readonly device: Hex
  readonly box: Hex
  /** Public keys of the recovery code, a device of its own. */
  readonly recovery: { readonly sign: Hex; readonly box: Hex } | undefined
  /** Sealed; open with `openName` and the secret of `nameEpoch` (zeros: the first epoch). */
  readonly name: Uint8Array | undefined
  readonly nameEpoch: Hex
  /** The grant of the first JOIN; the founder has none. */
  readonly grant: Hex | undefined
  /** The hashes further streams of this device may start from: its JOINs, or GENESIS. */
  readonly origins: readonly Hex[]
  /** Has had the right to write at some time: what it wrote then may count. */
  readonly hasWritten: boolean
  /** By stream: the last entry that counts by itself. */
  readonly cutOffs: ReadonlyMap<Hex, CutOff>
  /** Entry that made this member a steward, when it is one. */
  readonly appointedBy: Hex | undefined
}

export type RosterDevice = { readonly is: 'device' | 'recovery'; readonly member: MemberId } | { readonly is: 'root' }

export interface Grant {
  readonly hash: Hex
  readonly body: InviteGrantBody
  /** The epoch whose secret it holds. */
  readonly epochId: Hex
  /** The device that granted it. */
  readonly by: Hex
  readonly role: RosterRole
  readonly isVoid: boolean
  /** JOINs that count, in their order; more than `maxUses` is an excess that stewards are shown. */
  readonly joins: readonly Hex[]
  /**
   * JOINs under a void link of which whoever voided it did not know, nor they of the void: made before it or after, nobody
   * can tell. They stand, and stewards are shown them (RO10).
   */
  readonly besideVoid: readonly Hex[]
}

export interface Epoch {
  readonly id: Hex
  readonly body: EpochBody
  readonly by: Hex
  /** False: issued by someone who had lost the right; its secret still reads, nothing is sent in it. */
  readonly counts: boolean
}

export interface Roster {
  readonly roomId: Hex
  /** Hash of GENESIS; `undefined` until it is held. */
  readonly genesis: Hex | undefined
  readonly policy: Policy | undefined
  readonly members: ReadonlyMap<MemberId, Member>
  /** By public sign key. */
  readonly devices: ReadonlyMap<Hex, RosterDevice>
  readonly grants: ReadonlyMap<Hex, Grant>
  readonly epochs: ReadonlyMap<Hex, Epoch>
  /** The epoch to write in; `undefined` until one is held. */
  readonly sendingEpoch: Hex | undefined
  /** Entries that no other names as parent: the `parents` of the next one. Ascending. */
  readonly heads: readonly Hex[]
  /** Entries of kinds this version does not know. */
  readonly unknown: number
  /** Parents named by held entries that are not held. */
  readonly missing: readonly Hex[]
  /** Entries that do not count, and why. */
  readonly refused: ReadonlyMap<Hex, RefusedCode>
  /** This and the next for `roleAt`, `authorise` and `extendRoster` only. */
  readonly graph: ControlGraph
  readonly rights: Rights | undefined
}

/**
 * Why a control entry does not count. `E_CONTEXT`: it stands in the wrong place (stream, prev, epoch, parents);
 * `E_CONTROL`: its body cannot be read; `E_INVITE_UNKNOWN`: the grant of a JOIN does not count itself.
 */
export type RefusedCode =
  'E_SIG' | 'E_CONTROL' | 'E_CONTEXT' | 'E_NOT_MEMBER' | 'E_ROLE' | 'E_CUTOFF' | 'E_INVITE_VOID' | 'E_INVITE_UNKNOWN'
