import { useEffect, useState } from 'react'
import { type ContestedReader, createContestedReader } from '#shared/plan/report/contested.ts'
import { usePlan } from '../../app/planContext.ts'

const NONE: ReadonlySet<string> = new Set()
/** One for each open plan: what it has looked at once it need not look at again when the board is opened anew. */
const readers = new WeakMap<object, ContestedReader>()

/** Cards with two ideas for the same thing; looked for while the window has nothing else to do. */
export function useContested(): ReadonlySet<string> {
  const plan = usePlan()
  const [contested, setContested] = useState(NONE)
  useEffect(() => {
    const reader = readers.get(plan) ?? createContestedReader()
    readers.set(plan, reader)
    const { doc } = plan.document
    let cancel = (): void => {}
    const look = (): void => {
      cancel()
      cancel = whenIdle((isDue) => {
        const found = reader.read(doc.now(), isDue)
        if (found === null) look()
        else setContested((before) => (sameSet(before, found) ? before : found))
      })
    }
    look()
    const stop = doc.subscribe(look)
    return () => {
      cancel()
      stop()
    }
  }, [plan])
  return contested
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id))

/** A window that is never idle does a little of it every now and then. */
const AT_LATEST_MS = 2_000

function whenIdle(run: (isDue: () => boolean) => void): () => void {
  const request = window.requestIdleCallback(
    (deadline) => {
      let hasBegun = false
      run(() => {
        const isDue = hasBegun && deadline.timeRemaining() < 1
        hasBegun = true
        return isDue
      })
    },
    { timeout: AT_LATEST_MS },
  )
  return () => window.cancelIdleCallback(request)
}
