import * as A from '@automerge/automerge/slim'
import canonicalize from 'canonicalize'
import type { PlanDoc } from './types.ts'

/** A piece of a rich text as canonical JSON holds it: keys are sorted when it is written. */
export type PlainSpan =
  | { readonly type: 'text'; readonly value: string; readonly marks?: Readonly<Record<string, unknown>> }
  | { readonly type: 'block'; readonly value: Readonly<Record<string, unknown>> }

/**
 * Rich text as the list of its spans: neighbours with equal marks joined, marks that were taken away left out (PL10). The
 * library gives no promise on either, nor on the order of keys.
 */
export function plainSpans(doc: A.Doc<PlanDoc>, path: readonly string[]): readonly PlainSpan[] {
  return joinedSpans(A.spans(doc, [...path]))
}

/** The same, of spans as the library gives them. */
export function joinedSpans(spans: readonly A.Span[]): readonly PlainSpan[] {
  const joined: PlainSpan[] = []
  for (const span of spans) {
    const plain = plainSpan(span)
    const last = joined.at(-1)
    if (last?.type === 'text' && plain.type === 'text' && sameMarks(last, plain)) {
      joined[joined.length - 1] = { ...last, value: last.value + plain.value }
    } else joined.push(plain)
  }
  return joined
}

function plainSpan(span: A.Span): PlainSpan {
  if (span.type === 'block')
    return { type: 'block', value: plainBlock(span.value) as Readonly<Record<string, unknown>> }
  const marks = Object.entries(span.marks ?? {}).filter(([, value]) => value !== null)
  if (marks.length === 0) return { type: 'text', value: span.value }
  return {
    type: 'text',
    value: span.value,
    marks: Object.fromEntries(marks.map(([name, value]) => [name, plainBlock(value)])),
  }
}

const sameMarks = (a: { readonly marks?: unknown }, b: { readonly marks?: unknown }): boolean =>
  canonicalize(a.marks ?? {}) === canonicalize(b.marks ?? {})

/** What stands in a block, with the library's strings as strings. */
export function plainBlock(value: unknown): unknown {
  if (value instanceof A.ImmutableString) return value.val
  if (Array.isArray(value)) return value.map(plainBlock)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plainBlock(child)]))
}
