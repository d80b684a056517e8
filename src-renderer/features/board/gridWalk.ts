/** Ways through the board by keys: from card to card, and to where a card is moved. */
import type { Card } from '#shared/plan/cards.ts'
import type { Destination } from '../../parts/useCardCommands.ts'
import { type Cell, type Grid, type Lane, UNPLACED } from './grid.ts'

export type At = { readonly lane: number; readonly column: number; readonly row: number }

export function findCard({ lanes }: Grid, id: string): At | null {
  for (const [lane, { cells, isFolded }] of lanes.entries()) {
    if (isFolded) continue
    for (const [column, { shown }] of cells.entries()) {
      const row = shown.findIndex((card) => card.id === id)
      if (row !== -1) return { lane, column, row }
    }
  }
  return null
}

export const cellAt = ({ lanes }: Grid, { lane, column }: At): Cell => lanes[lane]!.cells[column]!

/** The card an arrow key leads to; in a shorter column, its last one. Empty columns are passed over. */
export function neighbour(grid: Grid, at: At, key: string): string | null {
  const { shown } = cellAt(grid, at)
  if (key === 'ArrowDown') return (shown[at.row + 1] ?? cardBeyond(grid, at, 1)?.[0])?.id ?? null
  if (key === 'ArrowUp') return (shown[at.row - 1] ?? cardBeyond(grid, at, -1)?.at(-1))?.id ?? null
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null
  const step = key === 'ArrowLeft' ? -1 : 1
  const { cells } = grid.lanes[at.lane]!
  for (let next = at.column + step; next >= 0 && next < cells.length; next += step) {
    const cards = cells[next]!.shown
    if (cards.length > 0) return cards[Math.min(at.row, cards.length - 1)]!.id
  }
  return null
}

/** The cards of the same column in the next lane that has some to be seen. */
function cardBeyond({ lanes }: Grid, at: At, step: 1 | -1): readonly Card[] | undefined {
  for (let lane = at.lane + step; lane >= 0 && lane < lanes.length; lane += step) {
    const { cells, isFolded } = lanes[lane]!
    if (!isFolded && cells[at.column]!.shown.length > 0) return cells[at.column]!.shown
  }
  return undefined
}

/**
 * Where Alt and an arrow key bring a card, and those `moved` with it; `null` where there is no further to go. Up and down
 * lead into the next lane, which changes the objective; folded lanes are passed over. Within a lane each keeps its own.
 */
export function destination(grid: Grid, at: At, key: string, moved: ReadonlySet<string>): Destination | null {
  const { stage } = cellAt(grid, at)
  if (key === 'ArrowLeft' || key === 'ArrowRight') return sideways(grid, at, key === 'ArrowLeft' ? -1 : 1, moved)
  if (stage.id === UNPLACED) return null
  const others = stay(cellAt(grid, at).shown, moved)
  const above = stay(cellAt(grid, at).shown.slice(0, at.row), moved).length
  if (key === 'ArrowUp') {
    if (above > 0) return { stage: stage.id, before: others[above - 1]!.id }
    return intoLane(nextLane(grid, at.lane, -1), at, 'end', moved)
  }
  if (key !== 'ArrowDown') return null
  const next = others[above]
  if (next === undefined) return intoLane(nextLane(grid, at.lane, 1), at, 'start', moved)
  // Behind the next card that is shown: ahead of whatever follows that one, shown or not.
  const column = stay(grid.columns[at.column]!.cards, moved)
  const before = column[column.indexOf(next) + 1]?.id ?? null
  return { stage: stage.id, before }
}

function sideways({ lanes }: Grid, at: At, step: 1 | -1, moved: ReadonlySet<string>): Destination | null {
  const next = lanes[at.lane]!.cells[at.column + step]
  if (next === undefined || next.stage.id === UNPLACED) return null
  return { stage: next.stage.id, before: stay(next.shown, moved)[at.row]?.id ?? null }
}

function nextLane({ lanes }: Grid, from: number, step: 1 | -1): Lane | null {
  for (let lane = from + step; lane >= 0 && lane < lanes.length; lane += step) {
    if (!lanes[lane]!.isFolded) return lanes[lane]!
  }
  return null
}

function intoLane(lane: Lane | null, at: At, side: 'start' | 'end', moved: ReadonlySet<string>): Destination | null {
  if (lane === null) return null
  const cell = lane.cells[at.column]!
  const first = side === 'start' ? stay(cell.shown, moved)[0] : undefined
  return { stage: cell.stage.id, before: first?.id ?? null, objective: cell.objective ?? null }
}

const stay = (cards: readonly Card[], moved: ReadonlySet<string>): readonly Card[] =>
  cards.filter(({ id }) => !moved.has(id))

/** The card that gets the focus when these are gone: the one below, or the one above. */
export function afterRemoval(grid: Grid, at: At, gone: ReadonlySet<string>): string | null {
  const { shown } = cellAt(grid, at)
  const below = shown.slice(at.row).find(({ id }) => !gone.has(id))
  return (below ?? shown.slice(0, at.row).findLast(({ id }) => !gone.has(id)))?.id ?? null
}
