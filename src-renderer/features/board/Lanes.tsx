import { memo } from 'react'
import type { BoardMarks } from './boardContext.ts'
import { CellBody } from './CellBody.tsx'
import type { Grid, Lane } from './grid.ts'
import { LaneHead, laneHeadId } from './LaneHead.tsx'
import { NewHead } from './NewHead.tsx'
import { stageHeadId, StageHead } from './StageHead.tsx'

type LanesProps = { readonly grid: Grid; readonly marks: BoardMarks; readonly onFold: (lane: string) => void }

/** Objectives as lanes across the stages; the heads of the stages stay while the lanes scroll below them. */
export function Lanes({ grid, marks, onFold }: LanesProps) {
  return (
    <div className="lanes">
      <div className="lanes-heads">
        {grid.columns.map((column) => (
          <div key={column.stage.id} className="lanes-column">
            <StageHead column={column} />
          </div>
        ))}
        <NewHead type="Stage" isFirst={grid.columns.length === 0} />
      </div>
      {grid.lanes.map((lane) => (
        <LaneRow key={lane.key} lane={lane} marks={marks} onFold={onFold} />
      ))}
      <NewHead type="Objective" />
    </div>
  )
}

type LaneRowProps = { readonly lane: Lane; readonly marks: BoardMarks; readonly onFold: (lane: string) => void }

const LaneRow = memo(function LaneRow({ lane, marks, onFold }: LaneRowProps) {
  const headId = laneHeadId(lane.key)
  return (
    <section className={`lane hue-${lane.objective?.hue ?? 'none'}`} aria-labelledby={headId}>
      <LaneHead lane={lane} onFold={onFold} />
      {!lane.isFolded && (
        <div className="lane-cells">
          {lane.cells.map((cell) => (
            <CellBody key={cell.key} cell={cell} marks={marks} labelledBy={`${headId} ${stageHeadId(cell.stage.id)}`} />
          ))}
        </div>
      )}
    </section>
  )
})
