import './board.css'
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { routeToHash } from '../../app/route.ts'
import { useCanWrite, useDoc, usePlan } from '../../app/planContext.ts'
import { useSelection } from '../../data/source.ts'
import { useWords } from '../../words/words.ts'
import { BoardFilter } from './BoardFilter.tsx'
import { CardMenu } from './CardMenu.tsx'
import { Column } from './Column.tsx'
import { filterCards, isFiltering, NO_FILTER } from './filter.ts'
import { MoveSheet } from './MoveSheet.tsx'
import { useCardCommands } from '../../parts/useCardCommands.ts'
import { focusDrawn, type Reveal, UNPLACED, useBoardKeys } from './useBoardKeys.ts'
import { usePlanNames } from '../../parts/usePlanNames.ts'

type BoardViewProps = { readonly planId: string; readonly openProject: string | null }

/** Stages as columns, projects as cards. */
export function BoardView({ planId, openProject }: BoardViewProps) {
  const plan = usePlan()
  const { t } = useWords()
  const board = useDoc(useCallback((doc) => plan.reader.board(doc), [plan]))
  const changed = useSelection(plan.changedSince, same)
  const names = usePlanNames()
  const canWrite = useCanWrite()
  const [filter, setFilter] = useState(NO_FILTER)
  const [moving, setMoving] = useState<string | null>(null)
  const [renaming, setRenaming] = useState<string | null>(null)
  const [menu, setMenu] = useState<{ readonly id: string; readonly anchor: Element } | null>(null)
  const page = useRef<HTMLDivElement>(null)
  const commands = useCardCommands()

  const columns = useMemo(() => {
    const { unplaced } = board
    const lost = { stage: { id: UNPLACED, title: t('board.unplaced') }, cards: unplaced }
    return unplaced.length === 0 ? board.columns : [...board.columns, lost]
  }, [board, t])
  const shown = useMemo(
    () => columns.map((column) => ({ ...column, shown: filterCards(column.cards, filter, names) })),
    [columns, filter, names],
  )
  const total = columns.reduce((sum, { cards }) => sum + cards.length, 0)
  const visible = shown.reduce((sum, column) => sum + column.shown.length, 0)
  const hrefOf = useCallback(
    (projectId: string) => routeToHash({ at: 'plan', planId, view: 'board', projectId }),
    [planId],
  )
  const [reveal] = useState<Reveal>(() => new Set())
  const onKeyDown = useBoardKeys({ page, reveal, shown, canWrite, commands, onMove: setMoving, onRename: setRenaming })
  const openMenu = useCallback((id: string, anchor: Element) => setMenu({ id, anchor }), [])
  const endRename = useCallback((id: string, byKey: boolean) => {
    setRenaming(null)
    // Whoever renames by keys goes on from the card; whoever clicked elsewhere is there.
    if (byKey) requestAnimationFrame(() => focusDrawn(page.current, id))
  }, [])
  useReturn(page, openProject)

  return (
    <main className="board" aria-label={t('nav.board')}>
      <BoardFilter filter={filter} onFilter={setFilter} shown={visible} total={total} />
      <p id="board-keys" className="only-heard">
        {t('board.keys')}
      </p>
      {board.columns.length === 0 && <p className="board-said">{t('board.noStages')}</p>}
      {isFiltering(filter) && visible === 0 && total > 0 && <p className="board-said">{t('board.nothingFound')}</p>}
      {total === 0 && board.columns.length > 0 && (
        <div className="board-said">
          <p className="board-said-title">{t('board.empty')}</p>
          <p>{t('board.empty.hint')}</p>
        </div>
      )}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the cards inside */}
      <div className="columns" ref={page} onKeyDown={onKeyDown} role="group" aria-label={t('nav.board')}>
        {shown.map((column) => (
          <Column
            key={column.stage.id}
            stage={column.stage}
            cards={column.shown}
            total={column.cards.length}
            names={names}
            changed={changed}
            canWrite={canWrite}
            reveal={reveal}
            openProject={openProject}
            renaming={renaming}
            hrefOf={hrefOf}
            onMenu={openMenu}
            onRenamed={endRename}
            commands={commands}
          />
        ))}
      </div>
      {menu && (
        <CardMenu
          {...menu}
          canWrite={canWrite}
          onClose={() => setMenu(null)}
          onMove={setMoving}
          onRename={setRenaming}
          href={hrefOf(menu.id)}
          commands={commands}
        />
      )}
      {moving && <MoveSheet id={moving} board={board} onClose={() => setMoving(null)} commands={commands} />}
    </main>
  )
}

/** When a project is closed, whoever was in it is back at its card. */
function useReturn(page: RefObject<HTMLElement | null>, openProject: string | null): void {
  const before = useRef(openProject)
  useEffect(() => {
    const closed = openProject === null ? before.current : null
    before.current = openProject
    if (closed !== null && document.activeElement === document.body) focusDrawn(page.current, closed)
  }, [page, openProject])
}

const same = <T,>(value: T): T => value
