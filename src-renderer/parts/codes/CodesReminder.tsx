import './codes.css'
import { KeyRound } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'
import { askedCodes } from './codesCells.ts'
import { useWaitingCodes } from './useWaitingCodes.ts'

type CodesReminderProps = {
  readonly planId: string
  /** `boxed`: with what is lost without them, where the plan is about to be more than one person's, or nobody's. */
  readonly look?: 'plain' | 'boxed' | 'bar'
}

const LOOKS = {
  plain: 'codes-reminder',
  boxed: 'codes-reminder codes-reminder-boxed',
  bar: 'codes-reminder bar only-editing',
} as const

/** One calm line while codes of this plan wait to be written down, and the way to them. */
export function CodesReminder({ planId, look = 'plain' }: CodesReminderProps) {
  const { t } = useWords()
  const count = useWaitingCodes()?.get(planId)
  if (count === undefined) return null
  return (
    <div className={LOOKS[look]}>
      <KeyRound size={18} strokeWidth={1.5} aria-hidden />
      <p>
        {t('codes.waiting', { count })}
        {look === 'boxed' && ` ${t('codes.why')}`}
      </p>
      <Button size="s" onPress={() => askedCodes.set(planId)}>
        {t('codes.show', { count })}
      </Button>
    </div>
  )
}
