import { ArrowLeft } from 'lucide-react'
import { shownTitle } from '#shared/base/shownText.ts'
import { PLAN_VIEWS, routeToHash } from '../route.ts'
import { useDoc } from '../planContext.ts'
import { useWords } from '../../words/words.ts'
import { HereInPlan } from '../../parts/Here.tsx'
import { StatusButton } from '../../features/status/StatusButton.tsx'
import { AgreementSeal } from './AgreementSeal.tsx'
import type { PlanRoute } from './PlanPage.tsx'
import { PlanMenu } from './PlanMenu.tsx'
import { ProjectorEnd } from './ProjectorEnd.tsx'
import { SearchButton } from './SearchButton.tsx'
import { UndoButtons } from './UndoButtons.tsx'

/** `report` is reached from the status, `details` from the title; they are no places one goes to every day. */
const TABS = PLAN_VIEWS.filter((view) => view !== 'report' && view !== 'bin' && view !== 'details')

export function PlanHeader({ route }: { readonly route: PlanRoute }) {
  const { t } = useWords()
  const title = useDoc(({ title }) => shownTitle(title))
  return (
    <header className="head">
      <div className="head-first">
        <a className="head-back" href={routeToHash({ at: 'plans' })}>
          <ArrowLeft size={18} strokeWidth={1.5} aria-hidden />
          {t('nav.plans')}
        </a>
        <h1 className="head-title" title={title}>
          <a href={routeToHash({ at: 'plan', planId: route.planId, view: 'details' })}>{title || t('plan.untitled')}</a>
        </h1>
        <HereInPlan />
        <SearchButton />
        <StatusButton planId={route.planId} />
        <ProjectorEnd />
        <PlanMenu planId={route.planId} />
      </div>
      <div className="head-second">
        <nav aria-label={t('nav.views')} className="tabs">
          {TABS.map((view) => (
            <a
              key={view}
              href={routeToHash({ at: 'plan', planId: route.planId, view })}
              className="tab"
              {...(view === route.view ? { 'aria-current': 'page' as const } : {})}
            >
              {t(`nav.${view}`)}
            </a>
          ))}
        </nav>
        <AgreementSeal planId={route.planId} />
        <UndoButtons />
      </div>
    </header>
  )
}
