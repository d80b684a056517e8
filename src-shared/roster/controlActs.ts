/** Builds the signed control entries of a room that exists: grants, joins, voids, stewards. What may be built is not
 * judged here; `authorise` says whether others will let it count. */
import { type Hex, concat, fromHex, toHex } from '../base/bytes.ts'
import { sign } from '../base/crypto.ts'
import type { Random } from '../base/ports.ts'
import { type Result, err, ok } from '../base/result.ts'
import { type Entry, KIND, signControlEntry } from '../journal/entry.ts'
import type { CutOff, EpochBody, InviteGrantBody } from './controlBodies.ts'
import {
  encodeInviteGrant,
  encodeInviteVoid,
  encodeJoin,
  encodeRole,
  encodeSteward,
  parseControlBody,
} from './controlCodec.ts'
import { type EpochSecretError, openGrantSecret } from './epochSecret.ts'
import { type ActorKeys, deviceKeys, inviteKeys, recoveryOf, sealTo } from './keys.ts'
import { CODE_BYTES } from './recoveryCode.ts'
import { ROLE, type GrantableRole } from './roles.ts'
import { sealName } from './sealedName.ts'

/** Where the next entry of the author stands. */
export interface Place {
  readonly roomId: Hex
  /** The epoch its author sends in. */
  readonly epochId: Hex
  /** 32 hex digits. */
  readonly stream: Hex
  readonly seq: number
  /** Hash of the stream's entry before. */
  readonly prev: Hex
}

export interface Author {
  readonly device: ActorKeys
  readonly place: Place
  /** Heads of the control entries the author knows (`roster.heads`). */
  readonly heads: readonly Hex[]
}

export interface InviteMade {
  readonly entry: Entry
  /** 32 bytes, goes into the link and nowhere else. */
  readonly inviteSeed: Uint8Array
}

/** `notAfter`: UTC seconds; `epochSecret`: E of `author.place.epochId`. */
export function grantInvite(
  author: Author,
  invite: { readonly role: GrantableRole; readonly notAfter: number; readonly maxUses: number },
  epochSecret: Uint8Array,
  random: Random,
): InviteMade {
  const inviteSeed = random.bytes(32)
  const keys = inviteKeys(inviteSeed, author.place.roomId)
  const body = encodeInviteGrant({
    parents: author.heads,
    inviteSign: toHex(keys.sign.publicKey),
    inviteBox: toHex(keys.box.publicKey),
    role: ROLE[invite.role],
    notAfter: invite.notAfter,
    maxUses: invite.maxUses,
    sealed: sealTo(keys.box.publicKey, epochSecret, random),
  })
  return { entry: act(KIND.INVITE_GRANT, author, body, random), inviteSeed }
}

/** Closes a link. `cutOffs`: the streams of those who came in by it and lose their rights with it. */
export function voidInvite(author: Author, grant: Hex, cutOffs: readonly CutOff[], random: Random): Entry {
  return act(KIND.INVITE_VOID, author, encodeInviteVoid({ parents: author.heads, grant, cutOffs }), random)
}

/** `subject`: member id. */
export function appointSteward(author: Author, subject: Hex, random: Random): Entry {
  const body = encodeSteward({ parents: author.heads, subject, withdrawn: false, cutOffs: [] })
  return act(KIND.STEWARD, author, body, random)
}

/** `cutOffs`: the last entries of the subject's streams the author has seen; control entries beyond them do not count. */
export function withdrawSteward(author: Author, subject: Hex, cutOffs: readonly CutOff[], random: Random): Entry {
  const body = encodeSteward({ parents: author.heads, subject, withdrawn: true, cutOffs })
  return act(KIND.STEWARD, author, body, random)
}

/** `role`: the largest right of the subject from here on, smaller or larger than before; `cutOffs` as in `withdrawSteward`. */
export function changeRole(
  author: Author,
  change: { readonly subject: Hex; readonly role: 'reader' | 'writer'; readonly cutOffs: readonly CutOff[] },
  random: Random,
): Entry {
  const { subject, role, cutOffs } = change
  const body = encodeRole({ parents: author.heads, subject, role: ROLE[role], cutOffs, accepted: [] })
  return act(KIND.ROLE, author, body, random)
}

/** What somebody wrote beyond a cut-off counts after all, up to the entries named. */
export function acceptBeyond(author: Author, subject: Hex, accepted: readonly CutOff[], random: Random): Entry {
  const body = encodeRole({ parents: author.heads, subject, role: undefined, cutOffs: [], accepted })
  return act(KIND.ROLE, author, body, random)
}

export interface JoinedRoom {
  readonly entry: Entry
  /** 32 hex digits; its next seq is 1. */
  readonly stream: Hex
  readonly epochId: Hex
  readonly epochSecret: Uint8Array
  /** 16 bytes; shown once. */
  readonly recoveryCode: Uint8Array
  readonly device: ActorKeys
}

export type JoinError = EpochSecretError | { readonly code: 'E_INVITE_UNKNOWN' | 'E_CONTROL' }

/**
 * Writes the JOIN of a device under a grant: seq 0 of a new stream. No steward need be present.
 *
 * `grant` is the INVITE_GRANT made for the link's seed, `epoch` the body of the EPOCH named in its header, `heads` the
 * control heads known, the grant below them. Errors: `E_INVITE_UNKNOWN` when the seed is not this grant's,
 * `E_EPOCH_KEY` when the grant holds another secret than the epoch commits to.
 */
export function joinRoom(
  input: {
    readonly inviteSeed: Uint8Array
    readonly grant: Entry
    readonly epoch: EpochBody
    readonly heads: readonly Hex[]
    readonly deviceSecret: Uint8Array
    readonly name?: string
  },
  random: Random,
): Result<JoinedRoom, JoinError> {
  const { roomId, epochId } = input.grant.header
  const body = parseControlBody(input.grant.header.kind, input.grant.payload)
  if (!body.ok || body.value.kind !== KIND.INVITE_GRANT) return err({ code: 'E_CONTROL' })
  const invite = inviteKeys(input.inviteSeed, roomId)
  if (!isInviteOf(body.value, invite)) return err({ code: 'E_INVITE_UNKNOWN' })
  const secret = openGrantSecret(body.value.sealed, input.epoch, invite, roomId)
  if (!secret.ok) return secret
  const epochSecret = secret.value
  const device = deviceKeys(input.deviceSecret, roomId)
  const deviceId = toHex(device.sign.publicKey)
  const recoveryCode = random.bytes(CODE_BYTES)
  const place = { roomId, epochId, stream: toHex(random.bytes(16)), seq: 0, prev: input.grant.hash }
  const join = encodeJoin({
    parents: input.heads,
    box: toHex(device.box.publicKey),
    recovery: recoveryOf(recoveryCode, roomId, device.sign.publicKey),
    name: input.name === undefined ? undefined : sealName(input.name, epochSecret, roomId, deviceId, random),
    inviteSignature: sign(
      invite.sign.privateKey,
      'join',
      joinMessage(roomId, deviceId, toHex(device.box.publicKey), place.prev),
    ),
  })
  const entry = act(KIND.JOIN, { device, place, heads: input.heads }, join, random)
  return ok({ entry, stream: place.stream, epochId, epochSecret, recoveryCode, device })
}

/** What an invite key signs in a JOIN. */
export const joinMessage = (roomId: Hex, device: Hex, box: Hex, grant: Hex): Uint8Array =>
  concat(fromHex(roomId), fromHex(device), fromHex(box), fromHex(grant))

export const isInviteOf = (grant: InviteGrantBody, keys: ActorKeys): boolean =>
  grant.inviteSign === toHex(keys.sign.publicKey) && grant.inviteBox === toHex(keys.box.publicKey)

/** Signs a control body as the next entry of its author. */
export function act(kind: number, { device, place }: Author, body: Uint8Array, random: Random): Entry {
  const header = { kind, ...place, device: toHex(device.sign.publicKey) }
  return signControlEntry(header, body, device.sign.privateKey, random)
}
