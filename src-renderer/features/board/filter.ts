import type { Card } from '#shared/plan/cards.ts'
import type { ChangedSince } from '../../data/changedSince.ts'
import { type Filter, NO_FILTER } from '../../data/boardMemory.ts'
import { plainWords } from '../../parts/plainWords.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'

/** Stands for "belongs to no objective" among ids. */
export const NO_OBJECTIVE = 'none'

export const isFiltering = (filter: Filter): boolean => partsOf(filter).length > 0

/** One thing that is asked; what the chips show. */
export type FilterPart = { readonly field: keyof Filter; readonly key: string }

export function partsOf(filter: Filter): readonly FilterPart[] {
  const lists = LISTS.flatMap((field) => filter[field].map((key) => ({ field, key })))
  const text = filter.text.trim() === '' ? [] : [{ field: 'text' as const, key: filter.text.trim() }]
  const years = (['from', 'to'] as const).flatMap((field) =>
    filter[field] === null ? [] : [{ field, key: String(filter[field]) }],
  )
  const marks = (['isChanged', 'isContested'] as const).flatMap((field) => (filter[field] ? [{ field, key: '' }] : []))
  return [...text, ...lists, ...years, ...marks]
}

export const LISTS = ['objectives', 'people', 'groups', 'tags', 'outputs'] as const
export type ListField = (typeof LISTS)[number]

/** The filter with one key of a list turned on or off. */
export const toggled = (filter: Filter, field: ListField, key: string): Filter => ({
  ...filter,
  [field]: filter[field].includes(key) ? filter[field].filter((one) => one !== key) : [...filter[field], key],
})

export function without(filter: Filter, { field, key }: FilterPart): Filter {
  if (LISTS.some((list) => list === field)) return toggled(filter, field as ListField, key)
  return { ...filter, [field]: NO_FILTER[field] }
}

export type FilterContext = {
  readonly names: PlanNames
  readonly changed: ChangedSince
  readonly contested: ReadonlySet<string>
}

export type CardFilter = (cards: readonly Card[]) => readonly Card[]

/** Keeps what fits. A list that is the same object is not looked through again, nor is a card that is. */
export function createCardFilter(filter: Filter, context: FilterContext): CardFilter {
  if (!isFiltering(filter)) return (cards) => cards
  const lists = new WeakMap<readonly Card[], readonly Card[]>()
  const cards = new WeakMap<Card, boolean>()
  const fits = createTest(filter, context)
  const doesFit = (card: Card): boolean => {
    const known = cards.get(card)
    if (known !== undefined) return known
    const is = fits(card)
    cards.set(card, is)
    return is
  }
  return (list) => {
    const known = lists.get(list)
    if (known !== undefined) return known
    const kept = list.filter(doesFit)
    lists.set(list, kept)
    return kept
  }
}

function createTest(filter: Filter, { names, changed, contested }: FilterContext): (card: Card) => boolean {
  const wanted = plainWords(filter.text).split(/\s+/).filter(Boolean)
  const some = (asked: readonly string[], has: (key: string) => boolean): boolean =>
    asked.length === 0 || asked.some(has)
  const objectiveOf = ({ objective }: Card): string =>
    objective !== null && names.objectives.has(objective) ? objective : NO_OBJECTIVE
  return (card) =>
    some(filter.objectives, (id) => objectiveOf(card) === id) &&
    some(filter.people, (id) => card.leads.includes(id)) &&
    some(filter.groups, (id) => card.groups.includes(id)) &&
    some(filter.tags, (tag) => card.tags.some((own) => plainWords(own) === plainWords(tag))) &&
    some(filter.outputs, (sort) => (sort === 'tangible' ? card.tangible : card.intangible) > 0) &&
    isInYears(card, filter) &&
    (!filter.isChanged || changed.has(card.id)) &&
    (!filter.isContested || contested.has(card.id)) &&
    (wanted.length === 0 || hasWords(card, wanted, names))
}

/** Whether a project goes on in any of the years asked for; one without years does not. */
function isInYears({ years }: Card, { from, to }: Filter): boolean {
  if (from === null && to === null) return true
  if (years === null || (years.from === null && years.to === null)) return false
  const begins = years.from ?? Number.NEGATIVE_INFINITY
  const ends = years.to ?? Number.POSITIVE_INFINITY
  return begins <= (to ?? Number.POSITIVE_INFINITY) && ends >= (from ?? Number.NEGATIVE_INFINITY)
}

function hasWords(card: Card, wanted: readonly string[], names: PlanNames): boolean {
  const text = plainWords(textOf(card, names))
  return wanted.every((word) => text.includes(word))
}

const textOf = (card: Card, { people, objectives, groups, partners }: PlanNames): string =>
  [
    card.title,
    ...card.tags,
    ...card.leads.map((id) => people.get(id)?.name ?? ''),
    ...card.groups.map((id) => groups.get(id)?.name ?? ''),
    ...card.partners.map((id) => partners.get(id)?.name ?? ''),
    card.objective === null ? '' : (objectives.get(card.objective)?.title ?? ''),
  ].join(' ')
