import { unreachable } from '#shared/base/assert.ts'
import { AgreementsView } from '../../features/agreements/AgreementsView.tsx'
import { BinView } from '../../features/bin/BinView.tsx'
import { BoardView } from '../../features/board/BoardView.tsx'
import { DetailsView } from '../../features/details/DetailsView.tsx'
import { DocumentView } from '../../features/document/DocumentView.tsx'
import { PeopleView } from '../../features/people/PeopleView.tsx'
import { ProjectPanel } from '../../features/project/ProjectPanel.tsx'
import { ReportView } from '../../features/report/ReportView.tsx'
import { useSelection } from '../../data/source.ts'
import { useWords } from '../../words/words.ts'
import { usePlan } from '../planContext.ts'
import type { PlanRoute } from './PlanPage.tsx'

/** The view the address names, with the open project at its side. A look has what the board shows; the rest waits (UI120). */
export function PlanView({ route }: { readonly route: PlanRoute }) {
  const { t } = useWords()
  const isLoaded = useSelection(usePlan().document.loaded, same)
  const { projectId, wide = false } = route
  const opening = <p className="middle-quiet">{t('app.opening')}</p>
  return (
    <div className={wide ? 'plan-body plan-body-wide' : 'plan-body'}>
      {!wide &&
        (isLoaded || route.view === 'board' ? (
          <View route={route} />
        ) : (
          <main className="middle" aria-busy>
            {opening}
          </main>
        ))}
      {projectId &&
        (isLoaded ? (
          <ProjectPanel key={projectId} route={route} projectId={projectId} />
        ) : (
          <aside className="panel panel-missing" aria-busy>
            {opening}
          </aside>
        ))}
    </div>
  )
}

function View({ route }: { readonly route: PlanRoute }) {
  switch (route.view) {
    case 'board':
      return <BoardView planId={route.planId} openProject={route.projectId ?? null} />
    case 'document':
      return <DocumentView />
    case 'agreements':
      return <AgreementsView />
    case 'people':
      return <PeopleView />
    case 'bin':
      return <BinView />
    case 'report':
      return <ReportView planId={route.planId} />
    case 'details':
      return <DetailsView />
    default:
      return unreachable(route.view)
  }
}

const same = <T,>(value: T): T => value
