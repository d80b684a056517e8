/** Boards in small, as they look when one begins. Colours come from plans.css. */

const COLUMNS = [4, 34, 64, 94] as const
const WIDTH = 24

type CardAt = { readonly column: number; readonly row: number; readonly hue: number; readonly isTaller?: boolean }

/** Five stages and nothing in them but the place for the first project. */
export function BlankDrawing() {
  return (
    <Board>
      <rect className="draw-next" x={COLUMNS[0]} y={14} width={WIDTH} height={11} rx={2} />
    </Board>
  )
}

/** Objectives as lanes, waiting for projects. */
export function FrameDrawing() {
  const lanes = [16, 30, 44, 58]
  return (
    <Board>
      {lanes.map((y, index) => (
        <g key={y}>
          <rect className={`draw-edge hue-${index}`} x={4} y={y} width={3} height={8} rx={1.5} />
          <rect className="draw-word" x={11} y={y + 2} width={[38, 52, 30, 46][index]} height={3.5} rx={1.75} />
        </g>
      ))}
    </Board>
  )
}

const CARDS: readonly CardAt[] = [
  { column: 0, row: 0, hue: 0 },
  { column: 0, row: 1, hue: 3 },
  { column: 0, row: 2, hue: 4 },
  { column: 1, row: 0, hue: 1 },
  { column: 1, row: 1, hue: 0 },
  { column: 2, row: 0, hue: 4 },
  { column: 2, row: 1, hue: 6 },
  { column: 2, row: 2, hue: 1 },
  { column: 3, row: 0, hue: 3 },
]

/** A board in the middle of its work. */
export function SampleDrawing() {
  return (
    <Board>
      {CARDS.map(({ column, row, hue }) => {
        const [x, y] = [COLUMNS[column]!, 14 + row * 17]
        return (
          <g key={`${column}/${row}`}>
            <rect className="draw-card" x={x} y={y} width={WIDTH} height={13} rx={2} />
            <rect className={`draw-edge hue-${hue}`} x={x} y={y} width={2.5} height={13} rx={1.25} />
            <rect className="draw-word" x={x + 6} y={y + 3.5} width={13} height={2.5} rx={1.25} />
            <rect className="draw-word draw-faint" x={x + 6} y={y + 8} width={8} height={2} rx={1} />
          </g>
        )
      })}
    </Board>
  )
}

function Board({ children }: { readonly children: React.ReactNode }) {
  return (
    <svg viewBox="0 0 122 72" aria-hidden className="drawing">
      {COLUMNS.map((x) => (
        <rect key={x} className="draw-head" x={x} y={5} width={14} height={3} rx={1.5} />
      ))}
      {children}
    </svg>
  )
}
