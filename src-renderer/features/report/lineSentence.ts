import type { AuthorView } from '#shared/core/contract.ts'
import { shownTitle } from '#shared/base/shownText.ts'
import type { Line, ThingName } from '#shared/plan/report/lines.ts'
import { CATALOGUES, type MessageId, type Words } from '../../words/words.ts'

/** Says a line of the merge report in the language of the window. */
export type Teller = {
  readonly sentence: (line: Line) => string
  readonly value: (value: unknown) => string
  readonly thing: (thing: ThingName) => string
  readonly field: (field: string) => string
}

export function createTeller({ t, day }: Words): Teller {
  const known = (id: string): MessageId | null => (Object.hasOwn(CATALOGUES.en, id) ? (id as MessageId) : null)
  const kind = (type: string): string => {
    const id = known(`type.${type}`)
    return id === null ? type : t(id)
  }
  const field = (name: string): string => {
    const id = known(`field.${name}`)
    return id === null ? name : t(id)
  }
  const thing = ({ title, type, in: inside }: ThingName): string => {
    if (type === 'Plan') return t('type.Plan')
    const own = shownTitle(title) || kind(type)
    return inside === undefined ? own : `${shownTitle(inside.title) || kind(inside.type)} · ${own}`
  }
  const value = (shown: unknown): string => {
    if (shown === null || shown === undefined || shown === '') return t('report.empty')
    if (typeof shown === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(shown) ? day(shown) : shown
    if (typeof shown === 'boolean') return t(shown ? 'report.yes' : 'report.no')
    if (isYears(shown)) return `${shown.from ?? '…'}–${shown.to ?? '…'}`
    if (typeof shown === 'object') return Object.values(shown).map(value).join(', ')
    return String(shown)
  }
  return {
    thing,
    field,
    value,
    sentence: (line) => {
      const name = thing(line.thing)
      switch (line.do) {
        case 'added':
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
            : t('line.moved', { name, from: line.from.stageTitle, to: line.to.stageTitle })
        case 'edited':
          return t('line.edited', { name, field: field(line.field) })
        case 'redated':
          return t('line.redated', { name, before: value(line.before), after: value(line.after) })
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
