import type { Hex } from '#shared/base/bytes.ts'

/** Why the gate kept something foreign out of the document. The codes are a contract: sentences are looked up by them. */
export type GateCode =
  | 'E_SIG' // the signature is not that of the device in the header
  | 'E_NOT_MEMBER' // no member owns this device at the control heads the entry names
  | 'E_CUTOFF' // beyond the last entry a removal or a withdrawn right left standing
  | 'E_CONTEXT' // sealed for another plan, epoch, stream or place in it
  | 'E_BODY' // opened, but the body is not what the format says
  | 'E_NEWER' // needs a newer reader: kept and passed on, not understood here
  | 'E_ROLE' // the member's role may not write this
  | 'E_CHANGE_FORM' // not a well-formed change or bundle
  | 'E_CHANGE_SIZE' // too large, packed or unpacked
  | 'E_CHANGE_OPS' // too many operations
  | 'E_CHANGE_OPID' // operation numbers out of their place
  | 'E_CHANGE_LIMIT' // took more time or memory than a change may
  | 'E_CHANGE_RELOAD' // the document would not reload with it
  | 'E_CHANGE_SEQ' // leaves a gap after the author's last change, though everything it builds on is known
  | 'E_ACTOR' // a change in somebody else's name
  | 'E_FORK' // a second, different change under one actor and number
  | 'E_KEY' // a key that would change what an object is
  | 'E_VALUE' // a value that not every reader can hold
  | 'E_FIELD' // an edit this kind of field does not allow
  | 'E_MIGRATION' // looks like a migration, and is not the one its list describes

/** Plain data, so it crosses workers, logs and the health report unchanged; never holds content. */
export type GateRefusal = {
  readonly code: GateCode
  /** The change at fault, when one could be told. */
  readonly change?: Hex
  /** The field at fault as names of the format, such as `projects/title`. */
  readonly where?: string
  /** The actor a change claims, when it is not its author's. */
  readonly actor?: Hex
  readonly measured?: number
  readonly limit?: number
}

/** Why an engine did not do what it was asked. After `broken`, `time`, `memory` and `died` it must not be used again. */
export type EngineFailure =
  | { readonly code: 'E_ENGINE'; readonly reason: 'broken' | 'time' | 'memory' | 'died' }
  | { readonly code: 'E_CACHE_LOST' | 'E_HEADS_UNKNOWN' | 'E_CHANGE_RELOAD' }
  | { readonly code: 'E_LEASE_ACTOR' | 'E_LEASE_SEQ' | 'E_LEASE_DEPS' }
  | GateRefusal
