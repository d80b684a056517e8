import { fromHex, type Hex } from '#shared/base/bytes.ts'
import { ByteWriter, putText, putUnsigned } from './byteWriter.ts'
import { CHUNK, hashOf, writeChunk } from './chunk.ts'
import { NONE, type OpTable, valueBytes } from './opTable.ts'

/** What a change says besides its operations. */
export type ChangeMeta = {
  /** Place in the list of actors. */
  readonly actor: number
  readonly seq: number
  readonly startOp: number
  /** Unix seconds as claimed. */
  readonly time: number
  readonly message: string | null
}

/** Numbers of the columns in a change: id * 16 + type. */
const CHANGE = {
  objectActor: 0x01,
  objectCounter: 0x02,
  elementActor: 0x11,
  elementCounter: 0x13,
  key: 0x15,
  insert: 0x34,
  action: 0x42,
  valueMeta: 0x56,
  value: 0x57,
  predecessorCount: 0x70,
  predecessorActor: 0x71,
  predecessorCounter: 0x73,
  expand: 0x94,
  markName: 0xa5,
} as const

/** Writes changes in the one way there is, their operations taken from one table whose actors are these. */
export class ChangeWriter {
  readonly #table: OpTable
  readonly #actors: readonly Uint8Array[]
  /** Places of the actors when sorted, which is how a change lists them. */
  readonly #order: readonly number[]
  /** Of each actor in the change being written; `NONE` for those it does not name. */
  readonly #places: number[]
  readonly #head: ByteWriter
  readonly #columns: ByteWriter
  #held: { readonly column: number; readonly length: number }[] = []
  #closedAt = 0

  /** `maxBytes`: of one change. */
  constructor(table: OpTable, actors: readonly Hex[], maxBytes: number) {
    this.#head = new ByteWriter(maxBytes)
    this.#columns = new ByteWriter(maxBytes)
    this.#table = table
    this.#actors = actors.map(fromHex)
    this.#order = actors.map((_, at) => at).sort((a, b) => (actors[a]! < actors[b]! ? -1 : 1))
    this.#places = actors.map(() => NONE)
  }

  /**
   * The uncompressed chunk of a change and its hash, which is that of these bytes. `rows`: its operations, in the order of
   * their numbers. `deps`: hashes of what it builds on, sorted.
   */
  write(
    meta: ChangeMeta,
    rows: readonly number[],
    deps: readonly Uint8Array[],
  ): { readonly chunk: Uint8Array; readonly hash: Uint8Array } {
    const head = this.#head
    head.clear()
    head.unsigned(deps.length)
    for (const dep of deps) head.raw(dep)
    this.#writeActor(meta.actor)
    head.unsigned(meta.seq)
    head.unsigned(meta.startOp)
    head.signed(meta.time)
    head.text(meta.message ?? '')
    const others = this.#placeActors(meta.actor, rows)
    head.unsigned(others.length)
    for (const other of others) this.#writeActor(other)
    this.#writeColumns(rows)
    const chunk = writeChunk({ type: CHUNK.change, checksum: new Uint8Array(4), data: head.written() })
    const hash = hashOf(chunk)
    chunk.set(hash.subarray(0, 4), 4)
    return { chunk, hash }
  }

  #writeActor(actor: number): void {
    const bytes = this.#actors[actor]!
    this.#head.unsigned(bytes.length)
    this.#head.raw(bytes)
  }

  /** Gives the author and those its operations name their places, and returns the others in order. */
  #placeActors(author: number, rows: readonly number[]): readonly number[] {
    const { objectActor, elementActor, predecessorActor, predecessorAt } = this.#table
    const places = this.#places
    places.fill(NONE)
    let others = 0
    const name = (actor: number): void => {
      if (actor === NONE || actor === author || places[actor] !== NONE) return
      places[actor] = 0
      others += 1
    }
    for (const row of rows) {
      name(objectActor[row]!)
      name(elementActor[row]!)
      for (let at = predecessorAt[row]!; at < predecessorAt[row + 1]!; at++) name(predecessorActor[at]!)
    }
    places[author] = 0
    if (others === 0) return []
    const named = this.#order.filter((actor) => actor !== author && places[actor] !== NONE)
    named.forEach((actor, at) => (places[actor] = at + 1))
    return named
  }

  /** The columns that hold something: how many, number and length of each, and then what they hold. */
  #writeColumns(rows: readonly number[]): void {
    const table = this.#table
    const { predecessorAt } = table
    const columns = this.#columns
    columns.clear()
    this.#held = []
    this.#closedAt = 0
    this.#actorColumn(CHANGE.objectActor, table.objectActor, rows)
    columns.runs(numbersOf(table.objectCounter, rows), putUnsigned)
    this.#close(CHANGE.objectCounter)
    this.#actorColumn(CHANGE.elementActor, table.elementActor, rows)
    columns.deltas(numbersOf(table.elementCounter, rows))
    this.#close(CHANGE.elementCounter)
    this.#textColumn(CHANGE.key, table.key, rows)
    columns.booleans(rows.map((row) => table.insert[row]!))
    this.#close(CHANGE.insert)
    columns.runs(numbersOf(table.action, rows), putUnsigned)
    this.#close(CHANGE.action)
    columns.runs(numbersOf(table.valueMeta, rows), putUnsigned)
    this.#close(CHANGE.valueMeta)
    for (const row of rows) columns.raw(valueBytes(table, row))
    this.#close(CHANGE.value)
    const counts = rows.map((row) => predecessorAt[row + 1]! - predecessorAt[row]!)
    columns.runs(counts, putUnsigned)
    this.#close(CHANGE.predecessorCount)
    if (counts.some((count) => count > 0)) this.#predecessorColumns(rows)
    if (rows.some((row) => table.expand[row] === 1)) columns.booleans(rows.map((row) => table.expand[row]!))
    this.#close(CHANGE.expand)
    this.#textColumn(CHANGE.markName, table.markName, rows)
    const head = this.#head
    head.unsigned(this.#held.length)
    for (const { column, length } of this.#held) {
      head.unsigned(column)
      head.unsigned(length)
    }
    head.raw(columns.written())
  }

  #predecessorColumns(rows: readonly number[]): void {
    const { predecessorAt, predecessorActor, predecessorCounter } = this.#table
    const all: number[] = []
    for (const row of rows) for (let at = predecessorAt[row]!; at < predecessorAt[row + 1]!; at++) all.push(at)
    this.#actorColumn(CHANGE.predecessorActor, predecessorActor, all)
    this.#columns.deltas(numbersOf(predecessorCounter, all))
    this.#close(CHANGE.predecessorCounter)
  }

  #actorColumn(column: number, actors: Float64Array, rows: readonly number[]): void {
    const places = this.#places
    this.#columns.runs(
      rows.map((row) => (actors[row] === NONE ? null : places[actors[row]!]!)),
      putUnsigned,
    )
    this.#close(column)
  }

  #textColumn(column: number, texts: readonly (string | null)[], rows: readonly number[]): void {
    this.#columns.runs(
      rows.map((row) => texts[row]!),
      putText,
    )
    this.#close(column)
  }

  /** What has been written since the last column is this one; one that holds nothing is left out. */
  #close(column: number): void {
    const length = this.#columns.length - this.#closedAt
    this.#closedAt = this.#columns.length
    if (length > 0) this.#held.push({ column, length })
  }
}

const numbersOf = (column: Float64Array, rows: readonly number[]): readonly (number | null)[] =>
  rows.map((row) => (column[row] === NONE ? null : column[row]!))
