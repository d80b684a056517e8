import { Check, MoreHorizontal } from 'lucide-react'
import { memo, type MouseEvent, useRef } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import type { Card } from '#shared/plan/cards.ts'
import { useWords } from '../../words/words.ts'
import { HereOnCard } from '../../parts/Here.tsx'
import type { ObjectiveName, PlanNames } from '../../parts/usePlanNames.ts'
import { useBoardActions } from './boardContext.ts'
import { CardFace } from './CardFace.tsx'
import { RenameCard } from './RenameCard.tsx'
import { useCardDrag } from './useCardDrag.ts'

export type CardItemProps = {
  readonly card: Card
  readonly objective: ObjectiveName | undefined
  /** Lanes say it already. */
  readonly isObjectiveSaid: boolean
  readonly names: PlanNames
  readonly since: 'new' | 'changed' | undefined
  readonly isContested: boolean
  readonly isOpen: boolean
  readonly isSelected: boolean
  readonly isRenaming: boolean
  readonly isDropPlace: boolean
  /** In a long list: where it is drawn, in pixels from the top, and its place in the list. */
  readonly start: number | undefined
  readonly place: number | undefined
  readonly measure: ((element: Element | null) => void) | undefined
}

/** A card in its list: a link that can be dragged and selected, with a menu of what else can be done. */
export const CardItem = memo(function CardItem(props: CardItemProps) {
  const { card, objective, since, isOpen, isSelected, isRenaming, isDropPlace, start, place } = props
  const { t } = useWords()
  const { canWrite, hrefOf, onMenu, onPick, onRenamed, draggedWith, commands } = useBoardActions()
  const item = useRef<HTMLLIElement | null>(null)
  const isDragged = useCardDrag({ item, id: card.id, isEnabled: canWrite && !isRenaming, draggedWith })
  const title = shownTitle(card.title) || t('plan.untitled')
  const classes = [
    'card-place',
    `hue-${objective?.hue ?? 'none'}`,
    isDropPlace && 'card-drop',
    isDragged && 'card-dragged',
    since && 'card-since',
    isOpen && 'card-open',
    isSelected && 'card-selected',
  ]
  const onClick = (event: MouseEvent): void => {
    const how = event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : null
    if (how === null) return
    event.preventDefault()
    onPick(card.id, how)
  }
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
        <RenameCard card={card} onDone={(byKey) => onRenamed(card.id, byKey)} commands={commands} />
      ) : (
        <>
          <a
            className="card"
            href={hrefOf(card.id)}
            draggable={false}
            data-card-link={card.id}
            aria-describedby="board-keys"
            onClick={onClick}
            onContextMenu={(event) => {
              event.preventDefault()
              onMenu(card.id, event.currentTarget)
            }}
          >
            {isSelected && <span className="only-heard">{t('card.selected')}</span>}
            <CardFace
              card={card}
              objective={props.isObjectiveSaid ? undefined : objective}
              names={props.names}
              since={since}
              isContested={props.isContested}
            />
          </a>
          <span className="card-tools">
            <button
              type="button"
              className="card-select"
              tabIndex={-1}
              aria-label={t('card.select', { title })}
              aria-pressed={isSelected}
              onClick={(event) => onPick(card.id, event.shiftKey ? 'range' : 'toggle')}
            >
              <Check size={14} strokeWidth={2.5} aria-hidden />
            </button>
            <button
              type="button"
              className="card-more"
              tabIndex={-1}
              aria-label={t('card.menu', { title })}
              aria-haspopup="menu"
              onClick={(event) => onMenu(card.id, event.currentTarget)}
            >
              <MoreHorizontal size={16} strokeWidth={1.5} aria-hidden />
            </button>
          </span>
          <HereOnCard project={card.id} />
        </>
      )}
    </li>
  )
})
