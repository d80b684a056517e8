/**
 * What a laptop that hosts plans says of itself on the local network (docs/specs/lan.md). Only who knows a plan's id can
 * tell that it is among them; to everybody else the text is random bytes, other ones each time.
 */
import sodium from 'libsodium-wrappers'
import { type Hex, concat, equalBytes, fromHex, toHex } from '../base/bytes.ts'
import { hash } from '../base/crypto.ts'

export const NEAR_SERVICE = 'aplec'
/** More would not fit into one packet. */
export const MAX_ADVERT_PLANS = 12
export const SALT_BYTES = 16
/** Digits of a member's id that are said: enough to find the name among the members of a plan. */
export const MEMBER_HINT_DIGITS = 14

const VERSION = '1'
const TAG_BYTES = 9
const KEY_BYTES = 32
const SECRET_BYTES = KEY_BYTES + MEMBER_HINT_DIGITS / 2
const ITEM = /^[A-Za-z0-9_-]{64}$/
const SALT = /^[A-Za-z0-9_-]{22}$/

export interface HostedPlan {
  readonly roomId: Hex
  /** Whose computer it is, for the members of that plan: a hint, which decides nothing. */
  readonly member: Hex
}

export interface RecognisedHost {
  /** Ed25519 key of its relay: who answers with another is somebody else. */
  readonly key: Hex
  /** The first digits of a member's id, as claimed. */
  readonly member: Hex
}

/** The TXT record of one announcement. `salt`: 16 fresh random bytes. */
export function writeAdvert(
  plans: readonly HostedPlan[],
  relayKey: Hex,
  salt: Uint8Array,
): Readonly<Record<string, string>> {
  const items = plans.slice(0, MAX_ADVERT_PLANS).map(({ roomId, member }, at) => {
    const secret = concat(fromHex(relayKey), fromHex(member.slice(0, MEMBER_HINT_DIGITS)))
    const item = concat(tagOf(roomId, salt, secret), mask(roomId, salt, secret))
    return [String(at), letters(item)] as const
  })
  return { v: VERSION, s: letters(salt), ...Object.fromEntries(items) }
}

/** The host as it shows itself to who knows `roomId`; `undefined` when the plan is not among its own, or for any other text. */
export function recognise(text: unknown, roomId: Hex): RecognisedHost | undefined {
  if (typeof text !== 'object' || text === null) return undefined
  const salt = bytesAt(text, 's', SALT)
  if (salt === undefined || stringAt(text, 'v') !== VERSION) return undefined
  for (let at = 0; at < MAX_ADVERT_PLANS; at++) {
    const item = bytesAt(text, String(at), ITEM)
    if (item === undefined) continue
    const secret = mask(roomId, salt, item.subarray(TAG_BYTES))
    if (!equalBytes(item.subarray(0, TAG_BYTES), tagOf(roomId, salt, secret))) continue
    return { key: toHex(secret.subarray(0, KEY_BYTES)), member: toHex(secret.subarray(KEY_BYTES)) }
  }
  return undefined
}

const tagOf = (roomId: Hex, salt: Uint8Array, secret: Uint8Array): Uint8Array =>
  hash('lan-room', fromHex(roomId), salt, secret).subarray(0, TAG_BYTES)

/** Adds what only those can take away who know the plan; twice is nothing. */
function mask(roomId: Hex, salt: Uint8Array, secret: Uint8Array): Uint8Array {
  const room = fromHex(roomId)
  const pad = concat(
    hash('lan-mask', room, salt, Uint8Array.of(0)),
    hash('lan-mask', room, salt, Uint8Array.of(1)),
  ).subarray(0, SECRET_BYTES)
  return secret.map((byte, at) => byte ^ (pad[at] as number))
}

const letters = (bytes: Uint8Array): string => sodium.to_base64(bytes, sodium.base64_variants.URLSAFE_NO_PADDING)

function stringAt(text: object, name: string): string | undefined {
  const value: unknown = Object.hasOwn(text, name) ? Reflect.get(text, name) : undefined
  return typeof value === 'string' ? value : undefined
}

function bytesAt(text: object, name: string, form: RegExp): Uint8Array | undefined {
  const value = stringAt(text, name)
  if (value === undefined || !form.test(value)) return undefined
  try {
    return sodium.from_base64(value, sodium.base64_variants.URLSAFE_NO_PADDING)
  } catch {
    return undefined // the last letter has bits that stand for nothing
  }
}
