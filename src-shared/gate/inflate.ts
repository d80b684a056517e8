import { Inflate } from 'fflate'
import { concat } from '#shared/base/bytes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { GateLimits } from './limits.ts'

export type InflateError = 'size' | 'form'

/** Deflate expands at most 1,032-fold, so one such piece yields at most 1 MiB beyond the limit before it is seen. */
const PIECE_BYTES = 1024

/**
 * Inflates raw deflate bytes while they stay under the limits: `inflatedBytes` in all, and `inflateRatio` times the packed
 * size for what passes `ratioFloorBytes`. Source: hazard F3 (261 KB became 1.9 GB of memory).
 */
export function inflateWithin(packed: Uint8Array, limits: GateLimits): Result<Uint8Array, InflateError> {
  const limit = Math.min(limits.inflatedBytes, Math.max(limits.ratioFloorBytes, packed.length * limits.inflateRatio))
  const pieces: Uint8Array[] = []
  let length = 0
  const stream = new Inflate((piece) => {
    length += piece.length
    if (length <= limit) pieces.push(piece)
  })
  try {
    for (let at = 0; at < packed.length; at += PIECE_BYTES) {
      const isLast = at + PIECE_BYTES >= packed.length
      stream.push(packed.subarray(at, at + PIECE_BYTES), isLast)
      if (length > limit) return err('size')
    }
  } catch {
    return err('form')
  }
  return length > 0 ? ok(concat(...pieces)) : err('form')
}
