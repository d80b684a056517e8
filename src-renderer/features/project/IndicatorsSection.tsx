import { MinusCircle, Plus } from 'lucide-react'
import { Button, MenuTrigger } from 'react-aria-components'
import { newId } from '#shared/base/id.ts'
import { selectIndicators } from '#shared/plan/indicators.ts'
import { planAll } from '#shared/plan/operations.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite, useDoc, usePlan } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { IndicatorBlock } from '../../parts/indicator/IndicatorBlock.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useEdit } from '../../parts/useEdit.ts'
import { useThing } from '../../parts/useThing.ts'
import { MenuList } from '../../ui/MenuList.tsx'
import { useWords } from '../../words/words.ts'
import { Section } from './Section.tsx'

/** By what the project is measured: new ones, or those that measure others too. */
export function IndicatorsSection({ project }: { readonly project: ViewOf<'Project'> }) {
  const { t } = useWords()
  const { set } = useThing()
  const plan = usePlan()
  const edit = useEdit()
  const canWrite = useCanWrite()
  const indicators = useDoc(selectIndicators)
  const ref = projectRef(project.id)
  const others = indicators.filter(({ id }) => !project.indicators.includes(id))
  const addNew = (title: string): boolean => {
    const id = newId(plan.random)
    const made = { do: 'add', ref: { type: 'Indicator', id }, fields: { title } } as const
    const chosen = { do: 'set', ref, fields: { indicators: { add: [id] } } } as const
    return edit((doc) => planAll(doc, [made, chosen], plan.random))
  }
  return (
    <Section title={t('project.indicators')}>
      <ul className="lines">
        {project.indicators.map((id) => (
          <IndicatorBlock
            key={id}
            id={id}
            projectId={project.id}
            entries={[
              {
                key: 'off',
                name: t('indicator.takeOff'),
                icon: <MinusCircle size={16} strokeWidth={1.5} aria-hidden />,
                onChoose: () => void set(ref, { indicators: { drop: [id] } }),
              },
            ]}
          />
        ))}
      </ul>
      <AddLine label={t('project.addIndicator')} onAdd={addNew} />
      {canWrite && others.length > 0 && (
        <MenuTrigger>
          <Button className="asked-add">
            <Plus size={14} strokeWidth={1.75} aria-hidden />
            {t('indicator.useOne')}
          </Button>
          <MenuList
            label={t('indicator.useOne')}
            entries={others.map(({ id, title }) => ({
              key: id,
              name: title || t('plan.untitled'),
              onChoose: () => void set(ref, { indicators: { add: [id] } }),
            }))}
          />
        </MenuTrigger>
      )}
    </Section>
  )
}
