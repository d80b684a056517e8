import { Handshake } from 'lucide-react'
import { shownTitle } from '#shared/base/shownText.ts'
import type { Card } from '#shared/plan/cards.ts'
import { Initials } from '../../ui/Initials.tsx'
import { SeedFilled, SeedOpen, TwoLeaves } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'
import { yearsText } from '../../parts/yearsText.ts'
import type { ObjectiveName, PlanNames } from '../../parts/usePlanNames.ts'

type CardFaceProps = {
  readonly card: Card
  /** Absent where it is said already, as in a lane. */
  readonly objective: ObjectiveName | undefined
  readonly names: PlanNames
  readonly since: 'new' | 'changed' | undefined
  readonly isContested: boolean
}

/** More people, or more seeds of a kind, than this are a number. */
const MOST_FACES = 3
const MOST_SEEDS = 4

/** What a card shows: the same face on the board, in lists and in the panel's head. */
export function CardFace({ card, objective, names, since, isContested }: CardFaceProps) {
  const { t } = useWords()
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
        {isContested && <TwoLeaves className="card-contested" label={t('card.contested')} />}
      </span>
      <Words card={card} names={names} />
      <Foot card={card} names={names} />
      {since && <span className="only-heard">{t(since === 'new' ? 'card.new' : 'card.changed')}</span>}
    </>
  )
}

/** Years, what it gives to the commons, how far it is, and who carries it. */
function Foot({ card, names }: { readonly card: Card; readonly names: PlanNames }) {
  const { years, actions, actionsDone: done, tangible, intangible } = card
  const { t } = useWords()
  const people = card.leads.map((id) => names.people.get(id)).filter((person) => person !== undefined)
  if (years === null && actions + tangible + intangible + people.length === 0) return null
  return (
    <span className="card-foot">
      {years && <span className="card-years">{yearsText(years)}</span>}
      {tangible + intangible > 0 && (
        <span className="card-seeds">
          <Seeds count={tangible} Seed={SeedFilled} label={t('card.tangible', { count: tangible })} />
          <Seeds count={intangible} Seed={SeedOpen} label={t('card.intangible', { count: intangible })} />
        </span>
      )}
      {actions > 0 && (
        <span className="card-actions" title={t('card.actions', { done, total: actions })}>
          <span className="card-bar" aria-hidden>
            <span style={{ inlineSize: `${(100 * done) / actions}%` }} />
          </span>
          <span aria-hidden>
            {done}/{actions}
          </span>
          <span className="only-heard">{t('card.actions', { done, total: actions })}</span>
        </span>
      )}
      <span className="card-people">
        {people.slice(0, MOST_FACES).map(({ id, name }) => (
          <Initials key={id} name={name} />
        ))}
        {people.length > MOST_FACES && <span className="card-others">+{people.length - MOST_FACES}</span>}
      </span>
    </span>
  )
}

type SeedsProps = { readonly count: number; readonly Seed: typeof SeedFilled; readonly label: string }

function Seeds({ count, Seed, label }: SeedsProps) {
  if (count === 0) return null
  const drawn = Math.min(count, MOST_SEEDS)
  return (
    <span className="card-seed" title={label}>
      {Array.from({ length: drawn }, (_, index) => (
        <Seed key={index} {...(index === 0 ? { label } : {})} />
      ))}
      {count > drawn && <span aria-hidden>+{count - drawn}</span>}
    </span>
  )
}

/** Tags and partners in one quiet line. */
function Words({ card, names }: { readonly card: Card; readonly names: PlanNames }) {
  const { t } = useWords()
  const partners = card.partners.map((id) => names.partners.get(id)?.name ?? '').filter(Boolean)
  if (card.tags.length + partners.length === 0) return null
  return (
    <span className="card-words">
      {card.tags.length > 0 && <span>{card.tags.map((tag) => shownTitle(tag)).join(' · ')}</span>}
      {partners.length > 0 && (
        <span className="card-partners">
          <Handshake size={14} strokeWidth={1.5} aria-hidden />
          <span className="only-heard">{t('card.partners')}</span>
          {partners.join(', ')}
        </span>
      )}
    </span>
  )
}
