import './project.css'
import { useCallback, useEffect, useRef } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import { selectProject } from '#shared/plan/cards.ts'
import { useCanWrite, useDoc, usePlan } from '../../app/planContext.ts'
import type { Route } from '../../app/route.ts'
import { go } from '../../app/useRoute.ts'
import { useSelection } from '../../data/source.ts'
import { projectRef } from '../../parts/useCardCommands.ts'
import { usePlanNames } from '../../parts/usePlanNames.ts'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'
import { ActionsSection } from './ActionsSection.tsx'
import { CommentsSection } from './CommentsSection.tsx'
import { ContributionsSection } from './ContributionsSection.tsx'
import { DependsSection } from './DependsSection.tsx'
import { ExtraSection } from './ExtraSection.tsx'
import { FilesSection } from './FilesSection.tsx'
import { IndicatorsSection } from './IndicatorsSection.tsx'
import { LinksSection } from './LinksSection.tsx'
import { MilestonesSection } from './MilestonesSection.tsx'
import { OutputsSection } from './OutputsSection.tsx'
import { PanelHead } from './PanelHead.tsx'
import { PeopleSection } from './PeopleSection.tsx'
import { PlaceFields } from './PlaceFields.tsx'
import { TagsSection } from './TagsSection.tsx'

type ProjectPanelProps = { readonly route: Extract<Route, { readonly at: 'plan' }>; readonly projectId: string }

/** One project with all its fields, beside the board or across the whole width. */
export function ProjectPanel({ route, projectId }: ProjectPanelProps) {
  const detail = useDoc(useCallback((doc) => selectProject(doc, projectId), [projectId]))
  const plan = usePlan()
  const { t } = useWords()
  const names = usePlanNames()
  const canWrite = useCanWrite()
  const since = useSelection(
    plan.changedSince,
    useCallback((changed) => changed.get(projectId), [projectId]),
  )
  // Whoever opens a project goes on in it, with the keyboard too.
  const panel = useRef<HTMLElement>(null)
  useEffect(() => panel.current?.focus({ preventScroll: true }), [])
  const close = (): void => go({ at: 'plan', planId: route.planId, view: route.view })
  if (detail === null) {
    return (
      <aside className="panel panel-missing">
        <p>{t('project.missing')}</p>
        <Button onPress={close}>{t('app.close')}</Button>
      </aside>
    )
  }
  const { project } = detail
  const objective = project.place?.objective ? names.objectives.get(project.place.objective) : undefined
  const ref = projectRef(projectId)
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      className={`panel hue-${objective?.hue ?? 'none'}${route.wide ? ' panel-wide' : ''}`}
      aria-label={shownTitle(project.title) || t('plan.untitled')}
    >
      <PanelHead route={route} detail={detail} since={since} onClose={close} />
      <div className="panel-body">
        <TextEdit
          thing={ref}
          field="title"
          stored={project.title}
          label={t('project.title')}
          isLabelHidden
          look="title"
          placeholder={t('plan.untitled')}
        />
        <PlaceFields project={project} />
        <TextEdit
          thing={ref}
          field="summary"
          stored={project.summary}
          label={t('project.summary')}
          isProse
          look="prose"
          placeholder={canWrite ? t('project.summary.hint') : ''}
        />
        <ActionsSection projectId={projectId} actions={detail.actions} names={names} />
        <OutputsSection projectId={projectId} outputs={detail.outputs} />
        <ContributionsSection projectId={projectId} contributions={detail.contributions} />
        <MilestonesSection projectId={projectId} milestones={detail.milestones} />
        <PeopleSection project={project} names={names} />
        <DependsSection projectId={projectId} dependsOn={project.dependsOn} />
        <LinksSection projectId={projectId} links={detail.links} />
        <FilesSection attachments={project.attachments} />
        <IndicatorsSection project={project} />
        <TagsSection project={project} />
        <ExtraSection projectId={projectId} extra={detail.extra} />
        <CommentsSection projectId={projectId} names={names} />
      </div>
    </aside>
  )
}
