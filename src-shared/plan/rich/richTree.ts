import type { RichBlock, RichParent, RichSpan, RichText } from './richText.ts'

/** A rich text as it is shown: paragraphs and headings, in quotes and lists. */
export type RichNode =
  | {
      readonly kind: 'paragraph' | 'heading'
      readonly level: RichBlock['level']
      readonly text: readonly Extract<RichSpan, { readonly type: 'text' }>[]
      /** It has no block of its own: the text ahead of the first. */
      readonly isImplied: boolean
    }
  | { readonly kind: RichBranch; readonly children: readonly RichNode[] }

export type RichBranch = 'quote' | 'bullets' | 'numbers' | 'item'

type Branch = { readonly kind: RichBranch; readonly children: RichNode[] }
/** What is open, from the outermost inwards; of a list, its item. */
type Open = { readonly name: RichParent; readonly branch: Branch }

/** Neighbouring items of one kind are one list. */
export function richTree(rich: RichText): readonly RichNode[] {
  const root: RichNode[] = []
  let open: readonly Open[] = []
  let text: Extract<RichSpan, { readonly type: 'text' }>[] = []
  const begin = (block: RichBlock | null): void => {
    text = []
    open = block === null ? [] : opened(root, open, block)
    const kind = block?.type === 'heading' ? 'heading' : 'paragraph'
    childrenOf(root, open).push({ kind, level: block?.level ?? null, text, isImplied: block === null })
  }
  if (rich[0]?.type !== 'block') begin(null)
  for (const span of rich) {
    if (span.type === 'block') begin(span.block)
    else text.push(span)
  }
  return root
}

const childrenOf = (root: RichNode[], open: readonly Open[]): RichNode[] => open.at(-1)?.branch.children ?? root

function opened(root: RichNode[], before: readonly Open[], { type, parents }: RichBlock): readonly Open[] {
  const differs = parents.findIndex((name, depth) => before[depth]?.name !== name)
  let open = before.slice(0, differs === -1 ? parents.length : differs)
  const names = type === 'paragraph' || type === 'heading' ? parents : [...parents, type]
  for (const name of names.slice(open.length)) open = [...open, { name, branch: begun(childrenOf(root, open), name) }]
  return open
}

function begun(children: RichNode[], name: RichParent): Branch {
  if (name === 'blockquote') return pushed(children, 'quote')
  const kind = name === 'ordered-list-item' ? 'numbers' : 'bullets'
  const last = children.at(-1)
  const list = last?.kind === kind ? (last as Branch) : pushed(children, kind)
  return pushed(list.children, 'item')
}

function pushed(children: RichNode[], kind: RichBranch): Branch {
  const branch: Branch = { kind, children: [] }
  children.push(branch)
  return branch
}
