import { type Hex, toHex } from '#shared/base/bytes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import { ByteReader, Malformed, TooLarge, TooMany } from './byteReader.ts'
import { CHUNK, parseChunk, writeChunk } from './chunk.ts'
import { parseColumns } from './columns.ts'
import { inflateWithin } from './inflate.ts'
import type { GateLimits } from './limits.ts'
import { type OpSummary, summariseOps } from './opColumns.ts'
import type { GateRefusal } from './refusal.ts'

/** What a change says of itself, read by our own parser before Automerge sees a byte of it. */
export type ChangeHeader = OpSummary & {
  readonly actor: Hex
  readonly seq: number
  readonly startOp: number
  /** Largest operation number; `startOp - 1` for a change without operations. */
  readonly maxOp: number
  readonly deps: readonly Hex[]
  /** Unix seconds as claimed; ±Infinity when it does not fit a number. */
  readonly time: number
  /** The chunk, uncompressed: type 1. */
  readonly bytes: Uint8Array
}

/** 16 bytes: every actor of a plan is a hash of that length. */
const ACTOR_BYTES = 16

/**
 * Parses one change chunk (type 1, or 2 = deflated). Layout: deps, actor, seq, startOp, time, message, other actors,
 * columns, nothing after. Limits hold before memory grows; sizes are in bytes.
 */
export function readChangeHeader(bytes: Uint8Array, limits: GateLimits): Result<ChangeHeader, GateRefusal> {
  return withinParser(() => {
    const chunk = parseChunk(bytes)
    if (chunk.type === CHUNK.change) return parseChange(bytes, chunk.data, limits)
    if (chunk.type !== CHUNK.compressedChange) throw new Malformed('not a change')
    const inflated = inflateWithin(chunk.data, limits)
    if (!inflated.ok) return err({ code: inflated.error === 'size' ? 'E_CHANGE_SIZE' : 'E_CHANGE_FORM' })
    const plain = writeChunk({ type: CHUNK.change, checksum: chunk.checksum, data: inflated.value })
    return parseChange(plain, inflated.value, limits)
  })
}

function parseChange(bytes: Uint8Array, data: Uint8Array, limits: GateLimits): Result<ChangeHeader, GateRefusal> {
  if (data.length > limits.inflatedBytes) {
    return err({ code: 'E_CHANGE_SIZE', measured: data.length, limit: limits.inflatedBytes })
  }
  const reader = new ByteReader(data)
  const deps = hashes(reader, limits.depsPerChange)
  const actor = actorId(reader)
  const seq = reader.unsigned()
  const startOp = reader.unsigned()
  const time = reader.signed()
  const messageBytes = reader.take(reader.unsigned()).length
  const others = counted(reader, limits.actorsPerChange)
  for (let left = others; left > 0; left--) actorId(reader)
  if (seq === 0 || startOp === 0) throw new Malformed('numbers begin with 1')
  if (messageBytes > limits.messageBytes) {
    return err({ code: 'E_CHANGE_SIZE', measured: messageBytes, limit: limits.messageBytes })
  }
  const columns = parseColumns(reader)
  if (columns.some(({ deflated }) => deflated)) throw new Malformed('a deflated column in a change')
  if (!reader.done) throw new Malformed('bytes after the columns')
  const summary = summariseOps(columns, 'change', others + 1, { rows: limits.opsPerChange, keyBytes: limits.keyBytes })
  return ok({ ...summary, actor, seq, startOp, maxOp: startOp + summary.ops - 1, deps, time, bytes })
}

export function hashes(reader: ByteReader, limit: number): readonly Hex[] {
  const count = counted(reader, limit)
  return Array.from({ length: count }, () => toHex(reader.take(32)))
}

export function actorId(reader: ByteReader): Hex {
  const bytes = reader.take(reader.unsigned())
  if (bytes.length !== ACTOR_BYTES) throw new Malformed('an actor of another length')
  return toHex(bytes)
}

export function counted(reader: ByteReader, limit: number): number {
  const count = reader.unsigned()
  if (count > limit) throw new Malformed('longer list than any change has')
  return count
}

/** Turns what the parsers throw into refusals; anything else is our own fault and passes on. */
export function withinParser<T>(parse: () => Result<T, GateRefusal>): Result<T, GateRefusal> {
  try {
    return parse()
  } catch (thrown) {
    if (thrown instanceof TooMany) return err({ code: 'E_CHANGE_OPS', limit: thrown.limit })
    if (thrown instanceof TooLarge) return err({ code: 'E_CHANGE_SIZE', limit: thrown.limit })
    if (thrown instanceof Malformed) return err({ code: 'E_CHANGE_FORM' })
    throw thrown
  }
}
