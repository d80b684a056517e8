import './firstSteps.css'
import { Check, X } from 'lucide-react'
import { useEffect } from 'react'
import { Link } from 'react-aria-components'
import { useDoc, useFacts, usePlan } from '../../app/planContext.ts'
import { routeToHash } from '../../app/route.ts'
import { useSelection } from '../../data/source.ts'
import { askedCodes } from '../../parts/codes/codesCells.ts'
import { useWaitingCodes } from '../../parts/codes/useWaitingCodes.ts'
import { firstSteps } from '../../parts/firstSteps.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { useWords } from '../../words/words.ts'
import { hasProject } from './hasProject.ts'

/** Above a plan that was begun here: what to do next, until it is done or closed; then never again. */
export function FirstSteps() {
  const { planId } = usePlan()
  const isBegun = useSelection(firstSteps, (plans) => plans.includes(planId))
  return isBegun ? <Steps planId={planId} /> : null
}

function Steps({ planId }: { readonly planId: string }) {
  const { t } = useWords()
  const hasWritten = useDoc(hasProject)
  const hasInvited = useFacts(({ roster }) => roster.invites.length > 0 || roster.members.length > 1)
  const people = routeToHash({ at: 'plan', planId, view: 'people' })
  const waiting = useWaitingCodes()
  const hasCodes = waiting !== null && !waiting.has(planId)
  const isDone = hasWritten && hasInvited && hasCodes
  useEffect(() => {
    if (isDone) firstSteps.end(planId)
  }, [isDone, planId])
  return (
    <aside className="first-steps" aria-label={t('first.label')}>
      <ol className="first-steps-list">
        <Step isDone={hasWritten} number={1} words={t('first.project')} />
        <Step isDone={hasInvited} number={2} words={t('first.invite')} href={people} />
        <Step isDone={hasCodes} number={3} words={t('first.codes')} onPress={() => askedCodes.set(planId)} />
      </ol>
      <p className="first-steps-note">{t('first.offline')}</p>
      <IconButton
        icon={<X size={16} strokeWidth={1.5} />}
        label={t('first.close')}
        hasTooltip={false}
        onPress={() => firstSteps.end(planId)}
      />
    </aside>
  )
}

type StepProps = {
  readonly isDone: boolean
  readonly number: number
  readonly words: string
  /** Where it is done. */
  readonly href?: string
  readonly onPress?: () => void
}

function Step({ isDone, number, words, href, onPress }: StepProps) {
  const { t } = useWords()
  return (
    <li className={isDone ? 'first-step first-step-done' : 'first-step'}>
      <span className="first-step-mark" aria-hidden>
        {isDone ? <Check size={14} strokeWidth={2} /> : number}
      </span>
      <span>
        {isDone || (href === undefined && onPress === undefined) ? (
          words
        ) : (
          <Link
            className="first-step-way"
            {...(href === undefined ? {} : { href })}
            {...(onPress === undefined ? {} : { onPress })}
          >
            {words}
          </Link>
        )}
        {isDone && <span className="only-heard"> {t('first.done')}</span>}
      </span>
    </li>
  )
}
