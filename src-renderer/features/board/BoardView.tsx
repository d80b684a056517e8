import './board.css'
import './cards.css'
import './lanes.css'
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useCanWrite, useFacts } from '../../app/planContext.ts'
import { NO_FILTER } from '../../data/boardMemory.ts'
import type { PlanFacts } from '../../data/openPlan.ts'
import { useCardCommands } from '../../parts/useCardCommands.ts'
import { useWords } from '../../words/words.ts'
import { BoardActionsProvider, type BoardMarks } from './boardContext.ts'
import { useEscape, useReturn, useSelectionSaid } from './boardEffects.ts'
import { BoardTools } from './BoardTools.tsx'
import { CardMenu } from './CardMenu.tsx'
import { Columns } from './Columns.tsx'
import { isFiltering } from './filter.ts'
import { inOrder, shownOf, totalOf } from './grid.ts'
import { Lanes } from './Lanes.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { type Ask, SelectionSheet } from './SelectionSheets.tsx'
import { useActions } from './useActions.ts'
import { useBoardGrid } from './useBoardGrid.ts'
import { togetherWith, useBoardKeys } from './useBoardKeys.ts'
import { useSelected } from './useSelected.ts'
import { useTags } from './useTags.ts'

type BoardViewProps = { readonly planId: string; readonly openProject: string | null }
type Asked = { readonly ask: Ask; readonly ids: readonly string[] }
type MenuAt = { readonly id: string; readonly anchor: Element }

/** Stages as columns, objectives as lanes when asked for, projects as cards. */
export function BoardView({ planId, openProject }: BoardViewProps) {
  const { t } = useWords()
  const canWrite = useCanWrite()
  const hasAgreement = useFacts(hasAgreed)
  const commands = useCardCommands()
  const shownBoard = useBoardGrid(planId)
  const { board, grid, memory, look, names, changed, contested } = shownBoard
  const { filter, hasLanes } = look
  const isFiltered = isFiltering(filter)
  const tags = useTags(board)
  const page = useRef<HTMLDivElement>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [renaming, setRenaming] = useState<string | null>(null)
  const [menu, setMenu] = useState<MenuAt | null>(null)
  const latest = useRef(grid)
  useLayoutEffect(() => void (latest.current = grid))
  const selected = useSelected(latest)
  const { ids, clear } = selected
  const chosen = useMemo(() => inOrder(grid, ids), [grid, ids])
  const ask = (what: Ask, about: readonly string[]): void => setAsked({ ask: what, ids: about })
  const actions = useActions({
    planId,
    page,
    shown: shownBoard,
    selected,
    canWrite,
    commands,
    onMenu: setMenu,
    onRenaming: setRenaming,
  })
  const onKeyDown = useBoardKeys({
    page,
    reveal: actions.reveal,
    grid,
    selected,
    canWrite,
    commands,
    onMove: (about) => ask('move', about),
    onRename: setRenaming,
  })
  const marks = useMemo<BoardMarks>(
    () => ({ names, changed, contested, selected: ids, openProject, renaming, hasLanes, isFiltered }),
    [names, changed, contested, ids, openProject, renaming, hasLanes, isFiltered],
  )
  const onFold = useCallback(
    (lane: string) => {
      const { folded } = memory.now()
      memory.change({ folded: folded.includes(lane) ? folded.filter((one) => one !== lane) : [...folded, lane] })
    },
    [memory],
  )
  const options = useMemo(() => ({ names, tags, hasAgreement }), [names, tags, hasAgreement])
  const clearFilter = useCallback(() => memory.change({ filter: NO_FILTER }), [memory])
  useReturn(page, openProject)
  useSelectionSaid(chosen.length, t)
  useEscape(chosen.length > 0 ? clear : isFiltered && openProject === null ? clearFilter : null)
  const total = totalOf(grid)
  const shown = shownOf(grid)

  return (
    <main className="board" aria-label={t('nav.board')}>
      {chosen.length > 0 ? (
        <SelectionBar ids={chosen} names={names} canWrite={canWrite} commands={commands} onAsk={ask} onClear={clear} />
      ) : (
        <BoardTools memory={memory} options={options} shown={shown} total={total} />
      )}
      <p id="board-keys" className="only-heard">
        {t('board.keys')}
      </p>
      {board.columns.length === 0 && <p className="board-said">{t('board.noStages')}</p>}
      {isFiltered && shown === 0 && total > 0 && <p className="board-said">{t('board.nothingFound')}</p>}
      {total === 0 && board.columns.length > 0 && (
        <div className="board-said">
          <p className="board-said-title">{t('board.empty')}</p>
          <p>{t('board.empty.hint')}</p>
        </div>
      )}
      <BoardActionsProvider value={actions}>
        {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the cards inside */}
        <div className="board-body" ref={page} onKeyDown={onKeyDown} role="group" aria-label={t('nav.board')}>
          {hasLanes ? <Lanes grid={grid} marks={marks} onFold={onFold} /> : <Columns grid={grid} marks={marks} />}
        </div>
      </BoardActionsProvider>
      {menu && (
        <CardMenu
          {...menu}
          ids={togetherWith(grid, ids, menu.id)}
          canWrite={canWrite}
          onClose={() => setMenu(null)}
          onAsk={ask}
          onRename={setRenaming}
          onSelect={(id) => selected.pick(id, 'toggle')}
          href={actions.hrefOf(menu.id)}
          commands={commands}
        />
      )}
      {asked && (
        <SelectionSheet {...asked} board={board} tags={tags} commands={commands} onClose={() => setAsked(null)} />
      )}
    </main>
  )
}

const hasAgreed = ({ agreements }: PlanFacts): boolean => agreements.length > 0
