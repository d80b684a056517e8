import { type RefObject, useEffect, useRef } from 'react'
import { announce } from '../../ui/announce.ts'
import type { Write } from '../../words/words.ts'
import { focusDrawn } from './useBoardKeys.ts'

/** When a project is closed, whoever was in it is back at its card. */
export function useReturn(page: RefObject<HTMLElement | null>, openProject: string | null): void {
  const before = useRef(openProject)
  useEffect(() => {
    const closed = openProject === null ? before.current : null
    before.current = openProject
    if (closed !== null && document.activeElement === document.body) focusDrawn(page.current, closed)
  }, [page, openProject])
}

/** Says how many are selected, whenever that changes. */
export function useSelectionSaid(count: number, t: Write): void {
  const before = useRef(count)
  useEffect(() => {
    if (before.current !== count) announce(t(count === 0 ? 'cards.cleared' : 'cards.selected', { count }))
    before.current = count
  }, [count, t])
}

/** Escape does this first, if there is anything to do; listened to below the window, where the page's own step back waits. */
export function useEscape(run: (() => void) | null): void {
  useEffect(() => {
    if (run === null) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [run])
}
