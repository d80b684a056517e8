/**
 * The document cache: one checksummed file of named parts (document, covered vector, view, …) that is replaced whole.
 * The one before stays until the new one has been read back. It can be rebuilt from the journal, and mends the journal.
 *
 * "APLC", version 1, u32 count, then for each part u32 length of its name, name, u32 length, bytes; last the 32 bytes of
 * H("cache", all before).
 */
import { concat, equalBytes, textOf, u32, utf8 } from '../base/bytes.ts'
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
  const parts = readParts(body)
  return parts === undefined ? lost('damaged') : ok(parts)
}

/** `undefined`: it says other than it holds. Anybody who can write in the folder can make the hash right. */
function readParts(body: Uint8Array): CacheParts | undefined {
  const view = new DataView(body.buffer, body.byteOffset, body.length)
  const parts = new Map<string, Uint8Array>()
  let at = LETTERS.length + 1
  const number = (): number => (at + 4 <= body.length ? view.getUint32((at += 4) - 4) : Infinity)
  const take = (): Uint8Array | undefined => {
    const length = number()
    return length > body.length - at ? undefined : body.subarray(at, (at += length))
  }
  for (let left = number(); left > 0; left--) {
    const [name, part] = [take(), take()]
    const label = name === undefined ? undefined : textOf(name)
    if (label === undefined || part === undefined) return undefined
    parts.set(label, part)
  }
  return at === body.length ? parts : undefined
}

const lost = (reason: CacheError['reason']): Result<never, CacheError> => err({ code: 'E_CACHE_LOST', reason })
