import type { ReactNode } from 'react'
import type { ProjectDetail } from '#shared/plan/cards.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import type { MessageId } from '../../words/words.ts'
import { ActionsSection } from './ActionsSection.tsx'
import { ContributionsSection } from './ContributionsSection.tsx'
import { DependsSection } from './DependsSection.tsx'
import { ExtraSection } from './ExtraSection.tsx'
import { FilesSection } from './FilesSection.tsx'
import { IndicatorsSection } from './IndicatorsSection.tsx'
import { LinksSection } from './LinksSection.tsx'
import { MilestonesSection } from './MilestonesSection.tsx'
import { OutputsSection } from './OutputsSection.tsx'
import type { FileAdding } from './useFileAdding.ts'

/** One section of the panel. While it is empty it is a word in the row of what can be added. */
export type PanelPart = {
  readonly key: string
  readonly title: MessageId
  readonly isEmpty: boolean
  /** It comes from elsewhere, and cannot be begun here. */
  readonly isGiven?: boolean
  /** In a wide panel it stands at the side. */
  readonly isAside?: boolean
  readonly element: ReactNode
}

/** The sections in the order in which a project is read: what is done, what comes of it, what it takes, what belongs to it. */
export function panelParts(
  detail: ProjectDetail,
  names: PlanNames,
  files: FileAdding,
  isAwaited: boolean,
): readonly PanelPart[] {
  const { project, actions, milestones, outputs, contributions, links, extra } = detail
  const { id } = project
  return [
    {
      key: 'actions',
      title: 'project.actions',
      // Nearly every project has some: the line to type them in is there at once.
      isEmpty: false,
      element: <ActionsSection projectId={id} actions={actions} names={names} />,
    },
    {
      key: 'milestones',
      title: 'project.milestones',
      isEmpty: milestones.length === 0,
      element: <MilestonesSection projectId={id} milestones={milestones} />,
    },
    {
      key: 'outputs',
      title: 'project.outputs',
      isEmpty: outputs.length === 0,
      element: <OutputsSection projectId={id} outputs={outputs} />,
    },
    {
      key: 'contributions',
      title: 'project.contributions',
      isEmpty: contributions.length === 0,
      element: <ContributionsSection projectId={id} contributions={contributions} />,
    },
    {
      key: 'indicators',
      title: 'project.indicators',
      isEmpty: project.indicators.length === 0,
      element: <IndicatorsSection project={project} />,
    },
    {
      key: 'depends',
      title: 'project.dependsOn',
      isEmpty: project.dependsOn.length === 0 && !isAwaited,
      isAside: true,
      element: <DependsSection project={project} />,
    },
    {
      key: 'links',
      title: 'project.links',
      isEmpty: links.length === 0,
      isAside: true,
      element: <LinksSection projectId={id} links={links} />,
    },
    {
      key: 'files',
      title: 'project.files',
      isEmpty: project.attachments.length + files.adding.length === 0,
      isAside: true,
      element: <FilesSection projectId={id} attachments={project.attachments} files={files} />,
    },
    {
      key: 'extra',
      title: 'project.extra',
      isEmpty: extra.length === 0,
      isGiven: true,
      isAside: true,
      element: <ExtraSection projectId={id} extra={extra} />,
    },
  ]
}
