import { useEffect } from 'react'
import type { WindowCore } from '../data/core.ts'
import { go } from './useRoute.ts'

/** A link or plan file with which the app was opened leads to the join dialog, never further by itself. */
export function useOpenedLinks({ shell }: WindowCore): void {
  useEffect(() => {
    const take = async (): Promise<void> => {
      const link = await shell.takeLink()
      if (link.ok && link.value !== null) go({ at: 'join', link: link.value })
    }
    void take()
    return shell.onLink(() => void take())
  }, [shell])
}
