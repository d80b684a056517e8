import { useState } from 'react'
import { Heading } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import type { PlanStatus } from '#shared/core/contract.ts'
import { usePlan } from '../../app/planContext.ts'
import { routeToHash } from '../../app/route.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { Initials } from '../../ui/Initials.tsx'
import { useWords } from '../../words/words.ts'
import { openClashes } from '../../parts/openClashes.ts'
import { RelayList } from '../../parts/RelayList.tsx'
import { OnThisNetwork } from './OnThisNetwork.tsx'

type WhoHasWhatProps = { readonly planId: string; readonly status: PlanStatus; readonly onClose: () => void }

/** Where the plan is: this laptop, relays, people; and what needs attention. */
export function WhoHasWhat({ planId, status, onClose }: WhoHasWhatProps) {
  const words = useWords()
  const { t, moment } = words
  const plan = usePlan()
  const onlyHere = status.entries.onlyHere + status.drafts
  // Nobody is waited for while one is alone: then "only here" would frighten for nothing.
  const isAlone = status.relays.length === 0 && status.people.length === 0
  const [waiting] = useState(() => {
    const { conflicts, moves } = openClashes(plan.document.doc.now())
    return conflicts.length + moves.length
  })
  return (
    <>
      <Heading slot="title" className="who-has-title">
        {t('status.title')}
      </Heading>
      <section>
        <h3 className="label">{t('status.here')}</h3>
        <p>
          {t('status.savedHere')}{' '}
          {onlyHere > 0 && !isAlone && (
            <span className="who-has-soft">{t('status.onlyHere', { count: onlyHere })}</span>
          )}
        </p>
      </section>
      <section>
        <h3 className="label">{t('status.relays')}</h3>
        <RelayList />
      </section>
      {status.near !== undefined && <OnThisNetwork near={status.near} />}
      <section>
        <h3 className="label">{t('status.people')}</h3>
        <ul className="who-has-list">
          {status.people.map((person) => (
            <li key={person.memberId} className="who-has-row">
              <Initials name={person.name} isBesideName />
              <span className="who-has-name">
                {shownTitle(person.name)}
                <span className="who-has-soft">
                  {t(person.hasEverything ? 'status.hasYours' : 'status.notKnown')}
                  {person.lastHeard !== null && ` · ${t('status.heard', { when: moment(person.lastHeard) })}`}
                </span>
              </span>
            </li>
          ))}
          {status.people.length === 0 && (
            <li className="who-has-soft">
              {t('status.nobody')}{' '}
              <a href={routeToHash({ at: 'plan', planId, view: 'people' })} onClick={onClose}>
                {t('people.invite')}
              </a>
            </li>
          )}
        </ul>
      </section>
      {status.notices.length > 0 && (
        <section>
          <h3 className="label">{t('status.attention')}</h3>
          <ul className="who-has-list">
            {status.notices.map((notice, index) => (
              <li key={index} className="who-has-notice">
                {noticeSentence(notice, words)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p>
        <a href={routeToHash({ at: 'plan', planId, view: 'report' })} onClick={onClose}>
          {t('nav.report')}
        </a>
        {waiting > 0 && <span className="who-has-soft">{t('conflict.waiting', { count: waiting })}</span>}
      </p>
    </>
  )
}
