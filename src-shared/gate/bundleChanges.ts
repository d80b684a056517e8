import { fromHex, type Hex, toHex } from '#shared/base/bytes.ts'
import type { OpenedBundle } from './bundleHeader.ts'
import { ByteReader, Malformed, TooLarge } from './byteReader.ts'
import { COLUMN, type Column, OPS } from './columns.ts'
import { type ChangeMeta, ChangeWriter } from './changeWriter.ts'
import type { GateLimits } from './limits.ts'
import {
  counterColumn,
  deltaColumn,
  NONE,
  type OpTable,
  readOpTable,
  stringColumn,
  textOf,
  unsignedColumn,
  valueBytes,
} from './opTable.ts'
import type { Op } from './places.ts'
import type { ReadChange } from './readChanges.ts'

/** Ids of the columns of changes. */
const CHANGES = { actor: 0, startOp: 1, maxOp: 2, time: 3, message: 4, deps: 5 } as const
const ACTIONS = ['makeMap', 'set', 'makeList', 'del', 'makeText', 'inc', 'makeTable'] as const
const SET = 1
const DEL = 3
const INC = 5
const MARK = 7
const VALUE = { null: 0, false: 1, true: 2, uint: 3, int: 4, string: 6 } as const

type ChangeRow = ChangeMeta & {
  readonly maxOp: number
  /** Places in the bundle, and behind its last change those of its list of hashes. */
  readonly deps: readonly number[]
}

/**
 * The changes of a bundle in its order (causal), each written as a chunk of its own. Nothing in them is read by the
 * library: what is judged and what is applied are the bytes written here, and an operation says nothing that these would
 * not hold. Throws `Malformed`, and `TooLarge` when they pass what a change, or all of them, may be.
 */
export function changesOfBundle(bundle: OpenedBundle, limits: GateLimits): readonly ReadChange[] {
  const { actors } = bundle
  const changes = readChangeRows(bundle)
  const table = readOpTable(bundle.opColumns, bundle.ops)
  for (let row = 0; row < table.rows; row++) checkRow(table, row, actors)
  const rowsOf = rowsByChange(changes, table, bundle)
  const writer = new ChangeWriter(table, actors, limits.inflatedBytes)
  let written = 0
  /** Those in the bundle as they are written, and behind them those outside. */
  const known: Dep[] = []
  bundle.hashes.forEach((hash, at) => (known[changes.length + at] = { hash, bytes: fromHex(hash) }))
  return changes.map((change, at) => {
    const deps = depsOf(change, known)
    const rows = rowsOf[at]!
    const { chunk, hash } = writer.write(
      change,
      rows,
      deps.map(({ bytes }) => bytes),
    )
    written += chunk.length
    if (written > limits.unfoldedBytes) throw new TooLarge(limits.unfoldedBytes)
    const own = { hash: toHex(hash), bytes: hash }
    known[at] = own
    return {
      hash: own.hash,
      actor: actors[change.actor]!,
      seq: change.seq,
      startOp: change.startOp,
      maxOp: change.maxOp,
      deps: deps.map((dep) => dep.hash),
      time: change.time,
      ops: rows.map((row) => opOf(table, row, actors)),
      bytes: chunk,
    }
  })
}

type Dep = { readonly hash: Hex; readonly bytes: Uint8Array }

/** None that comes later; sorted and each once, as a change lists them. */
function depsOf({ deps }: ChangeRow, known: readonly Dep[]): readonly Dep[] {
  return deps.map((place, at) => {
    const dep = known[place]
    const before = at > 0 ? known[deps[at - 1]!] : undefined
    if (dep === undefined) throw new Malformed('built on no change before it')
    if (before !== undefined && before.hash >= dep.hash) throw new Malformed('what it builds on is out of order')
    return dep
  })
}

function readChangeRows({ changeColumns, changes: rows, limits }: OpenedBundle): readonly ChangeRow[] {
  const data = (id: number, type: number): Uint8Array | undefined =>
    changeColumns.find((column) => column.id === id && column.type === type)?.data
  const deltas = (id: number, least: number): readonly (number | null)[] =>
    deltaColumn(data(id, COLUMN.delta), rows, least)
  const actor = unsignedColumn(data(CHANGES.actor, COLUMN.actor), rows)
  const seq = deltas(CHANGES.actor, 1)
  const startOp = deltas(CHANGES.startOp, 1)
  const maxOp = deltas(CHANGES.maxOp, 0)
  const time = deltas(CHANGES.time, -Infinity)
  const message = stringColumn(data(CHANGES.message, COLUMN.string), rows)
  const counts = unsignedColumn(data(CHANGES.deps, COLUMN.group), rows)
  const total = counts.reduce((sum, count) => sum + Math.max(count, 0), 0)
  const deps = counterColumn(data(CHANGES.deps, COLUMN.delta), total)
  let dep = 0
  return Array.from({ length: rows }, (_, row) => {
    const count = counts[row]!
    if (count === NONE || count > limits.depsPerChange || message[row] === '') throw new Malformed('no such change')
    const change = {
      actor: actor[row]!,
      seq: known(seq[row]),
      startOp: known(startOp[row]),
      maxOp: known(maxOp[row]),
      time: known(time[row]),
      message: message[row]!,
      deps: [...deps.subarray(dep, dep + count)],
    }
    dep += count
    if (change.actor === NONE || change.maxOp < change.startOp - 1) throw new Malformed('no such change')
    return change
  })
}

function known(value: number | null | undefined): number {
  if (value === null || value === undefined) throw new Malformed('a change without a number')
  return value
}

/**
 * Rows of each change in the order of their numbers. The column lists, for all numbers of all changes by actor, the row that
 * has it: each row once, and in the name of that actor.
 */
function rowsByChange(
  changes: readonly ChangeRow[],
  table: OpTable,
  { opColumns }: OpenedBundle,
): readonly (readonly number[])[] {
  const column = (id: number, type: number): Column | undefined =>
    opColumns.find((one) => one.id === id && one.type === type)
  const rowAt = counterColumn(column(OPS.docPosition, COLUMN.delta)?.data, table.rows)
  const actorAt = unsignedColumn(column(OPS.id, COLUMN.actor)?.data, table.rows)
  const isTaken = new Uint8Array(table.rows)
  const rows = changes.map<readonly number[]>(() => [])
  const byNumber = changes.map((_, at) => at).sort((a, b) => compareNumbers(changes[a]!, changes[b]!))
  let at = 0
  let before: ChangeRow | null = null
  for (const place of byNumber) {
    const change = changes[place]!
    if (before?.actor === change.actor && (before.seq === change.seq || before.maxOp >= change.startOp))
      throw new Malformed('two changes under one number')
    before = change
    const end = at + change.maxOp - change.startOp + 1
    if (end > table.rows) throw new Malformed('fewer operations than numbers')
    const own = [...rowAt.subarray(at, end)]
    for (const row of own) {
      if (row < 0 || row >= table.rows || isTaken[row] === 1 || actorAt[row] !== change.actor)
        throw new Malformed('an operation in two places or in none')
      isTaken[row] = 1
    }
    rows[place] = own
    at = end
  }
  if (at !== table.rows) throw new Malformed('more operations than numbers')
  return rows
}

const compareNumbers = (a: ChangeRow, b: ChangeRow): number => a.actor - b.actor || a.seq - b.seq

/**
 * An operation says what one of its kind says, and nothing beside it: the library does not keep the rest, and after the next
 * save the change would have another hash (most of hazard F7).
 */
function checkRow(table: OpTable, row: number, actors: readonly Hex[]): void {
  const action = table.action[row]!
  const isInsert = table.insert[row] === 1
  const isElement = table.key[row] === null
  const elementCounter = table.elementCounter[row]!
  const hasElementActor = table.elementActor[row] !== NONE
  const wants = (is: boolean): void => {
    if (!is) throw new Malformed('an operation that says what none of its kind says')
  }
  wants(action >= 0 && action <= MARK)
  wants((table.objectActor[row] === NONE) === (table.objectCounter[row] === NONE))
  wants(table.objectCounter[row] !== 0)
  if (isElement) wants(elementCounter !== NONE && hasElementActor === elementCounter > 0)
  else wants(elementCounter === NONE && !hasElementActor && !isInsert)
  wants(isInsert || !isElement || elementCounter > 0)
  wants(action !== DEL || !isInsert)
  wants(action !== MARK || isInsert)
  wants(action === MARK || (table.expand[row] === 0 && table.markName[row] === null))
  const meta = table.valueMeta[row]!
  if (action !== SET && action !== INC && (action !== MARK || table.markName[row] === null)) wants(meta === 0)
  const type = meta % 16
  if (type <= VALUE.true) wants(meta === type)
  if (type === VALUE.string) textOf(valueBytes(table, row))
  const from = table.predecessorAt[row]!
  const to = table.predecessorAt[row + 1]!
  wants(!isInsert || from === to)
  for (let at = from; at < to; at++) {
    wants(table.predecessorActor[at] !== NONE && table.predecessorCounter[at]! > 0)
    if (at > from) wants(isBefore(table, at - 1, at, actors))
  }
}

function isBefore(table: OpTable, one: number, next: number, actors: readonly Hex[]): boolean {
  const step = table.predecessorCounter[next]! - table.predecessorCounter[one]!
  return step > 0 || (step === 0 && actors[table.predecessorActor[one]!]! < actors[table.predecessorActor[next]!]!)
}

function opOf(table: OpTable, row: number, actors: readonly Hex[]): Op {
  const action = table.action[row]!
  const key = table.key[row]!
  const object = table.objectCounter[row]!
  const element = table.elementCounter[row]!
  const named = {
    action: action === MARK ? (table.markName[row] === null ? 'markEnd' : 'markBegin') : ACTIONS[action]!,
    obj: object === NONE ? '_root' : idOf(object, actors[table.objectActor[row]!]!),
    insert: table.insert[row] === 1,
    value: valueOf(table, row),
    pred: predecessorsOf(table, row, actors),
  }
  if (key !== null) return { ...named, key }
  return { ...named, elemId: element === 0 ? '_head' : idOf(element, actors[table.elementActor[row]!]!) }
}

const idOf = (counter: number, actor: Hex): string => `${counter}@${actor}`

function predecessorsOf(table: OpTable, row: number, actors: readonly Hex[]): string[] {
  const from = table.predecessorAt[row]!
  const to = table.predecessorAt[row + 1]!
  const all: string[] = []
  for (let at = from; at < to; at++) all.push(idOf(table.predecessorCounter[at]!, actors[table.predecessorActor[at]!]!))
  return all
}

/** Null for what a plan does not hold. */
function valueOf(table: OpTable, row: number): string | number | boolean | null {
  const bytes = valueBytes(table, row)
  switch (table.valueMeta[row]! % 16) {
    case VALUE.false:
      return false
    case VALUE.true:
      return true
    case VALUE.int:
      return new ByteReader(bytes).signed()
    case VALUE.string:
      return textOf(bytes)
    default:
      return null
  }
}
