import { startTransition, useCallback, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/**
 * How many of `total` slices are drawn by now (UI137): none in the first frame, then one after another, each a task of its own,
 * so that frames and keys come in between; `Infinity` once all are. `finish` draws what is left at once.
 */
export function useSlices(total: number): readonly [drawn: number, finish: () => void] {
  const [drawn, setDrawn] = useState(0)
  useEffect(() => {
    if (drawn === Infinity) return
    const next = drawn + 1 < total ? drawn + 1 : Infinity
    return inLaterTask(drawn === 0, () => startTransition(() => setDrawn(next)))
  }, [drawn, total])
  const finish = useCallback(() => flushSync(() => setDrawn(Infinity)), [])
  return [drawn, finish]
}

/** What is drawn now is seen first, when it is what one waits for; the way to take it back. */
function inLaterTask(isSeenFirst: boolean, run: () => void): () => void {
  let timer = 0
  const soon = (): void => void (timer = window.setTimeout(run))
  const frame = isSeenFirst ? requestAnimationFrame(soon) : (soon(), 0)
  return () => {
    cancelAnimationFrame(frame)
    window.clearTimeout(timer)
  }
}
