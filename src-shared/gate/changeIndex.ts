import type { Hex } from '#shared/base/bytes.ts'

/** A change as the index knows it. */
export type IndexedChange = {
  readonly hash: Hex
  readonly actor: Hex
  readonly seq: number
  readonly startOp: number
  readonly maxOp: number
}

/** Which changes a document holds, by hash and by author; kept beside it so that a check never walks the document. */
export class ChangeIndex {
  readonly #byHash = new Map<Hex, IndexedChange>()
  readonly #byActor = new Map<Hex, IndexedChange[]>()

  constructor(changes: readonly IndexedChange[] = []) {
    for (const change of changes) this.add(change)
  }

  add(change: IndexedChange): void {
    this.#byHash.set(change.hash, change)
    const own = this.#byActor.get(change.actor)
    if (own) own.push(change)
    else this.#byActor.set(change.actor, [change])
  }

  /** Takes back what was added last; `change` must be the newest of its actor. */
  remove(change: IndexedChange): void {
    this.#byHash.delete(change.hash)
    this.#byActor.get(change.actor)?.pop()
  }

  get(hash: Hex): IndexedChange | undefined {
    return this.#byHash.get(hash)
  }

  has(hash: Hex): boolean {
    return this.#byHash.has(hash)
  }

  lastSeq(actor: Hex): number {
    return this.#byActor.get(actor)?.length ?? 0
  }

  /** Changes of one actor from a number on, in order. */
  from(actor: Hex, seq: number): readonly IndexedChange[] {
    return this.#byActor.get(actor)?.slice(Math.max(0, seq - 1)) ?? []
  }

  get size(): number {
    return this.#byHash.size
  }

  /** The change whose operations include this number. */
  holding(actor: Hex, op: number): IndexedChange | undefined {
    const own = this.#byActor.get(actor) ?? []
    let low = 0
    let high = own.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const change = own[middle]!
      if (op < change.startOp) high = middle - 1
      else if (op > change.maxOp) low = middle + 1
      else return change
    }
    return undefined
  }
}
