import { useCallback } from 'react'
import { getThing, type ThingRef } from '#shared/plan/things.ts'
import { usePlan } from '../app/planContext.ts'
import type { WordsOnTop } from '../data/liveWords.ts'
import { useSelection } from '../data/source.ts'

/** A text with what others are writing in it just now (UI187); `null` when nobody is. */
export function useLiveText(thing: ThingRef, field: string): string | null {
  const select = useCallback(
    (words: WordsOnTop | null): string | null => {
      const text = words === null ? null : getThing(words.doc, thing)?.[field]
      return typeof text === 'string' ? text : null
    },
    [thing, field],
  )
  return useSelection(usePlan().words, select)
}
