import { X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button as AriaButton, Form, ToggleButton } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import type { BoardMemory, Filter } from '../../data/boardMemory.ts'
import { useSelection } from '../../data/source.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import { Button } from '../../ui/Button.tsx'
import { Initials } from '../../ui/Initials.tsx'
import { SeedFilled, SeedOpen, TwoLeaves } from '../../ui/marks.tsx'
import { useWords } from '../../words/words.ts'
import { isFiltering, type ListField, NO_OBJECTIVE, toggled } from './filter.ts'

export type FilterOptions = {
  readonly names: PlanNames
  readonly tags: readonly string[]
  readonly hasAgreement: boolean
}

type FilterFormProps = { readonly memory: BoardMemory; readonly options: FilterOptions }

/** Everything cards can be looked for by; what is chosen is done at once. Below it, filters kept by name. */
export function FilterForm({ memory, options: { names, tags, hasAgreement } }: FilterFormProps) {
  const { t } = useWords()
  const { filter, saved } = useSelection(memory, same)
  const onFilter = (part: Partial<Filter>): void => memory.change({ filter: { ...filter, ...part } })
  const group = (field: ListField, label: string, options: readonly Option[]): ReactNode =>
    options.length > 0 && (
      <Group label={label}>
        {options.map(({ key, name, face }) => (
          <ToggleButton
            key={key}
            className="pick pick-toggle"
            isSelected={filter[field].includes(key)}
            onChange={() => onFilter(toggled(filter, field, key))}
          >
            {face}
            <span className="pick-name">{name}</span>
          </ToggleButton>
        ))}
      </Group>
    )
  return (
    <>
      {saved.length > 0 && (
        <Group label={t('filter.saved')}>
          {saved.map((one) => (
            <span key={one.name} className="pick">
              <AriaButton className="pick-name pick-saved" onPress={() => memory.change({ filter: one.filter })}>
                {one.name}
              </AriaButton>
              <AriaButton
                className="pick-drop"
                aria-label={`${t('app.remove')}: ${one.name}`}
                onPress={() => memory.change({ saved: saved.filter(({ name }) => name !== one.name) })}
              >
                <X size={14} strokeWidth={1.75} aria-hidden />
              </AriaButton>
            </span>
          ))}
        </Group>
      )}
      {group('objectives', t('board.objective'), [
        ...[...names.objectives.values()].map(({ id, title, hue, initial }) => ({
          key: id,
          name: title || t('plan.untitled'),
          face: (
            <span className={`card-objective hue-${hue}`} aria-hidden>
              {initial}
            </span>
          ),
        })),
        ...(names.objectives.size > 0 ? [{ key: NO_OBJECTIVE, name: t('board.noObjective') }] : []),
      ])}
      {group('people', t('project.leads'), faced([...names.people.values()], t('plan.untitled')))}
      {group(
        'groups',
        t('project.groups'),
        [...names.groups.values()].map(({ id, name }) => ({ key: id, name: name || t('plan.untitled') })),
      )}
      {group(
        'tags',
        t('project.tags'),
        tags.map((tag) => ({ key: tag, name: shownTitle(tag) })),
      )}
      {group('outputs', t('filter.outputs'), [
        { key: 'tangible', name: t('output.tangible'), face: <SeedFilled /> },
        { key: 'intangible', name: t('output.intangible'), face: <SeedOpen /> },
      ])}
      <Group label={t('filter.years')}>
        <YearField label={t('filter.from')} year={filter.from} onYear={(from) => onFilter({ from })} />
        <span aria-hidden>–</span>
        <YearField label={t('filter.to')} year={filter.to} onYear={(to) => onFilter({ to })} />
      </Group>
      <Group label={t('filter.marks')}>
        {(hasAgreement || filter.isChanged) && (
          <ToggleButton
            className="pick pick-toggle pick-since"
            isSelected={filter.isChanged}
            onChange={(isChanged) => onFilter({ isChanged })}
          >
            <span className="pick-name">{t('filter.changed')}</span>
          </ToggleButton>
        )}
        <ToggleButton
          className="pick pick-toggle"
          isSelected={filter.isContested}
          onChange={(isContested) => onFilter({ isContested })}
        >
          <TwoLeaves />
          <span className="pick-name">{t('filter.contested')}</span>
        </ToggleButton>
      </Group>
      {isFiltering(filter) && <SaveFilter memory={memory} />}
    </>
  )
}

type Option = { readonly key: string; readonly name: string; readonly face?: ReactNode }

const faced = (
  people: readonly { readonly id: string; readonly name: string }[],
  nameless: string,
): readonly Option[] =>
  people.map(({ id, name }) => ({ key: id, name: name || nameless, face: <Initials name={name} isBesideName /> }))

function Group({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="filter-group" role="group" aria-label={label}>
      <span className="label" aria-hidden>
        {label}
      </span>
      <div className="picks">{children}</div>
    </div>
  )
}

type YearFieldProps = {
  readonly label: string
  readonly year: number | null
  readonly onYear: (year: number | null) => void
}

/** Four digits are a year; less is still being typed. */
function YearField({ label, year, onYear }: YearFieldProps) {
  const [draft, setDraft] = useState(year === null ? '' : String(year))
  return (
    <input
      className="input filter-year"
      aria-label={label}
      placeholder={label}
      inputMode="numeric"
      maxLength={4}
      value={draft}
      onChange={({ target }) => {
        const typed = target.value.replaceAll(/\D/g, '')
        setDraft(typed)
        if (typed.length === 4 || typed === '') onYear(typed === '' ? null : Number(typed))
      }}
    />
  )
}

/** Keeps the filter under a name, for this person on this laptop. */
function SaveFilter({ memory }: { readonly memory: BoardMemory }) {
  const { t } = useWords()
  const [name, setName] = useState('')
  return (
    <Form
      className="filter-save"
      onSubmit={(event) => {
        event.preventDefault()
        const named = name.trim()
        if (named === '') return
        const { filter, saved } = memory.now()
        memory.change({ saved: [...saved.filter((one) => one.name !== named), { name: named, filter }] })
        setName('')
      }}
    >
      <input
        className="input"
        aria-label={t('filter.name')}
        placeholder={t('filter.name')}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button size="s" type="submit" isDisabled={name.trim() === ''}>
        {t('filter.keep')}
      </Button>
    </Form>
  )
}

const same = <T,>(value: T): T => value
