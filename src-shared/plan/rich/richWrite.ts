/**
 * Writes a rich text by the smallest operations (PL35, PL36): characters and blocks spliced, a block that became another
 * changed in place, marks put over just what lacks them. The library's own `updateSpans` writes marks again that nobody
 * touched, which would take back what others do to them meanwhile.
 */
import * as A from '@automerge/automerge/slim'
import type { StoredPath } from '../edits.ts'
import { plainBlock, plainSpans } from '../spans.ts'
import type { PlanDoc } from '../types.ts'
import { diffRich } from './richDiff.ts'
import { mergeRich } from './richMerge.ts'
import {
  openAfter,
  readBlockAfter,
  readRichText,
  type RichBlock,
  type RichParent,
  type RichText,
  sameBlock,
  sameRich,
  sliceRich,
  writtenLink,
} from './richText.ts'

/** The rich text at a path, as this version understands it. */
export const richAt = (doc: A.Doc<PlanDoc>, path: StoredPath): RichText => readRichText(plainSpans(doc, path))

/**
 * Brings the text at a path to `to`, inside a change. `from` is what it was planned on: when something else stands there by
 * now, what parts `to` from it is brought onto that. `null`: only marks and blocks of a text that reads as `to` does.
 */
export function writeRich(draft: PlanDoc, path: StoredPath, from: RichText | null, to: RichText): void {
  const now = richAt(draft, path)
  if (from === null && diffRich(now, to).length > 0) return
  const wanted = from === null || sameRich(now, from) ? to : mergeRich(from, to, now)
  writeSplices(draft, path, now, wanted)
  writeBlocks(draft, path, wanted)
  writeMarks(draft, path, wanted)
}

function writeSplices(draft: PlanDoc, stored: StoredPath, now: RichText, wanted: RichText): void {
  const path = [...stored]
  for (const { index, remove, from, to } of diffRich(now, wanted).toReversed()) {
    if (remove > 0) A.splice(draft, path, index, remove, '')
    let at = index
    for (const span of sliceRich(wanted, from, to)) {
      if (span.type === 'block') A.splitBlock(draft, path, at++, newBlock(span.block))
      else {
        A.splice(draft, path, at, 0, span.text)
        at += span.text.length
      }
    }
  }
}

/** The block the library's editors write. */
const newBlock = ({ type, parents, level }: RichBlock): { [key: string]: A.MaterializeValue } =>
  ({
    type: new A.ImmutableString(type),
    parents: parents.map((name) => new A.ImmutableString(name)),
    attrs: level === null ? {} : { level },
    isEmbed: false,
  }) as { [key: string]: A.MaterializeValue }

/**
 * A block that is to be another is changed inside: the library's `updateBlock` puts a new one in its place, and two people who
 * did so at once would have two. What this version does not know of it stays.
 */
function writeBlocks(draft: PlanDoc, path: StoredPath, wanted: RichText): void {
  const blocks = wanted.flatMap((span) => (span.type === 'block' ? [span.block] : []))
  if (blocks.length === 0) return
  const backend = A.getBackend(draft)
  const text = path.reduce<string>((parent, key) => objectIn(backend, parent, key) ?? '', '_root')
  let open: readonly RichParent[] = []
  let [at, number] = [0, 0]
  for (const span of A.spans(draft, [...path])) {
    if (span.type === 'text') {
      at += span.value.length
      continue
    }
    const block = blocks[number++]!
    const stored = plainBlock(span.value)
    if (!sameBlock(readBlockAfter(stored, open), block))
      changeBlock(backend, objectIn(backend, text, at)!, stored, block)
    open = openAfter(block)
    at += 1
  }
}

type Backend = ReturnType<typeof A.getBackend>

function objectIn(backend: Backend, parent: string, key: string | number): string | null {
  const stored: unknown = backend.getWithType(parent, key)
  return Array.isArray(stored) && ['map', 'text', 'list'].includes(String(stored[0])) ? String(stored[1]) : null
}

function changeBlock(backend: Backend, object: string, stored: unknown, { type, parents, level }: RichBlock): void {
  const was = stored as { readonly type?: unknown; readonly parents?: unknown; readonly attrs?: unknown }
  if (was.type !== type) backend.put(object, 'type', type, 'str')
  // Written anew: of two lists made at once one counts, where two insertions into one would nest twice.
  if (JSON.stringify(was.parents) !== JSON.stringify(parents)) {
    const list = backend.putObject(object, 'parents', [])
    parents.forEach((name, index) => backend.insert(list, index, name, 'str'))
  }
  const before: unknown = backend.getWithType(object, 'attrs')
  const isMap = Array.isArray(before) && before[0] === 'map'
  if (!isMap && level === null) return
  const attrs = isMap ? String(before[1]) : backend.putObject(object, 'attrs', {})
  if (level !== null) backend.put(attrs, 'level', level, 'int')
  else if (backend.getWithType(attrs, 'level') !== undefined) backend.delete(attrs, 'level')
}

const NAMES = ['strong', 'em', 'link'] as const

type MarkRange = { readonly start: number; end: number; readonly value: string | boolean }

function writeMarks(draft: PlanDoc, stored: StoredPath, wanted: RichText): void {
  const now = richAt(draft, stored)
  if (sameRich(now, wanted)) return
  for (const name of NAMES) {
    for (const { start, end, value } of wrongMarks(now, wanted, name)) {
      const range = { start, end, expand: name === 'link' ? ('none' as const) : ('after' as const) }
      if (value === false || value === '') A.unmark(draft, [...stored], range, name)
      else A.mark(draft, [...stored], range, name, name === 'link' ? writtenLink(String(value)) : value)
    }
  }
}

/** Where a mark is not what is wanted. One range may go over the blocks between paragraphs. */
function wrongMarks(now: RichText, wanted: RichText, name: (typeof NAMES)[number]): readonly MarkRange[] {
  const ranges: MarkRange[] = []
  let [at, other, otherEnd] = [0, 0, 0]
  let isOpen = false
  for (const span of wanted) {
    if (span.type === 'block') {
      at += 1
      continue
    }
    const end = at + span.text.length
    while (at < end) {
      while (otherEnd <= at) otherEnd += lengthAt(now, other++)
      const standing = now[other - 1]
      const stop = Math.min(end, otherEnd)
      const value = span.marks[name]
      if (standing?.type === 'text' && standing.marks[name] !== value) {
        const last = ranges.at(-1)
        if (isOpen && last?.value === value) last.end = stop
        else ranges.push({ start: at, end: stop, value })
        isOpen = true
      } else isOpen = false
      at = stop
    }
  }
  return ranges
}

const lengthAt = (rich: RichText, index: number): number => {
  const span = rich[index]
  return span === undefined ? Number.POSITIVE_INFINITY : span.type === 'text' ? span.text.length : 1
}
