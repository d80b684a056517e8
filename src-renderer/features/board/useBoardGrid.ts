import { useCallback, useMemo, useState } from 'react'
import type { Board } from '#shared/plan/board.ts'
import { useDoc, usePlan } from '../../app/planContext.ts'
import { type BoardLook, type BoardMemory, openBoardMemory } from '../../data/boardMemory.ts'
import type { ChangedSince } from '../../data/changedSince.ts'
import { useSelection } from '../../data/source.ts'
import { type PlanNames, usePlanNames } from '../../parts/usePlanNames.ts'
import { useWords } from '../../words/words.ts'
import { type CardFilter, createCardFilter } from './filter.ts'
import { createGridReader, type Grid } from './grid.ts'
import { useContested } from './useContested.ts'

export type BoardGrid = {
  readonly board: Board
  readonly grid: Grid
  readonly cardFilter: CardFilter
  readonly memory: BoardMemory
  readonly look: BoardLook
  readonly names: PlanNames
  readonly changed: ChangedSince
  readonly contested: ReadonlySet<string>
}

/** The plan's board as this person looks at it: filtered, with or without lanes. */
export function useBoardGrid(planId: string): BoardGrid {
  const plan = usePlan()
  const { t } = useWords()
  const board = useDoc(useCallback((doc) => plan.reader.board(doc), [plan]))
  const changed = useSelection(plan.changedSince, same)
  const contested = useContested()
  const names = usePlanNames()
  const [memory] = useState(() => openBoardMemory(window.localStorage, planId))
  const look = useSelection(memory, same)
  const { filter, hasLanes, folded } = look
  const [readGrid] = useState(createGridReader)
  const cardFilter = useMemo(
    () => createCardFilter(filter, { names, changed, contested }),
    [filter, names, changed, contested],
  )
  const grid = useMemo(
    () => readGrid({ board, unplaced: t('board.unplaced'), filter: cardFilter, names, hasLanes, folded }),
    [readGrid, board, t, cardFilter, names, hasLanes, folded],
  )
  return { board, grid, cardFilter, memory, look, names, changed, contested }
}

const same = <T>(value: T): T => value
