import { useMemo, useState } from 'react'
import type { Board } from '#shared/plan/board.ts'
import type { Card } from '#shared/plan/cards.ts'
import { sameItems } from './grid.ts'

const known = new WeakMap<readonly Card[], ReadonlySet<string>>()

/** All tags of the plan's cards, sorted; a column that did not change is not read again. */
export function useTags({ columns, unplaced }: Board): readonly string[] {
  const [keep] = useState(keeper)
  return useMemo(() => {
    const lists = [...columns.map(({ cards }) => cards), unplaced]
    return keep([...new Set(lists.flatMap((cards) => [...tagsOf(cards)]))].sort((a, b) => a.localeCompare(b)))
  }, [keep, columns, unplaced])
}

/** The list as it was, when the new one says the same. */
function keeper(): (tags: readonly string[]) => readonly string[] {
  let kept: readonly string[] = []
  return (tags) => {
    if (!sameItems(kept, tags)) kept = tags
    return kept
  }
}

function tagsOf(cards: readonly Card[]): ReadonlySet<string> {
  const tags = known.get(cards) ?? new Set(cards.flatMap((card) => card.tags))
  known.set(cards, tags)
  return tags
}
