import type { EditorState } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { useEffect, useId, useLayoutEffect, useMemo, useState } from 'react'
import { createPortal } from 'react-dom'
import { shownTitle } from '#shared/base/shownText.ts'
import { selectMembers } from '#shared/plan/lists.ts'
import { type Mention, mentionAddress } from '#shared/plan/rich/richText.ts'
import { usePlan } from '../../app/planContext.ts'
import { Initials } from '../../ui/Initials.tsx'
import { useWords } from '../../words/words.ts'
import { plainWords } from '../plainWords.ts'
import { insertMention } from './commands.ts'
import { mentionQuery, type MentionQuery } from './mentions.ts'

type MentionListProps = {
  readonly view: EditorView
  readonly state: EditorState
  /** Tells the editor whom to ask whether a key is for the list. */
  readonly onKeys: (take: (key: string) => boolean) => void
}

type Named = Mention & { readonly name: string }

const SHOWN = 8
const NO_KEYS = (): boolean => false

/** People and projects to mention, under what is typed after an `@`. */
export function MentionList({ state, ...rest }: MentionListProps) {
  const query = useMemo(() => mentionQuery(state), [state])
  // Another `@` is another list: one that was sent away with Escape stays away.
  return query === null ? null : <Offered key={query.from} query={query} {...rest} />
}

type OfferedProps = Omit<MentionListProps, 'state'> & { readonly query: MentionQuery }

function Offered({ view, query, onKeys }: OfferedProps) {
  const { t } = useWords()
  const id = useId()
  const plan = usePlan()
  // As they were when the list opened.
  const names = useMemo(() => everyName(plan), [plan])
  const found = useMemo(() => fitting(names, query.words), [names, query.words])
  const [isLeft, setLeft] = useState(false)
  const [chosen, setChosen] = useState({ words: '', index: 0 })
  const isOpen = !isLeft && found.length > 0
  const at = chosen.words === query.words ? chosen.index : 0

  const take = (index: number): void => {
    const named = found[index]
    if (named === undefined) return
    insertMention(query.from, query.to, mentionAddress(named), named.name)(view.state, view.dispatch)
    view.focus()
  }
  useLayoutEffect(() => {
    const move = (by: number): void => setChosen({ words: query.words, index: (at + by) % found.length })
    onKeys((key) => {
      if (!isOpen) return false
      if (key === 'ArrowDown') move(1)
      else if (key === 'ArrowUp') move(found.length - 1)
      else if (key === 'Enter' || key === 'Tab') take(at)
      else if (key === 'Escape') setLeft(true)
      else return false
      return true
    })
    return () => onKeys(NO_KEYS)
  })
  useEffect(() => {
    if (!isOpen) return
    const attributes = { 'aria-autocomplete': 'list', 'aria-controls': id, 'aria-activedescendant': `${id}-${at}` }
    for (const [name, value] of Object.entries(attributes)) view.dom.setAttribute(name, value)
    return () => {
      for (const name of Object.keys(attributes)) view.dom.removeAttribute(name)
    }
  }, [view, isOpen, id, at])

  if (!isOpen) return null
  const { left: x, bottom: y } = view.coordsAtPos(query.from)
  return createPortal(
    <ul
      id={id}
      role="listbox"
      aria-label={t('rich.mention')}
      className="popover list mention-list"
      style={{ left: Math.min(x, window.innerWidth - 320), ...placed(y) }}
    >
      {found.map((named, index) => (
        <li
          key={named.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          className="list-item"
          onPointerDown={(event) => {
            event.preventDefault()
            take(index)
          }}
        >
          {named.kind === 'member' ? (
            <Initials name={named.name} isBesideName />
          ) : (
            <span className="mention-card" aria-hidden />
          )}
          <span className="list-name">{named.name}</span>
        </li>
      ))}
    </ul>,
    document.body,
  )
}

/** Under the line, or above it near the foot of the window. */
const placed = (bottom: number): { readonly top: number } | { readonly bottom: number } =>
  bottom + 320 < window.innerHeight || bottom < 360 ? { top: bottom + 4 } : { bottom: window.innerHeight - bottom + 28 }

/** Names that begin so come first. */
function fitting(names: readonly (Named & { readonly plain: string })[], words: string): readonly Named[] {
  const sought = plainWords(words)
  const fits = names.filter(({ plain }) => plain.includes(sought))
  const begins = ({ plain }: { readonly plain: string }): number => (plain.startsWith(sought) ? 0 : 1)
  return fits.toSorted((a, b) => begins(a) - begins(b)).slice(0, SHOWN)
}

function everyName({
  document: { doc },
  reader,
}: ReturnType<typeof usePlan>): readonly (Named & { readonly plain: string })[] {
  const board = reader.board(doc.now())
  const cards = [...board.columns.flatMap((column) => column.cards), ...board.unplaced]
  const named: readonly Named[] = [
    ...selectMembers(doc.now()).map((person) => ({
      kind: 'member' as const,
      id: person.id,
      name: shownTitle(person.name ?? ''),
    })),
    ...cards.map(({ id, title }) => ({ kind: 'project' as const, id, name: shownTitle(title) })),
  ]
  return named.filter(({ name }) => name !== '').map((one) => ({ ...one, plain: plainWords(one.name) }))
}
