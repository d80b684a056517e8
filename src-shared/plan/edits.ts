/**
 * What an edit of the plan writes, as data. Operations read a document and plan edits; `changePlan` (or `applyEdits`, inside
 * a change of one's own) writes them: the smallest operations that bring the planned state (PL6).
 */
import * as A from '@automerge/automerge/slim'
import { assert } from '../base/assert.ts'
import type { RichText } from './rich/richText.ts'
import { writeRich } from './rich/richWrite.ts'
import type { PlanDoc } from './types.ts'

/** A stored path: the map keys of the document, buckets included. */
export type StoredPath = readonly string[]

export type StoredScalarValue = A.ImmutableString | number | boolean | null
/** A new thing: texts as strings, sets and collections as records. */
export type StoredRecord = { readonly [field: string]: StoredScalarValue | string | StoredRecord | true }

export type PlanEdit =
  /** Brings a plain text to `text` by the shortest difference. */
  | { readonly do: 'updateText'; readonly path: StoredPath; readonly text: string }
  /** `line breaks` of `insert` become paragraphs when `rich`. */
  | {
      readonly do: 'splice'
      readonly path: StoredPath
      readonly index: number
      readonly remove: number
      readonly insert: string
      readonly rich: boolean
    }
  /** Brings a rich text from what it was planned on to `to`; `null`: only its marks and blocks (PL35). */
  | {
      readonly do: 'rich'
      readonly path: StoredPath
      readonly from: RichText | null
      readonly to: RichText
      /** About as many operations as it takes. */
      readonly weight: number
      /** Nothing but characters typed or taken out. */
      readonly isTyped: boolean
    }
  /** A value, a whole one-piece, a set member, a new thing. */
  | { readonly do: 'put'; readonly path: StoredPath; readonly value: StoredScalarValue | StoredRecord | true }
  /** A set member, or the mark of removal. */
  | { readonly do: 'delete'; readonly path: StoredPath }

export type PlanEdits = readonly PlanEdit[]

/** A change of more operations takes long to apply everywhere, and the gate refuses it at 200,000. */
const MAX_OPERATIONS_A_CHANGE = 50_000

/** Writes planned edits into a draft, inside a change. The draft must be of the document they were planned on. */
export function applyEdits(draft: PlanDoc, edits: PlanEdits): void {
  for (const edit of edits) applyEdit(draft, edit)
}

/**
 * Writes planned edits as one change, or as several when they are many (PL22). `at`: UTC milliseconds, kept in whole seconds.
 * The document must have been made by `openForEditing` (PL23).
 */
export function changePlan(doc: A.Doc<PlanDoc>, edits: PlanEdits, at: number): A.Doc<PlanDoc> {
  const time = Math.floor(at / 1000)
  return splitEdits(edits).reduce(
    (current, batch) => A.change(current, { time }, (draft) => applyEdits(draft, batch)),
    doc,
  )
}

/** The same edits in the same order, in batches that each fit one change. */
export function splitEdits(edits: PlanEdits): readonly PlanEdits[] {
  const batches: PlanEdit[][] = []
  let weight = Number.POSITIVE_INFINITY
  for (const edit of edits) {
    const more = operationsOf(edit)
    if (weight + more > MAX_OPERATIONS_A_CHANGE) {
      batches.push([])
      weight = 0
    }
    batches.at(-1)!.push(edit)
    weight += more
  }
  return batches
}

function applyEdit(draft: PlanDoc, edit: PlanEdit): void {
  switch (edit.do) {
    case 'updateText':
      return A.updateText(draft, [...edit.path], edit.text)
    case 'splice':
      return applySplice(draft, edit)
    case 'rich':
      return writeRich(draft, edit.path, edit.from, edit.to)
    case 'put': {
      const [parent, key] = parentOf(draft, edit.path)
      putValue(parent, key, edit.value)
      return
    }
    case 'delete': {
      const [parent, key] = parentOf(draft, edit.path)
      delete parent[key]
    }
  }
}

/**
 * The library turns whole numbers below 1 inside a new object into floats, which no plan holds (hazard of 3.5.0, measured).
 * They are left out of the object and set one by one right after it, where they stay whole: the same operations otherwise.
 */
function putValue(parent: Record<string, unknown>, key: string, value: StoredRecord[string]): void {
  if (!isStoredRecord(value)) {
    parent[key] = value
    return
  }
  parent[key] = withoutSmallNumbers(value)
  setSmallNumbers(parent[key] as Record<string, unknown>, value)
}

const isSmallNumber = (value: unknown): value is number => typeof value === 'number' && value < 1

const isStoredRecord = (value: StoredRecord[string]): value is StoredRecord =>
  typeof value === 'object' && value !== null && !(value instanceof A.ImmutableString)

function withoutSmallNumbers(record: StoredRecord): StoredRecord {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => !isSmallNumber(value))
      .map(([key, value]) => [key, isStoredRecord(value) ? withoutSmallNumbers(value) : value]),
  )
}

function setSmallNumbers(made: Record<string, unknown>, record: StoredRecord): void {
  for (const [key, value] of Object.entries(record)) {
    if (isSmallNumber(value)) made[key] = value
    else if (isStoredRecord(value)) setSmallNumbers(made[key] as Record<string, unknown>, value)
  }
}

function applySplice(draft: PlanDoc, edit: Extract<PlanEdit, { do: 'splice' }>): void {
  const path = [...edit.path]
  if (!edit.rich) return A.splice(draft, path, edit.index, edit.remove, edit.insert)
  let index = edit.index
  edit.insert.split('\n').forEach((line, number) => {
    if (number > 0) A.splitBlock(draft, path, index++, newParagraph())
    if (line !== '' || number === 0) A.splice(draft, path, index, number === 0 ? edit.remove : 0, line)
    index += line.length
  })
}

/** The block the editor writes for a paragraph. */
const newParagraph = () => ({
  type: new A.ImmutableString('paragraph'),
  parents: [],
  attrs: {},
  isEmbed: false,
})

function parentOf(draft: PlanDoc, path: StoredPath): readonly [Record<string, unknown>, string] {
  let node = draft as unknown as Record<string, unknown>
  for (const key of path.slice(0, -1)) {
    const next = node[key]
    assert(typeof next === 'object' && next !== null, `An edit was planned on another document: no ${path.join('/')}.`)
    node = next as Record<string, unknown>
  }
  return [node, path.at(-1)!]
}

function operationsOf(edit: PlanEdit): number {
  switch (edit.do) {
    case 'updateText':
      return edit.text.length
    case 'splice':
      return edit.insert.length + edit.remove
    case 'rich':
      return edit.weight
    case 'put':
      return operationsOfValue(edit.value)
    case 'delete':
      return 1
  }
}

function operationsOfValue(stored: StoredRecord[string]): number {
  if (typeof stored === 'string') return 1 + stored.length
  if (stored === null || typeof stored !== 'object' || stored instanceof A.ImmutableString) return 1
  return Object.values(stored as StoredRecord).reduce<number>((sum, child) => sum + operationsOfValue(child), 1)
}
