import { equalBytes, type Hex } from '#shared/base/bytes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import { ByteReader, Malformed, TooMany } from './byteReader.ts'
import { actorId, counted, hashes, withinParser } from './changeHeader.ts'
import { checksumOf, CHUNK, parseChunk } from './chunk.ts'
import {
  COLUMN,
  type Column,
  countBooleans,
  parseColumns,
  readBytes,
  readSigned,
  readUnsigned,
  walkRuns,
} from './columns.ts'
import { inflateWithin } from './inflate.ts'
import type { GateLimits } from './limits.ts'
import { type OpSummary, summariseOps } from './opColumns.ts'
import type { GateRefusal } from './refusal.ts'

/** A bundle whose columns are open and within all limits; what they say is not looked at yet. */
export type OpenedBundle = OpSummary & {
  readonly changes: number
  readonly changeColumns: readonly Column[]
  readonly opColumns: readonly Column[]
  readonly actors: readonly Hex[]
  /** Of changes outside the bundle on which those in it are built. */
  readonly hashes: readonly Hex[]
  /** Inflated size of all columns together. */
  readonly inflatedBytes: number
  readonly limits: GateLimits
}

const ACTOR = 0
const START_OP = 1
const MAX_OP = 2
const DEPS = 5
const EXTRA = 6

/**
 * Opens a bundle as far as its columns, and counts from these what its changes would cost before any of them is made. Source:
 * hazard F12 (1,161 bytes held a million operations: 4 s and 358 MB). Layout: deps, actors, columns of the changes, columns
 * of the operations; each column may be deflated by itself.
 */
export function openBundle(bytes: Uint8Array, limits: GateLimits): Result<OpenedBundle, GateRefusal> {
  return withinParser(() => {
    const chunk = parseChunk(bytes)
    if (chunk.type !== CHUNK.bundle) throw new Malformed('not a bundle')
    if (!equalBytes(chunk.checksum, checksumOf(bytes))) throw new Malformed('another checksum')
    const reader = new ByteReader(chunk.data)
    const outside = hashes(reader, limits.depsPerChange)
    const actors = Array.from({ length: counted(reader, limits.actorsPerChange) }, () => actorId(reader))
    if (new Set(actors).size < actors.length) throw new Malformed('an actor listed twice')
    const changeColumns = inflateColumns(parseColumns(reader), limits)
    if (!changeColumns.ok) return changeColumns
    const changesBytes = sizeOf(changeColumns.value)
    const left = { ...limits, inflatedBytes: limits.inflatedBytes - changesBytes }
    const opColumns = inflateColumns(parseColumns(reader), left)
    if (!opColumns.ok) return opColumns
    if (!reader.done) throw new Malformed('bytes after the columns')
    const changes = countChanges(changeColumns.value, actors.length, limits)
    const largest = largestChange(changeColumns.value, limits)
    if (largest > limits.opsPerChange) {
      return err({ code: 'E_CHANGE_OPS', measured: largest, limit: limits.opsPerChange })
    }
    const bounds = { rows: limits.opsPerBundle, keyBytes: limits.keyBytes }
    return ok({
      changes,
      changeColumns: changeColumns.value,
      opColumns: opColumns.value,
      actors,
      hashes: outside,
      inflatedBytes: changesBytes + sizeOf(opColumns.value),
      limits,
      ...summariseOps(opColumns.value, 'bundle', actors.length, bounds),
    })
  })
}

/** The limit is for all columns together, so it shrinks as they are opened. */
function inflateColumns(columns: readonly Column[], limits: GateLimits): Result<readonly Column[], GateRefusal> {
  const inflated: Column[] = []
  let left = limits.inflatedBytes
  for (const column of columns) {
    const data = column.deflated ? inflateWithin(column.data, { ...limits, inflatedBytes: left }) : ok(column.data)
    if (!data.ok) return err({ code: data.error === 'size' ? 'E_CHANGE_SIZE' : 'E_CHANGE_FORM' })
    left -= data.value.length
    if (left < 0) return err({ code: 'E_CHANGE_SIZE', limit: limits.inflatedBytes })
    inflated.push({ ...column, deflated: false, data: data.value })
  }
  return ok(inflated)
}

const sizeOf = (columns: readonly Column[]): number => columns.reduce((sum, { data }) => sum + data.length, 0)

/** Rows of the actor column, with every other column of the changes bounded too. Throws `TooMany`, `Malformed`. */
function countChanges(columns: readonly Column[], actors: number, limits: GateLimits): number {
  let changes = 0
  const depsLimit = limits.changesPerBundle + limits.depsPerChange
  for (const { id, type, data } of columns) {
    const rowLimit = id === DEPS && type === COLUMN.delta ? depsLimit : limits.changesPerBundle
    switch (type) {
      case COLUMN.actor: {
        const rows = walkRuns(data, readUnsigned, rowLimit, (actor) => {
          if (actor !== null && actor >= actors) throw new Malformed('an actor that is not listed')
        })
        if (id === ACTOR) changes = rows
        break
      }
      case COLUMN.delta:
        walkRuns(data, readSigned, rowLimit)
        break
      case COLUMN.group: {
        // How many deps, or extra bytes, each change has: the reader allocates by these numbers.
        let sum = 0
        walkRuns(data, readUnsigned, rowLimit, (count, times) => {
          sum += (count ?? 0) * times
          if (sum > depsLimit) throw new TooMany(depsLimit)
        })
        if (id === EXTRA && sum > 0) throw new Malformed('changes with bytes of no known meaning')
        break
      }
      case COLUMN.string:
        walkRuns(data, readBytes, rowLimit, (message) => {
          if (message && message.length > limits.messageBytes) throw new Malformed('a message too long')
        })
        break
      case COLUMN.boolean:
        countBooleans(data, rowLimit)
        break
      default:
        if (data.length > 0) throw new Malformed('a column of no known kind')
    }
  }
  return changes
}

/** Operations of the largest change, as the bundle says; counted again when it has been opened. */
function largestChange(columns: readonly Column[], limits: GateLimits): number {
  const numbers = (wanted: number): readonly number[] => {
    const data = columns.find(({ id, type }) => id === wanted && type === COLUMN.delta)?.data ?? new Uint8Array()
    const all: number[] = []
    let last = 0
    walkRuns(data, readSigned, limits.changesPerBundle, (step, times) => {
      for (let left = times; left > 0; left--) all.push((last += step ?? 0))
    })
    return all
  }
  const starts = numbers(START_OP)
  return numbers(MAX_OP).reduce((most, last, at) => Math.max(most, last - (starts[at] ?? 0) + 1), 0)
}
