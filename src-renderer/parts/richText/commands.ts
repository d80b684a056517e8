import { lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands'
import type { Mark, MarkType, Node, NodeType } from 'prosemirror-model'
import { liftListItem, sinkListItem, wrapInList } from 'prosemirror-schema-list'
import type { Command, EditorState } from 'prosemirror-state'
import { schema } from './schema.ts'

const { paragraph, heading, blockquote, bullet_list, ordered_list, list_item } = schema.nodes as Record<
  'paragraph' | 'heading' | 'blockquote' | 'bullet_list' | 'ordered_list' | 'list_item',
  NodeType
>
const { strong, em, link } = schema.marks as Record<'strong' | 'em' | 'link', MarkType>
export const nodes = { paragraph, heading, blockquote, bullet_list, ordered_list, list_item } as const
export const marks = { strong, em, link } as const

/** What the caret stands in, for the buttons. */
export type Standing = {
  readonly strong: boolean
  readonly em: boolean
  readonly heading: number | null
  readonly list: 'bullets' | 'numbers' | null
  readonly quote: boolean
  /** Where the link under the caret leads. */
  readonly link: string
}

export function standingAt(state: EditorState): Standing {
  const { $from, from, to, empty } = state.selection
  const has = (type: MarkType): boolean =>
    empty ? type.isInSet(state.storedMarks ?? $from.marks()) !== undefined : state.doc.rangeHasMark(from, to, type)
  const above = Array.from({ length: $from.depth }, (_, depth) => $from.node(depth + 1))
  const list = above.findLast(({ type }) => type === bullet_list || type === ordered_list)
  return {
    strong: has(strong),
    em: has(em),
    heading: $from.parent.type === heading ? Number($from.parent.attrs['level']) : null,
    list: list === undefined ? null : list.type === bullet_list ? 'bullets' : 'numbers',
    quote: above.some(({ type }) => type === blockquote),
    link: String(linkAround(state)?.mark.attrs['href'] ?? ''),
  }
}

/** The whole link the caret touches, or the selection begins in. */
export function linkAround(
  state: EditorState,
): { readonly mark: Mark; readonly from: number; readonly to: number } | null {
  const { $from } = state.selection
  const parent: Node = $from.parent
  let start = $from.start()
  for (const child of parent.children) {
    const end = start + child.nodeSize
    const mark = link.isInSet(child.marks)
    const touches = start <= $from.pos && $from.pos <= end && !($from.pos === end && !state.selection.empty)
    if (mark && touches) return { mark, ...wholeLink(parent, $from.start(), mark) }
    start = end
  }
  return null
}

/** A link goes on through words of it that are bold. */
function wholeLink(parent: Node, start: number, mark: Mark): { readonly from: number; readonly to: number } {
  let [from, to, at] = [-1, -1, start]
  for (const child of parent.children) {
    if (mark.isInSet(child.marks)) {
      if (from === -1) from = at
      to = at + child.nodeSize
    } else if (from !== -1) break
    at += child.nodeSize
  }
  return { from, to }
}

export const toggleStrong: Command = toggleMark(strong)
export const toggleEm: Command = toggleMark(em)

/** A heading, or a paragraph again. */
export const toggleHeading =
  (level: number): Command =>
  (state, dispatch) =>
    standingAt(state).heading === level
      ? setBlockType(paragraph)(state, dispatch)
      : setBlockType(heading, { level })(state, dispatch)

/** A list, no list, or a list of the other kind. */
export const toggleList =
  (kind: 'bullets' | 'numbers'): Command =>
  (state, dispatch) => {
    const type = kind === 'bullets' ? bullet_list : ordered_list
    const { list } = standingAt(state)
    if (list === kind) return liftListItem(list_item)(state, dispatch)
    if (list !== null) return retypeList(type)(state, dispatch)
    return wrapInList(type)(state, dispatch)
  }

const retypeList =
  (type: NodeType): Command =>
  (state, dispatch) => {
    const { $from } = state.selection
    for (let depth = $from.depth; depth > 0; depth--) {
      const { type: current } = $from.node(depth)
      if (current !== bullet_list && current !== ordered_list) continue
      dispatch?.(state.tr.setNodeMarkup($from.before(depth), type))
      return true
    }
    return false
  }

export const toggleQuote: Command = (state, dispatch) =>
  standingAt(state).quote ? lift(state, dispatch) : wrapIn(blockquote)(state, dispatch)

export const indent: Command = sinkListItem(list_item)
export const outdent: Command = liftListItem(list_item)

/** Sets where the selection leads; `''`: nowhere. Without a selection, of the link under the caret, or as words of its own. */
export const setLink =
  (href: string, words: string): Command =>
  (state, dispatch) => {
    const { from, to, empty } = state.selection
    const around = linkAround(state)
    const [start, end] = empty && around !== null ? [around.from, around.to] : [from, to]
    const { tr } = state
    if (start !== end) {
      tr.removeMark(start, end, link)
      if (href !== '') tr.addMark(start, end, link.create({ href }))
    } else if (href !== '') tr.insert(from, schema.text(words, [link.create({ href })])).removeStoredMark(link)
    dispatch?.(tr.scrollIntoView())
    return true
  }

/** Puts a mention in place of what was typed to find it. */
export const insertMention =
  (from: number, to: number, href: string, name: string): Command =>
  (state, dispatch) => {
    const words = [schema.text(name, [link.create({ href })]), schema.text(' ')]
    dispatch?.(state.tr.replaceWith(from, to, words).removeStoredMark(link).scrollIntoView())
    return true
  }
