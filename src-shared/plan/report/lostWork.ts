/**
 * Work that vanished in a merge without Automerge listing a conflict (PL18). Found in the operations: an operation of one side
 * inside an object that the other side overwrote or deleted, or a count added to a counter that the other side replaced.
 */
import type * as A from '@automerge/automerge/slim'
import type { PlanDoc } from '../types.ts'
import type { Side, SideWork } from './clashes.ts'
import { nameOf, type ThingName, thingOrder } from './lines.ts'
import { planPlace, type SideOp } from './sideOps.ts'
import { stateNow } from './states.ts'

export interface LostWork {
  readonly side: Side
  readonly thing: ThingName
  readonly field: string | null
  readonly path: readonly string[]
  /** Text that was inserted, in the order it was written. */
  readonly text: string
  /** Values that were set, by key. */
  readonly values: readonly { readonly key: string; readonly value: unknown }[]
  readonly actors: readonly string[]
  readonly overwrittenBy: readonly string[]
}

export function findLostWork(doc: A.Doc<PlanDoc>, work: Readonly<Record<Side, SideWork>>): readonly LostWork[] {
  const ours = overwriters(work.ours.ops)
  const theirs = overwriters(work.theirs.ops)
  return [
    ...lostOn(doc, 'ours', work.ours.ops, ours, theirs),
    ...lostOn(doc, 'theirs', work.theirs.ops, theirs, ours),
  ].sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1))
}

/** Who overwrote or deleted what, by the id of the operation that had made or set it. */
type Overwriters = ReadonlyMap<string, ReadonlySet<string>>

function overwriters(ops: readonly SideOp[]): Overwriters {
  const found = new Map<string, Set<string>>()
  for (const { op, actor, inText } of ops) {
    if (inText || op.action === 'inc') continue
    for (const pred of op.pred) found.set(pred, (found.get(pred) ?? new Set()).add(actor))
  }
  return found
}

interface Loss {
  readonly path: readonly string[]
  text: string
  readonly values: { readonly key: string; readonly value: unknown }[]
  readonly actors: Set<string>
  readonly by: Set<string>
}

function lostOn(
  doc: A.Doc<PlanDoc>,
  side: Side,
  ops: readonly SideOp[],
  own: Overwriters,
  others: Overwriters,
): readonly LostWork[] {
  const losses = new Map<string, Loss>()
  for (const operation of ops) {
    const by = overwritersOf(operation, own, others)
    if (by === null) continue
    const field = planPlace(operation.path)
    const path = operation.path.slice(0, operation.path.length - field.rest.length)
    const key = JSON.stringify(path)
    const loss = losses.get(key) ?? { path, text: '', values: [], actors: new Set<string>(), by: new Set<string>() }
    losses.set(key, loss)
    addLoss(loss, operation, by)
  }
  return [...losses.values()].map(({ path, text, values, actors, by }) => {
    const { ref, field } = planPlace(path)
    const thing = nameOf(stateNow(doc), ref)
    return { side, thing, field, path, text, values, actors: [...actors].sort(), overwrittenBy: [...by].sort() }
  })
}

/** Objects that the own side overwrote too are its own doing. */
function overwritersOf({ op, within }: SideOp, own: Overwriters, others: Overwriters): ReadonlySet<string> | null {
  for (const obj of within) if (others.has(obj) && !own.has(obj)) return others.get(obj)!
  const counter = op.action === 'inc' ? op.pred.find((pred) => others.has(pred)) : undefined
  return counter === undefined ? null : others.get(counter)!
}

function addLoss(loss: Loss, { op, path, inText, actor }: SideOp, by: ReadonlySet<string>): void {
  loss.actors.add(actor)
  for (const other of by) loss.by.add(other)
  if (inText) {
    if (op.insert === true && op.action === 'set' && typeof op.value === 'string') loss.text += op.value
  } else if (op.action === 'set' || op.action === 'inc') {
    loss.values.push({ key: path.at(-1)!, value: op.value ?? null })
  }
}

const orderKey = (lost: LostWork): string => `${thingOrder(lost.thing)}!${lost.path.join('/')}!${lost.side}`
