import type * as A from '@automerge/automerge/slim'
import type { Hex } from '#shared/base/bytes.ts'
import { type PlanNode, ROOT, stepInto } from '#shared/plan/fieldPaths.ts'
import type { ChangeIndex } from './changeIndex.ts'

/** A decoded operation; the library's type leaves out what operations in lists and texts have. */
export type Op = Omit<A.DecodedChange['ops'][number], 'key' | 'value'> & {
  readonly key?: string
  readonly elemId?: string
  readonly insert?: boolean
  readonly value?: string | number | boolean | null
}

/** Where an object of the document stands in the table of fields. `block`: inside a text, where blocks and marks live. */
export type Place = {
  readonly node: PlanNode | { readonly at: 'block' }
  /** Keys from the root to this object, buckets included. */
  readonly path: readonly string[]
}

const ROOT_PLACE: Place = { node: ROOT, path: [] }
/** Beyond this many the cache starts anew: it only saves decoding a change again. */
const MAX_CACHED = 500_000

type Birth = { readonly parent: string; readonly key: string | null }

/**
 * Finds where any object stands by the operation that made it, not by what the document shows: a write that lost to
 * another has no path in the document, and must be judged all the same (settled: by operation, not by patch).
 */
export class Places {
  readonly #index: ChangeIndex
  readonly #opsOf: (hash: Hex) => readonly Op[] | null
  readonly #births = new Map<string, Birth>()
  readonly #places = new Map<string, Place>()

  /** `opsOf` decodes a change of the document. */
  constructor(index: ChangeIndex, opsOf: (hash: Hex) => readonly Op[] | null) {
    this.#index = index
    this.#opsOf = opsOf
  }

  /** Notes the objects a change makes, before it is in the document. */
  note(actor: Hex, startOp: number, ops: readonly Op[]): void {
    if (this.#births.size > MAX_CACHED) {
      this.#births.clear()
      this.#places.clear()
    }
    ops.forEach((op, at) => {
      if (!op.action.startsWith('make')) return
      this.#births.set(`${startOp + at}@${actor}`, { parent: op.obj, key: op.key ?? null })
    })
  }

  /** Forgets them again. */
  forget(actor: Hex, startOp: number, ops: readonly Op[]): void {
    ops.forEach((_, at) => {
      this.#births.delete(`${startOp + at}@${actor}`)
      this.#places.delete(`${startOp + at}@${actor}`)
    })
  }

  /** Null: nobody made this object. */
  of(object: string): Place | null {
    if (object === '_root') return ROOT_PLACE
    const known = this.#places.get(object)
    if (known) return known
    const birth = this.#birthOf(object)
    const parent = birth && this.of(birth.parent)
    if (!birth || !parent) return null
    const place = childOf(parent, birth.key)
    this.#places.set(object, place)
    return place
  }

  #birthOf(object: string): Birth | undefined {
    const known = this.#births.get(object)
    if (known) return known
    const { actor, counter } = parseOpId(object)
    const change = this.#index.holding(actor, counter)
    const ops = change && this.#opsOf(change.hash)
    if (!change || !ops) return undefined
    this.note(actor, change.startOp, ops)
    return this.#births.get(object)
  }
}

export function parseOpId(id: string): { readonly counter: number; readonly actor: Hex } {
  const at = id.indexOf('@')
  return { counter: Number(id.slice(0, at)), actor: id.slice(at + 1) }
}

/** The place under `key`; `key` is null for what stands inside a text or a list. */
function childOf(parent: Place, key: string | null): Place {
  const { node, path } = parent
  if (key === null || node.at === 'block') return { node: { at: 'block' }, path: [...path, key ?? ''] }
  return { node: stepInto(node, key), path: [...path, key] }
}
