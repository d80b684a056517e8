/**
 * Rich text as this version understands it (PL34): a closed set of blocks and marks. What else others have written stays in
 * the document and is read as the nearest thing of the set, one element for one element, so that places fit both.
 */
import type { PlainSpan } from '../spans.ts'

export type RichBlockType = 'paragraph' | 'heading' | RichParent
/** What blocks can stand in. */
export type RichParent = 'blockquote' | 'ordered-list-item' | 'unordered-list-item'
export type RichLevel = 1 | 2 | 3

/** Begins a paragraph, and says what it is and what it stands in. Text ahead of the first is a plain paragraph. */
export type RichBlock = {
  readonly type: RichBlockType
  /** From the outermost inwards. */
  readonly parents: readonly RichParent[]
  /** Of a heading. */
  readonly level: RichLevel | null
}

export type RichMarks = {
  readonly strong: boolean
  readonly em: boolean
  /** Where it leads: an address a person may safely follow, or a mention (`aplec:project/…`, `aplec:member/…`); `''` for nowhere. */
  readonly link: string
}

export type RichSpan =
  | { readonly type: 'text'; readonly text: string; readonly marks: RichMarks }
  | { readonly type: 'block'; readonly block: RichBlock }

export type RichText = readonly RichSpan[]

export const PLAIN: RichMarks = { strong: false, em: false, link: '' }
export const PARAGRAPH: RichBlock = { type: 'paragraph', parents: [], level: null }

/** Deeper lists and quotes are shown at this depth. */
export const MAX_RICH_DEPTH = 6

const PARENTS: readonly string[] = ['blockquote', 'ordered-list-item', 'unordered-list-item']
const isParent = (name: unknown): name is RichParent => typeof name === 'string' && PARENTS.includes(name)

/** Reads spans of any origin; never fails. Each character and each block of the spans is one of the answer. */
export function readRichText(spans: readonly PlainSpan[]): RichText {
  let open: readonly RichParent[] = []
  return joinRich(
    spans.map((span) => {
      if (span.type === 'text') return { type: 'text', text: span.value, marks: readMarks(span.marks) }
      const block = readBlockAfter(span.value, open)
      open = openAfter(block)
      return { type: 'block', block }
    }),
  )
}

/** The names of what is open after a block. */
export const openAfter = ({ type, parents }: RichBlock): readonly RichParent[] =>
  isParent(type) ? [...parents, type] : parents

/**
 * Reads a block that follows others. A paragraph inside something that is not open there opens it: what is left over when
 * others took the beginning of a list away is an item of its own. An item is open only with words of its own.
 */
export function readBlockAfter(stored: unknown, open: readonly RichParent[]): RichBlock {
  const wanted = readBlock(stored)
  const depth = wanted.parents.findIndex((name, at) => open[at] !== name)
  if (depth === -1) return wanted
  const isInside = wanted.type === 'paragraph'
  const type = isInside ? wanted.parents.at(-1)! : wanted.type
  const above = isInside ? wanted.parents.slice(0, -1) : wanted.parents
  const opened = above.slice(depth).filter((name) => name === 'blockquote')
  return { type, parents: [...above.slice(0, depth), ...opened], level: wanted.level }
}

function readBlock(stored: unknown): RichBlock {
  const { type, parents, attrs } = recordOf(stored)
  const within = (Array.isArray(parents) ? parents : []).filter(isParent).slice(0, MAX_RICH_DEPTH)
  if (isParent(type)) return { type, parents: within.slice(0, MAX_RICH_DEPTH - 1), level: null }
  // A heading is one of the text, not of a list.
  if (type !== 'heading' || within.some((name) => name !== 'blockquote')) return { ...PARAGRAPH, parents: within }
  const { level } = recordOf(attrs)
  return { type, parents: within, level: level === 1 || level === 2 ? level : level === 3 ? 3 : 2 }
}

function readMarks(marks: Readonly<Record<string, unknown>> | undefined): RichMarks {
  if (marks === undefined) return PLAIN
  return { strong: marks['strong'] === true, em: marks['em'] === true, link: readLink(marks['link']) }
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}

/** The library's form, JSON with an `href`; a bare address is read too. What leads anywhere else is text. */
function readLink(mark: unknown): string {
  if (typeof mark !== 'string') return ''
  const href = mark.startsWith('{') ? hrefIn(mark) : mark
  return isRichAddress(href) ? href : ''
}

function hrefIn(json: string): string {
  try {
    const { href } = recordOf(JSON.parse(json))
    return typeof href === 'string' ? href : ''
  } catch {
    return ''
  }
}

export const writtenLink = (href: string): string => JSON.stringify({ href })

export type Mention = { readonly kind: 'project' | 'member'; readonly id: string }

export const mentionAddress = ({ kind, id }: Mention): string => `aplec:${kind}/${id}`

/** What a link mentions; `null` for an address outside. */
export function mentionOf(href: string): Mention | null {
  const found = /^aplec:(project|member)\/([0-9a-f]{32})$/.exec(href)
  return found ? { kind: found[1] as Mention['kind'], id: found[2]! } : null
}

/** http, https and mailto, without what could end the address it is set in (PD8). */
export const isOutsideAddress = (href: string): boolean =>
  /^(https?:\/\/|mailto:)[^\s<>"\\]+$/i.test(href) && href.length <= 2000

export const isRichAddress = (href: string): boolean => mentionOf(href) !== null || isOutsideAddress(href)

export const sameMarks = (a: RichMarks, b: RichMarks): boolean =>
  a === b || (a.strong === b.strong && a.em === b.em && a.link === b.link)

export const sameBlock = (a: RichBlock, b: RichBlock): boolean =>
  a === b || (a.type === b.type && a.level === b.level && a.parents.join() === b.parents.join())

export function sameRich(a: RichText, b: RichText): boolean {
  if (a === b) return true
  return a.length === b.length && a.every((span, at) => sameSpan(span, b[at]!))
}

function sameSpan(a: RichSpan, b: RichSpan): boolean {
  if (a.type === 'text') return b.type === 'text' && a.text === b.text && sameMarks(a.marks, b.marks)
  return b.type === 'block' && sameBlock(a.block, b.block)
}

/** Neighbours with equal marks in one, nothing empty: equal texts are equal lists. */
export function joinRich(spans: readonly RichSpan[]): RichText {
  const joined: RichSpan[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (span.type === 'text' && span.text === '') continue
    if (span.type === 'text' && last?.type === 'text' && sameMarks(last.marks, span.marks)) {
      joined[joined.length - 1] = { ...last, text: last.text + span.text }
    } else joined.push(span)
  }
  return joined
}

export const lengthOf = (span: RichSpan): number => (span.type === 'text' ? span.text.length : 1)

export const richLength = (rich: RichText): number => rich.reduce((sum, span) => sum + lengthOf(span), 0)

/** The part between two places. */
export function sliceRich(rich: RichText, from: number, to: number): RichText {
  const part: RichSpan[] = []
  let at = 0
  for (const span of rich) {
    const [start, end] = [Math.max(from - at, 0), Math.min(to - at, lengthOf(span))]
    if (start < end) part.push(span.type === 'text' ? { ...span, text: span.text.slice(start, end) } : span)
    at += lengthOf(span)
    if (at >= to) break
  }
  return part
}
