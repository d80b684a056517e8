import { type KeyboardEvent, useState } from 'react'
import type { Card } from '#shared/plan/cards.ts'
import { useWords } from '../../words/words.ts'
import type { CardCommands } from '../../parts/useCardCommands.ts'

type RenameCardProps = {
  readonly card: Card
  readonly onDone: (byKey: boolean) => void
  readonly commands: CardCommands
}

/** The name of a card, typed where it stands. Enter keeps it, Escape leaves it as it was. */
export function RenameCard({ card, onDone, commands }: RenameCardProps) {
  const { t } = useWords()
  const [title, setTitle] = useState(card.title)
  const keep = (byKey: boolean): void => {
    if (title.trim() !== '' && title !== card.title) commands.rename(card.id, title.trim())
    onDone(byKey)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      keep(true)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      onDone(true)
    }
  }
  return (
    <textarea
      className="input card-rename"
      rows={1}
      autoFocus
      aria-label={t('board.newTitle')}
      value={title}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setTitle(event.target.value.replaceAll('\n', ' '))}
      onKeyDown={onKeyDown}
      onBlur={() => keep(false)}
    />
  )
}
