import { useEffect, useState } from 'react'
import { useServices } from '../../app/context.ts'

/** How many codes of which plans still wait to be written down, by plan; `null` until the core has answered. */
export function useWaitingCodes(): ReadonlyMap<string, number> | null {
  const { core } = useServices()
  const [waiting, setWaiting] = useState<ReadonlyMap<string, number> | null>(null)
  useEffect(() => {
    let isHere = true
    const ask = (): void => {
      void core.codesWaiting().then((answer) => {
        if (isHere && answer.ok) setWaiting(new Map(answer.value.map(({ planId, codes }) => [planId, codes])))
      })
    }
    ask()
    const stopPlans = core.onPlans(ask)
    const stopCore = core.onCore((state) => state === 'up' && ask())
    return () => {
      isHere = false
      stopPlans()
      stopCore()
    }
  }, [core])
  return waiting
}
