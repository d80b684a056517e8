import { X } from 'lucide-react'
import { useState } from 'react'
import type { RelayStatus } from '#shared/core/contract.ts'
import { useFacts, usePlan } from '../app/planContext.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { useWords } from '../words/words.ts'
import { AddRelay } from './AddRelay.tsx'
import { noticeToast } from './noticeToast.ts'
import { hostOf, relaySentence } from './relayWords.ts'

/** The relays of the open plan: how it stands with each, one more, one less. */
export function RelayList() {
  const words = useWords()
  const { t } = words
  const relays = useFacts(({ status }) => status.relays)
  const [leaving, setLeaving] = useState<RelayStatus | null>(null)
  return (
    <>
      <ul className="who-has-list">
        {relays.map((relay) => (
          <li key={relay.url} className="who-has-row">
            <span className={`dot dot-${relay.state}`} aria-hidden />
            <span className="who-has-name">
              {hostOf(relay.url)}
              <span className="who-has-soft">{relaySentence(relay, words)}</span>
            </span>
            <IconButton
              icon={<X size={16} strokeWidth={1.5} />}
              label={`${t('app.remove')}: ${hostOf(relay.url)}`}
              hasTooltip={false}
              onPress={() => setLeaving(relay)}
            />
          </li>
        ))}
        {relays.length === 0 && <li className="who-has-soft">{t('status.noRelays')}</li>}
      </ul>
      <AddRelay />
      {leaving !== null && <LeaveRelay relay={leaving} onClose={() => setLeaving(null)} />}
    </>
  )
}

/** Says what it means before a relay is let go. */
function LeaveRelay({ relay, onClose }: { readonly relay: RelayStatus; readonly onClose: () => void }) {
  const plan = usePlan()
  const words = useWords()
  const { t } = words
  const name = hostOf(relay.url)
  const leave = async (): Promise<void> => {
    const removed = await plan.document.plan().removeRelay(relay.url)
    if (!removed.ok) noticeToast(removed.error, words)
    onClose()
  }
  return (
    <Sheet title={t('relay.leave.title', { relay: name })} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <p>{t('relay.leave.text')}</p>
      {relay.toSend > 0 && <p className="said">{t('relay.leave.toSend', { count: relay.toSend })}</p>}
      <footer className="sheet-foot">
        <Button onPress={onClose} autoFocus>
          {t('app.cancel')}
        </Button>
        <Button look="grave" onPress={() => void leave()}>
          {t('relay.leave.do')}
        </Button>
      </footer>
    </Sheet>
  )
}
