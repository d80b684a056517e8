import 'prosemirror-view/style/prosemirror.css'
import { keymap } from 'prosemirror-keymap'
import { EditorState, Plugin } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { selectRich } from '#shared/plan/rich/planRich.ts'
import { isOutsideAddress, mentionOf, type Mention } from '#shared/plan/rich/richText.ts'
import { bindRich, FROM_PLAN, type RichBinding, type RichField } from './binding.ts'
import { docFromRich } from './convert.ts'
import { richKeys } from './keys.ts'
import { currentNames } from './mentions.ts'
import { type OthersPorts, showOthers } from './others.ts'
import { pasteGuard } from './paste.ts'
import { schema } from './schema.ts'

type Field = RichField & OthersPorts

export type EditorPorts = Field & {
  readonly label: string
  readonly placeholder: string
  /** Every new state, the first included. */
  readonly onState: (state: EditorState) => void
  readonly onCut: () => void
  /** Keys that a list of names takes while it is shown; true when it did. */
  readonly onListKey: (key: string) => boolean
  readonly onToolbar: () => void
  readonly onLink: () => void
  readonly undo: () => void
  readonly redo: () => void
  readonly openMention: (mention: Mention) => void
  readonly openLink: (href: string) => void
}

export type Editor = { readonly view: EditorView; readonly binding: RichBinding; readonly close: () => void }

/** An editor of one rich text. Its own history is left out: undo is the plan's (PL37). */
export function createEditor(place: HTMLElement, ports: EditorPorts): Editor {
  const doc = docFromRich(selectRich(ports.document.doc.now(), ports.thing, ports.field))
  let binding: RichBinding | null = null
  // Made apart and put in whole: each attribute set in the page would lay it out anew.
  const view = new EditorView(null, {
    state: EditorState.create({ schema, doc, plugins: plugins(ports, () => binding?.flush()) }),
    attributes: (state) => ({
      role: 'textbox',
      class: isEmpty(state) ? 'rich rich-empty' : 'rich',
      'aria-multiline': 'true',
      'aria-label': ports.label,
      'aria-placeholder': ports.placeholder,
      'data-placeholder': ports.placeholder,
    }),
    dispatchTransaction: (transaction) => {
      view.updateState(view.state.apply(transaction))
      if (transaction.docChanged && transaction.getMeta(FROM_PLAN) !== true) binding?.typed()
      ports.onState(view.state)
    },
    handleDOMEvents: {
      blur: () => binding?.flush(),
      // The last letter of a composition is in the text only after this event.
      compositionend: () => void window.setTimeout(() => binding?.composed()),
    },
    handleClick: (_view, _position, event) => follow(event, ports),
  })
  place.append(view.dom)
  binding = bindRich(view, ports)
  ports.onState(view.state)
  return {
    view,
    binding,
    close: () => {
      binding?.close()
      view.destroy()
    },
  }
}

const isEmpty = ({ doc }: EditorState): boolean =>
  doc.childCount === 1 && doc.firstChild!.isTextblock && doc.content.size === 2

function plugins(ports: EditorPorts, flush: () => void): Plugin[] {
  const step = (run: () => void) => () => {
    flush()
    run()
    return true
  }
  return [
    new Plugin({ props: { handleKeyDown: (_view, event) => !event.isComposing && ports.onListKey(event.key) } }),
    pasteGuard(ports.onCut),
    keymap({
      'Mod-z': step(ports.undo),
      'Mod-y': step(ports.redo),
      'Shift-Mod-z': step(ports.redo),
      'Mod-Shift-k': step(ports.onLink),
      'Alt-F10': step(ports.onToolbar),
    }),
    ...richKeys(),
    currentNames(ports.document.doc),
    showOthers(ports),
  ]
}

/** A mention opens what it names; a link, with Ctrl or Cmd, so that one can click into its words. */
function follow(event: MouseEvent, { openMention, openLink }: EditorPorts): boolean {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (link === null || event.button !== 0) return false
  const mention = mentionOf(link.dataset['mention'] ?? '')
  const href = link.getAttribute('href') ?? ''
  if (mention !== null) openMention(mention)
  else if ((event.ctrlKey || event.metaKey) && isOutsideAddress(href)) openLink(href)
  else return false
  return true
}
