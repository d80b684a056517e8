/** Text steps of an undo: found again by cursor, wherever others have moved them to since. */
import * as A from '@automerge/automerge/slim'
import type { PlanEdit, StoredPath } from './edits.ts'
import { nodeAt } from './fieldPaths.ts'
import type { SideOp } from './report/sideOps.ts'
import { plainFromRich } from './textEdits.ts'
import { getAt } from './things.ts'
import { undoFormat } from './undoRich.ts'
import type { PlanDoc } from './types.ts'
import type { LeftStep } from './undo.ts'
import { type Returned, type Splice, standingFor, type UndoStates } from './undoStates.ts'

type Doc = A.Doc<PlanDoc>

export interface UndoneTexts {
  readonly edits: readonly PlanEdit[]
  readonly left: readonly LeftStep[]
  /** In the order in which the edits put them in. */
  readonly returned: readonly string[]
}

/** Splices that take out what the change inserted, where it still stands, and put back what it deleted. */
export function undoTexts(states: UndoStates, ops: readonly SideOp[]): UndoneTexts {
  const byText = new Map<string, SideOp[]>()
  for (const op of ops) {
    if (!op.inText) continue
    const key = JSON.stringify(op.path)
    byText.set(key, [...(byText.get(key) ?? []), op])
  }
  const undone = [...byText.values()].map((textOps) => undoText(states, textOps))
  return {
    edits: undone.flatMap(({ edits }) => edits),
    left: undone.flatMap(({ left }) => left),
    returned: undone.flatMap(({ returned }) => returned),
  }
}

function undoText(states: UndoStates, ops: readonly SideOp[]): UndoneTexts {
  const { doc, since } = states
  const { path } = ops[0]!
  const text = getAt(doc, path)
  const node = nodeAt(path)
  const rich = node.at === 'text' && node.spec.rich
  const own = ops.filter(({ within }) => isTextAt(doc, path, within.slice(0, 1)))
  const isOwnText =
    typeof text === 'string' && ops.every(({ op, within }) => isTextAt(doc, path, within) || isInBlock(doc, op.obj))
  if (!isOwnText) return { edits: [], left: [{ path, why: 'changedSince' }], returned: [] }
  const inserted = own.filter(isLetter)
  const deleted = own.filter(({ op }) => op.action === 'del' && op.elemId !== undefined)
  const returning = returns(states, path, deleted)
  const splices = joined([...removals(doc, path, text, inserted, since), ...returning])
  const edits = splices.map((splice): PlanEdit => ({ do: 'splice', path, rich, ...splice }))
  const back = splices.filter(({ insert }) => insert !== '').flatMap(({ index }) => cursorsAt(returning, index))
  if (!rich) return { edits, left: [], returned: back }
  const format = undoFormat({ ...states, path, inserted, deleted, splices, returning: unitsBack(returning) })
  return {
    edits: [...edits, ...format.edits],
    left: format.isWhole ? [] : [{ path, why: 'changedSince' }],
    returned: back,
  }
}

/** An object that lies in a block, rather than a text. */
export const isInBlock = (doc: Doc, obj: string): boolean => A.getBackend(doc).objInfo(obj).type !== 'text'

const cursorsAt = (returning: readonly Returning[], at: number): readonly string[] =>
  returning.filter(({ index }) => index === at).map(({ cursor }) => cursor)

/** Puts a letter or a block into a text. */
export const isLetter = ({ op, inText }: SideOp): boolean =>
  inText && op.insert === true && (op.action === 'set' || op.action === 'makeMap')

/** By the index they come back to, the units of the text as it was. */
function unitsBack(returning: readonly Returning[]): ReadonlyMap<number, readonly number[]> {
  const units = new Map<number, number[]>()
  for (const { index, insert, was } of returning) {
    const places = units.get(index) ?? []
    for (let unit = 0; unit < insert.length; unit++) places.push(was + unit)
    units.set(index, places)
  }
  return units
}

/** The text that stands there now is the one the change wrote in. */
const isTextAt = (doc: Doc, path: StoredPath, within: readonly string[]): boolean => {
  const parent = getAt(doc, path.slice(0, -1))
  const id = A.getObjectId(parent as A.Doc<Record<string, unknown>>, path.at(-1)!)
  return id !== null && within.includes(id)
}

function removals(
  doc: Doc,
  path: StoredPath,
  text: string,
  inserted: readonly SideOp[],
  since: Returned,
): readonly Splice[] {
  return inserted.flatMap((made) => {
    const id = standingFor(made.id, since)
    const index = positionOf(doc, path, id)
    if (index === null || index >= text.length || A.getCursor(doc, [...path], index) !== id) return []
    return [{ index, remove: characterAt(text, index).length, insert: '' }]
  })
}

/** `was`: where it stood before. */
type Returning = Splice & { readonly was: number; readonly cursor: string }

function returns(states: UndoStates, path: StoredPath, deleted: readonly SideOp[]): readonly Returning[] {
  const { doc, before } = states
  const text = String(before.value(path))
  const cursors = new Set(deleted.map(({ op }) => op.elemId!))
  return [...cursors]
    .map((cursor) => ({ cursor, was: before.positionOf(path, cursor) }))
    .filter((place): place is { cursor: string; was: number } => place.was !== null)
    .sort((a, b) => a.was - b.was)
    .flatMap(({ cursor, was }) => {
      const is = besideStanding(states, path, was, cursors) ?? positionOf(doc, path, cursor)
      return is === null ? [] : [{ cursor, was, index: is, remove: 0, insert: plainFromRich(characterAt(text, was)) }]
    })
}

/** Beyond so many letters that are gone as well, the place in the document's own order is as good. */
const MAX_STEPS_BACK = 500

/**
 * Behind the nearest letter ahead of it that stands, when undos have brought letters back: those stand at places of their
 * own, so the order of the document no longer tells where another belongs among them.
 */
function besideStanding(
  { doc, before, since }: UndoStates,
  path: StoredPath,
  was: number,
  returning: ReadonlySet<string>,
): number | null {
  if (since.size === 0) return null
  for (let at = was - 1; at >= Math.max(was - MAX_STEPS_BACK, 0); at--) {
    const cursor = before.cursorAt(path, at)
    if (cursor === null || returning.has(cursor)) continue
    const now = standingFor(cursor, since)
    const place = positionOf(doc, path, now)
    if (place === null || cursorOf(doc, path, place) !== now) continue
    return place + characterAt(String(getAt(doc, path)), place).length
  }
  return was <= MAX_STEPS_BACK ? 0 : null
}

function cursorOf(doc: Doc, path: StoredPath, index: number): string | null {
  try {
    return A.getCursor(doc, [...path], index)
  } catch {
    return null
  }
}

function positionOf(doc: Doc, path: StoredPath, cursor: string): number | null {
  try {
    return A.getCursorPosition(doc, [...path], cursor)
  } catch {
    return null
  }
}

const characterAt = (text: string, index: number): string => String.fromCodePoint(text.codePointAt(index) ?? 0)

/**
 * Splices from the end of the text to its beginning, so that none moves the place of the next; neighbours joined. At one
 * index the deletion comes first, then what returns ahead of it.
 */
function joined(splices: readonly Splice[]): readonly Splice[] {
  const removed = runsOf(splices.filter(({ remove }) => remove > 0).toSorted((a, b) => a.index - b.index))
  const returned = new Map<number, string>()
  for (const { index, insert } of splices) if (insert !== '') returned.set(index, (returned.get(index) ?? '') + insert)
  const inserts = [...returned].map(([index, insert]): Splice => ({ index, remove: 0, insert }))
  return [...cutAt(removed, new Set(returned.keys())), ...inserts].sort(
    (a, b) => b.index - a.index || b.remove - a.remove,
  )
}

function runsOf(sorted: readonly Splice[]): readonly Splice[] {
  const runs: Splice[] = []
  for (const splice of sorted) {
    const last = runs.at(-1)
    if (last !== undefined && last.index + last.remove === splice.index) {
      runs[runs.length - 1] = { ...last, remove: last.remove + splice.remove }
    } else runs.push(splice)
  }
  return runs
}

/** A run of deletions with something returning in its middle is two runs. */
function cutAt(runs: readonly Splice[], indexes: ReadonlySet<number>): readonly Splice[] {
  return runs.flatMap((run) => {
    const cuts = [...indexes]
      .filter((index) => index > run.index && index < run.index + run.remove)
      .sort((a, b) => a - b)
    const starts = [run.index, ...cuts]
    return starts.map((start, number) => ({
      index: start,
      remove: (starts[number + 1] ?? run.index + run.remove) - start,
      insert: '',
    }))
  })
}
