import sodium from 'libsodium-wrappers'
import { ByteReader, Malformed } from './byteReader.ts'
import { COLUMN, type Column, OPS, readBytes, readSigned, readUnsigned, walkRuns } from './columns.ts'

/** No value, in a column of numbers that are never negative. */
export const NONE = -1

/**
 * Operations column by column, one row each; actors are places in a list beside it. What an object, an element or a key is
 * not has `NONE` or null: the root has no object, the head of a text no actor and counter 0, a key no element.
 */
export type OpTable = {
  readonly rows: number
  readonly objectActor: Float64Array
  readonly objectCounter: Float64Array
  readonly elementActor: Float64Array
  readonly elementCounter: Float64Array
  readonly key: readonly (string | null)[]
  readonly insert: Uint8Array
  /** As numbers of the storage format. */
  readonly action: Float64Array
  /** Length of the value in bytes * 16 + its type. */
  readonly valueMeta: Float64Array
  /** The values of all rows, and where each begins; one more than there are rows. */
  readonly values: Uint8Array
  readonly valueAt: Float64Array
  readonly predecessorAt: Float64Array
  readonly predecessorActor: Float64Array
  readonly predecessorCounter: Float64Array
  readonly expand: Uint8Array
  readonly markName: readonly (string | null)[]
}

export const valueBytes = ({ values, valueAt }: OpTable, row: number): Uint8Array =>
  values.subarray(valueAt[row]!, valueAt[row + 1]!)

/** The columns of a bundle's operations, within limits already. Throws `Malformed` where they do not have `rows` rows. */
export function readOpTable(columns: readonly Column[], rows: number): OpTable {
  const data = (id: number, type: number): Uint8Array | undefined =>
    columns.find((column) => column.id === id && column.type === type)?.data
  const actors = (id: number): Float64Array => unsignedColumn(data(id, COLUMN.actor), rows)
  const counters = (id: number): Float64Array => counterColumn(data(id, COLUMN.delta), rows)
  const valueMeta = unsignedColumn(data(OPS.value, COLUMN.valueMeta), rows)
  const values = data(OPS.value, COLUMN.valueRaw) ?? new Uint8Array()
  const valueAt = offsets(valueMeta, (meta) => Math.floor(meta / 16))
  const predecessorAt = offsets(unsignedColumn(data(OPS.predecessor, COLUMN.group), rows), (count) => count)
  const predecessors = predecessorAt[rows]!
  if (valueAt[rows] !== values.length) throw new Malformed('values of another length than stated')
  return {
    rows,
    objectActor: actors(OPS.object),
    objectCounter: counters(OPS.object),
    elementActor: actors(OPS.key),
    elementCounter: counters(OPS.key),
    key: stringColumn(data(OPS.key, COLUMN.string), rows),
    insert: booleanColumn(data(OPS.insert, COLUMN.boolean), rows),
    action: unsignedColumn(data(OPS.action, COLUMN.integer), rows),
    valueMeta,
    values,
    valueAt,
    predecessorAt,
    predecessorActor: unsignedColumn(data(OPS.predecessor, COLUMN.actor), predecessors),
    predecessorCounter: counterColumn(data(OPS.predecessor, COLUMN.delta), predecessors),
    expand: booleanColumn(data(OPS.expand, COLUMN.boolean), rows),
    markName: stringColumn(data(OPS.markName, COLUMN.string), rows),
  }
}

/** Fills `put` run by run. A column that is left out is one of nulls; any other has exactly its rows. */
function expand<V>(
  data: Uint8Array | undefined,
  rows: number,
  read: (reader: ByteReader) => V,
  put: (value: V | null, from: number, to: number) => void,
): void {
  let row = 0
  if (data === undefined) return
  walkRuns(data, read, Infinity, (value, count) => {
    if (row + count > rows) throw new Malformed('more rows than the other columns')
    put(value, row, row + count)
    row += count
  })
  if (row !== rows) throw new Malformed('a column of fewer rows than the others')
}

const nulls = <V>(rows: number): (V | null)[] => Array.from({ length: rows }, () => null)

export function unsignedColumn(data: Uint8Array | undefined, rows: number): Float64Array {
  const all = new Float64Array(rows).fill(NONE)
  expand(data, rows, readUnsigned, (value, from, to) => {
    if (value !== null) all.fill(value, from, to)
  })
  return all
}

/** Sums of the differences a column holds; null where it has none, also when `least` is not reached. */
export function deltaColumn(data: Uint8Array | undefined, rows: number, least: number): readonly (number | null)[] {
  const all = nulls<number>(rows)
  let last = 0
  expand(data, rows, readSigned, (step, from, to) => {
    if (step === null) return
    for (let row = from; row < to; row++) {
      last += step
      if (last < least || !Number.isSafeInteger(last)) throw new Malformed('number out of range')
      all[row] = last
    }
  })
  return all
}

export function counterColumn(data: Uint8Array | undefined, rows: number): Float64Array {
  const all = new Float64Array(rows)
  deltaColumn(data, rows, 0).forEach((value, row) => (all[row] = value ?? NONE))
  return all
}

export function stringColumn(data: Uint8Array | undefined, rows: number): readonly (string | null)[] {
  const all = nulls<string>(rows)
  expand(data, rows, readBytes, (bytes, from, to) => {
    if (bytes !== null) all.fill(textOf(bytes), from, to)
  })
  return all
}

function booleanColumn(data: Uint8Array | undefined, rows: number): Uint8Array {
  const all = new Uint8Array(rows)
  if (data === undefined) return all
  const reader = new ByteReader(data)
  let row = 0
  for (let value = 0; !reader.done; value = 1 - value) {
    const end = row + reader.unsigned()
    if (end > rows) throw new Malformed('more rows than the other columns')
    all.fill(value, row, end)
    row = end
  }
  if (row !== rows) throw new Malformed('a column of fewer rows than the others')
  return all
}

function offsets(lengths: Float64Array, lengthOf: (value: number) => number): Float64Array {
  const all = new Float64Array(lengths.length + 1)
  lengths.forEach((value, at) => {
    if (value === NONE) throw new Malformed('a row without a length')
    all[at + 1] = all[at]! + lengthOf(value)
  })
  return all
}

const SPACE = 0x20

/** Strict UTF-8. Throws `Malformed`. */
export function textOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) {
    if (byte >= 0x80) return otherText(bytes)
    text += String.fromCharCode(byte)
  }
  return text
}

/** Behind a space, since a byte order mark at the beginning would be dropped. */
function otherText(bytes: Uint8Array): string {
  const behind = new Uint8Array(bytes.length + 1)
  behind[0] = SPACE
  behind.set(bytes, 1)
  try {
    return sodium.to_string(behind).slice(1)
  } catch {
    throw new Malformed('text that is no UTF-8')
  }
}
