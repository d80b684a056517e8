import {
  Archive,
  CircleAlert,
  CircleCheck,
  HardDrive,
  KeyRound,
  MoreHorizontal,
  PencilLine,
  Trash2,
} from 'lucide-react'
import { MenuTrigger } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import type { PlanStanding } from '#shared/core/contract.ts'
import { routeToHash } from '../../app/route.ts'
import { askedCodes } from '../../parts/codes/codesCells.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { DraftRing, Seal } from '../../ui/marks.tsx'
import { MenuList } from '../../ui/MenuList.tsx'
import { type Words, useWords } from '../../words/words.ts'
import { type StatusSentence, statusSentence } from '../status/index.ts'
import { changedSentence, hindranceSentence, peopleSentence } from './planSentences.ts'
import type { PlanListing } from './usePlanList.ts'

const ICON = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const
const TONES = {
  risk: <CircleAlert {...ICON} />,
  here: <HardDrive {...ICON} />,
  shared: <CircleCheck {...ICON} />,
  quiet: <PencilLine {...ICON} />,
} satisfies Record<StatusSentence['tone'], unknown>

type PlanRowProps = {
  readonly plan: PlanListing
  /** How many still wait to be written down. */
  readonly codes: number
  readonly now: number
  readonly onPutAway: () => void
  readonly onRemove: () => void
}

/** One plan of the list: its title, who wrote last, who is in it, what is agreed and where its changes are. */
export function PlanRow({ plan, codes, now, onPutAway, onRemove }: PlanRowProps) {
  const words = useWords()
  const { t } = words
  const title = shownTitle(plan.title) || t('plan.untitled')
  const hindrance = hindranceSentence(plan, words)
  const showCodes = (): void => askedCodes.set(plan.planId)
  return (
    <li className="plan-row">
      <a className="plan-link" href={routeToHash({ at: 'plan', planId: plan.planId, view: 'board' })}>
        <span className="plan-title">{title}</span>
        <span className="plan-more">
          {hindrance !== null && <span className="plan-hindrance">{hindrance}</span>}
          {plan.standing !== null && <Standing standing={plan.standing} now={now} words={words} />}
          {codes > 0 && (
            <span className="plan-line plan-fact plan-codes">
              <KeyRound {...ICON} />
              {t('codes.inRow', { count: codes })}
            </span>
          )}
        </span>
      </a>
      <MenuTrigger>
        <IconButton icon={<MoreHorizontal size={20} strokeWidth={1.5} />} label={`${t('app.more')}: ${title}`} />
        <MenuList
          label={title}
          entries={[
            ...(codes > 0
              ? [
                  {
                    key: 'codes',
                    name: t('codes.show', { count: codes }),
                    icon: <KeyRound {...ICON} />,
                    onChoose: showCodes,
                  },
                ]
              : []),
            // What cannot be read cannot be marked either.
            plan.standing === null
              ? { key: 'remove', name: t('plans.forget'), icon: <Trash2 {...ICON} />, onChoose: onRemove }
              : { key: 'away', name: t('plans.putAway'), icon: <Archive {...ICON} />, onChoose: onPutAway },
          ]}
        />
      </MenuTrigger>
    </li>
  )
}

type StandingProps = { readonly standing: PlanStanding; readonly now: number; readonly words: Words }

function Standing({ standing, now, words }: StandingProps) {
  const { t, day } = words
  const { agreement } = standing
  const { text, tone } = statusSentence(standing, { state: 'saved' }, words)
  return (
    <>
      <span className="plan-line">
        {changedSentence(standing, now, words)}
        <span className="plan-dot"> · </span>
        {peopleSentence(standing, words)}
      </span>
      <span className="plan-line plan-facts">
        {agreement === null ? (
          <span className="plan-fact">
            <DraftRing />
            {t('seal.none')}
          </span>
        ) : (
          <span className="plan-fact plan-agreed">
            <Seal />
            {t('seal.agreed', { date: day(agreement.date) })}
            <span className="plan-dot"> · </span>
            {t('seal.since', { count: agreement.changesSince })}
          </span>
        )}
        <span className={`plan-fact plan-${tone}`}>
          {TONES[tone]}
          {text}
        </span>
      </span>
    </>
  )
}
