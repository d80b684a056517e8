import type { ReactNode } from 'react'
import { selectGroups, selectPartners, selectStages } from '#shared/plan/lists.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite, useDoc } from '../../app/planContext.ts'
import { SetEdit } from '../../parts/SetEdit.tsx'
import { projectRef, useCardCommands } from '../../parts/useCardCommands.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import { useThing } from '../../parts/useThing.ts'
import { YearEdit } from '../../parts/YearEdit.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Initials } from '../../ui/Initials.tsx'
import { useWords } from '../../words/words.ts'
import { TagsEdit } from './TagsEdit.tsx'

const NONE = 'none'

type FactsSectionProps = { readonly project: ViewOf<'Project'>; readonly names: PlanNames }

/** Where the project stands, when, and who carries it: what one asks first. */
export function FactsSection({ project, names }: FactsSectionProps) {
  const { t } = useWords()
  const { set, trySet } = useThing()
  const commands = useCardCommands()
  const canWrite = useCanWrite()
  const stages = useDoc(selectStages)
  const groups = useDoc(selectGroups)
  const partners = useDoc(selectPartners)
  const ref = projectRef(project.id)
  const { place, years } = project
  const setYear = (which: 'from' | 'to', year: number | null): string | null =>
    trySet(ref, { years: { ...years, [which]: year } })
  const setOf = (field: 'leads' | 'groups' | 'partners') => ({
    isLabelHidden: true,
    chosen: project[field],
    onAdd: (id: string) => void set(ref, { [field]: { add: [id] } }),
    onDrop: (id: string) => void set(ref, { [field]: { drop: [id] } }),
  })
  return (
    <div className="panel-facts">
      <Fact name={t('move.stage')}>
        <Choice
          label={t('move.stage')}
          isLabelHidden
          options={stages.map(({ id, title }) => ({ key: id, name: title }))}
          chosen={place?.stage ?? null}
          onChoose={(key) => commands.move(project.id, { stage: key, before: null })}
          isDisabled={!canWrite}
        />
      </Fact>
      <Fact name={t('move.objective')}>
        <Choice
          label={t('move.objective')}
          isLabelHidden
          options={[
            { key: NONE, name: t('move.noObjective') },
            ...[...names.objectives.values()].map(({ id, title, hue }) => ({
              key: id,
              name: title || t('plan.untitled'),
              ...(hue === 'none' ? {} : { swatch: hue }),
            })),
          ]}
          chosen={place?.objective ?? NONE}
          onChoose={(key) => set(ref, { place: { ...place, objective: key === NONE ? null : key } })}
          isDisabled={!canWrite}
        />
      </Fact>
      <Fact name={t('newPlan.years')}>
        <div className="panel-fact-years" role="group" aria-label={t('newPlan.years')}>
          <YearEdit
            label={t('newPlan.from')}
            isLabelHidden
            stored={years?.from}
            placeholder="2027"
            onDone={(year) => setYear('from', year)}
          />
          <span aria-hidden>–</span>
          <YearEdit
            label={t('newPlan.to')}
            isLabelHidden
            stored={years?.to}
            placeholder="2029"
            onDone={(year) => setYear('to', year)}
          />
        </div>
      </Fact>
      <Fact name={t('project.leads')}>
        <SetEdit
          label={t('project.leads')}
          addLabel={t('project.addLead')}
          options={[...names.people.values()].map(({ id, name }) => ({ id, name, face: <Initials name={name} /> }))}
          {...setOf('leads')}
        />
      </Fact>
      {(groups.length > 0 || project.groups.length > 0) && (
        <Fact name={t('project.groups')}>
          <SetEdit
            label={t('project.groups')}
            addLabel={t('project.addGroup')}
            options={groups.map(({ id, name }) => ({ id, name }))}
            {...setOf('groups')}
          />
        </Fact>
      )}
      {(partners.length > 0 || project.partners.length > 0) && (
        <Fact name={t('project.partners')}>
          <SetEdit
            label={t('project.partners')}
            addLabel={t('project.addPartner')}
            options={partners.map(({ id, name }) => ({ id, name }))}
            {...setOf('partners')}
          />
        </Fact>
      )}
      <Fact name={t('project.tags')}>
        <TagsEdit project={project} />
      </Fact>
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="panel-fact">
      <span className="panel-fact-name" aria-hidden>
        {name}
      </span>
      <div className="panel-fact-value">{children}</div>
    </div>
  )
}
