import { shownTitle } from '#shared/base/shownText.ts'
import type { Card } from '#shared/plan/cards.ts'
import { Initials } from '../../ui/Initials.tsx'
import { SeedFilled, SeedOpen } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'
import { yearsText } from '../../parts/yearsText.ts'
import type { ObjectiveName, PlanNames } from '../../parts/usePlanNames.ts'

type CardFaceProps = {
  readonly card: Card
  readonly objective: ObjectiveName | undefined
  readonly names: PlanNames
  readonly since: 'new' | 'changed' | undefined
}

/** More people than this are a number. */
const MOST_FACES = 3

/** What a card shows: the same face on the board, in lists and in the panel's head. */
export function CardFace({ card, objective, names, since }: CardFaceProps) {
  const { t } = useWords()
  const people = card.leads.map((id) => names.people.get(id)).filter((person) => person !== undefined)
  const hasFoot = card.years !== null || card.actions > 0 || card.tangible + card.intangible > 0 || people.length > 0
  return (
    <>
      <span className="card-top">
        {objective && (
          <span className="card-objective" title={objective.title}>
            <span aria-hidden>{objective.initial}</span>
            <span className="only-heard">{t('card.objective', { title: objective.title })}</span>
          </span>
        )}
        <span className="card-title">{shownTitle(card.title) || t('plan.untitled')}</span>
      </span>
      {hasFoot && (
        <span className="card-foot">
          {card.years && <span className="card-years">{yearsText(card.years)}</span>}
          <Seeds tangible={card.tangible} intangible={card.intangible} />
          {card.actions > 0 && (
            <span className="card-actions" title={t('card.actions', { done: card.actionsDone, total: card.actions })}>
              <span aria-hidden>
                {card.actionsDone}/{card.actions}
              </span>
              <span className="only-heard">{t('card.actions', { done: card.actionsDone, total: card.actions })}</span>
            </span>
          )}
          <span className="card-people">
            {people.slice(0, MOST_FACES).map(({ id, name }) => (
              <Initials key={id} name={name} />
            ))}
            {people.length > MOST_FACES && <span className="card-others">+{people.length - MOST_FACES}</span>}
          </span>
        </span>
      )}
      {since && <span className="only-heard">{t(since === 'new' ? 'card.new' : 'card.changed')}</span>}
    </>
  )
}

function Seeds({ tangible, intangible }: { readonly tangible: number; readonly intangible: number }) {
  const { t } = useWords()
  if (tangible + intangible === 0) return null
  return (
    <span className="card-seeds">
      {Array.from({ length: tangible }, (_, index) => (
        <SeedFilled key={index} {...(index === 0 ? { label: t('card.tangible', { count: tangible }) } : {})} />
      ))}
      {Array.from({ length: intangible }, (_, index) => (
        <SeedOpen key={index} {...(index === 0 ? { label: t('card.intangible', { count: intangible }) } : {})} />
      ))}
    </span>
  )
}
