import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type RefObject, useEffect, useState } from 'react'

export const CARD_DRAG = 'aplec/card'

/** Makes a card draggable; true while it is being dragged. */
export function useCardDrag(item: RefObject<HTMLElement | null>, id: string, isEnabled: boolean): boolean {
  const [isDragged, setIsDragged] = useState(false)
  useEffect(() => {
    const element = item.current
    if (element === null || !isEnabled) return
    return draggable({
      element,
      getInitialData: () => ({ kind: CARD_DRAG, id }),
      onDragStart: () => setIsDragged(true),
      onDrop: () => setIsDragged(false),
    })
  }, [item, id, isEnabled])
  return isDragged
}
