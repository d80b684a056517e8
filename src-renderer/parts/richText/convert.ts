/** Between the rich text of the plan and the editor's document; and between places in the one and the other. */
import type { Mark, Node } from 'prosemirror-model'
import {
  joinRich,
  type RichBlock,
  type RichLevel,
  type RichMarks,
  type RichParent,
  type RichSpan,
  type RichText,
} from '#shared/plan/rich/richText.ts'
import { type RichNode, richTree } from '#shared/plan/rich/richTree.ts'
import { schema } from './schema.ts'

const BRANCHES = { quote: 'blockquote', bullets: 'bullet_list', numbers: 'ordered_list', item: 'list_item' } as const

export const docFromRich = (rich: RichText): Node => schema.node('doc', null, richTree(rich).map(nodeOf))

function nodeOf(node: RichNode): Node {
  if ('children' in node) return schema.node(BRANCHES[node.kind], null, node.children.map(nodeOf))
  const text = node.text.map((span) => schema.text(span.text, pmMarks(span.marks)))
  return node.kind === 'heading'
    ? schema.node('heading', { level: node.level }, text)
    : schema.node('paragraph', { isStored: !node.isImplied }, text)
}

const pmMarks = ({ strong, em, link }: RichMarks): readonly Mark[] => [
  ...(link === '' ? [] : [schema.mark('link', { href: link })]),
  ...(em ? [schema.mark('em')] : []),
  ...(strong ? [schema.mark('strong')] : []),
]

/** A paragraph or heading of the editor with what it stands in. */
type TextBlock = {
  readonly node: Node
  /** Where its text begins. */
  readonly start: number
  readonly parents: readonly RichParent[]
  /** It is the first in the innermost of them. */
  readonly isFirst: boolean
}

/** Read off the editor's structure alone. */
export function richFromDoc(doc: Node): RichText {
  return joinRich(
    textBlocks(doc).flatMap((block, at): readonly RichSpan[] => [
      ...(at === 0 && isImplied(block) ? [] : [{ type: 'block', block: blockOf(block) } as const]),
      ...block.node.children.map((child): RichSpan => ({
        type: 'text',
        text: child.text ?? '',
        marks: marksOf(child.marks),
      })),
    ]),
  )
}

function textBlocks(doc: Node): readonly TextBlock[] {
  const found: TextBlock[] = []
  const walk = (node: Node, start: number, parents: readonly RichParent[]): void => {
    node.forEach((child, offset, index) => {
      const inside = start + offset + 1
      if (child.isTextblock) found.push({ node: child, start: inside, parents, isFirst: index === 0 })
      else walk(child, inside, parentsIn(node, child, parents))
    })
  }
  walk(doc, 0, [])
  return found
}

const LISTS: Readonly<Record<string, RichParent>> = {
  ordered_list: 'ordered-list-item',
  bullet_list: 'unordered-list-item',
}

/** A list says what its items are; an item is what one stands in. */
function parentsIn(parent: Node, child: Node, parents: readonly RichParent[]): readonly RichParent[] {
  if (child.type.name === 'blockquote') return [...parents, 'blockquote']
  return child.type.name === 'list_item' ? [...parents, LISTS[parent.type.name]!] : parents
}

/** Text ahead of the first block needs none, and gets none unless it has been given one. */
const isImplied = ({ node, parents }: TextBlock): boolean =>
  node.type.name === 'paragraph' && parents.length === 0 && node.attrs['isStored'] !== true

function blockOf({ node, parents, isFirst }: TextBlock): RichBlock {
  const isHeading = node.type.name === 'heading'
  if (isHeading) return { type: 'heading', parents, level: Number(node.attrs['level']) as RichLevel }
  return isFirst && parents.length > 0
    ? { type: parents.at(-1)!, parents: parents.slice(0, -1), level: null }
    : { type: 'paragraph', parents, level: null }
}

const marksOf = (marks: readonly Mark[]): RichMarks => {
  const link = marks.find(({ type }) => type.name === 'link')
  return {
    strong: marks.some(({ type }) => type.name === 'strong'),
    em: marks.some(({ type }) => type.name === 'em'),
    link: link === undefined ? '' : String(link.attrs['href']),
  }
}

/** How many characters and blocks of the plan's text stand ahead of a position of the editor. */
export function placeOf(doc: Node, position: number): number {
  let [place, last] = [0, 0]
  textBlocks(doc).every((block, at) => {
    if (block.start > position) return false
    place += at === 0 && isImplied(block) ? 0 : 1
    last = place + Math.min(position - block.start, block.node.content.size)
    place += block.node.content.size
    return true
  })
  return last
}

export function positionOf(doc: Node, place: number): number {
  let at = 0
  let position = 1
  textBlocks(doc).every((block, number) => {
    at += number === 0 && isImplied(block) ? 0 : 1
    if (number > 0 && at > place) return false
    position = block.start + Math.min(Math.max(place - at, 0), block.node.content.size)
    at += block.node.content.size
    return true
  })
  return position
}
