import { useState } from 'react'
import { selectUnits } from '#shared/plan/lists.ts'
import { useCanWrite, useDoc } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { amountText } from '../../parts/amounts.ts'
import { projectRef } from '../../parts/useCardCommands.ts'
import { useThing } from '../../parts/useThing.ts'
import { Choice } from '../../ui/Choice.tsx'
import { useWords } from '../../words/words.ts'
import { ContributionLine } from './ContributionLine.tsx'
import { type Contribution, fundingByUnit, type Unit, type UnitFunding } from './funding.ts'
import { FundingChart, StatusSwatch } from './FundingChart.tsx'
import { Section } from './Section.tsx'

type ContributionsSectionProps = { readonly projectId: string; readonly contributions: readonly Contribution[] }

/** Money, community currency, hours and things in kind: summed per unit, never together. */
export function ContributionsSection({ projectId, contributions }: ContributionsSectionProps) {
  const { t, language } = useWords()
  const { add } = useThing()
  const canWrite = useCanWrite()
  const units = useDoc(selectUnits)
  const funding = fundingByUnit(contributions, units)
  const [chosen, setChosen] = useState<string | null>(null)
  const unitId = chosen ?? funding.at(-1)?.unitId ?? units.find(({ id }) => id === 'EUR')?.id ?? units[0]?.id
  const sums = funding
    .filter(({ total }) => total !== 0)
    .map(({ unit, total }) => amountText(total, unit, language))
    .join(' · ')
  return (
    <Section title={t('project.contributions')} {...(sums === '' ? {} : { note: sums })}>
      {funding.map((one) => (
        <UnitPart key={one.unitId} projectId={projectId} funding={one} units={units} />
      ))}
      {canWrite && (
        <div className="contribution-new">
          <AddLine
            label={t('project.addContribution')}
            onAdd={(title) => {
              const amount = unitId === undefined ? {} : { amount: { unit: unitId, minor: 0 } }
              return add('Contribution', { title, status: 'sought', ...amount }, projectRef(projectId)) !== null
            }}
          />
          {units.length > 1 && unitId !== undefined && (
            <Choice
              label={t('contribution.unit')}
              isLabelHidden
              options={units.map(({ id, name }) => ({ key: id, name: name ?? id }))}
              chosen={unitId}
              onChoose={setChosen}
            />
          )}
        </div>
      )}
    </Section>
  )
}

type UnitPartProps = { readonly projectId: string; readonly funding: UnitFunding; readonly units: readonly Unit[] }

/** All of one unit: its sums by status, a bar a year, and the contributions by year. */
function UnitPart({ projectId, funding, units }: UnitPartProps) {
  const { t, language } = useWords()
  const { unit, unitId, lines, sums, years } = funding
  return (
    <div className="unit-part">
      <div className="unit-head">
        <h3 className="part-sub">{unit?.name ?? unitId}</h3>
        <ul className="unit-sums">
          {sums.map(({ status, minor }) => (
            <li key={status}>
              <StatusSwatch status={status} />
              {t(`status.${status}`)} <strong>{amountText(minor, unit, language)}</strong>
            </li>
          ))}
        </ul>
      </div>
      {sums.length > 0 && (years.length > 1 || sums.length > 1) && <FundingChart funding={funding} />}
      <ul className="lines">
        {lines.map((contribution) => (
          <ContributionLine
            key={contribution.id}
            projectId={projectId}
            contribution={contribution}
            unit={unit}
            units={units}
          />
        ))}
      </ul>
    </div>
  )
}
