/** Invitation links (docs/specs/control.md CO7-CO9). Everything but seed and room is a hint; the grant decides. */
import sodium from 'libsodium-wrappers'
import { type Hex, concat, equalBytes, fromHex, textOf, toHex, u64, utf8 } from '../base/bytes.ts'
import { hash } from '../base/crypto.ts'
import { type Result, err, ok } from '../base/result.ts'

export interface LinkRelay {
  readonly url: string
  /** Ed25519 public key to be pinned; absent when the inviter does not know it. */
  readonly key?: Hex
}

export interface Link {
  /** 32 bytes. Secret: whoever has it may join. */
  readonly inviteSeed: Uint8Array
  readonly roomId: Hex
  readonly relays: readonly LinkRelay[]
  /** UTC seconds. */
  readonly notAfter?: number
  /** Role number as in the grant. */
  readonly role?: number
}

export type LinkError = {
  readonly code: 'E_INVITE_BROKEN'
  /** What is wrong with it, for the sentence: cut off, mistyped, or of a later version. */
  readonly problem: 'prefix' | 'letters' | 'short' | 'long' | 'check' | 'version' | 'field'
}

export const LINK_PREFIX = 'aplec://join#'
export const MAX_LINK_LETTERS = 4_096
export const MAX_LINK_RELAYS = 4
const MAX_RELAY_URL_BYTES = 512
const VERSION = 1
const FIXED_BYTES = 1 + 32 + 32
const CHECK_BYTES = 3 + 4
const FIELD = { relay: 1, notAfter: 2, role: 3, check: 4 } as const
const NO_KEY = new Uint8Array(32)

/** Errors: `field` when there are more than four relays or a relay's address is too long. */
export function encodeLink(link: Link): Result<string, LinkError> {
  const urls = link.relays.map((relay) => utf8(relay.url))
  if (urls.length > MAX_LINK_RELAYS || urls.some((url) => url.length === 0 || url.length > MAX_RELAY_URL_BYTES)) {
    return broken('field')
  }
  const body = concat(
    Uint8Array.of(VERSION),
    link.inviteSeed,
    fromHex(link.roomId),
    ...link.relays.map(({ key }, i) =>
      field(FIELD.relay, key === undefined ? NO_KEY : fromHex(key), urls[i] as Uint8Array),
    ),
    link.notAfter === undefined ? new Uint8Array() : field(FIELD.notAfter, u64(link.notAfter)),
    link.role === undefined ? new Uint8Array() : field(FIELD.role, Uint8Array.of(link.role)),
  )
  const bytes = concat(body, field(FIELD.check, checkOf(body)))
  return ok(LINK_PREFIX + sodium.to_base64(bytes, sodium.base64_variants.URLSAFE_NO_PADDING))
}

/** Reads a link as pasted: white space around and inside it is dropped. Nothing is believed before the check bytes. */
export function parseLink(text: string): Result<Link, LinkError> {
  if (text.length > MAX_LINK_LETTERS) return broken('long')
  const letters = text.replace(/\s/g, '')
  if (!letters.toLowerCase().startsWith(LINK_PREFIX)) return broken('prefix')
  const bytes = fromBase64(letters.slice(LINK_PREFIX.length))
  if (bytes === undefined) return broken('letters')
  if (bytes.length < FIXED_BYTES + CHECK_BYTES) return broken('short')
  const body = bytes.subarray(0, bytes.length - CHECK_BYTES)
  if (!equalBytes(bytes.subarray(body.length), field(FIELD.check, checkOf(body)))) return broken('check')
  if (body[0] !== VERSION) return broken('version')
  const fields = readFields(body.subarray(FIXED_BYTES))
  if (fields === undefined) return broken('field')
  return ok({ inviteSeed: body.slice(1, 33), roomId: toHex(body.subarray(33, 65)), ...fields })
}

interface LinkFields {
  relays: LinkRelay[]
  notAfter?: number
  role?: number
}

/** `undefined` when a field is malformed, out of order or stands too often. Unknown types are skipped. */
function readFields(bytes: Uint8Array): LinkFields | undefined {
  const fields: LinkFields = { relays: [] }
  let at = 0
  let last = 0
  while (at < bytes.length) {
    const type = bytes[at] as number
    const length = ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const value = bytes.subarray(at + 3, at + 3 + length)
    if (at + 3 + length > bytes.length) return undefined
    if (type < last || (type === last && type !== FIELD.relay)) return undefined
    if (type >= FIELD.relay && type <= FIELD.check && !takeField(fields, type, value)) return undefined
    last = type
    at += 3 + length
  }
  return fields
}

function takeField(fields: LinkFields, type: number, value: Uint8Array): boolean {
  if (type === FIELD.relay) {
    const url = value.length > 32 && value.length <= 32 + MAX_RELAY_URL_BYTES ? textOf(value.subarray(32)) : undefined
    if (url === undefined || fields.relays.length === MAX_LINK_RELAYS) return false
    const key = value.subarray(0, 32)
    fields.relays.push(equalBytes(key, NO_KEY) ? { url } : { url, key: toHex(key) })
    return true
  }
  if (type === FIELD.notAfter && value.length === 8) {
    const seconds = new DataView(value.buffer, value.byteOffset, 8).getBigUint64(0)
    if (seconds > BigInt(Number.MAX_SAFE_INTEGER)) return false
    fields.notAfter = Number(seconds)
    return true
  }
  if (type === FIELD.role && value.length === 1) {
    fields.role = value[0] as number
    return true
  }
  return false
}

const field = (type: number, ...value: readonly Uint8Array[]): Uint8Array => {
  const bytes = concat(...value)
  return concat(Uint8Array.of(type, bytes.length >> 8, bytes.length & 255), bytes)
}

const checkOf = (body: Uint8Array): Uint8Array => hash('link', body).slice(0, 4)

const broken = (problem: LinkError['problem']): Result<never, LinkError> => err({ code: 'E_INVITE_BROKEN', problem })

function fromBase64(letters: string): Uint8Array | undefined {
  try {
    return sodium.from_base64(letters, sodium.base64_variants.URLSAFE_NO_PADDING)
  } catch {
    return undefined
  }
}
