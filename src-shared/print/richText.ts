import { isOutsideAddress, mentionOf, type RichLevel, type RichSpan, readRichText } from '../plan/rich/richText.ts'
import { type RichNode, richTree } from '../plan/rich/richTree.ts'
import type { PlainSpan } from '../plan/spans.ts'
import { asText, asThing, type Thing } from './planJson.ts'

/** A run of prose with its marks; `link` only for addresses a reader may safely follow. */
export type Run = {
  readonly text: string
  readonly strong: boolean
  readonly em: boolean
  readonly link: string
}
export type Block =
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'heading'; readonly level: RichLevel; readonly runs: readonly Run[] }
  | { readonly kind: 'quote' | 'bullets' | 'numbers' | 'item'; readonly children: readonly Block[] }

/**
 * Rich text as canonical JSON holds it (a plain string, or a list of spans) as blocks of runs (PL39). Line breaks inside a span
 * part paragraphs; what is empty is left out. `plan` says what is mentioned: in it, under the name it has there.
 */
export function richTextBlocks(value: unknown, plan: Thing): readonly Block[] {
  const spans = typeof value === 'string' ? [{ type: 'text', value }] : Array.isArray(value) ? value : []
  return richTree(readRichText(spans.map(asThing).flatMap(plainSpans))).flatMap((node) => printed(node, plan))
}

const PARAGRAPH: PlainSpan = { type: 'block', value: { type: 'paragraph' } }

function plainSpans(span: Thing): readonly PlainSpan[] {
  if (span['type'] === 'block') return [{ type: 'block', value: asThing(span['value']) }]
  const marks = asThing(span['marks'])
  const lines = asText(span['value']).split(/\n+/)
  return lines.flatMap((line, number) => [
    ...(number > 0 ? [PARAGRAPH] : []),
    ...(line === '' ? [] : [{ type: 'text' as const, value: line, marks }]),
  ])
}

function printed(node: RichNode, plan: Thing): readonly Block[] {
  if ('children' in node) {
    const children = node.children.flatMap((child) => printed(child, plan))
    return children.length === 0 ? [] : [{ kind: node.kind, children }]
  }
  const runs = node.text.map((span) => markedRun(span, plan))
  if (runs.length === 0) return []
  return node.kind === 'heading' ? [{ kind: 'heading', level: node.level ?? 2, runs }] : [{ kind: 'paragraph', runs }]
}

function markedRun({ text, marks }: Extract<RichSpan, { readonly type: 'text' }>, plan: Thing): Run {
  const { strong, em, link } = marks
  const mention = mentionOf(link)
  if (mention === null) return { text, strong, em, link: safeAddress(link) }
  const things = asThing(plan[mention.kind === 'project' ? 'projects' : 'members'])
  const name = Object.hasOwn(things, mention.id) ? asThing(things[mention.id]) : {}
  return { text: asText(name[mention.kind === 'project' ? 'title' : 'name']) || text, strong, em, link: '' }
}

/** http, https and mailto only, without what could end the address it is set in; anything else prints as text. */
export const safeAddress = (address: string): string => (isOutsideAddress(address) ? address : '')
