import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { memo, useLayoutEffect, useRef } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import type { Card } from '#shared/plan/cards.ts'
import type { ChangedSince } from '../../data/changedSince.ts'
import { useWords } from '../../words/words.ts'
import { CardItem } from './CardItem.tsx'
import { NewCard, type StageHead } from './NewCard.tsx'
import type { CardCommands } from '../../parts/useCardCommands.ts'
import { focusDrawn, type Reveal, UNPLACED } from './useBoardKeys.ts'
import { useCardDrop } from './useCardDrop.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'

export type ColumnProps = {
  readonly stage: StageHead
  /** Those that fit the filter. */
  readonly cards: readonly Card[]
  readonly total: number
  readonly names: PlanNames
  readonly changed: ChangedSince
  readonly canWrite: boolean
  readonly reveal: Reveal
  readonly openProject: string | null
  readonly renaming: string | null
  readonly hrefOf: (id: string) => string
  readonly onMenu: (id: string, anchor: Element) => void
  readonly onRenamed: (id: string, byKey: boolean) => void
  readonly commands: CardCommands
}

/** More cards than this are drawn only where they can be seen. */
const VIRTUAL_ABOVE = 100
const CARD_HEIGHT = 104

/** One stage with its cards; its head stays in sight. */
export const Column = memo(function Column(props: ColumnProps) {
  const { stage, cards, total, canWrite, commands } = props
  const { t } = useWords()
  const list = useRef<HTMLUListElement>(null)
  const takesCards = canWrite && stage.id !== UNPLACED
  const before = useCardDrop({ list, stageId: stage.id, canWrite: takesCards, commands })
  const headId = `stage-${stage.id}`
  return (
    <section className="column" aria-labelledby={headId} data-stage={stage.id}>
      <h2 className="column-head" id={headId}>
        <span className="column-name">{shownTitle(stage.title) || t('plan.untitled')}</span>
        <span className="column-count">
          <span aria-hidden>{cards.length === total ? total : `${cards.length}/${total}`}</span>
          <span className="only-heard">{t('board.count', { count: total })}</span>
        </span>
      </h2>
      {cards.length > VIRTUAL_ABOVE ? (
        <LongList {...props} list={list} before={before} />
      ) : (
        <ul className="cards" ref={list} aria-labelledby={headId}>
          {cards.map((card) => (
            <Place key={card.id} {...props} card={card} before={before} />
          ))}
          {cards.length === 0 && <li className="cards-none">{t('board.emptyColumn')}</li>}
          {before === null && <li className="drop-line" aria-hidden />}
        </ul>
      )}
      {takesCards && <NewCard stage={stage} commands={commands} />}
    </section>
  )
})

type ListProps = ColumnProps & {
  readonly list: React.RefObject<HTMLUListElement | null>
  /** Where a dragged card would go: before this one, at the end (`null`), or nowhere here. */
  readonly before: string | null | undefined
}

function LongList({ list, before, ...props }: ListProps) {
  const { cards, reveal } = props
  // oxlint-disable-next-line react/incompatible-library -- its values stay in this component
  const rows = useVirtualizer({
    count: cards.length,
    getScrollElement: () => list.current,
    estimateSize: () => CARD_HEIGHT,
    getItemKey: (index) => cards[index]!.id,
    paddingStart: 8,
    overscan: 6,
    // What has the focus stays drawn, wherever the list is scrolled to.
    rangeExtractor: (range) => withFocused(range, list.current, cards),
  })
  const wanted = useRef<string | null>(null)
  useLayoutEffect(() => {
    if (wanted.current !== null && focusDrawn(list.current, wanted.current)) wanted.current = null
  })
  useLayoutEffect(() => {
    const draw = (id: string): boolean => {
      const index = cards.findIndex((card) => card.id === id)
      if (index === -1) return false
      wanted.current = id
      rows.scrollToIndex(index)
      return true
    }
    reveal.add(draw)
    return () => void reveal.delete(draw)
  }, [cards, rows, reveal])
  return (
    <ul className="cards cards-long" ref={list} aria-labelledby={`stage-${props.stage.id}`}>
      <li className="cards-space" role="presentation" style={{ height: rows.getTotalSize() }} />
      {rows.getVirtualItems().map(({ index, key, start }) => (
        <Place
          key={key}
          {...props}
          card={cards[index]!}
          before={before}
          start={start}
          place={index}
          measure={rows.measureElement}
        />
      ))}
    </ul>
  )
}

function withFocused(range: Range, list: HTMLElement | null, cards: readonly Card[]): number[] {
  const drawn = defaultRangeExtractor(range)
  const active = list?.ownerDocument.activeElement
  const id = list?.contains(active ?? null) ? active?.closest<HTMLElement>('[data-card]')?.dataset['card'] : undefined
  const index = id === undefined ? -1 : cards.findIndex((card) => card.id === id)
  return index === -1 || drawn.includes(index) ? drawn : [...drawn, index].sort((a, b) => a - b)
}

type PlaceProps = ColumnProps & {
  readonly card: Card
  readonly before: string | null | undefined
  readonly start?: number
  readonly place?: number
  readonly measure?: (element: Element | null) => void
}

/** Takes from the column only what this card shows, so that a card is drawn again only when it changed. */
function Place({ card, names, changed, openProject, renaming, before, ...rest }: PlaceProps) {
  return (
    <CardItem
      card={card}
      objective={card.objective === null ? undefined : names.objectives.get(card.objective)}
      names={names}
      since={changed.get(card.id)}
      isOpen={openProject === card.id}
      isRenaming={renaming === card.id}
      isDropPlace={before === card.id}
      canWrite={rest.canWrite}
      href={rest.hrefOf(card.id)}
      onMenu={rest.onMenu}
      onRenamed={rest.onRenamed}
      commands={rest.commands}
      start={rest.start}
      place={rest.place}
      measure={rest.measure}
    />
  )
}
