import { Plus } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'
import { useBoardActions } from './boardContext.ts'
import type { Cell } from './grid.ts'
import { PasteSheet } from './PasteSheet.tsx'
import { pastedTitles } from './pastedTitles.ts'

type NewCardProps = {
  readonly cell: Cell
  /** In lanes there are many places for a new card: each is small until it is wanted. */
  readonly isSmall: boolean
}

/** A card is typed where it will be. Enter adds it and starts another; Escape ends; several lines can be several cards. */
export function NewCard({ cell, isSmall }: NewCardProps) {
  const { t } = useWords()
  const { commands, onAdded } = useBoardActions()
  const [isOpen, setIsOpen] = useState(false)
  const [title, setTitle] = useState('')
  const [hasEnded, setHasEnded] = useState(false)
  const [pasted, setPasted] = useState<readonly string[] | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const stage = shownTitle(cell.stage.title)

  const add = (): void => {
    if (title.trim() === '') return
    const id = commands.add(cell.stage.id, title.trim(), cell.objective)
    if (id === null) return
    setTitle('')
    onAdded(id)
    requestAnimationFrame(() => field.current?.scrollIntoView({ block: 'nearest' }))
  }
  const end = (): void => {
    setTitle('')
    setHasEnded(true)
    setIsOpen(false)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      add()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      end()
    }
  }
  const onPaste = (event: ClipboardEvent): void => {
    const titles = pastedTitles(event.clipboardData.getData('text/plain'))
    if (titles.length < 2) return
    event.preventDefault()
    setPasted(titles)
  }
  const onBlur = (): void => {
    if (pasted !== null) return
    add()
    setHasEnded(false)
    setIsOpen(false)
  }

  if (!isOpen) {
    return (
      <div className={isSmall ? 'new-card new-card-small only-editing' : 'new-card only-editing'}>
        <Button
          look="quiet"
          size="s"
          icon={<Plus size={16} strokeWidth={1.5} aria-hidden />}
          aria-label={t('board.addTo', { stage })}
          autoFocus={hasEnded}
          onPress={() => setIsOpen(true)}
        >
          {t('board.add')}
        </Button>
      </div>
    )
  }
  return (
    <div className="new-card">
      <textarea
        ref={field}
        className="input new-card-field"
        rows={1}
        autoFocus
        value={title}
        aria-label={t('board.newTitle')}
        placeholder={t('board.newTitle')}
        onChange={(event) => setTitle(event.target.value.replaceAll('\n', ' '))}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={onBlur}
      />
      <p className="hint">{t('board.newTitle.hint')}</p>
      {pasted && (
        <PasteSheet
          titles={pasted}
          stage={stage}
          onEach={(titles) => {
            commands.addAll(cell.stage.id, titles, cell.objective)
            setPasted(null)
            end()
          }}
          onOne={() => {
            setTitle([title, ...pasted].filter(Boolean).join(' '))
            setPasted(null)
          }}
          onClose={() => setPasted(null)}
        />
      )}
    </div>
  )
}
