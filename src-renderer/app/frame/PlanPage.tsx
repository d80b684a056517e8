import './frame.css'
import { useEffect } from 'react'
import type { Route } from '../route.ts'
import { useServices } from '../context.ts'
import { PlanProvider } from '../planContext.ts'
import { go } from '../useRoute.ts'
import { useSelection } from '../../data/source.ts'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { FirstSteps } from '../../features/firstSteps/FirstSteps.tsx'
import { CodesBar } from './CodesBar.tsx'
import { NotSavedBar } from './NotSavedBar.tsx'
import { ReadOnlyBar } from './PlanBars.tsx'
import { PlanHeader } from './PlanHeader.tsx'
import { PlanView } from './PlanView.tsx'
import { useArrivals } from './useArrivals.ts'
import { useNews } from './useNews.ts'
import { usePlanCommands } from './usePlanCommands.ts'
import { useWhereabouts } from './useWhereabouts.ts'

export type PlanRoute = Extract<Route, { readonly at: 'plan' }>

/** One plan: its header, and the view the address names. */
export function PlanPage({ route }: { readonly route: PlanRoute }) {
  const { keeper } = useServices()
  const shown = useSelection(keeper.shown, same)
  const words = useWords()
  const { t } = words
  if (shown.at === 'failed' && shown.planId === route.planId) {
    return (
      <main className="middle">
        <p>{noticeSentence(shown.notice, words)}</p>
        <Button onPress={() => go({ at: 'plans' })}>{t('nav.plans')}</Button>
      </main>
    )
  }
  if (shown.at !== 'open' || shown.plan.planId !== route.planId) {
    return (
      <main className="middle" aria-busy>
        <p className="middle-quiet">{t('app.opening')}</p>
      </main>
    )
  }
  return (
    <PlanProvider value={shown.plan} key={shown.plan.planId}>
      <OpenPlanPage route={route} />
    </PlanProvider>
  )
}

function OpenPlanPage({ route }: { readonly route: PlanRoute }) {
  usePlanCommands(route.planId, route.view)
  useArrivals()
  useNews()
  useWhereabouts(route)
  useEscape(route)
  return (
    <div className="plan-page">
      <div>
        <PlanHeader route={route} />
        <NotSavedBar planId={route.planId} />
        <ReadOnlyBar />
        {route.view === 'board' && <CodesBar planId={route.planId} />}
        <FirstSteps />
      </div>
      <PlanView route={route} />
    </div>
  )
}

/** Escape goes back one step: from wide to panel, from panel to board, from another view to the board. */
function useEscape(route: PlanRoute): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      const { planId, view, projectId } = route
      if (route.wide && projectId) go({ at: 'plan', planId, view, projectId })
      else if (projectId) go({ at: 'plan', planId, view })
      else if (view !== 'board') go({ at: 'plan', planId, view: 'board' })
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [route])
}

const same = <T,>(value: T): T => value
