import { useFacts } from '../../app/planContext.ts'
import { routeToHash } from '../../app/route.ts'
import { CodesReminder } from '../../parts/codes/CodesReminder.tsx'
import { useWaitingCodes } from '../../parts/codes/useWaitingCodes.ts'
import { RelayList } from '../../parts/RelayList.tsx'
import { useWords } from '../../words/words.ts'
import { KeepFiles } from './KeepFiles.tsx'

/** Relays and codes of the plan that is open. */
export function PlanSettings({ planId }: { readonly planId: string }) {
  const { t } = useWords()
  return (
    <div className="setting-plan-body">
      <section className="setting">
        <h3 className="setting-title">{t('status.relays')}</h3>
        <p>{t('relay.what')}</p>
        <RelayList />
      </section>
      <section className="setting">
        <h3 className="setting-title">{t('project.files')}</h3>
        <KeepFiles />
      </section>
      <section className="setting">
        <h3 className="setting-title">{t('settings.codes')}</h3>
        <Codes planId={planId} />
      </section>
    </div>
  )
}

/** The code is kept here until the person says to have it on paper, and nowhere afterwards: it cannot be shown again. */
function Codes({ planId }: { readonly planId: string }) {
  const { t } = useWords()
  const isSteward = useFacts(({ status }) => status.role === 'steward')
  const waiting = useWaitingCodes()
  if (waiting === null) return null
  if (waiting.has(planId)) {
    return (
      <>
        <CodesReminder planId={planId} />
        <p>{t('settings.codes.waiting')}</p>
      </>
    )
  }
  return (
    <>
      <p>{t('settings.codes.kept')}</p>
      <p>
        {t('settings.codes.lost')}{' '}
        <a href={routeToHash({ at: 'plan', planId, view: 'people' })}>
          {t(isSteward ? 'settings.codes.appoint' : 'nav.people')}
        </a>
      </p>
    </>
  )
}
