import { useState } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import type { Notice } from '#shared/base/codes.ts'
import { useServices } from '../../app/context.ts'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'
import { CodesReminder } from '../../parts/codes/CodesReminder.tsx'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { leftSentence } from './planSentences.ts'
import type { PlanListing } from './usePlanList.ts'

type ForgetSheetProps = {
  readonly plan: PlanListing
  /** How many still wait to be written down. */
  readonly codes: number
  readonly onClose: () => void
}

/** Removes a plan from this laptop for good, after saying plainly what others still have of it. */
export function ForgetSheet({ plan, codes, onClose }: ForgetSheetProps) {
  const { core } = useServices()
  const words = useWords()
  const { t } = words
  const [refused, setRefused] = useState<Notice | null>(null)
  const wouldLose = refused?.code === 'E_UNSYNCED'
  // Of one that cannot be read the core can count nothing: it has been said what goes.
  const isUnread = plan.standing === null
  const title = shownTitle(plan.title) || t('plan.untitled')
  const forget = async (): Promise<void> => {
    const answer = await core.forget(plan.planId, wouldLose || isUnread)
    if (answer.ok) onClose()
    else setRefused(answer.error)
  }
  return (
    <Sheet title={t('plans.forget.title', { title })} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <p>{leftSentence(plan, words)}</p>
      {codes > 0 && <CodesReminder planId={plan.planId} look="boxed" />}
      {refused && (
        <p className="said" role="alert">
          {wouldLose
            ? t('plans.forget.unsynced', { count: Number(refused.params?.['count'] ?? 1) })
            : noticeSentence(refused, words)}
        </p>
      )}
      <footer className="sheet-foot">
        <Button onPress={onClose}>{t('app.cancel')}</Button>
        <Button look="grave" onPress={() => void forget()}>
          {t(wouldLose ? 'plans.forget.evenSo' : 'plans.forget.do')}
        </Button>
      </footer>
    </Sheet>
  )
}
