import type { Board } from '#shared/plan/board.ts'
import type { Card } from '#shared/plan/cards.ts'

/** What stands under one objective, in the order of the board. */
export type Chapter = { readonly objective: string | null; readonly cards: readonly Card[] }

/** One chapter for each objective, and one for projects that have none (or one that is in the bin) when there are any. */
export function chaptersOf(board: Board, objectives: readonly { readonly id: string }[]): readonly Chapter[] {
  const known = new Set(objectives.map(({ id }) => id))
  const under = new Map<string | null, Card[]>()
  for (const card of [...board.columns.flatMap(({ cards }) => cards), ...board.unplaced]) {
    const objective = card.objective !== null && known.has(card.objective) ? card.objective : null
    const found = under.get(objective)
    if (found === undefined) under.set(objective, [card])
    else found.push(card)
  }
  const others = under.get(null) ?? []
  return [
    ...objectives.map(({ id }) => ({ objective: id, cards: under.get(id) ?? [] })),
    ...(others.length > 0 ? [{ objective: null, cards: others }] : []),
  ]
}
