import type { PlanStanding, PlanStatus } from '#shared/core/contract.ts'
import type { Saving } from '../../data/submissions.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { hostOf } from '../../parts/relayWords.ts'
import type { Words } from '../../words/words.ts'

export type StatusSentence = {
  readonly text: string
  /** `risk`: something may be lost; `here`: only on this laptop; `shared`: others or a relay have it too. */
  readonly tone: 'risk' | 'here' | 'shared' | 'quiet'
}

/** What the sentence is made of: the status of an open plan has it, and what is kept of a closed one. */
type Standing = Pick<PlanStanding, 'saved' | 'drafts' | 'relays' | 'people' | 'entries'> & Pick<PlanStatus, 'near'>

/** What is true of the plan's data now, in one sentence; the first that applies, as the table of UI8 lists them. */
export function statusSentence(status: Standing, saving: Saving, words: Words): StatusSentence {
  const { t } = words
  if (saving.state === 'notSaved') return { text: noticeSentence(saving.notice, words), tone: 'risk' }
  if (status.saved.state === 'notSaved') return { text: noticeSentence(status.saved.notice, words), tone: 'risk' }
  if (saving.state === 'saving' || status.saved.state === 'saving') return { text: t('status.saving'), tone: 'quiet' }
  const onlyHere = status.entries.onlyHere + status.drafts
  const { relays, people, entries } = status
  const near = status.near?.hosts.find(({ state }) => state === 'live')
  const nearName = near === undefined ? '' : near.name === '' ? near.address : t('near.laptop', { name: near.name })
  if (relays.length === 0 && people.length === 0) return { text: t('status.savedHere'), tone: 'here' }
  const live = relays.find(({ state, notice }) => state === 'live' && notice === undefined)
  if (onlyHere > 0) {
    if (live === undefined && near !== undefined) {
      return { text: t('status.sending', { count: onlyHere, relay: nearName }), tone: 'quiet' }
    }
    return live === undefined
      ? { text: t('status.onlyHere', { count: onlyHere }), tone: 'here' }
      : { text: t('status.sending', { count: onlyHere, relay: hostOf(live.url) }), tone: 'quiet' }
  }
  if (live === undefined && near?.caughtUp === false) {
    return { text: t('status.fetching', { relay: nearName }), tone: 'quiet' }
  }
  if (live?.caughtUp === false) return { text: t('status.fetching', { relay: hostOf(live.url) }), tone: 'quiet' }
  // Only what people have said themselves, in what they wrote, is known of them; who is near, no relay tells.
  const have = people.filter(({ hasEverything }) => hasEverything).length
  const total = people.length
  if (total > 0 && have === total) return { text: t('status.everyone'), tone: 'shared' }
  if (near !== undefined) {
    const { name, address } = near
    return { text: name === '' ? t('status.nearAddress', { address }) : t('status.near', { name }), tone: 'shared' }
  }
  const holders = relays.filter(({ acked }) => acked >= entries.own)
  const holder = holders.find(({ state }) => state === 'live') ?? holders[0]
  if (holder !== undefined) {
    const link = holder.state === 'live' ? 'live' : 'apart'
    return { text: t('status.onRelay', { relay: hostOf(holder.url), have, total, link }), tone: 'shared' }
  }
  if (have > 0) return { text: t('status.withSome', { have, total }), tone: 'shared' }
  return { text: t('status.savedHere'), tone: 'here' }
}
