import { sha256 } from '@noble/hashes/sha2.js'
import { ByteReader, Malformed } from './byteReader.ts'

/** Chunk types of Automerge's storage format. Document chunks (0) are never taken from others. */
export const CHUNK = { document: 0, change: 1, compressedChange: 2, bundle: 3 } as const

const MAGIC = [0x85, 0x6f, 0x4a, 0x83]

export type Chunk = { readonly type: number; readonly checksum: Uint8Array; readonly data: Uint8Array }

/** Splits one chunk that must fill `bytes`: 4 bytes magic, 4 checksum, 1 type, LEB128 length, data. Throws `Malformed`. */
export function parseChunk(bytes: Uint8Array): Chunk {
  const reader = new ByteReader(bytes)
  for (const byte of MAGIC) if (reader.byte() !== byte) throw new Malformed('not an Automerge chunk')
  const checksum = reader.take(4)
  const type = reader.byte()
  const data = reader.take(reader.unsigned())
  if (!reader.done) throw new Malformed('bytes after the chunk')
  return { type, checksum, data }
}

/** The inverse of `parseChunk`, for a chunk whose checksum is known. */
export function writeChunk({ type, checksum, data }: Chunk): Uint8Array {
  const length: number[] = []
  for (let rest = data.length; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      length.push(rest)
      break
    }
    length.push((rest % 128) | 0x80)
  }
  const bytes = new Uint8Array(9 + length.length + data.length)
  bytes.set(MAGIC)
  bytes.set(checksum, 4)
  bytes[8] = type
  bytes.set(length, 9)
  bytes.set(data, 9 + length.length)
  return bytes
}

const CHECKSUM_AT = 4
const TYPE_AT = 8

/** SHA-256 of a chunk's type, length and data. Of a change it is the hash by which others name it. */
export const hashOf = (chunk: Uint8Array): Uint8Array => sha256(chunk.subarray(TYPE_AT))

export const checksumOf = (chunk: Uint8Array): Uint8Array => hashOf(chunk).subarray(0, TYPE_AT - CHECKSUM_AT)
