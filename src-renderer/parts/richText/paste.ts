/** What comes in from elsewhere: through the schema, and no more than fits (UI74). */
import { Fragment, type Node as ProseNode, Slice } from 'prosemirror-model'
import { type EditorState, Plugin, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { wellFormed } from '#shared/plan/fieldInput.ts'
import { MAX_PROSE } from '#shared/plan/kinds.ts'
import { FROM_PLAN } from './binding.ts'
import { schema } from './schema.ts'

/** A page of more markup is taken as its words: to read it would hold the window up. */
const MAX_MARKUP = 400_000
/** Paragraphs of one paste; each takes the plan about a millisecond. */
const MAX_LINES = 2_000

/** What the text may still take. A paragraph counts as the one sign it is in the plan, or as a little more. */
const roomIn = (state: EditorState): number =>
  Math.max(MAX_PROSE - state.doc.content.size + (state.selection.to - state.selection.from) - 2, 0)

export const pasteGuard = (onCut: () => void): Plugin =>
  new Plugin({
    props: {
      handleDOMEvents: {
        paste: (view, event) => takeAsWords(view, event, onCut),
      },
      handlePaste: (view, _event, slice) => {
        const room = roomIn(view.state)
        if (slice.size <= room && paragraphsIn(slice) <= MAX_LINES) return false
        pasteWords(view, slice.content.textBetween(0, slice.content.size, '\n'), onCut)
        return true
      },
      transformPasted: cleaned,
      clipboardTextParser: (text) => new Slice(paragraphsOf(text), 1, 1),
    },
    // What others wrote is shown however long it is.
    filterTransaction: (transaction: Transaction, state) => {
      const fits = !transaction.docChanged || transaction.getMeta(FROM_PLAN) === true
      if (fits || transaction.doc.content.size <= Math.max(MAX_PROSE, state.doc.content.size)) return true
      onCut()
      return false
    },
  })

function takeAsWords(view: EditorView, event: ClipboardEvent, onCut: () => void): boolean {
  const data = event.clipboardData
  const words = data?.getData('text/plain') ?? ''
  const isLong = fittingLines(words, roomIn(view.state)).isCut || (data?.getData('text/html') ?? '').length > MAX_MARKUP
  if (!isLong || words === '') return false
  event.preventDefault()
  pasteWords(view, words, onCut)
  return true
}

function pasteWords(view: EditorView, words: string, onCut: () => void): void {
  const fitting = fittingLines(words, roomIn(view.state))
  if (fitting.isCut) onCut()
  const slice = new Slice(paragraphsOf(wellFormed(fitting.words)), 1, 1)
  view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView().setMeta('uiEvent', 'paste'))
}

/** A line takes two signs of the editor more than its words. */
function fittingLines(words: string, room: number): { readonly words: string; readonly isCut: boolean } {
  let [end, left] = [0, room]
  for (let line = 0; line < MAX_LINES; line += 1) {
    const next = words.indexOf('\n', end)
    const stop = next === -1 ? words.length : next
    if (stop - end + 2 > left) return { words: words.slice(0, end + Math.max(left - 2, 0)), isCut: true }
    left -= stop - end + 2
    end = stop + 1
    if (next === -1) return { words, isCut: false }
  }
  return { words: words.slice(0, end - 1), isCut: true }
}

function paragraphsIn(slice: Slice): number {
  let count = 0
  slice.content.descendants((node) => {
    if (node.isTextblock) count += 1
    return !node.isTextblock
  })
  return count
}

const paragraphsOf = (text: string): Fragment =>
  Fragment.from(
    text
      .replaceAll('\ufffc', '')
      .split(/\r\n?|\n/)
      .map((line) => schema.node('paragraph', null, line === '' ? [] : [schema.text(line)])),
  )

/** Signs that stand for something else in the plan, and line breaks inside a paragraph, are spaces. */
function cleaned(slice: Slice): Slice {
  const clean = (fragment: Fragment): Fragment =>
    Fragment.from(
      fragment.content.flatMap((node): readonly ProseNode[] => {
        if (!node.isText) return [node.copy(clean(node.content))]
        const text = wellFormed((node.text ?? '').replace(/[\ufffc\n\r\u2028\u2029]+/g, ' '))
        return text === '' ? [] : [schema.text(text, node.marks)]
      }),
    )
  return new Slice(clean(slice.content), slice.openStart, slice.openEnd)
}
