import { selectGroups, selectPartners } from '#shared/plan/lists.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useDoc } from '../../app/planContext.ts'
import { SetEdit } from '../../parts/SetEdit.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import { useThing } from '../../parts/useThing.ts'
import { Initials } from '../../ui/Initials.tsx'
import { useWords } from '../../words/words.ts'
import { Section } from './Section.tsx'

type PeopleSectionProps = { readonly project: ViewOf<'Project'>; readonly names: PlanNames }

/** Who carries the project, in which groups, and with whom outside. */
export function PeopleSection({ project, names }: PeopleSectionProps) {
  const { t } = useWords()
  const { set } = useThing()
  const groups = useDoc(selectGroups)
  const partners = useDoc(selectPartners)
  const ref = projectRef(project.id)
  const setOf = (field: 'leads' | 'groups' | 'partners') => ({
    chosen: project[field],
    onAdd: (id: string) => void set(ref, { [field]: { add: [id] } }),
    onDrop: (id: string) => void set(ref, { [field]: { drop: [id] } }),
  })
  return (
    <Section title={t('project.people')}>
      <SetEdit
        label={t('project.leads')}
        addLabel={t('project.addLead')}
        options={[...names.people.values()].map(({ id, name }) => ({ id, name, face: <Initials name={name} /> }))}
        {...setOf('leads')}
      />
      {groups.length > 0 && (
        <SetEdit
          label={t('project.groups')}
          addLabel={t('project.addGroup')}
          options={groups.map(({ id, name }) => ({ id, name }))}
          {...setOf('groups')}
        />
      )}
      {partners.length > 0 && (
        <SetEdit
          label={t('project.partners')}
          addLabel={t('project.addPartner')}
          options={partners.map(({ id, name }) => ({ id, name }))}
          {...setOf('partners')}
        />
      )}
    </Section>
  )
}
