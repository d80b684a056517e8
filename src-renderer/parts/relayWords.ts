import type { RelayStatus } from '#shared/core/contract.ts'
import type { Words } from '../words/words.ts'
import { noticeSentence } from './noticeSentence.ts'

/** How it stands with one relay. */
export function relaySentence(relay: RelayStatus, words: Words): string {
  if (relay.notice !== undefined && relay.state !== 'live') return noticeSentence(relay.notice, words)
  return relayState(relay, words)
}

/** The same of whoever plays the relay. */
export function relayState(relay: Pick<RelayStatus, 'state' | 'caughtUp' | 'toSend'>, { t }: Words): string {
  switch (relay.state) {
    case 'live':
      if (relay.toSend > 0) return t('relay.sending', { count: relay.toSend })
      return t(relay.caughtUp ? 'relay.live' : 'relay.catchingUp')
    case 'connecting':
      return t('relay.connecting')
    case 'waiting':
      return t('relay.waiting')
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
