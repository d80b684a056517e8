/**
 * The bodies of control entries, fixed for ever (docs/specs/control.md). Hashes, ids and public keys are lower-case hex;
 * what is only checked or opened stays bytes.
 */
import type { Hex } from '../base/bytes.ts'

/** The last entry of a stream that still counts; `stream` has 32 hex digits, `hash` 64. */
export interface CutOff {
  readonly stream: Hex
  readonly seq: number
  readonly hash: Hex
}

/** The device that a recovery code is; `proof` shows that whoever named it holds the code. */
export interface RecoveryKeys {
  readonly sign: Hex
  readonly box: Hex
  readonly proof: Uint8Array
}

export interface Policy {
  /** Role numbers this plan uses. */
  readonly roles: readonly number[]
  readonly members: number
  readonly devicesPerMember: number
  readonly liveInvites: number
  readonly streamsPerDevice: number
}

export interface GenesisBody {
  readonly parents: readonly Hex[]
  readonly rootSign: Hex
  readonly rootBox: Hex
  readonly salt: Uint8Array
  readonly policy: Policy
  /** UTC milliseconds as claimed; for display. */
  readonly created: number
  readonly device: Hex
  readonly box: Hex
  readonly recovery: RecoveryKeys | undefined
  /** The founder's name, sealed with the control key of the first epoch. */
  readonly name: Uint8Array | undefined
  readonly rootSignature: Uint8Array
}

export interface StewardBody {
  readonly parents: readonly Hex[]
  readonly subject: Hex
  readonly withdrawn: boolean
  readonly cutOffs: readonly CutOff[]
}

export interface InviteGrantBody {
  readonly parents: readonly Hex[]
  readonly inviteSign: Hex
  readonly inviteBox: Hex
  readonly role: number
  /** UTC seconds. */
  readonly notAfter: number
  readonly maxUses: number
  /** The secret of the epoch in the header, sealed to `inviteBox`. */
  readonly sealed: Uint8Array
}

export interface InviteVoidBody {
  readonly parents: readonly Hex[]
  readonly grant: Hex
  readonly cutOffs: readonly CutOff[]
}

export interface JoinBody {
  readonly parents: readonly Hex[]
  readonly box: Hex
  readonly recovery: RecoveryKeys | undefined
  readonly name: Uint8Array | undefined
  /** SIG(invite, "join", roomId‖device sign‖device box‖grant hash). */
  readonly inviteSignature: Uint8Array
}

export interface RoleBody {
  readonly parents: readonly Hex[]
  /** Member id. */
  readonly subject: Hex
  /** The largest right from here on; left out: the role stays. */
  readonly role: number | undefined
  /** Where a right is taken: the last entries of the subject's streams that count by themselves. */
  readonly cutOffs: readonly CutOff[]
  /** Later ends of streams that were cut off: what lies before them counts after all. */
  readonly accepted: readonly CutOff[]
}

export interface EpochBody {
  readonly parents: readonly Hex[]
  readonly number: number
  readonly parentEpochs: readonly Hex[]
  readonly reason: number
  readonly keyCommit: Uint8Array
  readonly subscribe: Hex
  /** The epoch secret, sealed to each box key that may read. */
  readonly sealed: readonly SealedSecret[]
  /** Secrets of the parent epochs, locked with this epoch's. */
  readonly previous: readonly LockedSecret[]
  readonly removed: readonly Hex[]
  readonly cutOffs: readonly CutOff[]
  /** Hash of the sorted ids of the members who stand at this epoch. */
  readonly electorate: Uint8Array
}

export interface SealedSecret {
  readonly box: Hex
  readonly sealed: Uint8Array
}

export interface LockedSecret {
  readonly epoch: Hex
  readonly locked: Uint8Array
}

export const EPOCH_REASON = { first: 1, removal: 2, inviteVoid: 3, refresh: 4, merge: 5 } as const

export type ControlBody =
  | ({ readonly kind: 1 } & GenesisBody)
  | ({ readonly kind: 2 } & StewardBody)
  | ({ readonly kind: 3 } & InviteGrantBody)
  | ({ readonly kind: 4 } & InviteVoidBody)
  | ({ readonly kind: 5 } & JoinBody)
  | ({ readonly kind: 7 } & RoleBody)
  | ({ readonly kind: 8 } & EpochBody)
  /** A kind or version of the future: only its place in the graph is understood. */
  | { readonly kind: 'unknown'; readonly parents: readonly Hex[] }
