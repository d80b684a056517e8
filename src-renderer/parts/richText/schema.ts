/** The closed set of plan.md (PL34) as ProseMirror's schema. */
import { type DOMOutputSpec, type Node, Schema } from 'prosemirror-model'
import { isOutsideAddress, isRichAddress, mentionOf, type RichLevel } from '#shared/plan/rich/richText.ts'

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']

/** What was copied here says its level; of others the first three count. */
function levelOf(element: HTMLElement): { readonly level: RichLevel } {
  const level = Number(element.dataset['level'] ?? element.tagName.slice(1))
  return { level: level === 1 || level === 2 ? level : 3 }
}

/** Where a pasted link leads; `false`: it is text. */
function hrefOf(element: HTMLElement): { readonly href: string } | false {
  const href = element.dataset['mention'] ?? element.getAttribute('href') ?? ''
  return isRichAddress(href) && { href }
}

const linkDOM = (href: string): DOMOutputSpec =>
  isOutsideAddress(href)
    ? ['a', { href, class: 'rich-link' }, 0]
    : [
        'a',
        { 'data-mention': href, class: mentionOf(href)?.kind === 'member' ? 'mention mention-member' : 'mention' },
        0,
      ]

export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: {
      /** The first of the text has a block of its own in the plan. */
      attrs: { isStored: { default: false } },
      content: 'text*',
      group: 'block',
      // Cells of a table one after the other, rather than run together.
      parseDOM: [{ tag: 'p' }, { tag: 'td' }, { tag: 'th' }],
      toDOM: () => ['p', 0],
    },
    heading: {
      attrs: { level: { default: 2 } },
      content: 'text*',
      group: 'block',
      defining: true,
      parseDOM: HEADINGS.map((tag) => ({ tag, getAttrs: levelOf })),
      // The project and its parts have the two levels above.
      toDOM: (node: Node) => [`h${Number(node.attrs['level']) + 2}`, { 'data-level': String(node.attrs['level']) }, 0],
    },
    blockquote: {
      content: 'block+',
      group: 'block',
      defining: true,
      parseDOM: [{ tag: 'blockquote' }],
      toDOM: () => ['blockquote', 0],
    },
    ordered_list: {
      content: 'list_item+',
      group: 'block',
      parseDOM: [{ tag: 'ol' }],
      toDOM: () => ['ol', 0],
    },
    bullet_list: {
      content: 'list_item+',
      group: 'block',
      parseDOM: [{ tag: 'ul' }],
      toDOM: () => ['ul', 0],
    },
    list_item: {
      content: 'paragraph (paragraph | ordered_list | bullet_list | blockquote)*',
      defining: true,
      parseDOM: [{ tag: 'li' }],
      toDOM: () => ['li', 0],
    },
    text: { group: 'inline' },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [{ tag: 'a', getAttrs: hrefOf }],
      toDOM: (mark) => linkDOM(String(mark.attrs['href'])),
    },
    em: {
      parseDOM: [{ tag: 'i' }, { tag: 'em' }, { style: 'font-style=italic' }],
      toDOM: () => ['em', 0],
    },
    strong: {
      parseDOM: [
        { tag: 'strong' },
        // Google Docs wraps whole pastes in a `b` of normal weight.
        { tag: 'b', getAttrs: (element) => element.style.fontWeight !== 'normal' && null },
        { style: 'font-weight', getAttrs: (weight) => /^(bold(er)?|[6-9]\d{2})$/.test(weight) && null },
      ],
      toDOM: () => ['strong', 0],
    },
  },
})
