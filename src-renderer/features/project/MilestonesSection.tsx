import type { ViewOf } from '#shared/plan/views.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { MilestoneLine } from '../../parts/MilestoneLine.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useThing } from '../../parts/useThing.ts'
import { useWords } from '../../words/words.ts'
import { Section } from './Section.tsx'

type MilestonesSectionProps = { readonly projectId: string; readonly milestones: readonly ViewOf<'Milestone'>[] }

/** Dated points of the project. */
export function MilestonesSection({ projectId, milestones }: MilestonesSectionProps) {
  const { t } = useWords()
  const { add } = useThing()
  return (
    <Section title={t('project.milestones')}>
      <ul className="lines">
        {milestones.map((milestone) => (
          <MilestoneLine key={milestone.id} milestone={milestone} project={projectRef(projectId)} />
        ))}
      </ul>
      <AddLine
        label={t('project.addMilestone')}
        onAdd={(title) => add('Milestone', { title }, projectRef(projectId)) !== null}
      />
    </Section>
  )
}
