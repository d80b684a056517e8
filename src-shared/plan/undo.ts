/** Undo: edits that reverse one own change step by step, and leave alone what others have changed since (PL24). */
import * as A from '@automerge/automerge/slim'
import { err, ok, type Result } from '../base/result.ts'
import type { PlanEdit, PlanEdits, StoredPath } from './edits.ts'
import { copyStored, isRecord } from './fieldEdits.ts'
import { nodeAt } from './fieldPaths.ts'
import { typeSpec } from './fields.ts'
import { planRemove } from './operations.ts'
import { planPlace, readChangeOps, type SideOp } from './report/sideOps.ts'
import { type PastState, stateAt } from './report/states.ts'
import { isInBlock, isLetter, undoTexts } from './undoText.ts'
import { getAt } from './things.ts'
import type { PlanDoc } from './types.ts'
import type { Returned } from './undoStates.ts'

type Doc = A.Doc<PlanDoc>

/** A step that stays, and why: others have changed it since, or the record is written once. */
export interface LeftStep {
  readonly path: StoredPath
  readonly why: 'changedSince' | 'writtenOnce'
}

export interface PlannedUndo {
  readonly edits: PlanEdits
  readonly left: readonly LeftStep[]
  /** Cursors of the letters and blocks that come back as new ones, in the order in which `edits` put them in. */
  readonly returned: readonly string[]
}

const NONE_RETURNED: Returned = new Map()

export type UndoRefusal = { readonly kind: 'NotHere'; readonly hash: string } | { readonly kind: 'FirstChange' }

/**
 * Plans undoing one change. A value goes back only if it still is what the change wrote; text that was inserted is deleted
 * where it still stands, deleted text comes back where it was; what was made goes to the bin. `by`, `at`: for that mark.
 * `since`: what earlier undos brought back.
 */
export function planUndo(
  doc: Doc,
  hash: string,
  by: string | null,
  at: number,
  since: Returned = NONE_RETURNED,
): Result<PlannedUndo, UndoRefusal> {
  const change = A.hasHeads(doc, [hash]) ? A.inspectChange(doc, hash) : null
  if (change === null) return err({ kind: 'NotHere', hash })
  if (change.deps.length === 0) return err({ kind: 'FirstChange' })
  const before = stateAt(doc, change.deps)
  const after = stateAt(doc, [hash])
  const ops = readChangeOps(doc, change)
  const born = new Set(ops.filter(isBirth).map(({ id }) => id))
  const outer = ops.filter(({ within }) => !within.some((obj) => born.has(obj)))
  const texts = undoTexts({ doc, before, after, since }, outer)
  const steps = [...lastOfEachPlace(outer).values()].map((op) => undoRegister(doc, before, after, op, { by, at }))
  return ok({
    edits: [...texts.edits, ...steps.flatMap(({ edits }) => edits)],
    left: [...texts.left, ...steps.flatMap(({ left }) => left)],
    returned: texts.returned,
  })
}

/** What `returned` of a planned undo stands as, once its edits have become these changes. */
export function returnedAs(doc: Doc, returned: readonly string[], hashes: readonly string[]): Returned {
  const made = hashes.flatMap((hash) => {
    const change = A.hasHeads(doc, [hash]) ? A.inspectChange(doc, hash) : null
    return change === null
      ? []
      : readChangeOps(doc, change)
          .filter((op) => isLetter(op) && !isInBlock(doc, op.op.obj))
          .map(({ id }) => id)
  })
  return new Map(returned.flatMap((cursor, index) => (made[index] === undefined ? [] : [[cursor, made[index]]])))
}

/** Makes a map, a set or a text: what stands inside it comes and goes with it. */
const isBirth = ({ op, inText }: SideOp): boolean => op.action.startsWith('make') && !inText

/** A change may write one place twice; its last word counts. */
function lastOfEachPlace(ops: readonly SideOp[]): ReadonlyMap<string, SideOp> {
  const last = new Map<string, SideOp>()
  for (const op of ops) if (!op.inText && op.op.key !== undefined) last.set(JSON.stringify(op.path), op)
  return last
}

interface Step {
  readonly edits: PlanEdits
  readonly left: readonly LeftStep[]
}

const leave = (path: StoredPath, why: LeftStep['why']): Step => ({ edits: [], left: [{ path, why }] })

function undoRegister(
  doc: Doc,
  before: PastState,
  after: PastState,
  { path }: SideOp,
  mark: { readonly by: string | null; readonly at: number },
): Step {
  const [was, wrote, is] = [before.value(path), after.value(path), getAt(doc, path)]
  const node = nodeAt(path)
  if (node.at === 'thing' && was === undefined) return undoBirth(doc, path, mark)
  if (node.at === 'text' || node.at === 'collection' || node.at === 'buckets') return leave(path, 'changedSince')
  if (!same(wrote, is)) return leave(path, 'changedSince')
  if (same(was, is)) return { edits: [], left: [] }
  return { edits: [putBack(path, was, node.at)], left: [] }
}

/** What was not set goes: a member of a set and the mark of removal from their map, a value to `null`. */
function putBack(path: StoredPath, was: unknown, kind: string): PlanEdit {
  if (was !== undefined) return { do: 'put', path, value: copyStored(was) as Extract<PlanEdit, { do: 'put' }>['value'] }
  if (kind === 'setMember' || path.at(-1) === 'removed') return { do: 'delete', path }
  return { do: 'put', path, value: null }
}

function undoBirth(doc: Doc, path: StoredPath, { by, at }: { readonly by: string | null; readonly at: number }): Step {
  const { ref } = planPlace(path)
  if (typeSpec(ref.type).written === 'once') return leave(path, 'writtenOnce')
  const removed = planRemove(doc, ref, by, at)
  return removed.ok ? { edits: removed.value, left: [] } : leave(path, 'changedSince')
}

/** Equal as stored: scalars by what they say, pieces by their members. */
function same(a: unknown, b: unknown): boolean {
  if (a instanceof A.ImmutableString || b instanceof A.ImmutableString)
    return String(a) === String(b) && typeof a === typeof b
  if (!isRecord(a) || !isRecord(b)) return a === b
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => same(a[key], b[key]))
}
