import './details.css'
import { selectIndicators } from '#shared/plan/indicators.ts'
import { byDay } from '#shared/plan/cards.ts'
import { selectObjectives, selectStages } from '#shared/plan/lists.ts'
import { THE_PLAN } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { listOf, type ViewOf } from '#shared/plan/views.ts'
import { shownTitle } from '#shared/base/shownText.ts'
import { useCanWrite, useDoc, usePlan } from '../../app/planContext.ts'
import { routeToHash } from '../../app/route.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { IndicatorBlock } from '../../parts/indicator/IndicatorBlock.tsx'
import { MilestoneLine } from '../../parts/MilestoneLine.tsx'
import { PlanTitle } from '../../parts/PlanTitle.tsx'
import { PlanYears } from '../../parts/PlanYears.tsx'
import { usePlanHeader } from '../../parts/usePlanHeader.ts'
import { useThing } from '../../parts/useThing.ts'
import { Choice } from '../../ui/Choice.tsx'
import { useWords } from '../../words/words.ts'
import { contentLanguages } from './contentLanguages.ts'
import { UnitsSection } from './UnitsSection.tsx'

const selectMilestones = (doc: PlanDoc): readonly ViewOf<'Milestone'>[] => listOf('Milestone', doc.milestones)

/** What holds for the whole plan: its title, years and language, what it counts in and what it is measured by. */
export function DetailsView() {
  const { t } = useWords()
  const { set, add } = useThing()
  const canWrite = useCanWrite()
  const header = usePlanHeader()
  const milestones = useDoc(selectMilestones).toSorted((a, b) => byDay(a.day, b.day))
  const indicators = useDoc(selectIndicators)
  return (
    <main className="page">
      <div className="page-body details">
        <PlanTitle />
        <div className="panel-facts">
          <div className="panel-fact">
            <span className="panel-fact-name" aria-hidden>
              {t('newPlan.years')}
            </span>
            <div className="panel-fact-value">
              <PlanYears className="panel-fact-years" hasExample />
            </div>
          </div>
          <div className="panel-fact">
            <span className="panel-fact-name" aria-hidden>
              {t('newPlan.language')}
            </span>
            <div className="panel-fact-value">
              <Choice
                label={t('newPlan.language')}
                isLabelHidden
                options={contentLanguages(header.language)}
                chosen={header.language}
                onChoose={(language) => set(THE_PLAN, { language })}
                isDisabled={!canWrite}
              />
            </div>
          </div>
          <p className="hint details-hint">{t('details.language.hint')}</p>
        </div>
        <UnitsSection />
        <section aria-label={t('details.milestones')}>
          <h2 className="page-part">{t('details.milestones')}</h2>
          <ul className="lines">
            {milestones.map((milestone) => (
              <MilestoneLine key={milestone.id} milestone={milestone} />
            ))}
          </ul>
          <AddLine label={t('project.addMilestone')} onAdd={(title) => add('Milestone', { title }) !== null} />
        </section>
        <section aria-label={t('project.indicators')}>
          <h2 className="page-part">{t('project.indicators')}</h2>
          <ul className="lines">
            {indicators.map(({ id }) => (
              <IndicatorBlock key={id} id={id} />
            ))}
          </ul>
          <AddLine label={t('project.addIndicator')} onAdd={(title) => add('Indicator', { title }) !== null} />
        </section>
        <OnBoard />
      </div>
    </main>
  )
}

/** What is edited where it is seen, on the board, by name. */
function OnBoard() {
  const { t } = useWords()
  const { planId } = usePlan()
  const objectives = useDoc(selectObjectives)
  const stages = useDoc(selectStages)
  const names = (things: readonly { readonly title: string }[]): string =>
    things.map(({ title }) => shownTitle(title) || t('plan.untitled')).join(' · ')
  return (
    <section aria-label={t('details.onBoard')}>
      <h2 className="page-part">{t('details.onBoard')}</h2>
      <p>{names(objectives)}</p>
      <p>{names(stages)}</p>
      <p>
        <a href={routeToHash({ at: 'plan', planId, view: 'board' })}>{t('details.toBoard')}</a>
      </p>
    </section>
  )
}
