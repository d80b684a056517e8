import './richText.css'
import type { EditorState } from 'prosemirror-state'
import { type FocusEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { runCommand } from '../../app/commands.ts'
import { useServices } from '../../app/context.ts'
import { usePlan } from '../../app/planContext.ts'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'
import { noticeToast } from '../noticeToast.ts'
import { HereInText, textName } from '../Here.tsx'
import { useEdit } from '../useEdit.ts'
import { setLink, standingAt } from './commands.ts'
import { createEditor, type Editor, type EditorPorts } from './createEditor.ts'
import { FormatBar } from './FormatBar.tsx'
import { LinkSheet } from './LinkSheet.tsx'
import { MentionList } from './MentionList.tsx'
import type { RichTextEditProps } from './RichTextEdit.tsx'
import { useOpenMention } from './useRich.ts'

/** The editor of one rich text, with its bar while one is in it. */
export function RichEditor({ thing, field, label, placeholder }: RichTextEditProps) {
  const { document: planDocument, presence, words: liveWords } = usePlan()
  const { core } = useServices()
  const words = useWords()
  const edit = useEdit()
  const openMention = useOpenMention()
  const place = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<Editor | null>(null)
  const [state, setState] = useState<EditorState | null>(null)
  const [isInside, setInside] = useState(false)
  const [isLinking, setLinking] = useState(false)
  const listKey = useRef<(key: string) => boolean>(() => false)
  const listKeys = useCallback((take: (key: string) => boolean) => {
    listKey.current = take
  }, [])

  const openLink = (url: string): void =>
    void core.shell.openExternal({ url }).then((opened) => {
      if (!opened.ok) noticeToast(opened.error, words)
    })
  const ports: EditorPorts = {
    document: planDocument,
    presence,
    words: liveWords,
    thing,
    field,
    edit,
    label,
    placeholder,
    onState: setState,
    onCut: () => toast({ text: words.t('rich.cut') }),
    onListKey: (key) => listKey.current(key),
    onToolbar: () => frame.current?.querySelector<HTMLElement>('[role=toolbar] button')?.focus(),
    onLink: () => setLinking(true),
    undo: () => void runCommand('undo'),
    redo: () => void runCommand('redo'),
    openMention,
    openLink,
  }
  /** The editor lives longer than one render; what it calls is of the last one. */
  const latest = useRef(ports)
  useLayoutEffect(() => {
    latest.current = ports
  })
  useEffect(() => {
    const made = createEditor(place.current!, throughLatest(latest))
    setEditor(made)
    return () => made.close()
  }, [])

  const standing = useMemo(() => (state === null ? null : standingAt(state)), [state])
  const leave = ({ relatedTarget }: FocusEvent): void => {
    if (!(relatedTarget instanceof Node && frame.current?.contains(relatedTarget))) setInside(false)
  }
  const closeLink = (): void => {
    setLinking(false)
    editor?.view.focus()
  }
  return (
    <div
      className="rich-edit"
      ref={frame}
      data-text={textName(thing, field)}
      onFocus={() => setInside(true)}
      onBlur={leave}
    >
      <HereInText text={textName(thing, field)} />
      {isInside && editor !== null && standing !== null && (
        <FormatBar view={editor.view} standing={standing} onLink={() => setLinking(true)} onOpen={openLink} />
      )}
      <div ref={place} />
      {isInside && editor !== null && state !== null && (
        <MentionList view={editor.view} state={state} onKeys={listKeys} />
      )}
      {isLinking && editor !== null && standing !== null && (
        <LinkSheet
          href={standing.link}
          onClose={closeLink}
          onSet={(href, name) => {
            setLink(href, name)(editor.view.state, editor.view.dispatch)
            closeLink()
          }}
        />
      )}
    </div>
  )
}

function throughLatest(latest: { readonly current: EditorPorts }): EditorPorts {
  const first = latest.current
  return {
    ...first,
    edit: (plan) => latest.current.edit(plan),
    onCut: () => latest.current.onCut(),
    openMention: (mention) => latest.current.openMention(mention),
    openLink: (href) => latest.current.openLink(href),
  }
}
