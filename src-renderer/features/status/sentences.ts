import type { PlanStatus, RelayStatus } from '#shared/core/contract.ts'
import type { Saving } from '../../data/submissions.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import type { Words } from '../../words/words.ts'

export type StatusSentence = {
  readonly text: string
  /** `risk`: something may be lost; `here`: only on this laptop; `shared`: others or a relay have it too. */
  readonly tone: 'risk' | 'here' | 'shared' | 'quiet'
}

/** What is true of the plan's data now, in one sentence; the first that applies (UI8). */
export function statusSentence(status: PlanStatus, saving: Saving, words: Words): StatusSentence {
  const { t } = words
  if (saving.state === 'notSaved') return { text: noticeSentence(saving.notice, words), tone: 'risk' }
  if (status.saved.state === 'notSaved') return { text: noticeSentence(status.saved.notice, words), tone: 'risk' }
  if (saving.state === 'saving' || status.saved.state === 'saving') return { text: t('status.saving'), tone: 'quiet' }
  const onlyHere = status.entries.onlyHere + status.drafts
  const isAlone = status.relays.length === 0 && status.people.length === 0
  if (isAlone) return { text: t('status.savedHere'), tone: 'here' }
  if (onlyHere > 0) return { text: t('status.onlyHere', { count: onlyHere }), tone: 'here' }
  if (status.people.length > 0 && status.people.every(({ hasEverything }) => hasEverything)) {
    return { text: t('status.everyone'), tone: 'shared' }
  }
  const holder = status.relays.find(({ acked }) => acked >= status.entries.own)
  if (holder !== undefined) return { text: t('status.onRelay', { relay: hostOf(holder.url) }), tone: 'shared' }
  return { text: t('status.savedHere'), tone: 'here' }
}

/** How it stands with one relay. */
export function relaySentence(relay: RelayStatus, words: Words): string {
  const { t } = words
  if (relay.notice !== undefined && relay.state !== 'live') return noticeSentence(relay.notice, words)
  switch (relay.state) {
    case 'live':
      if (relay.toSend > 0) return t('relay.sending', { count: relay.toSend })
      return t(relay.caughtUp ? 'relay.live' : 'relay.catchingUp')
    case 'connecting':
      return t('relay.connecting')
    case 'waiting':
      return t('relay.waiting', { seconds: Math.max(1, Math.round((relay.retryInMs ?? 0) / 1000)) })
    case 'refused':
      return t('relay.refused')
    case 'off':
      return t('relay.off')
  }
}

/** The host of a relay's address, which is all a person needs to tell relays apart. */
export function hostOf(url: string): string {
  return /^wss?:\/\/([^/]+)/.exec(url)?.[1] ?? url
}
