import { type RefObject, useCallback, useEffect, useRef } from 'react'

/** A line that is moved is drawn anew somewhere else: the focus goes with it. Answers what to call just before. */
export function useFollowedFocus(list: RefObject<HTMLElement | null>, lines: readonly unknown[]): (id: string) => void {
  const followed = useRef<string | null>(null)
  useEffect(() => {
    if (followed.current !== null)
      list.current?.querySelector<HTMLElement>(`[data-line="${followed.current}"] textarea`)?.focus()
    followed.current = null
  }, [list, lines])
  return useCallback((id) => void (followed.current = id), [])
}
