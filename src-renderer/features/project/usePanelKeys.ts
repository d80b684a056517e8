import { type KeyboardEvent, type RefObject, useCallback } from 'react'

/** Headings of the sections that are there, from top to bottom. */
export const headingsIn = (panel: HTMLElement): readonly HTMLElement[] => [
  ...panel.querySelectorAll<HTMLElement>('[data-part-head]'),
]

/**
 * Enter on the panel itself, as it is right after Enter on the card, gives it the whole width; Alt+Page Down and Alt+Page Up
 * go from section to section, also out of a text.
 */
export function usePanelKeys(panel: RefObject<HTMLElement | null>, onWide: () => void) {
  return useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const element = panel.current
      if (element === null) return
      if (event.key === 'Enter' && event.target === element) return onWide()
      const step = event.altKey ? { PageDown: 1, PageUp: -1 }[event.key] : undefined
      if (step === undefined) return
      event.preventDefault()
      headingAt(element, step)?.focus()
    },
    [panel, onWide],
  )
}

/** The heading after that of the section one is in, or before it. */
function headingAt(panel: HTMLElement, step: number): HTMLElement | undefined {
  const headings = headingsIn(panel)
  const focused = panel.ownerDocument.activeElement
  const isBefore = (heading: HTMLElement): boolean =>
    heading === focused ||
    (focused !== null && (heading.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0)
  const here = focused === panel ? -1 : headings.findLastIndex(isBefore)
  return headings[Math.max(0, here + step)]
}
