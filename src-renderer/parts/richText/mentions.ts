/** Mentions in the editor: what is typed after an `@`, and the names that things have now. */
import { type EditorState, Plugin } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { mentionOf } from '#shared/plan/rich/richText.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import type { Source } from '../../data/source.ts'
import { FROM_PLAN } from './binding.ts'
import { marks } from './commands.ts'
import { mentionName } from './useRich.ts'

/** What is being looked for, and where it stands. */
export type MentionQuery = { readonly from: number; readonly to: number; readonly words: string }

const TYPED = /(?:^|[\s(«"'’])@([^@\n]{0,40})$/

export function mentionQuery(state: EditorState): MentionQuery | null {
  const { $from, empty } = state.selection
  if (!empty) return null
  const before = $from.parent.textBetween(0, $from.parentOffset)
  const words = TYPED.exec(before)?.[1]
  if (words === undefined || words.startsWith(' ')) return null
  const from = $from.pos - words.length - 1
  return state.doc.rangeHasMark(from, $from.pos, marks.link) ? null : { from, to: $from.pos, words }
}

/** Shows the name of today in place of the one that was written, which stays in the text. */
export const currentNames = (doc: Source<PlanDoc>): Plugin =>
  new Plugin({
    props: {
      decorations: (state) => DecorationSet.create(state.doc, renamed(state, doc.now())),
    },
    view: (view) => {
      let shown = namesIn(view.state, doc.now())
      const stop = doc.subscribe(() => {
        const names = namesIn(view.state, doc.now())
        if (names === shown) return
        shown = names
        view.dispatch(view.state.tr.setMeta(FROM_PLAN, true))
      })
      return { destroy: stop }
    },
  })

const namesIn = (state: EditorState, plan: PlanDoc): string =>
  mentionsIn(state)
    .map(({ href }) => nameOf(href, plan))
    .join('\n')

const nameOf = (href: string, plan: PlanDoc): string | null => {
  const mention = mentionOf(href)
  return mention === null ? null : mentionName(plan, mention)
}

function renamed(state: EditorState, plan: PlanDoc): Decoration[] {
  return mentionsIn(state).flatMap(({ from, to, href, words }) => {
    const name = nameOf(href, plan)
    return name === null || name === words
      ? []
      : [Decoration.inline(from, to, { class: 'mention-renamed', 'data-name': name })]
  })
}

type Written = { readonly from: number; readonly to: number; readonly href: string; readonly words: string }

function mentionsIn(state: EditorState): readonly Written[] {
  const found: Written[] = []
  state.doc.descendants((node, position) => {
    const href = String(marks.link.isInSet(node.marks)?.attrs['href'] ?? '')
    if (node.isText && mentionOf(href) !== null)
      found.push({ from: position, to: position + node.nodeSize, href, words: node.text ?? '' })
  })
  return found
}
