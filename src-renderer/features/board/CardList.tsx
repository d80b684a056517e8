import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { memo, type RefObject, useCallback, useLayoutEffect, useRef } from 'react'
import type { Card } from '#shared/plan/cards.ts'
import { useWords } from '../../words/words.ts'
import { type BoardMarks, useBoardActions } from './boardContext.ts'
import { CardItem } from './CardItem.tsx'
import { focusDrawn } from './useBoardKeys.ts'

type CardListProps = {
  readonly cards: readonly Card[]
  readonly marks: BoardMarks
  /** Ids of what names the list. */
  readonly labelledBy: string
  /** Where a dragged card would go: before this one, at the end (`null`), or nowhere here. */
  readonly before: string | null | undefined
}

/** Of a longer list only what can be seen is drawn. In lanes there are many lists. */
const LONG = 100
const LONG_IN_LANES = 20
const CARD_HEIGHT = 104

export const CardList = memo(function CardList(props: CardListProps) {
  const { cards, marks, labelledBy, before } = props
  const { t } = useWords()
  if (cards.length > (marks.hasLanes ? LONG_IN_LANES : LONG)) return <LongList {...props} />
  return (
    <ul className="cards" aria-labelledby={labelledBy}>
      {cards.map((card) => (
        <Place key={card.id} card={card} marks={marks} before={before} />
      ))}
      {cards.length === 0 && !marks.hasLanes && !marks.isFiltered && (
        <li className="cards-none">{t('board.emptyColumn')}</li>
      )}
      {before === null && <li className="drop-line" aria-hidden />}
    </ul>
  )
})

function LongList({ cards, marks, labelledBy, before }: CardListProps) {
  const list = useRef<HTMLUListElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- its values stay in this component
  const rows = useVirtualizer({
    count: cards.length,
    getScrollElement: () => list.current,
    estimateSize: () => CARD_HEIGHT,
    getItemKey: useCallback((index: number) => cards[index]!.id, [cards]),
    // Scrolling to a card draws once, not once for each card that is measured on the way.
    useFlushSync: false,
    paddingStart: 8,
    overscan: marks.hasLanes ? 3 : 6,
    // What has the focus stays drawn, wherever the list is scrolled to.
    rangeExtractor: (range) => withFocused(range, list.current, cards),
  })
  useReveal(list, cards, rows.scrollToIndex)
  return (
    <ul className="cards cards-long" ref={list} aria-labelledby={labelledBy}>
      <li className="cards-space" role="presentation" style={{ height: rows.getTotalSize() }} />
      {rows.getVirtualItems().map(({ index, key, start }) => (
        <Place
          key={key}
          card={cards[index]!}
          marks={marks}
          before={before}
          start={start}
          place={index}
          measure={rows.measureElement}
        />
      ))}
    </ul>
  )
}

/** Draws and focuses a card of this list that is out of sight, when it is asked for. */
function useReveal(
  list: RefObject<HTMLElement | null>,
  cards: readonly Card[],
  scrollTo: (index: number) => void,
): void {
  const { reveal } = useBoardActions()
  const wanted = useRef<string | null>(null)
  useLayoutEffect(() => {
    if (wanted.current !== null && focusDrawn(list.current, wanted.current)) wanted.current = null
  })
  useLayoutEffect(() => {
    const draw = (id: string): boolean => {
      const index = cards.findIndex((card) => card.id === id)
      if (index === -1) return false
      wanted.current = id
      scrollTo(index)
      return true
    }
    reveal.add(draw)
    return () => void reveal.delete(draw)
  }, [list, cards, scrollTo, reveal])
}

function withFocused(range: Range, list: HTMLElement | null, cards: readonly Card[]): number[] {
  const drawn = defaultRangeExtractor(range)
  const active = list?.ownerDocument.activeElement
  const id = list?.contains(active ?? null) ? active?.closest<HTMLElement>('[data-card]')?.dataset['card'] : undefined
  const index = id === undefined ? -1 : cards.findIndex((card) => card.id === id)
  return index === -1 || drawn.includes(index) ? drawn : [...drawn, index].sort((a, b) => a - b)
}

type PlaceProps = {
  readonly card: Card
  readonly marks: BoardMarks
  readonly before: string | null | undefined
  readonly start?: number
  readonly place?: number
  readonly measure?: (element: Element | null) => void
}

/** Takes from the board only what this card shows, so that a card is drawn again only when it changed. */
function Place({ card, marks, before, start, place, measure }: PlaceProps) {
  return (
    <CardItem
      card={card}
      objective={card.objective === null ? undefined : marks.names.objectives.get(card.objective)}
      isObjectiveSaid={marks.hasLanes}
      names={marks.names}
      since={marks.changed.get(card.id)}
      isContested={marks.contested.has(card.id)}
      isOpen={marks.openProject === card.id}
      isSelected={marks.selected.has(card.id)}
      isRenaming={marks.renaming === card.id}
      isDropPlace={before === card.id}
      start={start}
      place={place}
      measure={measure}
    />
  )
}
