import { NotebookPen } from 'lucide-react'
import { useState } from 'react'
import type { ThingRef } from '#shared/plan/things.ts'
import type { MenuEntry } from '../ui/MenuList.tsx'
import { useWords } from '../words/words.ts'
import { TextEdit } from './TextEdit.tsx'

type NoteEditProps = {
  readonly thing: ThingRef
  readonly name: string
  readonly isOpen: boolean
  readonly stored: string
}

/** A line's note below it: there when something is written in it, or when one has asked to write one. */
export function NoteEdit({ thing, name, isOpen, stored }: NoteEditProps) {
  const { t } = useWords()
  // Once there it stays: a note that is emptied may be about to be written anew.
  const [isThere, setIsThere] = useState(false)
  if (!isThere && (isOpen || stored !== '')) setIsThere(true)
  if (!isThere) return null
  return (
    <div className="line-note">
      <TextEdit
        thing={thing}
        field="note"
        stored={stored}
        label={t('project.note', { title: name })}
        isLabelHidden
        isProse
        placeholder={t('project.addNote')}
        hasFocus={isOpen && stored === ''}
      />
    </div>
  )
}

/** Whether the note of a line was asked for, and the way to ask in the line's menu; none when there is a note. */
export function useNote(stored: string): readonly [isOpen: boolean, entries: readonly MenuEntry[]] {
  const { t } = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const entry: MenuEntry = {
    key: 'note',
    name: t('project.addNote'),
    icon: <NotebookPen size={16} strokeWidth={1.5} aria-hidden />,
    onChoose: () => setIsOpen(true),
  }
  return [isOpen, stored === '' && !isOpen ? [entry] : []]
}
