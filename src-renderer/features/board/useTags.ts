import { useMemo } from 'react'
import type { Board } from '#shared/plan/board.ts'
import type { Card } from '#shared/plan/cards.ts'

const known = new WeakMap<readonly Card[], ReadonlySet<string>>()

/** All tags of the plan's cards, sorted; a column that did not change is not read again. */
export function useTags({ columns, unplaced }: Board): readonly string[] {
  return useMemo(() => {
    const lists = [...columns.map(({ cards }) => cards), unplaced]
    return [...new Set(lists.flatMap((cards) => [...tagsOf(cards)]))].sort((a, b) => a.localeCompare(b))
  }, [columns, unplaced])
}

function tagsOf(cards: readonly Card[]): ReadonlySet<string> {
  const tags = known.get(cards) ?? new Set(cards.flatMap((card) => card.tags))
  known.set(cards, tags)
  return tags
}
