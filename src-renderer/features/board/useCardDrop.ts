import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type RefObject, useEffect, useState } from 'react'
import type { CardCommands } from '../../parts/useCardCommands.ts'
import { CARD_DRAG } from './useCardDrag.ts'

type CardDrop = {
  readonly list: RefObject<HTMLElement | null>
  readonly stageId: string
  readonly canWrite: boolean
  readonly commands: CardCommands
}

/** Lets cards be dropped into a column; the card before which it would land, `null` for the end, `undefined` for none. */
export function useCardDrop({ list, stageId, canWrite, commands }: CardDrop): string | null | undefined {
  const [before, setBefore] = useState<string | null>()
  useEffect(() => {
    const column = list.current?.closest<HTMLElement>('[data-stage]')
    if (!column || !canWrite) return
    return dropTargetForElements({
      element: column,
      canDrop: ({ source }) => source.data['kind'] === CARD_DRAG,
      onDrag: ({ location, source }) => {
        setBefore(cardBelow(column, location.current.input.clientY, String(source.data['id'])))
      },
      onDragLeave: () => setBefore(undefined),
      onDrop: ({ location, source }) => {
        setBefore(undefined)
        const id = String(source.data['id'])
        commands.move(id, { stage: stageId, before: cardBelow(column, location.current.input.clientY, id) })
      },
    })
  }, [list, stageId, canWrite, commands])
  return before
}

/** The first card whose middle is below the pointer, the dragged one left out. */
function cardBelow(column: HTMLElement, y: number, draggedId: string): string | null {
  for (const card of column.querySelectorAll<HTMLElement>('[data-card]')) {
    if (card.dataset['card'] === draggedId) continue
    const { top, height } = card.getBoundingClientRect()
    if (y < top + height / 2) return card.dataset['card'] ?? null
  }
  return null
}
