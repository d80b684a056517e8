import { useEffect, useState } from 'react'
import { useServices } from '../../app/context.ts'
import { useFacts } from '../../app/planContext.ts'
import { routeToHash } from '../../app/route.ts'
import { go } from '../../app/useRoute.ts'
import { justMade } from '../../parts/justMade.ts'
import { RelayList } from '../../parts/RelayList.tsx'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'

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
        <h3 className="setting-title">{t('settings.codes')}</h3>
        <Codes planId={planId} />
      </section>
    </div>
  )
}

/** The code is kept here until the person says to have it on paper, and nowhere afterwards: it cannot be shown again. */
function Codes({ planId }: { readonly planId: string }) {
  const { core } = useServices()
  const { t } = useWords()
  const isSteward = useFacts(({ status }) => status.role === 'steward')
  const [isWaiting, setIsWaiting] = useState<boolean | null>(null)
  useEffect(() => {
    let isHere = true
    void core.codes(planId).then((answer) => {
      if (isHere && answer.ok) setIsWaiting(answer.value.recoveryCode !== null || answer.value.rootCode !== null)
    })
    return () => {
      isHere = false
    }
  }, [core, planId])
  if (isWaiting === null) return null
  if (!isWaiting) {
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
  const show = (): void => {
    justMade.set(planId)
    go({ at: 'plan', planId, view: 'board' })
  }
  return (
    <>
      <p>{t('settings.codes.waiting')}</p>
      <Button look="main" onPress={show}>
        {t('codes.show')}
      </Button>
    </>
  )
}
