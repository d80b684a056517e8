import { useEffect } from 'react'
import type { Place } from '#shared/ipc/shellChannels.ts'
import type { WindowCore } from '../data/core.ts'
import { arrivedFile } from '../parts/arrivedFile.ts'
import { askedCodes } from '../parts/codes/codesCells.ts'
import { noticeToast } from '../parts/noticeToast.ts'
import { useWords, type Words } from '../words/words.ts'
import { parseRoute } from './route.ts'
import { go } from './useRoute.ts'

/**
 * Where main says the window should go by itself: to the join dialog, with the invitation by which the app was opened (and
 * never further); to the list of plans with a plan file, as if it had been dropped there; to what came in, when a person
 * pressed on its news; at the first start to the sample, with the list of plans one step back.
 */
export function usePlaces({ shell }: WindowCore): void {
  const words = useWords()
  useEffect(() => {
    const take = async (): Promise<void> => {
      const answer = await shell.takePlace()
      if (answer.ok && answer.value !== null) goTo(answer.value, words)
    }
    void take()
    return shell.onPlace(() => void take())
  }, [shell, words])
}

function goTo(place: Place, words: Words): void {
  switch (place.kind) {
    case 'join':
      return go({ at: 'join', link: place.link })
    case 'file':
      arrivedFile.set(new File([place.bytes as Uint8Array<ArrayBuffer>], place.name))
      return go({ at: 'plans' })
    case 'trouble':
      return noticeToast(place.notice, words)
    case 'news':
      return go({ at: 'plan', planId: place.planId, view: 'report' })
    case 'codes':
      go({ at: 'plan', planId: place.planId, view: 'board' })
      return askedCodes.set(place.planId)
    case 'plan': {
      // Who has begun something else by then is left to it; the sample stands in the list.
      const isAtHome = parseRoute(window.location.hash).at === 'plans'
      const isBusy = document.querySelector('[role=dialog], [role=alertdialog]') !== null
      if (isAtHome && !isBusy) go({ at: 'plan', planId: place.planId, view: 'board' })
    }
  }
}
