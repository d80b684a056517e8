import { unreachable } from '#shared/base/assert.ts'
import { AgreementsView } from '../../features/agreements/AgreementsView.tsx'
import { BinView } from '../../features/bin/BinView.tsx'
import { BoardView } from '../../features/board/BoardView.tsx'
import { DocumentView } from '../../features/document/DocumentView.tsx'
import { PeopleView } from '../../features/people/PeopleView.tsx'
import { ProjectPanel } from '../../features/project/ProjectPanel.tsx'
import { ReportView } from '../../features/report/ReportView.tsx'
import type { PlanRoute } from './PlanPage.tsx'

/** The view the address names, with the open project at its side. */
export function PlanView({ route }: { readonly route: PlanRoute }) {
  const { projectId, wide = false } = route
  return (
    <div className={wide ? 'plan-body plan-body-wide' : 'plan-body'}>
      {!wide && <View route={route} />}
      {projectId && <ProjectPanel key={projectId} route={route} projectId={projectId} />}
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
    default:
      return unreachable(route.view)
  }
}
