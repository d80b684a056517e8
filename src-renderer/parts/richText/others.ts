/**
 * Others in a text that is being edited here: a caret with a name, what they have selected (UI186), and what they are writing,
 * before it is in the plan (UI187).
 */
import * as A from '@automerge/automerge/slim'
import { type EditorState, Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { shownTitle } from '#shared/base/shownText.ts'
import type { PresentMember } from '#shared/core/contract.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { richPath, selectRich } from '#shared/plan/rich/planRich.ts'
import { diffRich } from '#shared/plan/rich/richDiff.ts'
import { type RichText, sameRich, sliceRich } from '#shared/plan/rich/richText.ts'
import type { WordsOnTop } from '../../data/liveWords.ts'
import type { Presence } from '../../data/presence.ts'
import type { Source } from '../../data/source.ts'
import { hueOf, textName } from '../Here.tsx'
import { FROM_PLAN, type RichField } from './binding.ts'
import { placeOf, positionOf, richFromDoc } from './convert.ts'

export type OthersPorts = Pick<RichField, 'document' | 'thing' | 'field'> & {
  readonly presence: Pick<Presence, 'people' | 'at'>
  readonly words: Source<WordsOnTop | null>
}

/** A caret is told when it rests; what is typed is in the plan by then. */
const TELL_AFTER_MS = 150

const others = new PluginKey<DecorationSet>('others')

export function showOthers(ports: OthersPorts): Plugin {
  return new Plugin<DecorationSet>({
    key: others,
    state: {
      init: (_config, state) => decorated(state, ports) ?? DecorationSet.empty,
      apply: (transaction, shown, _before, state) =>
        (transaction.getMeta(FROM_PLAN) === true ? decorated(state, ports) : null) ??
        shown.map(transaction.mapping, transaction.doc),
    },
    props: { decorations: (state) => others.getState(state) },
    view: (view) => {
      let hadAny = false
      const show = (): void => {
        const hasAny = inText(ports).length > 0 || ports.words.now() !== null
        if (hasAny || hadAny) view.dispatch(view.state.tr.setMeta(FROM_PLAN, true))
        hadAny = hasAny
      }
      const { presence, words, document } = ports
      const stops = [presence.people, words, document.doc].map((source) => source.subscribe(show))
      const teller = tellCaret(view, ports)
      return {
        update: teller.soon,
        destroy: () => {
          for (const stop of stops) stop()
          teller.stop()
        },
      }
    },
  })
}

const inText = ({ presence, thing, field }: OthersPorts): readonly PresentMember[] =>
  presence.people.now().filter(({ place }) => place.field === textName(thing, field) && place.cursor !== null)

/** `null` while something is typed here that the plan has not yet: places of the plan are not those of the editor then. */
function decorated(state: EditorState, ports: OthersPorts): DecorationSet | null {
  const doc = ports.document.doc.now()
  const path = richPath(doc, ports.thing, ports.field)
  if (path === null) return DecorationSet.empty
  const rich = selectRich(doc, ports.thing, ports.field)
  if (!sameRich(richFromDoc(state.doc), rich)) return null
  const writing = wordsOnTop(state, rich, ports)
  const found = inText(ports).flatMap(({ memberId, name, place }): readonly Decoration[] => {
    const [anchor, head] = [place.cursor!.anchor, place.cursor!.head].map((cursor) =>
      standingAt(cursor, state, doc, path, writing),
    )
    if (anchor === undefined || anchor === null || head === undefined || head === null) return []
    const hue = `hue-${hueOf(memberId)}`
    // Behind the words that are being written there.
    const side = writing.coming.some(({ end }) => end === head) ? 2 : -1
    const caret = Decoration.widget(head, () => caretOf(name, hue), { key: `${memberId} ${name} ${side}`, side })
    return anchor === head
      ? [caret]
      : [caret, Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), { class: `rich-chosen ${hue}` })]
  })
  return DecorationSet.create(state.doc, [...found, ...writing.decorations])
}

/** The editor's position of a cursor; `null`: of a letter that is not here, not even among those being written. */
function standingAt(
  cursor: string,
  state: EditorState,
  doc: PlanDoc,
  path: readonly string[],
  { coming, doc: onTop }: Writing,
): number | null {
  const here = placeOfCursor(doc, path, cursor)
  if (here !== null) return positionOf(state.doc, here)
  const there = onTop === null ? null : placeOfCursor(onTop, path, cursor)
  return coming.find(({ from, to }) => there !== null && from <= there && there <= to)?.end ?? null
}

function placeOfCursor(doc: PlanDoc, path: readonly string[], cursor: string): number | null {
  try {
    return A.getCursorPosition(doc, [...path], cursor)
  } catch {
    return null
  }
}

type Writing = {
  readonly doc: PlanDoc | null
  /** Where in the text with the words on top they stand, and where in the editor they are shown. */
  readonly coming: readonly { readonly from: number; readonly to: number; readonly end: number }[]
  readonly decorations: readonly Decoration[]
}

const NOBODY_WRITES: Writing = { doc: null, coming: [], decorations: [] }

/** What comes into the text, and what goes out of it, when the words are in the plan. */
function wordsOnTop(state: EditorState, rich: RichText, { words, thing, field }: OthersPorts): Writing {
  const onTop = words.now()
  if (onTop === null) return NOBODY_WRITES
  const next = selectRich(onTop.doc, thing, field)
  const [writer] = onTop.members
  const hue = onTop.members.length === 1 && writer !== undefined ? `hue-${hueOf(writer.memberId)}` : 'hue-none'
  const splices = diffRich(rich, next).map((splice) => ({
    ...splice,
    start: positionOf(state.doc, splice.index),
    end: positionOf(state.doc, splice.index + splice.remove),
    said: wordsOf(sliceRich(next, splice.from, splice.to)),
  }))
  const decorations = splices.flatMap(({ remove, start, end, said }) => [
    ...(remove > 0 ? [Decoration.inline(start, end, { class: `rich-going ${hue}` })] : []),
    ...(said === '' ? [] : [Decoration.widget(end, () => comingWords(said, hue), { key: `${hue} ${said}`, side: 1 })]),
  ])
  return { doc: onTop.doc, coming: splices.filter(({ said }) => said !== ''), decorations }
}

/** A new block is a new line. */
const wordsOf = (rich: RichText): string => rich.map((span) => (span.type === 'text' ? span.text : '\n')).join('')

function comingWords(words: string, hue: string): HTMLElement {
  const coming = document.createElement('span')
  coming.className = `rich-coming ${hue}`
  coming.textContent = words
  return coming
}

/** The first name stands at the caret, for the eye alone: who listens is told beside the text who is in it. */
function caretOf(name: string, hue: string): HTMLElement {
  const caret = document.createElement('span')
  caret.className = `rich-caret ${hue}`
  caret.setAttribute('aria-hidden', 'true')
  caret.dataset['name'] = shownTitle(name).split(' ', 1)[0] ?? ''
  return caret
}

/** Tells where this person's caret is, once the text shown here is the one in the plan. */
function tellCaret(view: EditorView, ports: OthersPorts): { readonly soon: () => void; readonly stop: () => void } {
  let timer: number | null = null
  const tell = (): void => {
    timer = null
    if (view.isDestroyed || !view.hasFocus()) return
    const doc = ports.document.doc.now()
    const path = richPath(doc, ports.thing, ports.field)
    if (path === null) return
    if (!sameRich(richFromDoc(view.state.doc), selectRich(doc, ports.thing, ports.field))) return soon()
    const { anchor, head } = view.state.selection
    const cursorAt = (position: number): string => A.getCursor(doc, [...path], placeOf(view.state.doc, position))
    const field = textName(ports.thing, ports.field)
    ports.presence.at({ field, cursor: { anchor: cursorAt(anchor), head: cursorAt(head) } })
  }
  const soon = (): void => {
    if (view.hasFocus()) timer ??= window.setTimeout(tell, TELL_AFTER_MS)
  }
  return {
    soon,
    stop: () => {
      if (timer !== null) window.clearTimeout(timer)
    },
  }
}
