import { ByteReader, Malformed, TooMany } from './byteReader.ts'

/** One column as the chunk lists it. `id` and `type` are the two parts of its number; `data` may be deflated. */
export type Column = {
  readonly id: number
  readonly type: number
  readonly deflated: boolean
  readonly data: Uint8Array
}

export const COLUMN = {
  group: 0,
  actor: 1,
  integer: 2,
  delta: 3,
  boolean: 4,
  string: 5,
  valueMeta: 6,
  valueRaw: 7,
} as const

/** Ids of the columns of operations; changes and bundles share them (`id` and `docPosition` are in bundles only). */
export const OPS = {
  object: 0,
  key: 1,
  id: 2,
  insert: 3,
  action: 4,
  value: 5,
  predecessor: 7,
  expand: 9,
  markName: 10,
  docPosition: 11,
} as const

const MAX_COLUMNS = 32
const DEFLATED = 8

/** Reads the list of columns and then their data, which follows in the same order. Throws `Malformed`. */
export function parseColumns(reader: ByteReader): readonly Column[] {
  const count = reader.unsigned()
  if (count > MAX_COLUMNS) throw new Malformed('more columns than any format has')
  const specs = Array.from({ length: count }, () => ({ spec: reader.unsigned(), length: reader.unsigned() }))
  specs.forEach(({ spec }, at) => {
    if (at > 0 && normal(spec) <= normal(specs[at - 1]!.spec)) throw new Malformed('columns out of order')
  })
  return specs.map(({ spec, length }) => ({
    id: Math.floor(spec / 16),
    type: spec % 8,
    deflated: (spec & DEFLATED) !== 0,
    data: reader.take(length),
  }))
}

const normal = (spec: number): number => Math.floor(spec / 16) * 8 + (spec % 8)

export type Run<V> = (value: V | null, count: number) => void

/**
 * Visits the runs of a run-length column without expanding them; returns its number of rows. Source: hazard F4, where 123
 * bytes stood for a million operations. Throws `TooMany` as soon as the rows pass `limit`, `Malformed` on bad bytes.
 */
export function walkRuns<V>(data: Uint8Array, read: (reader: ByteReader) => V, limit: number, visit?: Run<V>): number {
  const reader = new ByteReader(data)
  let rows = 0
  const add = (count: number): void => {
    rows += count
    if (rows > limit) throw new TooMany(limit)
  }
  while (!reader.done) {
    const length = reader.signed()
    if (length > 0) {
      add(length)
      const value = read(reader) // outside the optional call, which would not evaluate it
      visit?.(value, length)
    } else if (length < 0) {
      add(-length)
      for (let left = -length; left > 0; left--) {
        const value = read(reader)
        visit?.(value, 1)
      }
    } else {
      const nulls = reader.unsigned()
      if (nulls === 0) throw new Malformed('empty run')
      add(nulls)
      visit?.(null, nulls)
    }
  }
  return rows
}

export const readUnsigned = (reader: ByteReader): number => reader.unsigned()
export const readSigned = (reader: ByteReader): number => reader.signed()
export const readBytes = (reader: ByteReader): Uint8Array => reader.take(reader.unsigned())

/** Rows of a boolean column: alternating run lengths, false first. */
export function countBooleans(data: Uint8Array, limit: number): number {
  const reader = new ByteReader(data)
  let rows = 0
  while (!reader.done) {
    rows += reader.unsigned()
    if (rows > limit) throw new TooMany(limit)
  }
  return rows
}
