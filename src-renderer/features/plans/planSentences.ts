import type { PlanListing, PlanStanding } from '#shared/core/contract.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { whenText } from '../../parts/whenText.ts'
import type { Words } from '../../words/words.ts'

/** Names that stand in a sentence before the rest is counted. */
const MOST_NAMES = 3

/** `Last changed by Núria, yesterday, 21:40`. */
export function changedSentence({ lastChange }: PlanStanding, now: number, words: Words): string {
  if (lastChange === null) return words.t('home.notChanged')
  const when = whenText(lastChange.at, now, words)
  return lastChange.isSelf
    ? words.t('home.changedByYou', { when })
    : words.t('home.changedBy', { name: lastChange.name, when })
}

/** `You, Pau, Rut and 4 more`: those last heard of first. */
export function peopleSentence({ people }: PlanStanding, { t, language }: Words): string {
  if (people.length === 0) return t('home.onlyYou')
  const names = people.toSorted((a, b) => (b.lastHeard ?? 0) - (a.lastHeard ?? 0)).map(({ name }) => name)
  const rest = names.length - MOST_NAMES
  const shown = rest > 1 ? [...names.slice(0, MOST_NAMES), t('home.more', { count: rest })] : names
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  return t('home.with', { names: list.format(shown) })
}

/** What one may do there, where that is not to write; what is wrong with it, when it cannot be read. */
export function hindranceSentence({ role, standing, notices }: PlanListing, words: Words): string | null {
  const [first] = notices
  if (standing === null) return first === undefined ? null : noticeSentence(first, words)
  if (role === null) return words.t('plans.role.none')
  return role === 'reader' ? words.t('plans.role.reader') : null
}

/** What others still have of a plan that leaves this laptop. */
export function leftSentence({ standing, role }: PlanListing, { t }: Words): string {
  if (standing === null) return t('plans.forget.unknown')
  const others = standing.people.length
  const isOnRelay = standing.relays.length > 0
  if (others === 0) return t(isOnRelay ? 'plans.forget.onRelay' : 'plans.forget.alone')
  return t(role === null ? 'plans.forget.gone' : 'plans.forget.others', { count: others })
}
