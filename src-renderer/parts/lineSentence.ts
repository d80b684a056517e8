import type { AuthorView } from '#shared/core/contract.ts'
import { shownText, shownTitle } from '#shared/base/shownText.ts'
import { isDay } from '#shared/plan/days.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { amountText } from './amounts.ts'
import { yearsText } from './yearsText.ts'
import type { Line, ThingName } from '#shared/plan/report/lines.ts'
import { CATALOGUES, type MessageId, type Words } from '../words/words.ts'

/** Says a line of the merge report in the language of the window. */
export type Teller = {
  readonly sentence: (line: Line) => string
  /** A value as people read it; of which field it is tells how. */
  readonly value: (value: unknown, field?: string | null) => string
  readonly thing: (thing: ThingName) => string
  readonly field: (field: string) => string
}

export function createTeller({ t, day, language }: Words, units: readonly ViewOf<'Unit'>[]): Teller {
  const known = (id: string): MessageId | null => (Object.hasOwn(CATALOGUES.en, id) ? (id as MessageId) : null)
  const kind = (type: string): string => {
    const id = known(`type.${type}`)
    return id === null ? type : t(id)
  }
  const field = (name: string): string => {
    const id = known(`field.${name}`)
    return id === null ? name : t(id)
  }
  const amountOf = ({ unit, minor }: Amount): string =>
    amountText(
      minor,
      units.find(({ id }) => id === unit),
      language,
    )
  const thing = ({ title, type, in: inside }: ThingName): string => {
    if (type === 'Plan') return t('line.thePlan')
    const own = shownTitle(title) || kind(type)
    return inside === undefined ? own : `${shownTitle(inside.title) || kind(inside.type)} · ${own}`
  }
  const value = (shown: unknown, field: string | null = null): string => {
    if (shown === null || shown === undefined || shown === '') return t('report.empty')
    if (typeof shown === 'string') return wordOf(shown, field)
    if (typeof shown === 'boolean') return t(shown ? 'report.yes' : 'report.no')
    if (isYears(shown)) return yearsText({ from: shown.from ?? null, to: shown.to ?? null }) || t('report.empty')
    if (isAmount(shown)) return amountOf(shown)
    if (typeof shown === 'object')
      return Object.values(shown)
        .map((part) => value(part))
        .join(', ')
    return String(shown)
  }
  /** Days and choices have words of their own. */
  const wordOf = (shown: string, field: string | null): string => {
    if (isDay(shown)) return day(shown)
    const id = field === 'status' ? known(`status.${shown}`) : field === 'sort' ? known(`output.${shown}`) : null
    return id === null ? shownText(shown) : t(id)
  }
  return {
    thing,
    field,
    value,
    sentence: (line) => {
      const name = thing(line.thing)
      switch (line.do) {
        case 'added':
          if (line.thing.type === 'Member') return t('line.joined', { name })
          return t('line.added', { name, kind: kind(line.thing.type) })
        case 'removed':
          return t('line.removed', { name })
        case 'restored':
          return t('line.restored', { name })
        case 'reordered':
          return t('line.reordered', { name })
        case 'moved':
          return line.from.stage === line.to.stage
            ? t('line.reassigned', { name, to: line.to.objectiveTitle || t('move.noObjective') })
            : t('line.moved', { name, from: line.from.stageTitle || t('plan.untitled'), to: line.to.stageTitle })
        case 'edited':
          return t('line.edited', { name, field: field(line.field) })
        case 'reformatted':
          return t('line.reformatted', { name, field: field(line.field) })
        case 'redated':
          return isEmpty(line.before)
            ? t('line.dated', { name, field: field(line.field), after: value(line.after) })
            : t('line.redated', { name, before: value(line.before), after: value(line.after) })
        case 'changedSet':
          return t('line.set', {
            name,
            field: field(line.field),
            changes: [
              ...line.added.map(({ title }) => `+ ${title}`),
              ...line.dropped.map(({ title }) => `− ${title}`),
            ].join(', '),
          })
      }
    },
  }
}

type Authors = Readonly<Record<string, AuthorView>>

/** Who wrote something, each person once. */
export function authorNames(actors: readonly string[], authors: Authors, { t }: Pick<Words, 't'>): string {
  const names = actors.map((actor) => (authors[actor]?.isSelf ? t('people.you') : (authors[actor]?.name ?? '')))
  return [...new Set(names.filter((name) => name !== ''))].join(', ')
}

const isYears = (value: unknown): value is { readonly from?: number; readonly to?: number } =>
  typeof value === 'object' && value !== null && ('from' in value || 'to' in value)

type Amount = { readonly unit: string; readonly minor: number }
const isAmount = (value: unknown): value is Amount =>
  typeof value === 'object' && value !== null && 'minor' in value && typeof value.minor === 'number' && 'unit' in value

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (isYears(value) && (value.from ?? value.to ?? null) === null)
