import { ListFilter, Rows3, X } from 'lucide-react'
import { memo } from 'react'
import {
  Button as AriaButton,
  Dialog,
  DialogTrigger,
  Input,
  Popover,
  SearchField,
  ToggleButton,
} from 'react-aria-components'
import { type BoardMemory, type Filter, NO_FILTER } from '../../data/boardMemory.ts'
import { useSelection } from '../../data/source.ts'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'
import { isFiltering, partsOf, without } from './filter.ts'
import { FilterForm, type FilterOptions } from './FilterForm.tsx'
import { partName } from './partName.ts'

type BoardToolsProps = {
  readonly memory: BoardMemory
  readonly options: FilterOptions
  readonly shown: number
  readonly total: number
}

/** What is looked for, as chips that can be taken away, and how the board is laid out. */
export const BoardTools = memo(function BoardTools({ memory, options, shown, total }: BoardToolsProps) {
  const { t } = useWords()
  const { filter, hasLanes } = useSelection(memory, same)
  const onFilter = (next: Filter): void => memory.change({ filter: next })
  const parts = partsOf(filter).filter(({ field }) => field !== 'text')
  const count = isFiltering(filter) ? t('board.filtered', { shown, total }) : t('board.count', { count: total })
  return (
    <div className="board-tools" role="search">
      <SearchField
        aria-label={t('board.filter')}
        value={filter.text}
        onChange={(text) => onFilter({ ...filter, text })}
        className="board-search"
      >
        <Input className="input" placeholder={t('board.filter')} />
      </SearchField>
      <DialogTrigger>
        <Button size="s" icon={<ListFilter size={16} strokeWidth={1.5} aria-hidden />}>
          {t('filter.open')}
        </Button>
        <Popover className="popover filter-popover" placement="bottom start" offset={4}>
          <Dialog className="filter-dialog" aria-label={t('filter.open')}>
            <FilterForm memory={memory} options={options} />
          </Dialog>
        </Popover>
      </DialogTrigger>
      {parts.length > 0 && (
        <ul className="picks" aria-label={t('filter.on')}>
          {parts.map((part) => {
            const name = partName(part, options.names, t)
            return (
              <li key={`${part.field}/${part.key}`} className="pick pick-on">
                <span className="pick-name">{name}</span>
                <AriaButton
                  className="pick-drop"
                  aria-label={`${t('app.remove')}: ${name}`}
                  onPress={() => onFilter(without(filter, part))}
                >
                  <X size={14} strokeWidth={1.75} aria-hidden />
                </AriaButton>
              </li>
            )
          })}
        </ul>
      )}
      {isFiltering(filter) && (
        <Button look="quiet" size="s" onPress={() => onFilter(NO_FILTER)}>
          {t('board.clearFilter')}
        </Button>
      )}
      <p className="board-shown" aria-live="polite">
        {count}
      </p>
      <ToggleButton
        className="button button-s button-quiet lanes-toggle"
        isSelected={hasLanes}
        onChange={(isOn) => memory.change({ hasLanes: isOn })}
      >
        <Rows3 size={16} strokeWidth={1.5} aria-hidden />
        <span className="button-word">{t('board.lanes')}</span>
      </ToggleButton>
    </div>
  )
})

const same = <T,>(value: T): T => value
