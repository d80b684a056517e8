import { type RefObject, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

const FIRST = 24
const MORE = 48
/** Far enough ahead that nobody who scrolls sees the end of what is drawn. */
const AHEAD = '1600px'

/**
 * How many of a long list to draw: more whenever its end (`end`, an element after the last) comes near the window, and all of
 * them on paper. What was drawn stays, so that searching in the page and going back find it.
 */
export function useGrowing(total: number): { readonly count: number; readonly end: RefObject<HTMLDivElement | null> } {
  const [count, setCount] = useState(FIRST)
  const end = useRef<HTMLDivElement>(null)
  const isWhole = count >= total
  useEffect(() => {
    const mark = end.current
    if (isWhole || mark === null) return
    const watcher = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setCount((drawn) => drawn + MORE),
      { rootMargin: AHEAD },
    )
    watcher.observe(mark)
    return () => watcher.disconnect()
    // Watched anew after each growth: an end that has stayed in sight says nothing by itself.
  }, [isWhole, count])
  useEffect(() => {
    if (isWhole) return
    const drawAll = (): void => flushSync(() => setCount(Infinity))
    window.addEventListener('beforeprint', drawAll)
    return () => window.removeEventListener('beforeprint', drawAll)
  }, [isWhole])
  return { count, end }
}
