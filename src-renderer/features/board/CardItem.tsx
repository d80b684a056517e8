import { MoreHorizontal } from 'lucide-react'
import { memo, useRef } from 'react'
import type { Card } from '#shared/plan/cards.ts'
import { useWords } from '../../words/words.ts'
import { CardFace } from './CardFace.tsx'
import { RenameCard } from './RenameCard.tsx'
import type { CardCommands } from '../../parts/useCardCommands.ts'
import { useCardDrag } from './useCardDrag.ts'
import type { ObjectiveName, PlanNames } from '../../parts/usePlanNames.ts'

export type CardItemProps = {
  readonly card: Card
  readonly objective: ObjectiveName | undefined
  readonly names: PlanNames
  readonly since: 'new' | 'changed' | undefined
  readonly isOpen: boolean
  readonly isRenaming: boolean
  readonly isDropPlace: boolean
  readonly canWrite: boolean
  readonly href: string
  readonly onMenu: (id: string, anchor: Element) => void
  readonly onRenamed: (id: string, byKey: boolean) => void
  readonly commands: CardCommands
  /** In a long column: where it is drawn, in pixels from the top, and its place in the list. */
  readonly start: number | undefined
  readonly place: number | undefined
  readonly measure: ((element: Element | null) => void) | undefined
}

/** A card in its column: a link that can be dragged, with a menu of what else can be done. */
export const CardItem = memo(function CardItem(props: CardItemProps) {
  const { card, objective, since, isOpen, isRenaming, isDropPlace, canWrite, href, onMenu, start, place } = props
  const { t } = useWords()
  const item = useRef<HTMLLIElement | null>(null)
  const isDragged = useCardDrag(item, card.id, canWrite && !isRenaming)
  const classes = [
    'card-place',
    `hue-${objective?.hue ?? 'none'}`,
    isDropPlace && 'card-drop',
    isDragged && 'card-dragged',
    since && 'card-since',
    isOpen && 'card-open',
  ]
  return (
    <li
      ref={(element) => {
        item.current = element
        props.measure?.(element)
      }}
      className={classes.filter(Boolean).join(' ')}
      data-card={card.id}
      {...(start === undefined ? {} : { style: { transform: `translateY(${start}px)` }, 'data-index': place })}
    >
      {isRenaming ? (
        <RenameCard card={card} onDone={(byKey) => props.onRenamed(card.id, byKey)} commands={props.commands} />
      ) : (
        <>
          <a
            className="card"
            href={href}
            draggable={false}
            data-card-link={card.id}
            aria-describedby="board-keys"
            onContextMenu={(event) => {
              event.preventDefault()
              onMenu(card.id, event.currentTarget)
            }}
          >
            <CardFace card={card} objective={objective} names={props.names} since={since} />
          </a>
          <button
            type="button"
            className="card-more"
            tabIndex={-1}
            aria-label={t('card.menu', { title: card.title || t('plan.untitled') })}
            aria-haspopup="menu"
            onClick={(event) => onMenu(card.id, event.currentTarget)}
          >
            <MoreHorizontal size={16} strokeWidth={1.5} aria-hidden />
          </button>
        </>
      )}
    </li>
  )
})
