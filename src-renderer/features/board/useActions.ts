import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { routeToHash } from '../../app/route.ts'
import { usePlan } from '../../app/planContext.ts'
import { NO_FILTER } from '../../data/boardMemory.ts'
import type { CardCommands } from '../../parts/useCardCommands.ts'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'
import type { BoardActions, Dragged, Reveal } from './boardContext.ts'
import { NO_OBJECTIVE } from './filter.ts'
import { type Grid, idOf } from './grid.ts'
import type { BoardGrid } from './useBoardGrid.ts'
import { focusDrawn, togetherWith } from './useBoardKeys.ts'
import { useHeadCommands } from './useHeadCommands.ts'
import type { Selected } from './useSelected.ts'

type ActionsInput = {
  readonly planId: string
  readonly page: RefObject<HTMLElement | null>
  readonly shown: BoardGrid
  readonly selected: Selected
  readonly canWrite: boolean
  readonly commands: CardCommands
  readonly onMenu: (menu: { readonly id: string; readonly anchor: Element }) => void
  readonly onRenaming: (id: string | null) => void
}

/** The same object from one edit to the next: what it needs to know of the board it reads when it is asked. */
export function useActions(input: ActionsInput): BoardActions {
  const { planId, page, canWrite, commands, onMenu, onRenaming } = input
  const { pick, add } = input.selected
  const { memory } = input.shown
  const plan = usePlan()
  const { t } = useWords()
  const heads = useHeadCommands()
  const [reveal] = useState<Reveal>(() => new Set())
  const latest = useRef({ ...input.shown, ids: input.selected.ids })
  useLayoutEffect(() => void (latest.current = { ...input.shown, ids: input.selected.ids }))
  return useMemo(
    () => ({
      canWrite,
      commands,
      heads,
      reveal,
      hrefOf: (projectId) => routeToHash({ at: 'plan', planId, view: 'board', projectId }),
      onMenu: (id, anchor) => onMenu({ id, anchor }),
      onRenamed: (id, byKey) => {
        onRenaming(null)
        // Whoever renames by keys goes on from the card; whoever clicked elsewhere is there.
        if (byKey) requestAnimationFrame(() => focusDrawn(page.current, id))
      },
      onPick: pick,
      onAdded: (id) => {
        const card = plan.reader.card(plan.document.doc.now(), id)
        if (card === null || latest.current.cardFilter([card]).length > 0) return
        const action = { word: t('board.clearFilter'), run: () => memory.change({ filter: NO_FILTER }) }
        toast({ text: t('board.addedHidden'), action })
      },
      selectAll: (stage) => {
        const open = latest.current.grid.lanes.filter(({ isFolded }) => !isFolded)
        const cells = open.flatMap((lane) => lane.cells).filter((cell) => cell.stage.id === stage)
        add(cells.flatMap(({ shown }) => shown.map(idOf)))
      },
      draggedWith: (id) => draggedFrom(latest.current.grid, togetherWith(latest.current.grid, latest.current.ids, id)),
    }),
    [planId, page, canWrite, commands, heads, reveal, memory, pick, add, plan, t, onMenu, onRenaming],
  )
}

function draggedFrom({ lanes }: Grid, ids: readonly string[]): Dragged {
  const dragged = new Set(ids)
  const from = lanes.filter(({ cells }) => cells.some(({ shown }) => shown.some(({ id }) => dragged.has(id))))
  return { ids, lanes: new Set(from.map(({ objective }) => objective?.id ?? NO_OBJECTIVE)) }
}
