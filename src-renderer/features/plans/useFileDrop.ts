import { type DragEvent, useState } from 'react'

type FileDrop = {
  /** A file is held over the place. */
  readonly isOver: boolean
  readonly onDragOver: (event: DragEvent) => void
  readonly onDragLeave: (event: DragEvent) => void
  readonly onDrop: (event: DragEvent) => void
}

/** Takes the first of the files that are dropped on a place; whatever else is dragged over it is left alone. */
export function useFileDrop(take: (file: File) => void): FileDrop {
  const [isOver, setIsOver] = useState(false)
  return {
    isOver,
    onDragOver: (event) => {
      if (!event.dataTransfer.types.includes('Files')) return
      event.preventDefault()
      setIsOver(true)
    },
    onDragLeave: (event) => {
      const isInside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)
      if (!isInside) setIsOver(false)
    },
    onDrop: (event) => {
      setIsOver(false)
      const file = event.dataTransfer.files[0]
      if (file === undefined) return
      event.preventDefault()
      take(file)
    },
  }
}
