import { useMemo } from 'react'
import { Input, SearchField } from 'react-aria-components'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { useWords } from '../../words/words.ts'
import { type Filter, isFiltering, NO_FILTER } from './filter.ts'
import { usePlanNames } from '../../parts/usePlanNames.ts'

type BoardFilterProps = {
  readonly filter: Filter
  readonly onFilter: (filter: Filter) => void
  readonly shown: number
  readonly total: number
}

const ALL = 'all'

export function BoardFilter({ filter, onFilter, shown, total }: BoardFilterProps) {
  const { t } = useWords()
  const { objectives, people } = usePlanNames()
  const objectiveOptions = useMemo(
    () => [
      { key: ALL, name: t('board.allObjectives') },
      ...[...objectives.values()].map(({ id, title, hue }) => ({
        key: id,
        name: title || t('plan.untitled'),
        ...(hue === 'none' ? {} : { swatch: hue }),
      })),
    ],
    [objectives, t],
  )
  const personOptions = useMemo(
    () => [{ key: ALL, name: t('board.anyone') }, ...[...people.values()].map(({ id, name }) => ({ key: id, name }))],
    [people, t],
  )
  return (
    <div className="board-filter" role="search">
      <SearchField
        aria-label={t('board.filter')}
        value={filter.text}
        onChange={(text) => onFilter({ ...filter, text })}
        className="board-search"
      >
        <Input className="input" placeholder={t('board.filter')} />
      </SearchField>
      <Choice
        label={t('board.objective')}
        isLabelHidden
        options={objectiveOptions}
        chosen={filter.objective ?? ALL}
        onChoose={(key) => onFilter({ ...filter, objective: key === ALL ? null : key })}
      />
      <Choice
        label={t('board.person')}
        isLabelHidden
        options={personOptions}
        chosen={filter.person ?? ALL}
        onChoose={(key) => onFilter({ ...filter, person: key === ALL ? null : key })}
      />
      <p className="board-shown" aria-live="polite">
        {isFiltering(filter) ? t('board.filtered', { shown, total }) : t('board.count', { count: total })}
      </p>
      {isFiltering(filter) && (
        <Button look="quiet" size="s" onPress={() => onFilter(NO_FILTER)}>
          {t('board.clearFilter')}
        </Button>
      )}
    </div>
  )
}
