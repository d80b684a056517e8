/** Where others are in a text that is being edited here: a caret with a name, and what they have selected (UI186). */
import * as A from '@automerge/automerge/slim'
import { type EditorState, Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { shownTitle } from '#shared/base/shownText.ts'
import type { PresentMember } from '#shared/core/contract.ts'
import { richPath, selectRich } from '#shared/plan/rich/planRich.ts'
import { sameRich } from '#shared/plan/rich/richText.ts'
import type { Presence } from '../../data/presence.ts'
import { hueOf, textName } from '../Here.tsx'
import { FROM_PLAN, type RichField } from './binding.ts'
import { placeOf, positionOf, richFromDoc } from './convert.ts'

export type OthersPorts = Pick<RichField, 'document' | 'thing' | 'field'> & {
  readonly presence: Pick<Presence, 'people' | 'at'>
}

/** A caret is told when it rests; what is typed is in the plan by then. */
const TELL_AFTER_MS = 150

const others = new PluginKey<DecorationSet>('others')

export function showOthers(ports: OthersPorts): Plugin {
  return new Plugin<DecorationSet>({
    key: others,
    state: {
      init: (_config, state) => decorated(state, ports),
      apply: (transaction, shown, _before, state) =>
        transaction.getMeta(others) === true || transaction.getMeta(FROM_PLAN) === true
          ? decorated(state, ports)
          : shown.map(transaction.mapping, transaction.doc),
    },
    props: { decorations: (state) => others.getState(state) },
    view: (view) => {
      let shown = inText(ports)
      const stop = ports.presence.people.subscribe(() => {
        const now = inText(ports)
        if (JSON.stringify(now) === JSON.stringify(shown)) return
        shown = now
        view.dispatch(view.state.tr.setMeta(others, true).setMeta(FROM_PLAN, true))
      })
      const teller = tellCaret(view, ports)
      return {
        update: teller.soon,
        destroy: () => {
          stop()
          teller.stop()
        },
      }
    },
  })
}

const inText = ({ presence, thing, field }: OthersPorts): readonly PresentMember[] =>
  presence.people.now().filter(({ place }) => place.field === textName(thing, field) && place.cursor !== null)

function decorated(state: EditorState, ports: OthersPorts): DecorationSet {
  const doc = ports.document.doc.now()
  const path = richPath(doc, ports.thing, ports.field)
  if (path === null) return DecorationSet.empty
  const found = inText(ports).flatMap(({ memberId, name, place }) => {
    const [anchor, head] = [place.cursor!.anchor, place.cursor!.head].map((cursor) => {
      try {
        return positionOf(state.doc, A.getCursorPosition(doc, [...path], cursor))
      } catch {
        // Of a letter that has not come here yet.
        return null
      }
    })
    if (anchor === undefined || anchor === null || head === undefined || head === null) return []
    const hue = `hue-${hueOf(memberId)}`
    const caret = Decoration.widget(head, () => caretOf(name, hue), { key: `${memberId} ${name}`, side: -1 })
    return anchor === head
      ? [caret]
      : [caret, Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), { class: `rich-chosen ${hue}` })]
  })
  return DecorationSet.create(state.doc, found)
}

/** The name stands in the caret for the eye alone: who listens is told beside the text who is in it. */
function caretOf(name: string, hue: string): HTMLElement {
  const caret = document.createElement('span')
  caret.className = `rich-caret ${hue}`
  caret.setAttribute('aria-hidden', 'true')
  caret.dataset['name'] = shownTitle(name)
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
