/**
 * One record of a draft file: "APLD", version 1, type, u64 number, 24 nonce, then the sealed bytes. Sealed with the
 * device's storage key; everything before the sealed bytes is the associated data.
 */
import { concat, u64 } from '../base/bytes.ts'
import { NONCE_BYTES, aeadOpen, aeadSeal } from '../base/crypto.ts'
import type { Random } from '../base/ports.ts'
import { RECORD, recordLetters } from './records.ts'

/** `draft`: `number` is its own, from 1 up. `dropped`: all drafts up to `number` are in an entry and in the cache. */
export interface DraftRecord {
  readonly type: 'draft' | 'dropped'
  readonly number: number
  readonly bytes: Uint8Array
}

const TYPE = { draft: 1, dropped: 2 } as const
const HEAD_BYTES = 14
const LETTERS = Uint8Array.of(0x41, 0x50, 0x4c, 0x44, 1)

export function encodeDraftRecord({ type, number, bytes }: DraftRecord, key: Uint8Array, random: Random): Uint8Array {
  const nonce = random.bytes(NONCE_BYTES)
  const head = concat(LETTERS, Uint8Array.of(TYPE[type]), u64(number), nonce)
  return concat(head, aeadSeal(key, nonce, bytes, head))
}

/** `undefined`: damaged, sealed by another key, or of a later version. */
export function decodeDraftRecord(record: Uint8Array, key: Uint8Array): DraftRecord | undefined {
  const head = record.subarray(0, HEAD_BYTES + NONCE_BYTES)
  if (head.length < HEAD_BYTES + NONCE_BYTES || recordLetters(record) !== RECORD.draft || record[4] !== 1)
    return undefined
  const type = record[5] === TYPE.draft ? 'draft' : record[5] === TYPE.dropped ? 'dropped' : undefined
  const bytes = aeadOpen(key, head.subarray(HEAD_BYTES), record.subarray(head.length), head)
  if (type === undefined || bytes === undefined) return undefined
  const number = Number(new DataView(record.buffer, record.byteOffset).getBigUint64(6))
  return Number.isSafeInteger(number) ? { type, number, bytes } : undefined
}
