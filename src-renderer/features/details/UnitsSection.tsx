import { useState } from 'react'
import { selectFunding, selectUnits } from '#shared/plan/lists.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite, useDoc, usePlan } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { decimalsOf } from '../../parts/amounts.ts'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { RemoveButton } from '../../parts/RemoveButton.tsx'
import { useEdit } from '../../parts/useEdit.ts'
import { useThing } from '../../parts/useThing.ts'
import { Choice } from '../../ui/Choice.tsx'
import { planAdd } from '#shared/plan/operations.ts'
import { useWords } from '../../words/words.ts'
import { FIRST_DECIMALS, newUnit, UNIT_SORTS, type UnitSort } from './unitCodes.ts'

type Unit = ViewOf<'Unit'>

/** Codes of the units that amounts are counted in, joined: a change of one amount draws nothing. */
const selectUsed = (doc: PlanDoc): string => [...new Set(selectFunding(doc).map(({ unit }) => unit))].join(' ')

/** What the plan counts in: currencies, community currencies, hours, things in kind. */
export function UnitsSection() {
  const { t, language } = useWords()
  const plan = usePlan()
  const edit = useEdit()
  const canWrite = useCanWrite()
  const units = useDoc(selectUnits)
  const used = new Set(useDoc(selectUsed).split(' '))
  const [sort, setSort] = useState<UnitSort>('community')
  const add = (typed: string): boolean =>
    edit((doc) => {
      const { code, name } = newUnit(typed, sort, new Set(Object.keys(doc.units)), language)
      return planAdd(doc, { type: 'Unit', id: code }, { name, sort, decimals: FIRST_DECIMALS[sort] }, plan.random)
    })
  return (
    <section aria-label={t('details.units')}>
      <h2 className="page-part">{t('details.units')}</h2>
      <p className="hint">{t('details.units.hint')}</p>
      <ul className="units">
        {units.map((unit) => (
          <UnitLine key={unit.id} unit={unit} isUsed={used.has(unit.id)} />
        ))}
      </ul>
      {canWrite && (
        <div className="unit-new">
          <AddLine label={t('details.addUnit')} onAdd={add} />
          <Choice
            label={t('details.unitSort')}
            isLabelHidden
            options={UNIT_SORTS.map((key) => ({ key, name: t(`unit.${key}`) }))}
            chosen={sort}
            onChoose={setSort}
          />
        </div>
      )}
    </section>
  )
}

const DECIMALS = ['0', '1', '2', '3'] as const

function UnitLine({ unit, isUsed }: { readonly unit: Unit; readonly isUsed: boolean }) {
  const { t } = useWords()
  const { set, trySet } = useThing()
  const canWrite = useCanWrite()
  const ref: ThingRef = { type: 'Unit', id: unit.id }
  const name = unit.name ?? unit.id
  const decimals = String(decimalsOf(unit))
  const sort = UNIT_SORTS.find((one) => one === unit.sort) ?? 'kind'
  return (
    <li className="unit">
      <div className="line-main">
        <LineEdit
          label={t('details.unitName')}
          isLabelHidden
          stored={name}
          onDone={(typed) => (typed === '' ? t('refusal.label') : trySet(ref, { name: typed }))}
        />
      </div>
      <span className="unit-code">{unit.id}</span>
      <Choice
        label={`${t('details.unitSort')}: ${name}`}
        isLabelHidden
        options={UNIT_SORTS.map((key) => ({ key, name: t(`unit.${key}`) }))}
        chosen={sort}
        onChoose={(chosen) => set(ref, { sort: chosen })}
        isDisabled={!canWrite}
      />
      <div className="unit-end">
        {isUsed ? (
          // Amounts are kept as whole cents: with other decimals, every one of them would say something else.
          <span className="unit-used">{t('details.unitUsed', { count: Number(decimals) })}</span>
        ) : (
          <>
            <Choice
              label={`${t('indicator.decimals')}: ${name}`}
              isLabelHidden
              options={[...new Set([...DECIMALS, decimals])].map((key) => ({
                key,
                name: t('details.decimals', { count: Number(key) }),
              }))}
              chosen={decimals}
              onChoose={(chosen) => set(ref, { decimals: Number(chosen) })}
              isDisabled={!canWrite}
            />
            <RemoveButton thing={ref} name={name} />
          </>
        )}
      </div>
    </li>
  )
}
