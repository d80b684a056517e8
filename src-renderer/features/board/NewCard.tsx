import { Plus } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'
import type { CardCommands } from '../../parts/useCardCommands.ts'

export type StageHead = { readonly id: string; readonly title: string }

type NewCardProps = { readonly stage: StageHead; readonly commands: CardCommands }

/** A card is typed where it will be. Enter adds it and starts another; Escape ends. */
export function NewCard({ stage, commands }: NewCardProps) {
  const { t } = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const [title, setTitle] = useState('')
  const [hasEnded, setHasEnded] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)

  const add = (): void => {
    if (title.trim() === '') return
    if (commands.add(stage.id, title.trim()) === null) return
    setTitle('')
    requestAnimationFrame(() => field.current?.scrollIntoView({ block: 'nearest' }))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      add()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      setTitle('')
      setHasEnded(true)
      setIsOpen(false)
    }
  }
  const onBlur = (): void => {
    add()
    setHasEnded(false)
    setIsOpen(false)
  }

  if (!isOpen) {
    return (
      <div className="new-card">
        <Button
          look="quiet"
          size="s"
          icon={<Plus size={16} strokeWidth={1.5} aria-hidden />}
          aria-label={t('board.addTo', { stage: stage.title })}
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
        onBlur={onBlur}
      />
      <p className="hint">{t('board.newTitle.hint')}</p>
    </div>
  )
}
