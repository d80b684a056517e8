import { baseKeymap, chainCommands, setBlockType } from 'prosemirror-commands'
import { InputRule, inputRules, textblockTypeInputRule, undoInputRule, wrappingInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import type { MarkType } from 'prosemirror-model'
import { splitListItem } from 'prosemirror-schema-list'
import type { Command, Plugin } from 'prosemirror-state'
import { mentionOf } from '#shared/plan/rich/richText.ts'
import {
  indent,
  marks,
  nodes,
  outdent,
  toggleEm,
  toggleHeading,
  toggleList,
  toggleQuote,
  toggleStrong,
} from './commands.ts'

/** What is typed as in a message becomes what it says: `# `, `- `, `1. `, `> `, `**bold**`, `*italic*`. */
const typed = (): Plugin =>
  inputRules({
    rules: [
      textblockTypeInputRule(/^(#{1,3})\s$/, nodes.heading, (match) => ({ level: match[1]!.length })),
      againInList(/^\s*(?:[-*+]|\d{1,3}[.)])\s$/),
      wrappingInputRule(/^\s*[-*+]\s$/, nodes.bullet_list),
      wrappingInputRule(/^\s*\d{1,3}[.)]\s$/, nodes.ordered_list),
      wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
      markedBetween(/(?:^|[^*])(\*\*([^*\s](?:[^*]*[^*\s])?)\*\*)$/, marks.strong),
      markedBetween(/(?:^|[^*])(\*([^*\s](?:[^*]*[^*\s])?)\*)$/, marks.em),
    ],
  })

/** An item has its sign already; whoever types it again means that one. */
const againInList = (pattern: RegExp): InputRule =>
  new InputRule(pattern, (state, _match, from, to) => {
    const { $from } = state.selection
    const isItem = $from.depth > 1 && $from.node(-1).type === nodes.list_item && $from.index(-1) === 0
    return isItem ? state.tr.delete(from, to) : null
  })

function markedBetween(pattern: RegExp, mark: MarkType): InputRule {
  return new InputRule(pattern, (state, match, from, to) => {
    const [whole, signs, words] = [match[0], match[1]!, match[2]!]
    const start = from + whole.length - signs.length
    const kept = state.doc.slice(start + signs.indexOf(words), start + signs.indexOf(words) + words.length)
    if (kept.content.textBetween(0, kept.content.size) !== words) return null
    const { tr } = state
    tr.delete(start + signs.indexOf(words) + words.length, to)
    tr.delete(start, start + signs.indexOf(words))
    return tr.addMark(start, start + words.length, mark.create()).removeStoredMark(mark)
  })
}

/** At the beginning of a heading: a paragraph again. */
const noHeading: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.parentOffset > 0 || $from.parent.type !== nodes.heading) return false
  return setBlockType(nodes.paragraph)(state, dispatch)
}

/** A mention goes as one. */
const wholeMention =
  (side: 'before' | 'after'): Command =>
  (state, dispatch) => {
    const { $from, empty } = state.selection
    const beside = side === 'before' ? $from.nodeBefore : $from.nodeAfter
    const mark = beside === null ? undefined : marks.link.isInSet(beside.marks)
    if (!empty || !beside || !mark || mentionOf(String(mark.attrs['href'])) === null) return false
    const [from, to] =
      side === 'before' ? [$from.pos - beside.nodeSize, $from.pos] : [$from.pos, $from.pos + beside.nodeSize]
    dispatch?.(state.tr.delete(from, to).scrollIntoView())
    return true
  }

const enter = chainCommands(splitListItem(nodes.list_item), baseKeymap['Enter']!)

export const richKeys = (): readonly Plugin[] => [
  typed(),
  keymap({
    'Mod-b': toggleStrong,
    'Mod-i': toggleEm,
    'Mod-Alt-1': toggleHeading(1),
    'Mod-Alt-2': toggleHeading(2),
    'Mod-Alt-3': toggleHeading(3),
    'Mod-Shift-7': toggleList('numbers'),
    'Mod-Shift-8': toggleList('bullets'),
    'Mod-Shift-9': toggleQuote,
    Enter: enter,
    'Shift-Enter': enter,
    Tab: indent,
    'Shift-Tab': outdent,
    Backspace: chainCommands(undoInputRule, wholeMention('before'), noHeading),
    Delete: wholeMention('after'),
  }),
  keymap(baseKeymap),
]
