import { Input, NumberField } from 'react-aria-components'
import { selectMembers, selectPartners, selectUnits } from '#shared/plan/lists.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite, useDoc } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { NoteEdit, useNote } from '../../parts/NoteEdit.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useThing } from '../../parts/useThing.ts'
import { Choice } from '../../ui/Choice.tsx'
import { useWords } from '../../words/words.ts'
import { amountText, decimalsOf, sumByUnit } from '../../parts/amounts.ts'
import { LineMenu } from '../../parts/LineMenu.tsx'
import { Section } from './Section.tsx'

export const STATUSES = ['sought', 'applied', 'promised', 'received', 'refused'] as const

type Contribution = ViewOf<'Contribution'>
type Unit = ViewOf<'Unit'>
type ContributionsSectionProps = { readonly projectId: string; readonly contributions: readonly Contribution[] }

/** Money, community currency, hours and things in kind: summed per unit, never together. */
export function ContributionsSection({ projectId, contributions }: ContributionsSectionProps) {
  const { t, language } = useWords()
  const { add } = useThing()
  const units = useDoc(selectUnits)
  const sums = sumByUnit(contributions)
    .map(({ unit, minor }) => amountText(minor, unitOf(units, unit), language))
    .join(' · ')
  const first = units.find(({ id }) => id === 'EUR') ?? units[0]
  return (
    <Section title={t('project.contributions')} {...(sums === '' ? {} : { note: sums })}>
      <ul className="lines">
        {contributions.map((contribution) => (
          <ContributionLine key={contribution.id} projectId={projectId} contribution={contribution} units={units} />
        ))}
      </ul>
      <AddLine
        label={t('project.addContribution')}
        onAdd={(title) => {
          const amount = first === undefined ? {} : { amount: { unit: first.id, minor: 0 } }
          return add('Contribution', { title, status: 'sought', ...amount }, projectRef(projectId)) !== null
        }}
      />
    </Section>
  )
}

const unitOf = (units: readonly Unit[], id: string): Unit | undefined => units.find((unit) => unit.id === id)

type ContributionLineProps = {
  readonly projectId: string
  readonly contribution: Contribution
  readonly units: readonly Unit[]
}

function ContributionLine({ projectId, contribution, units }: ContributionLineProps) {
  const { t } = useWords()
  const { set } = useThing()
  const canWrite = useCanWrite()
  const ref: ThingRef = { type: 'Contribution', id: contribution.id, in: projectRef(projectId) }
  const unitId = contribution.amount?.unit ?? units[0]?.id ?? 'EUR'
  const decimals = decimalsOf(unitOf(units, unitId))
  const [isNoteOpen, noteEntries] = useNote(contribution.note)
  const setAmount = (unit: string, value: number): void => {
    const minor = Math.round(value * 10 ** decimalsOf(unitOf(units, unit)))
    set(ref, { amount: { ...contribution.amount, unit, minor } })
  }
  const value = (contribution.amount?.minor ?? 0) / 10 ** decimals
  return (
    <li className="block">
      <div className="line">
        <div className="line-main">
          <TextEdit
            thing={ref}
            field="title"
            stored={contribution.title}
            label={t('project.contribution')}
            isLabelHidden
            look="line"
          />
        </div>
        <LineMenu thing={ref} name={contribution.title} entries={noteEntries} />
      </div>
      <div className="money">
        <NumberField
          aria-label={t('contribution.amount', { title: contribution.title })}
          className="money-amount"
          value={value}
          minValue={0}
          isReadOnly={!canWrite}
          formatOptions={{ maximumFractionDigits: decimals }}
          onChange={(typed) => setAmount(unitId, Number.isNaN(typed) ? 0 : typed)}
        >
          <Input className="input" />
        </NumberField>
        <Choice
          label={t('contribution.unit')}
          isLabelHidden
          options={units.map(({ id, name }) => ({ key: id, name: name ?? id }))}
          chosen={unitId}
          onChoose={(unit) => setAmount(unit, value)}
          isDisabled={!canWrite}
        />
        <Choice
          label={t('contribution.status')}
          isLabelHidden
          options={STATUSES.map((key) => ({ key, name: t(`status.${key}`) }))}
          chosen={(contribution.status ?? 'sought') as (typeof STATUSES)[number]}
          onChoose={(status) => set(ref, { status })}
          isDisabled={!canWrite}
        />
        <LineEdit
          label={t('contribution.year')}
          isLabelHidden
          stored={contribution.year === null ? '' : String(contribution.year)}
          inputMode="numeric"
          placeholder={t('contribution.year')}
          size={4}
          onDone={(typed) => set(ref, { year: typed === '' ? null : Number(typed) })}
        />
      </div>
      <Source thing={ref} contribution={contribution} />
      <NoteEdit thing={ref} name={contribution.title} isOpen={isNoteOpen} stored={contribution.note} />
    </li>
  )
}

const IN_WORDS = 'words'

/** A partner or a person of the plan, or anyone in words. */
function Source({ thing, contribution }: { readonly thing: ThingRef; readonly contribution: Contribution }) {
  const { t } = useWords()
  const { set } = useThing()
  const canWrite = useCanWrite()
  const partners = useDoc(selectPartners)
  const members = useDoc(selectMembers)
  const { partner, member } = contribution
  const choose = (key: string): boolean => {
    const isMember = members.some(({ id }) => id === key)
    return set(thing, { partner: key === IN_WORDS || isMember ? null : key, member: isMember ? key : null })
  }
  return (
    <div className="pair">
      <Choice
        label={t('contribution.source')}
        options={[
          { key: IN_WORDS, name: t('contribution.someoneElse') },
          ...partners.map(({ id, name }) => ({ key: id, name: name || t('plan.untitled') })),
          ...members.map(({ id, name }) => ({ key: id, name: name || t('plan.untitled') })),
        ]}
        chosen={partner ?? member ?? IN_WORDS}
        onChoose={choose}
        isDisabled={!canWrite}
      />
      {partner === null && member === null && (
        <LineEdit
          label={t('contribution.from')}
          placeholder={t('contribution.from.hint')}
          stored={contribution.from ?? ''}
          onDone={(from) => set(thing, { from: from === '' ? null : from })}
        />
      )}
    </div>
  )
}
