/**
 * The document cache: one checksummed file of named parts (document, covered vector, view, …) that is replaced whole.
 * The one before stays until the new one has been read back. It can be rebuilt from the journal, and mends the journal.
 *
 * "APLC", version 1, u32 count, then for each part u32 length of its name, name, u32 length, bytes; last the 32 bytes of
 * H("cache", all before).
 */
import sodium from 'libsodium-wrappers'
import { concat, equalBytes, u32, utf8 } from '../base/bytes.ts'
import { hash } from '../base/crypto.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { Disk, DiskError } from './disk.ts'
import { readWhole, replaceFile } from './replaceFile.ts'

export const CACHE_FILE = 'cache.bin'

export type CacheParts = ReadonlyMap<string, Uint8Array>

/** `missing`: there is none, as in a new folder. `damaged`: a byte is wrong. `newer`: by a later version of Aplec. */
export interface CacheError {
  readonly code: 'E_CACHE_LOST'
  readonly reason: 'missing' | 'damaged' | 'newer'
}

const LETTERS = Uint8Array.of(0x41, 0x50, 0x4c, 0x43)
const VERSION = 1
const HASH_BYTES = 32

export const writeCacheFile = (disk: Disk, parts: CacheParts): Promise<Result<void, DiskError>> =>
  replaceFile(disk, CACHE_FILE, encodeCache(parts))

/** The parts are views into one buffer. A file that cannot be read counts as damaged: it can be rebuilt. */
export async function readCacheFile(disk: Disk): Promise<Result<CacheParts, CacheError>> {
  const bytes = await readWhole(disk, CACHE_FILE)
  if (!bytes.ok) return lost('damaged')
  return bytes.value === undefined ? lost('missing') : decodeCache(bytes.value)
}

export function encodeCache(parts: CacheParts): Uint8Array {
  const pieces = [LETTERS, Uint8Array.of(VERSION), u32(parts.size)]
  for (const [name, bytes] of parts) {
    const label = utf8(name)
    pieces.push(u32(label.length), label, u32(bytes.length), bytes)
  }
  const body = concat(...pieces)
  return concat(body, hash('cache', body))
}

export function decodeCache(file: Uint8Array): Result<CacheParts, CacheError> {
  const end = file.length - HASH_BYTES
  if (end < LETTERS.length + 5) return lost('damaged')
  const body = file.subarray(0, end)
  if (!equalBytes(hash('cache', body), file.subarray(end))) return lost('damaged')
  if (!equalBytes(body.subarray(0, LETTERS.length), LETTERS)) return lost('damaged')
  if (body[4] !== VERSION) return lost('newer')
  const view = new DataView(body.buffer, body.byteOffset, body.length)
  const parts = new Map<string, Uint8Array>()
  let at = LETTERS.length + 5
  const take = (): Uint8Array => {
    const length = view.getUint32(at)
    at += 4 + length
    return body.subarray(at - length, at)
  }
  for (let left = view.getUint32(5); left > 0; left--) parts.set(sodium.to_string(take()), take())
  return ok(parts)
}

const lost = (reason: CacheError['reason']): Result<never, CacheError> => err({ code: 'E_CACHE_LOST', reason })
