import { type Hex, toHex } from '../base/bytes.ts'

const STREAM_AT = 104
const SEQ_AT = 120

/**
 * Stream and seq as the header of an entry claims them, without checking anything: enough to know what a relay holds.
 * `bytes` has at least a header (the frame schema sees to it). A seq beyond 2^53 counts as 2^53-1, which nobody has.
 */
export function entryPlaceOf(bytes: Uint8Array): { readonly stream: Hex; readonly seq: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const seq = view.getBigUint64(SEQ_AT)
  const stream = toHex(bytes.subarray(STREAM_AT, STREAM_AT + 16))
  return { stream, seq: Number(seq < BigInt(Number.MAX_SAFE_INTEGER) ? seq : BigInt(Number.MAX_SAFE_INTEGER)) }
}
