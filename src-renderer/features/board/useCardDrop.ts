import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type RefObject, useEffect, useState } from 'react'
import type { CardCommands } from '../../parts/useCardCommands.ts'
import { NO_OBJECTIVE } from './filter.ts'
import { type Cell, UNPLACED } from './grid.ts'
import { draggedCards } from './useCardDrag.ts'

type CardDrop = {
  readonly place: RefObject<HTMLElement | null>
  readonly cell: Cell
  readonly canWrite: boolean
  readonly commands: CardCommands
}

/** Lets cards be dropped into a cell; the card before which they would land, `null` for the end, `undefined` for none. */
export function useCardDrop({ place, cell, canWrite, commands }: CardDrop): string | null | undefined {
  const [before, setBefore] = useState<string | null>()
  const { stage, objective } = cell
  useEffect(() => {
    const element = place.current
    if (element === null || !canWrite || stage.id === UNPLACED) return
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => draggedCards(source.data) !== null,
      onDrag: ({ location, source }) => {
        setBefore(cardBelow(element, location.current.input.clientY, draggedCards(source.data)!.ids))
      },
      onDragLeave: () => setBefore(undefined),
      onDrop: ({ location, source }) => {
        setBefore(undefined)
        const { ids, lanes } = draggedCards(source.data)!
        const isAtHome = lanes.size === 1 && lanes.has(objective ?? NO_OBJECTIVE)
        commands.moveAll(ids, {
          stage: stage.id,
          before: cardBelow(element, location.current.input.clientY, ids),
          ...(objective === undefined || isAtHome ? {} : { objective }),
        })
      },
    })
  }, [place, stage.id, objective, canWrite, commands])
  return before
}

/** The first card whose middle is below the pointer, the dragged ones left out. */
function cardBelow(within: HTMLElement, y: number, dragged: readonly string[]): string | null {
  for (const card of within.querySelectorAll<HTMLElement>('[data-card]')) {
    if (dragged.includes(card.dataset['card']!)) continue
    const { top, height } = card.getBoundingClientRect()
    if (y < top + height / 2) return card.dataset['card'] ?? null
  }
  return null
}
