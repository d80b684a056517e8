import type { Card } from '#shared/plan/cards.ts'
import { plainWords } from '../../parts/plainWords.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'

export type Filter = {
  readonly text: string
  readonly objective: string | null
  readonly person: string | null
}

export const NO_FILTER: Filter = { text: '', objective: null, person: null }

export const isFiltering = ({ text, objective, person }: Filter): boolean =>
  text.trim() !== '' || objective !== null || person !== null

/** The cards that fit; the same list when nothing is filtered. */
export function filterCards(cards: readonly Card[], filter: Filter, names: PlanNames): readonly Card[] {
  if (!isFiltering(filter)) return cards
  const wanted = plainWords(filter.text)
  return cards.filter(
    (card) =>
      (filter.objective === null || card.objective === filter.objective) &&
      (filter.person === null || card.leads.includes(filter.person)) &&
      (wanted === '' || plainWords(textOf(card, names)).includes(wanted)),
  )
}

const textOf = (card: Card, { people, objectives }: PlanNames): string =>
  [
    card.title,
    ...card.tags,
    ...card.leads.map((id) => people.get(id)?.name ?? ''),
    card.objective === null ? '' : (objectives.get(card.objective)?.title ?? ''),
  ].join(' ')
