import { selectStages } from '#shared/plan/lists.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite, useDoc } from '../../app/planContext.ts'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { projectRef, useCardCommands } from '../../parts/useCardCommands.ts'
import { usePlanNames } from '../../parts/usePlanNames.ts'
import { useThing } from '../../parts/useThing.ts'
import { yearField } from '../../parts/yearsText.ts'
import { Choice } from '../../ui/Choice.tsx'
import { useWords } from '../../words/words.ts'

const NONE = 'none'

/** Stage, objective and years: where the project stands and when. */
export function PlaceFields({ project }: { readonly project: ViewOf<'Project'> }) {
  const { t } = useWords()
  const { set } = useThing()
  const commands = useCardCommands()
  const canWrite = useCanWrite()
  const stages = useDoc(selectStages)
  const { objectives } = usePlanNames()
  const { place, years } = project
  const stage = place?.stage ?? null

  const setYear = (which: 'from' | 'to', typed: string): boolean => {
    const year = typed === '' ? null : Number(typed)
    return set(projectRef(project.id), { years: { ...years, [which]: year } })
  }
  return (
    <div className="place">
      <Choice
        label={t('move.stage')}
        options={stages.map(({ id, title }) => ({ key: id, name: title }))}
        chosen={stage}
        onChoose={(key) => commands.move(project.id, { stage: key, before: null })}
        isDisabled={!canWrite}
      />
      <Choice
        label={t('move.objective')}
        options={[
          { key: NONE, name: t('move.noObjective') },
          ...[...objectives.values()].map(({ id, title, hue }) => ({
            key: id,
            name: title || t('plan.untitled'),
            ...(hue === 'none' ? {} : { swatch: hue }),
          })),
        ]}
        chosen={place?.objective ?? NONE}
        onChoose={(key) => set(projectRef(project.id), { place: { ...place, objective: key === NONE ? null : key } })}
        isDisabled={!canWrite}
      />
      <div className="place-years" role="group" aria-label={t('newPlan.years')}>
        <span className="label">{t('newPlan.years')}</span>
        <div className="place-years-row">
          <LineEdit
            label={t('newPlan.from')}
            isLabelHidden
            stored={yearField(years?.from)}
            onDone={(typed) => setYear('from', typed)}
            inputMode="numeric"
            placeholder="2027"
            size={4}
          />
          <span aria-hidden>–</span>
          <LineEdit
            label={t('newPlan.to')}
            isLabelHidden
            stored={yearField(years?.to)}
            onDone={(typed) => setYear('to', typed)}
            inputMode="numeric"
            placeholder="2029"
            size={4}
          />
        </div>
      </div>
    </div>
  )
}
