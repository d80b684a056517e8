import './document.css'
import { useCallback, useMemo } from 'react'
import type { TypeName } from '#shared/plan/fields.ts'
import { selectGroups, selectObjectives, selectPartners, selectStages } from '#shared/plan/lists.ts'
import { OBJECTIVE_COLOURS } from '#shared/plan/templates.ts'
import { THE_PLAN, type ThingRef } from '#shared/plan/things.ts'
import { useCanWrite, useDoc, usePlan } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { RemoveButton } from '../../parts/RemoveButton.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { objectiveNames } from '../../parts/usePlanNames.ts'
import { useThing } from '../../parts/useThing.ts'
import { yearField } from '../../parts/yearsText.ts'
import { type MessageId, useWords } from '../../words/words.ts'

/** What the plan says about itself: vision, principles, objectives, and what projects refer to. */
export function DocumentView() {
  const { t } = useWords()
  const plan = usePlan()
  const { set, add } = useThing()
  const canWrite = useCanWrite()
  const header = useDoc(useCallback((doc) => plan.reader.header(doc), [plan]))
  const objectives = useDoc(selectObjectives)
  const setYear = (which: 'from' | 'to', typed: string): boolean =>
    set(THE_PLAN, { horizon: { ...header.horizon, [which]: typed === '' ? null : Number(typed) } })
  const faces = useMemo(() => objectiveNames(objectives), [objectives])
  const nextColour = OBJECTIVE_COLOURS[objectives.length % OBJECTIVE_COLOURS.length]
  return (
    <main className="page">
      <div className="page-body document">
        <TextEdit
          thing={THE_PLAN}
          field="title"
          stored={header.title}
          label={t('newPlan.name')}
          isLabelHidden
          look="title"
          placeholder={t('plan.untitled')}
        />
        <div className="document-years" role="group" aria-label={t('newPlan.years')}>
          <LineEdit
            label={t('newPlan.from')}
            isLabelHidden
            stored={yearField(header.horizon?.from)}
            inputMode="numeric"
            size={4}
            onDone={(typed) => setYear('from', typed)}
          />
          <span aria-hidden>–</span>
          <LineEdit
            label={t('newPlan.to')}
            isLabelHidden
            stored={yearField(header.horizon?.to)}
            inputMode="numeric"
            size={4}
            onDone={(typed) => setYear('to', typed)}
          />
        </div>
        {(['vision', 'principles'] as const).map((field) => (
          <section key={field} aria-label={t(`document.${field}`)}>
            <h2 className="page-part">{t(`document.${field}`)}</h2>
            <TextEdit
              thing={THE_PLAN}
              field={field}
              stored={header[field]}
              label={t(`document.${field}`)}
              isLabelHidden
              isProse
              look="prose"
              placeholder={canWrite ? t(`document.${field}.hint`) : ''}
            />
          </section>
        ))}
        <section aria-label={t('document.objectives')}>
          <h2 className="page-part">{t('document.objectives')}</h2>
          <ol className="objectives">
            {objectives.map(({ id, title, intent }) => (
              <li key={id} className={`objective hue-${faces.get(id)!.hue}`}>
                <span className="card-objective" aria-hidden>
                  {faces.get(id)!.initial}
                </span>
                <div className="objective-text">
                  <TextEdit
                    thing={{ type: 'Objective', id }}
                    field="title"
                    stored={title}
                    label={t('document.objective')}
                    isLabelHidden
                    look="line"
                  />
                  <TextEdit
                    thing={{ type: 'Objective', id }}
                    field="intent"
                    stored={intent}
                    label={t('document.intent')}
                    isLabelHidden
                    isProse
                    placeholder={canWrite ? t('document.intent') : ''}
                  />
                </div>
                <RemoveButton thing={{ type: 'Objective', id }} name={title} />
              </li>
            ))}
          </ol>
          <AddLine
            label={t('document.addObjective')}
            onAdd={(title) => add('Objective', { title, colour: nextColour }) !== null}
          />
        </section>
        <NamedList type="Stage" field="title" title="document.stages" addLabel="document.addStage" />
        <NamedList type="Group" field="name" title="project.groups" addLabel="document.addGroup" />
        <NamedList type="Partner" field="name" title="project.partners" addLabel="document.addPartner" />
      </div>
    </main>
  )
}

type NamedListProps = {
  readonly type: 'Stage' | 'Group' | 'Partner'
  readonly field: 'title' | 'name'
  readonly title: MessageId
  readonly addLabel: MessageId
}

type Named = { readonly id: string; readonly title?: string; readonly name?: string }
const SELECT = { Stage: selectStages, Group: selectGroups, Partner: selectPartners } as const

/** Things that projects refer to by their name. */
function NamedList({ type, field, title, addLabel }: NamedListProps) {
  const { t } = useWords()
  const { add } = useThing()
  const things: readonly Named[] = useDoc(SELECT[type] as (typeof SELECT)['Stage'])
  const refOf = (id: string): ThingRef => ({ type: type satisfies TypeName, id })
  return (
    <section aria-label={t(title)}>
      <h2 className="page-part">{t(title)}</h2>
      <ul className="lines">
        {things.map((thing) => (
          <li key={thing.id} className="line">
            <div className="line-main">
              <TextEdit
                thing={refOf(thing.id)}
                field={field}
                stored={thing[field] ?? ''}
                label={t(title)}
                isLabelHidden
                look="line"
              />
            </div>
            <RemoveButton thing={refOf(thing.id)} name={thing[field] ?? ''} />
          </li>
        ))}
      </ul>
      <AddLine label={t(addLabel)} onAdd={(text) => add(type, { [field]: text }) !== null} />
    </section>
  )
}
