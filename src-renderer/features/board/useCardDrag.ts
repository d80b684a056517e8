import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview'
import { type RefObject, useEffect, useState } from 'react'
import { useWords } from '../../words/words.ts'
import type { Dragged } from './boardContext.ts'

const CARD_DRAG = 'aplec/card'

type CardDrag = {
  readonly item: RefObject<HTMLElement | null>
  readonly id: string
  readonly isEnabled: boolean
  readonly draggedWith: (id: string) => Dragged
}

/** Makes a card draggable, with all that are selected when it is; true while it is being dragged. */
export function useCardDrag({ item, id, isEnabled, draggedWith }: CardDrag): boolean {
  const [isDragged, setIsDragged] = useState(false)
  const { t } = useWords()
  useEffect(() => {
    const element = item.current
    if (element === null || !isEnabled) return
    return draggable({
      element,
      getInitialData: () => ({ kind: CARD_DRAG, ...draggedWith(id) }),
      onGenerateDragPreview: ({ source, nativeSetDragImage }) => {
        const { ids } = source.data as unknown as Dragged
        if (ids.length === 1) return
        setCustomNativeDragPreview({
          nativeSetDragImage,
          render: ({ container }) => {
            const stack = document.createElement('div')
            stack.className = 'drag-stack'
            stack.textContent = t('board.count', { count: ids.length })
            container.append(stack)
          },
        })
      },
      onDragStart: () => setIsDragged(true),
      onDrop: () => setIsDragged(false),
    })
  }, [item, id, isEnabled, draggedWith, t])
  return isDragged
}

/** What is dragged, when it is cards. */
export function draggedCards(data: Record<string | symbol, unknown>): Dragged | null {
  return data['kind'] === CARD_DRAG ? (data as unknown as Dragged) : null
}
