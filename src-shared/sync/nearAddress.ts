/** Addresses of computers on the local network, as people read them out, type and scan them (docs/specs/lan.md). */
import sodium from 'libsodium-wrappers'
import { type Hex, fromHex, toHex } from '../base/bytes.ts'
import { hash } from '../base/crypto.ts'

/** Where a computer shares its plans when nobody else has the port. */
export const NEAR_PORT = 47_391
const LINK_PREFIX = 'aplec://near/'
const NEAR_PATH = '/near'
const ADDRESS = /^(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5}))?$/
const KEY_BYTES = 32

export interface NearAddress {
  readonly url: string
  /** Known when the address came as a link or QR. */
  readonly key?: Hex
}

/** The path says of an address that it holds for a network and a day: it never becomes a relay of a plan. */
export const isNearUrl = (url: string): boolean => url.startsWith('ws://') && url.endsWith(NEAR_PATH)

export const nearUrl = (address: string, port: number): string => `ws://${address}:${port}${NEAR_PATH}`

/** `192.168.1.5:47391`, as people read it. */
export const shownAddress = (url: string): string => url.replace(/^ws:\/\//, '').replace(/\/near$/, '')

/** What a QR holds: address and key. */
export const nearLink = (address: string, key: Hex): string =>
  `${LINK_PREFIX}${address}#${sodium.to_base64(fromHex(key), sodium.base64_variants.URLSAFE_NO_PADDING)}`

/** Reads an address, with or without port, or a link; `undefined` for anything else. */
export function parseNearAddress(text: string): NearAddress | undefined {
  const given = text.trim()
  const isLink = given.toLowerCase().startsWith(LINK_PREFIX)
  const [place = '', fragment] = isLink ? given.slice(LINK_PREFIX.length).split('#') : [given]
  const match = ADDRESS.exec(place)
  const address = match?.[1]
  const port = Number(match?.[2] ?? NEAR_PORT)
  if (address === undefined || port < 1 || port > 65_535) return undefined
  if (address.split('.').some((part) => Number(part) > 255)) return undefined
  const url = nearUrl(address, port)
  if (fragment === undefined) return isLink ? undefined : { url }
  const key = keyOf(fragment)
  return key === undefined ? undefined : { url, key }
}

/** Sixteen digits in four groups: the same in every language, easily read aloud, and 53 bits of the key. */
export function checkNumbers(key: Hex): string {
  const digest = hash('near-check', fromHex(key))
  const view = new DataView(digest.buffer, digest.byteOffset)
  return [0, 4, 8, 12].map((at) => String(view.getUint32(at) % 10_000).padStart(4, '0')).join(' ')
}

function keyOf(letters: string): Hex | undefined {
  try {
    const key = sodium.from_base64(letters, sodium.base64_variants.URLSAFE_NO_PADDING)
    return key.length === KEY_BYTES ? toHex(key) : undefined
  } catch {
    return undefined
  }
}
