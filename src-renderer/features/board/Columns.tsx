import type { BoardMarks } from './boardContext.ts'
import { CellBody } from './CellBody.tsx'
import type { Grid } from './grid.ts'
import { NewHead } from './NewHead.tsx'
import { stageHeadId, StageHead } from './StageHead.tsx'

/** Stages as columns, each with all its cards; every column scrolls by itself, so that its head stays. */
export function Columns({ grid, marks }: { readonly grid: Grid; readonly marks: BoardMarks }) {
  const cells = grid.lanes[0]!.cells
  return (
    <div className="columns">
      {grid.columns.map((column, at) => (
        <section key={column.stage.id} className="column" aria-labelledby={stageHeadId(column.stage.id)}>
          <StageHead column={column} />
          <CellBody cell={cells[at]!} marks={marks} labelledBy={stageHeadId(column.stage.id)} />
        </section>
      ))}
      <NewHead type="Stage" isFirst={grid.columns.length === 0} />
    </div>
  )
}
