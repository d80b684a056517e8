/** What an undo brings back of the marks and blocks of a rich text, beside its characters (PL37). */
import * as A from '@automerge/automerge/slim'
import type { PlanEdit, StoredPath } from './edits.ts'
import type { SideOp } from './report/sideOps.ts'
import type { PastState } from './report/states.ts'
import { type RichElement, richOf, unitsOf } from './rich/richElements.ts'
import { readRichText, type RichMarks, sameBlock } from './rich/richText.ts'
import { richAt } from './rich/richWrite.ts'
import { type Splice, standingFor, type UndoStates } from './undoStates.ts'

export interface UndoneFormat {
  /** Comes after the splices. */
  readonly edits: readonly PlanEdit[]
  /** Others have changed a mark or block since. */
  readonly isWhole: boolean
}

interface RichUndo extends UndoStates {
  readonly path: StoredPath
  readonly inserted: readonly SideOp[]
  readonly deleted: readonly SideOp[]
  /** What takes out and brings back the characters, from the end of the text to its beginning. */
  readonly splices: readonly Splice[]
  /** Where, in the text as it was, each unit stood that comes back, by the index it comes back to. */
  readonly returning: ReadonlyMap<number, readonly number[]>
}

export function undoFormat(undo: RichUndo): UndoneFormat {
  const { doc, before, after, path, splices, returning } = undo
  const was = unitsOf(readRichText(before.spans(path)))
  const wrote = unitsOf(readRichText(after.spans(path)))
  let units = unitsOf(richAt(doc, path)).slice()
  const changed = changedRuns(was, wrote, pairsOf(undo, was.length, wrote.length))
  let isWhole = true
  for (const run of changed) {
    const [start, last] = [placeNow(undo, run.start), placeNow(undo, run.last)]
    if (start === null || last === null) continue
    for (let at = start; at <= last; at++) {
      const now = units[at]
      const restored = now === undefined ? null : run.restore(now)
      if (restored === null) isWhole = false
      else units[at] = restored
    }
  }
  for (const { index, remove, insert } of splices) {
    const back = (insert === '' ? [] : (returning.get(index) ?? [])).flatMap((place) => was[place] ?? [])
    // Never as arguments of a call: a text may hold more letters than a call takes.
    units = [...units.slice(0, index), ...back, ...units.slice(index + remove)]
  }
  const isNeeded = changed.length > 0 || returning.size > 0
  const to = richOf(units)
  return {
    edits: isNeeded ? [{ do: 'rich', path, from: null, to, weight: units.length, isTyped: false }] : [],
    isWhole,
  }
}

/** Where a unit of the text as the change left it stands now; `null` when it is gone. */
function placeNow({ doc, after, path, since }: RichUndo, index: number): number | null {
  const wrote = after.cursorAt(path, index)
  if (wrote === null) return null
  const cursor = standingFor(wrote, since)
  try {
    const place = A.getCursorPosition(doc, [...path], cursor)
    return A.getCursor(doc, [...path], place) === cursor ? place : null
  } catch {
    return null
  }
}

type Pair = readonly [was: number, wrote: number]

/** The units that stood before the change and after it. */
function pairsOf({ before, after, path, inserted, deleted }: RichUndo, was: number, wrote: number): readonly Pair[] {
  const gone = new Set(
    placesOf(
      before,
      path,
      deleted.map(({ op }) => op.elemId!),
    ),
  )
  const made = new Set(
    placesOf(
      after,
      path,
      inserted.map(({ id }) => id),
    ),
  )
  const pairs: Pair[] = []
  let [i, j] = [0, 0]
  while (i < was && j < wrote) {
    if (gone.has(i)) i++
    else if (made.has(j)) j++
    else pairs.push([i++, j++])
  }
  return pairs
}

function placesOf(state: PastState, path: StoredPath, cursors: readonly string[]): readonly number[] {
  const text = String(state.value(path))
  return cursors.flatMap((cursor) => {
    const place = state.positionOf(path, cursor)
    if (place === null || state.cursorAt(path, place) !== cursor) return []
    return (text.codePointAt(place) ?? 0) > 0xffff ? [place, place + 1] : [place]
  })
}

interface Run {
  readonly start: number
  last: number
  /** Tells runs apart that are brought back in the same way. */
  readonly what: string
  /** As it was; `null` when others have changed it since. */
  readonly restore: (now: RichElement) => RichElement | null
}

const NAMES = ['strong', 'em', 'link'] as const

function changedRuns(
  was: readonly RichElement[],
  wrote: readonly RichElement[],
  pairs: readonly Pair[],
): readonly Run[] {
  const runs: Run[] = []
  for (const name of NAMES) {
    let isOpen = false
    for (const [i, j] of pairs) {
      const [old, next] = [was[i]!, wrote[j]!]
      if (old.character === null || next.character === null || old.marks[name] === next.marks[name]) {
        isOpen = false
        continue
      }
      const what = JSON.stringify([old.marks[name], next.marks[name]])
      const last = runs.at(-1)
      if (isOpen && last?.what === what) last.last = j
      else runs.push({ start: j, last: j, what, restore: markBack(name, old.marks, next.marks) })
      isOpen = true
    }
  }
  for (const [i, j] of pairs) {
    const [old, next] = [was[i]!, wrote[j]!]
    if (old.character !== null || next.character !== null || sameBlock(old.block, next.block)) continue
    const restore: Run['restore'] = (now) =>
      now.character === null && sameBlock(now.block, next.block) ? { character: null, block: old.block } : null
    runs.push({ start: j, last: j, what: '', restore })
  }
  return runs
}

const markBack =
  (name: (typeof NAMES)[number], old: RichMarks, next: RichMarks): Run['restore'] =>
  (now) => {
    // A paragraph that others began in the middle carries no marks itself.
    if (now.character === null) return now
    if (now.marks[name] === old[name]) return now
    if (now.marks[name] !== next[name]) return null
    return { character: now.character, marks: { ...now.marks, [name]: old[name] } }
  }
