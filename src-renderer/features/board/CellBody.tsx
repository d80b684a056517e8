import { memo, useRef } from 'react'
import { type BoardMarks, useBoardActions } from './boardContext.ts'
import { CardList } from './CardList.tsx'
import { type Cell, UNPLACED } from './grid.ts'
import { NewCard } from './NewCard.tsx'
import { useCardDrop } from './useCardDrop.ts'

type CellBodyProps = { readonly cell: Cell; readonly marks: BoardMarks; readonly labelledBy: string }

/** The cards of one stage, in one lane; cards are dropped here, and new ones typed. */
export const CellBody = memo(function CellBody({ cell, marks, labelledBy }: CellBodyProps) {
  const { canWrite, commands } = useBoardActions()
  const place = useRef<HTMLDivElement>(null)
  const before = useCardDrop({ place, cell, canWrite, commands })
  return (
    <div className={before === undefined ? 'cell' : 'cell cell-over'} ref={place}>
      <CardList cards={cell.shown} marks={marks} labelledBy={labelledBy} before={before} />
      {canWrite && cell.stage.id !== UNPLACED && <NewCard cell={cell} isSmall={marks.hasLanes} />}
    </div>
  )
})
