import { useEffect } from 'react'
import type { WindowCore } from '../data/core.ts'
import { parseRoute } from './route.ts'
import { go } from './useRoute.ts'

/**
 * Where main says the window should go by itself: to the join dialog, with the invitation by which the app was opened (and
 * never further); at the first start to the sample, with the list of plans one step back.
 */
export function usePlaces({ shell }: WindowCore): void {
  useEffect(() => {
    const take = async (): Promise<void> => {
      const answer = await shell.takePlace()
      if (!answer.ok || answer.value === null) return
      const place = answer.value
      if (place.kind === 'join') return go({ at: 'join', link: place.link })
      const isAtHome = parseRoute(window.location.hash).at === 'plans'
      if (isAtHome) go({ at: 'plan', planId: place.planId, view: 'board' })
    }
    void take()
    return shell.onPlace(() => void take())
  }, [shell])
}
