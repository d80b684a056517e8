import { useCallback } from 'react'
import type { ThingRef } from '#shared/plan/things.ts'
import { toast } from '../ui/Toasts.tsx'
import { useWords } from '../words/words.ts'
import { useThing } from './useThing.ts'

/** Puts a thing in the bin and says so, with the way back. */
export function useBin(): (thing: ThingRef, name: string) => void {
  const { t } = useWords()
  const { remove, restore } = useThing()
  return useCallback(
    (thing, name) => {
      remove(thing)
      const title = name.trim() || t('plan.untitled')
      toast({ text: t('card.binned', { title }), action: { word: t('app.undo'), run: () => void restore(thing) } })
    },
    [t, remove, restore],
  )
}
