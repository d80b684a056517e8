import { memo, useCallback } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import { type Card, selectProject } from '#shared/plan/cards.ts'
import { useDoc } from '../../app/planContext.ts'
import { routeToHash } from '../../app/route.ts'
import { projectRef } from '../../parts/useCardCommands.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import { yearsText } from '../../parts/yearsText.ts'
import { DraftRing, SeedFilled, SeedOpen } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'
import { Prose } from './Prose.tsx'

type ProjectTextProps = {
  readonly planId: string
  readonly card: Card
  readonly stage: string
  readonly names: PlanNames
  readonly since: 'new' | 'changed' | undefined
}

/** A project as one reads it; its title opens it at the side, where it is edited. */
export const ProjectText = memo(function ProjectText({ planId, card, stage, names, since }: ProjectTextProps) {
  const { t } = useWords()
  const detail = useDoc(useCallback((doc) => selectProject(doc, card.id), [card.id]))
  const leads = card.leads.map((id) => names.people.get(id)?.name).filter((name) => name !== undefined)
  const facts = [card.years === null ? '' : yearsText(card.years), stage, leads.join(', ')].filter(
    (fact) => fact !== '',
  )
  return (
    <li className="told">
      <h3 className="told-title">
        <a href={routeToHash({ at: 'plan', planId, view: 'document', projectId: card.id })}>
          {shownTitle(card.title) || t('plan.untitled')}
        </a>
      </h3>
      <p className="told-facts">
        <span>{facts.join(' · ')}</span>
        {since && (
          <span className="told-since">
            <DraftRing /> {t(since === 'new' ? 'card.new' : 'card.changed')}
          </span>
        )}
      </p>
      <Prose thing={projectRef(card.id)} field="summary" under={3} />
      {detail !== null && detail.outputs.length > 0 && (
        <ul className="told-outputs">
          {detail.outputs.map(({ id, title, sort }) => (
            <li key={id}>
              {sort === 'tangible' ? (
                <SeedFilled label={t('output.tangible')} />
              ) : (
                <SeedOpen label={t('output.intangible')} />
              )}{' '}
              {shownTitle(title)}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
})
