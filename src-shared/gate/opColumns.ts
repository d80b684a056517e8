import { ByteReader, Malformed, TooMany } from './byteReader.ts'
import { COLUMN, type Column, countBooleans, OPS, readBytes, readSigned, readUnsigned, walkRuns } from './columns.ts'

/** What an operation column would do to the reader, found without expanding it. */
export type OpSummary = {
  readonly ops: number
  /** A forbidden or endless key; a value or action that is not of a plan. The caller decides what it costs. */
  readonly badKey: boolean
  readonly badValue: boolean
}

/** How the numbers of Automerge's storage format name actions; counters (5) and tables (6) are not of a plan. */
const ALLOWED_ACTIONS = new Set([0, 1, 2, 3, 4, 7])
/** Types of the value column: null, false, true, int and string. Uint, float, bytes, counter, timestamp are not of a plan. */
const ALLOWED_VALUES = new Set([0, 1, 2, 4, 6])
const INT = 4
/** Integers beyond materialise as BigInt, and `JSON.stringify` then throws on every machine: hazard F11. */
const MAX_INTEGER = Number.MAX_SAFE_INTEGER - 1
/** Assigning one of these changes what an object is, not what it holds. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])
const LONGEST_FORBIDDEN = 11

const CHANGE_COLUMNS = new Set([
  '0/1',
  '0/2',
  '1/1',
  '1/3',
  '1/5',
  '3/4',
  '4/2',
  '5/6',
  '5/7',
  '7/0',
  '7/1',
  '7/3',
  '9/4',
  '10/5',
])
const BUNDLE_COLUMNS = new Set([...CHANGE_COLUMNS, '0/3', '2/1', '11/3'].filter((name) => name !== '0/2'))

/**
 * Walks the operation columns of a change or a bundle: counts rows, bounds what the counts of the group columns would
 * allocate, and finds forbidden keys, actions and values. Throws `TooMany` beyond `rows`, `Malformed` on bytes that
 * do not add up.
 */
export function summariseOps(
  columns: readonly Column[],
  form: 'change' | 'bundle',
  actors: number,
  { rows: limit, keyBytes }: { readonly rows: number; readonly keyBytes: number },
): OpSummary {
  const known = form === 'change' ? CHANGE_COLUMNS : BUNDLE_COLUMNS
  let badKey = false
  let badValue = false
  let ops = 0
  let predecessors = 0
  let rawValues: Uint8Array = new Uint8Array()
  for (const { id, type, data } of columns) {
    if (!known.has(`${id}/${type}`)) throw new Malformed('a column of no known kind')
    const rowLimit = id === OPS.predecessor && type !== COLUMN.group ? 2 * limit : limit
    switch (type) {
      case COLUMN.boolean:
        countBooleans(data, rowLimit)
        break
      case COLUMN.string:
        walkRuns(
          data,
          readBytes,
          rowLimit,
          (bytes) => (badKey ||= bytes !== null && (bytes.length > keyBytes || isForbiddenKey(bytes))),
        )
        break
      case COLUMN.delta:
        walkRuns(data, readSigned, rowLimit, (step) => assertFinite(step))
        break
      case COLUMN.actor:
        walkRuns(data, readUnsigned, rowLimit, (actor) => assertBelow(actor, actors))
        break
      case COLUMN.group:
        walkRuns(data, readUnsigned, rowLimit, (count, times) => {
          predecessors += (count ?? 0) * times
          if (predecessors > 2 * limit) throw new TooMany(limit)
        })
        break
      case COLUMN.integer: {
        const rows = walkRuns(data, readUnsigned, rowLimit, (value) => {
          if (id === OPS.action) badValue ||= value === null || !ALLOWED_ACTIONS.has(value)
        })
        if (id === OPS.action) ops = rows
        break
      }
      case COLUMN.valueRaw:
        rawValues = data
        break
    }
  }
  const meta = columns.find(({ type }) => type === COLUMN.valueMeta)
  if (meta) badValue = hasBadValue(meta.data, rawValues, limit) || badValue
  return { ops, badKey, badValue }
}

function isForbiddenKey(bytes: Uint8Array): boolean {
  return bytes.length <= LONGEST_FORBIDDEN && FORBIDDEN_KEYS.has(String.fromCharCode(...bytes))
}

/** Each row of the meta column is length * 16 + type; the values themselves stand one after the other in `raw`. */
function hasBadValue(meta: Uint8Array, raw: Uint8Array, limit: number): boolean {
  const reader = new ByteReader(raw)
  let bad = false
  walkRuns(meta, readUnsigned, limit, (value, times) => {
    if (value === null) return
    const type = value % 16
    const length = Math.floor(value / 16)
    if (!ALLOWED_VALUES.has(type)) bad = true
    if (type !== INT) {
      reader.take(length * times)
      return
    }
    for (let left = times; left > 0; left--) {
      const bytes = new ByteReader(reader.take(length))
      const integer = bytes.signed()
      if (!bytes.done) throw new Malformed('an integer of another length than stated')
      if (Math.abs(integer) > MAX_INTEGER) bad = true
    }
  })
  if (!reader.done) throw new Malformed('values left over')
  return bad
}

function assertBelow(actor: number | null, actors: number): void {
  if (actor !== null && actor >= actors) throw new Malformed('an actor that is not listed')
}

function assertFinite(step: number | null): void {
  if (step !== null && !Number.isFinite(step)) throw new Malformed('number too large')
}
