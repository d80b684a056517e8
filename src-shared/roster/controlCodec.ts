import { assert } from '../base/assert.ts'
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from '../base/cbor.ts'
import { type Result, err, ok } from '../base/result.ts'
import { KIND } from '../journal/entry.ts'
import type {
  ControlBody,
  EpochBody,
  GenesisBody,
  InviteGrantBody,
  InviteVoidBody,
  JoinBody,
  RoleBody,
  StewardBody,
} from './controlBodies.ts'
import {
  type Shape,
  bool,
  bytes,
  bytesUpTo,
  cutOff,
  hex,
  integer,
  list,
  lockedSecret,
  optional,
  policy,
  present,
  recovery,
  sealedSecret,
} from './controlShapes.ts'

/** Why the body of a control entry is not what docs/specs/control.md says. `E_CONTROL` in the health report. */
export type ControlError = { readonly code: 'E_CONTROL'; readonly reason: string }

interface Field<T> {
  readonly key: number
  readonly shape: Shape<T>
}
type Fields<T> = { readonly [K in keyof T]: Field<T[K]> }
const field = <T>(key: number, shape: Shape<T>): Field<T> => ({ key, shape })

/** A hundred people who join in one hour are a hundred heads. */
export const MAX_PARENTS = 4_096
/** Key 0 of every body, also of the kinds to come. */
const parents = field(0, present(hex(32), MAX_PARENTS))
const u32 = integer(0, 0xffff_ffff)

const GENESIS: Fields<GenesisBody> = {
  parents,
  rootSign: field(1, hex(32)),
  rootBox: field(2, hex(32)),
  salt: field(3, bytes(16)),
  policy: field(4, policy),
  created: field(5, integer(0, Number.MAX_SAFE_INTEGER - 1)),
  device: field(6, hex(32)),
  box: field(7, hex(32)),
  recovery: field(8, optional(recovery)),
  name: field(9, optional(bytesUpTo(2_048))),
  /** The last pair of the map, so that the signed part is the received bytes without it. */
  rootSignature: field(23, bytes(64)),
}

const STEWARD: Fields<StewardBody> = {
  parents,
  subject: field(1, hex(32)),
  withdrawn: field(2, bool),
  cutOffs: field(3, list(cutOff, 4_096)),
}

const INVITE_GRANT: Fields<InviteGrantBody> = {
  parents,
  inviteSign: field(1, hex(32)),
  inviteBox: field(2, hex(32)),
  role: field(3, integer(1, 255)),
  notAfter: field(4, integer(0, Number.MAX_SAFE_INTEGER - 1)),
  maxUses: field(5, integer(1, 65_535)),
  sealed: field(6, bytes(80)),
}

const INVITE_VOID: Fields<InviteVoidBody> = {
  parents,
  grant: field(1, hex(32)),
  cutOffs: field(2, list(cutOff, 4_096)),
}

const JOIN: Fields<JoinBody> = {
  parents,
  box: field(1, hex(32)),
  recovery: field(2, optional(recovery)),
  name: field(3, optional(bytesUpTo(2_048))),
  inviteSignature: field(4, bytes(64)),
}

const ROLE: Fields<RoleBody> = {
  parents,
  subject: field(1, hex(32)),
  role: field(2, optional(integer(1, 255))),
  cutOffs: field(3, list(cutOff, 4_096)),
  accepted: field(4, list(cutOff, 4_096)),
}

const EPOCH: Fields<EpochBody> = {
  parents,
  number: field(1, integer(1, 0xffff_ffff)),
  parentEpochs: field(2, list(hex(32), 16)),
  reason: field(3, u32),
  keyCommit: field(4, bytes(32)),
  subscribe: field(5, hex(32)),
  sealed: field(6, list(sealedSecret, 8_192)),
  previous: field(7, list(lockedSecret, 16)),
  removed: field(8, list(hex(32), 1_024)),
  cutOffs: field(9, list(cutOff, 4_096)),
  electorate: field(10, bytes(32)),
}

export const encodeGenesis = (body: GenesisBody): Uint8Array => encode(GENESIS, body)
export const encodeSteward = (body: StewardBody): Uint8Array => encode(STEWARD, body)
export const encodeInviteGrant = (body: InviteGrantBody): Uint8Array => encode(INVITE_GRANT, body)
export const encodeInviteVoid = (body: InviteVoidBody): Uint8Array => encode(INVITE_VOID, body)
export const encodeJoin = (body: JoinBody): Uint8Array => encode(JOIN, body)
export const encodeRole = (body: RoleBody): Uint8Array => encode(ROLE, body)
export const encodeEpoch = (body: EpochBody): Uint8Array => encode(EPOCH, body)

/**
 * Reads the clear body of a control entry of `kind`. Unknown keys are ignored, unknown kinds give only their parents.
 * Errors: `E_CONTROL` for anything the table does not allow (CO1-CO4).
 */
export function parseControlBody(kind: number, payload: Uint8Array): Result<ControlBody, ControlError> {
  const decoded = decodeCbor(payload)
  if (!decoded.ok) return broken(decoded.error.reason)
  const map = decoded.value
  if (!hasAscendingKeys(map, payload)) return broken('keys are not ascending')
  switch (kind) {
    case KIND.GENESIS:
      return parse(kind, GENESIS, map)
    case KIND.STEWARD:
      return parse(kind, STEWARD, map)
    case KIND.INVITE_GRANT:
      return parse(kind, INVITE_GRANT, map)
    case KIND.INVITE_VOID:
      return parse(kind, INVITE_VOID, map)
    case KIND.JOIN:
      return parse(kind, JOIN, map)
    case KIND.ROLE:
      return parse(kind, ROLE, map)
    case KIND.EPOCH:
      return parse(kind, EPOCH, map)
    default:
      return parse('unknown', { parents }, map)
  }
}

/** The pair key 23 and 64 bytes that ends a GENESIS: 17 58 40 and the signature. */
const ROOT_SIGNATURE_PAIR = 3 + 64

/**
 * The received bytes of a GENESIS body without its signature: the map says one pair less, the last pair is left out.
 * Nothing is encoded again. `undefined` when the body does not end that way (CO5).
 */
export function genesisSignedPart(payload: Uint8Array): Uint8Array | undefined {
  const at = payload.length - ROOT_SIGNATURE_PAIR
  const head = payload[0] ?? 0
  const isShortMap = head > 0xa1 && head <= 0xb7
  if (at < 1 || !isShortMap) return undefined
  if (payload[at] !== 0x17 || payload[at + 1] !== 0x58 || payload[at + 2] !== 0x40) return undefined
  const part = payload.slice(0, at)
  part[0] = head - 1
  return part
}

function encode<T extends object>(fields: Fields<T>, body: T): Uint8Array {
  const map = new Map<number, CborValue>()
  for (const [name, { key, shape }] of Object.entries(fields) as [keyof T, Field<T[keyof T]>][]) {
    const value = shape.write(body[name])
    if (value !== undefined) map.set(key, value)
  }
  const keys = [...map.keys()]
  assert(
    keys.every((key, i) => i === 0 || (keys[i - 1] as number) < key),
    'The table of a control body lists its keys in ascending order.',
  )
  return encodeCbor(map)
}

function parse<K extends ControlBody['kind'], T extends object>(
  kind: K,
  fields: Fields<T>,
  map: CborMap,
): Result<{ readonly kind: K } & T, ControlError> {
  const body: Record<string, unknown> = { kind }
  for (const [name, { key, shape }] of Object.entries(fields) as [string, Field<unknown>][]) {
    const read = shape.read(map.get(key))
    if (!read.ok) return broken(`${name} is ${read.error}`)
    body[name] = read.value
  }
  return ok(body as { readonly kind: K } & T)
}

/** Also refuses a key given twice: the count in the map's head would be larger than the map. */
function hasAscendingKeys(map: CborMap, payload: Uint8Array): boolean {
  const keys = [...map.keys()]
  const head = payload[0] ?? 0
  return head === 0xa0 + keys.length && keys.every((key, i) => i === 0 || (keys[i - 1] as number) < key)
}

const broken = (reason: string): Result<never, ControlError> => err({ code: 'E_CONTROL', reason })
