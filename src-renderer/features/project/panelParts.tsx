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
  /** How many slices it is drawn in (UI137); default: one. */
  readonly slices?: number
  /** The section as far as it is drawn by now: at least one slice. The same element for the same slices. */
  readonly draw: (slices: number) => ReactNode
}

/** Of a long list, this many lines are mounted in less than a frame. */
const LINES_A_SLICE = 6

const slicesOf = (list: readonly unknown[]): number => Math.max(1, Math.ceil(list.length / LINES_A_SLICE))

const drawn = <T,>(list: readonly T[], slices: number): readonly T[] =>
  slices >= slicesOf(list) ? list : list.slice(0, slices * LINES_A_SLICE)

/** The sections in the order in which a project is read: what is done, what comes of it, what it takes, what belongs to it. */
export function panelParts(
  detail: ProjectDetail,
  names: PlanNames,
  files: FileAdding,
  isAwaited: boolean,
): readonly PanelPart[] {
  const { project, actions, milestones, outputs, contributions, links, extra } = detail
  const { id } = project
  const parts: readonly PanelPart[] = [
    {
      key: 'actions',
      title: 'project.actions',
      // Nearly every project has some: the line to type them in is there at once.
      isEmpty: false,
      slices: slicesOf(actions),
      draw: (slices) => (
        <ActionsSection projectId={id} actions={actions} drawn={drawn(actions, slices)} names={names} />
      ),
    },
    {
      key: 'milestones',
      title: 'project.milestones',
      isEmpty: milestones.length === 0,
      slices: slicesOf(milestones),
      draw: (slices) => <MilestonesSection projectId={id} milestones={drawn(milestones, slices)} />,
    },
    {
      key: 'outputs',
      title: 'project.outputs',
      isEmpty: outputs.length === 0,
      slices: slicesOf(outputs),
      draw: (slices) => <OutputsSection projectId={id} outputs={drawn(outputs, slices)} />,
    },
    {
      key: 'contributions',
      title: 'project.contributions',
      isEmpty: contributions.length === 0,
      draw: () => <ContributionsSection projectId={id} contributions={contributions} />,
    },
    {
      key: 'indicators',
      title: 'project.indicators',
      isEmpty: project.indicators.length === 0,
      draw: () => <IndicatorsSection project={project} />,
    },
    {
      key: 'depends',
      title: 'project.dependsOn',
      isEmpty: project.dependsOn.length === 0 && !isAwaited,
      isAside: true,
      draw: () => <DependsSection project={project} />,
    },
    {
      key: 'links',
      title: 'project.links',
      isEmpty: links.length === 0,
      isAside: true,
      slices: slicesOf(links),
      draw: (slices) => <LinksSection projectId={id} links={drawn(links, slices)} />,
    },
    {
      key: 'files',
      title: 'project.files',
      isEmpty: project.attachments.length + files.adding.length === 0,
      isAside: true,
      draw: () => <FilesSection projectId={id} attachments={project.attachments} files={files} />,
    },
    {
      key: 'extra',
      title: 'project.extra',
      isEmpty: extra.length === 0,
      isGiven: true,
      isAside: true,
      draw: () => <ExtraSection projectId={id} extra={extra} />,
    },
  ]
  return parts.map((part) => ({ ...part, draw: remembered(part) }))
}

/** React passes over an element that is the same as before: only the slice that came is drawn. */
function remembered({ slices: all = 1, draw }: PanelPart): (slices: number) => ReactNode {
  const elements = new Map<number, ReactNode>()
  return (slices) => {
    const some = Math.min(slices, all)
    if (!elements.has(some)) elements.set(some, draw(some))
    return elements.get(some)
  }
}
