/**
 * Detached signatures over records of the plan document (agreements, print records), so that an exported plan alone
 * shows who recorded what and that nothing of it was changed since.
 */
import canonicalize from 'canonicalize'
import { type Hex, fromHex, toHex, utf8 } from '../base/bytes.ts'
import { sign, verify } from '../base/crypto.ts'

export type RecordKind = 'agreement' | 'print'

/** A record as the canonical JSON of the plan shows it. */
export type PlainRecord = Readonly<Record<string, unknown>>

/** What a signature does not cover: itself, and what may change or grow after it. */
const NOT_SIGNED: ReadonlySet<string> = new Set(['signature', 'signatures', 'state'])

const labelOf = (kind: RecordKind): string => (kind === 'agreement' ? 'decision/agreement' : 'record/print')

/**
 * The bytes under the signature: RFC 8785 JSON of the record's own fields with its plan and id, so that it holds for no
 * other record and no other plan.
 */
export function recordMessage(planId: Hex, id: Hex, record: PlainRecord): Uint8Array {
  const fields = Object.fromEntries(Object.entries(record).filter(([name]) => !NOT_SIGNED.has(name)))
  return utf8(canonicalize({ planId, id, fields }) ?? '')
}

/** 128 hex digits. `secretKey` is the device's Ed25519 secret key. */
export function signRecord(kind: RecordKind, secretKey: Uint8Array, planId: Hex, id: Hex, record: PlainRecord): Hex {
  return toHex(sign(secretKey, labelOf(kind), recordMessage(planId, id, record)))
}

/** True when `record.signature` is that of `record.device` over this record. Whose device it is, the roster says. */
export function isRecordSigned(kind: RecordKind, planId: Hex, id: Hex, record: PlainRecord): boolean {
  const { device, signature } = record
  if (typeof device !== 'string' || !/^[0-9a-f]{64}$/.test(device)) return false
  if (typeof signature !== 'string' || !/^[0-9a-f]{128}$/.test(signature)) return false
  return verify(fromHex(device), labelOf(kind), recordMessage(planId, id, record), fromHex(signature))
}
