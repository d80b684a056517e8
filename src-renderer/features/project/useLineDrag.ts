import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type RefObject, useEffect, useState } from 'react'
import type { ActionPlace } from './actionEdits.ts'

const LINE_DRAG = 'aplec/line'

/** Lines of one kind in one project: none can be dropped among others. */
export type LineList = `${'Action' | 'Output'}/${string}`

/** Lets a line be dragged by its handle; true while it is. */
export function useLineDrag(
  line: RefObject<HTMLElement | null>,
  handle: RefObject<HTMLElement | null>,
  id: string,
  of: LineList,
): boolean {
  const [isDragged, setIsDragged] = useState(false)
  useEffect(() => {
    if (line.current === null || handle.current === null) return
    return draggable({
      element: line.current,
      dragHandle: handle.current,
      getInitialData: () => ({ kind: LINE_DRAG, id, of }),
      onDragStart: () => setIsDragged(true),
      onDrop: () => setIsDragged(false),
    })
  }, [line, handle, id, of])
  return isDragged
}

/** Lets lines be dropped into the list; where it would land while one is dragged over it. */
export function useLineDrop(
  list: RefObject<HTMLElement | null>,
  of: LineList,
  onMove: (id: string, to: ActionPlace) => void,
): ActionPlace | null {
  const [place, setPlace] = useState<ActionPlace | null>(null)
  useEffect(() => {
    const element = list.current
    if (element === null) return
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data['kind'] === LINE_DRAG && source.data['of'] === of,
      onDrag: ({ location, source }) => {
        const next = placeAt(element, location.current.input.clientY, String(source.data['id']))
        setPlace((before) => (before?.before === next.before && before?.heading === next.heading ? before : next))
      },
      onDragLeave: () => setPlace(null),
      onDrop: ({ location, source }) => {
        setPlace(null)
        const id = String(source.data['id'])
        onMove(id, placeAt(element, location.current.input.clientY, id))
      },
    })
  }, [list, of, onMove])
  return place
}

/** Ahead of the first line whose middle is below the pointer, under the heading that the pointer is under. */
function placeAt(list: HTMLElement, y: number, draggedId: string): ActionPlace {
  const groups = [...list.querySelectorAll<HTMLElement>('[data-heading]')]
  const group = groups.findLast((one) => one.getBoundingClientRect().top <= y) ?? groups[0]
  const lines = [...list.querySelectorAll<HTMLElement>('[data-line]')].filter(
    (line) => line.dataset['line'] !== draggedId,
  )
  const below = lines.find((line) => {
    const { top, height } = line.getBoundingClientRect()
    return y < top + height / 2
  })
  return { before: below?.dataset['line'] ?? null, heading: group?.dataset['heading'] ?? '' }
}
