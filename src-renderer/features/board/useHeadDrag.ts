import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type RefObject, useEffect, useState } from 'react'

type HeadDrag = {
  readonly head: RefObject<HTMLElement | null>
  /** Type and id of what is reordered: stages among stages, objectives among objectives. */
  readonly type: 'Stage' | 'Objective'
  readonly id: string
  readonly isEnabled: boolean
  /** Puts the dragged one ahead of this one, or behind it. */
  readonly onDrop: (dragged: string, side: Side) => void
}

type Side = 'before' | 'after'

/** Heads of columns and lanes are dragged by themselves onto each other; the side on which the dragged one would land. */
export function useHeadDrag({ head, type, id, isEnabled, onDrop }: HeadDrag): Side | null {
  const [side, setSide] = useState<Side | null>(null)
  useEffect(() => {
    const element = head.current
    if (element === null || !isEnabled) return
    const sideOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Side => {
      const { left, width, top, height } = element.getBoundingClientRect()
      const isFirstHalf = type === 'Stage' ? clientX < left + width / 2 : clientY < top + height / 2
      return isFirstHalf ? 'before' : 'after'
    }
    return combine(
      draggable({ element, getInitialData: () => ({ kind: type, id }) }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data['kind'] === type && source.data['id'] !== id,
        onDrag: ({ location }) => setSide(sideOf(location.current.input)),
        onDragLeave: () => setSide(null),
        onDrop: ({ location, source }) => {
          setSide(null)
          onDrop(String(source.data['id']), sideOf(location.current.input))
        },
      }),
    )
  }, [head, type, id, isEnabled, onDrop])
  return side
}
