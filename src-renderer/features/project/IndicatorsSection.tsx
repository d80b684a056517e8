import type { PlanDoc } from '#shared/plan/types.ts'
import { listOf, type ViewOf } from '#shared/plan/views.ts'
import { useDoc } from '../../app/planContext.ts'
import { SetEdit } from '../../parts/SetEdit.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useThing } from '../../parts/useThing.ts'
import { useWords } from '../../words/words.ts'
import { Section } from './Section.tsx'

const selectIndicators = (doc: PlanDoc): readonly ViewOf<'Indicator'>[] => listOf('Indicator', doc.indicators)

/** By what the project is measured; there once the plan has indicators. */
export function IndicatorsSection({ project }: { readonly project: ViewOf<'Project'> }) {
  const { t } = useWords()
  const { set } = useThing()
  const indicators = useDoc(selectIndicators)
  if (indicators.length === 0 && project.indicators.length === 0) return null
  const ref = projectRef(project.id)
  return (
    <Section title={t('project.indicators')}>
      <SetEdit
        label={t('project.indicators')}
        isLabelHidden
        addLabel={t('project.addIndicator')}
        options={indicators.map(({ id, title }) => ({ id, name: title }))}
        chosen={project.indicators}
        onAdd={(id) => void set(ref, { indicators: { add: [id] } })}
        onDrop={(id) => void set(ref, { indicators: { drop: [id] } })}
      />
    </Section>
  )
}
