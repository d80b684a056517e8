/** The board as it is laid out: lanes of cells of cards. Without lanes it is one lane, each cell a whole column. */
import type { Board } from '#shared/plan/board.ts'
import type { Card } from '#shared/plan/cards.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import type { ObjectiveName, PlanNames } from '../../parts/usePlanNames.ts'
import { type CardFilter, NO_OBJECTIVE } from './filter.ts'

/** The column of cards that have no stage: they can be taken out of it, and not put into it. */
export const UNPLACED = ''
/** The key of the only lane where there are none. */
const ALL = 'all'

/** `view` is null for the column of cards without a stage. */
export type Stage = { readonly id: string; readonly title: string; readonly view: ViewOf<'Stage'> | null }

export type Column = {
  readonly stage: Stage
  /** All of it, in order. */
  readonly cards: readonly Card[]
  /** Those that fit the filter. */
  readonly shown: readonly Card[]
}

export type Cell = {
  readonly key: string
  readonly stage: Stage
  /** What a card put here gets; absent: it keeps its own. */
  readonly objective: string | null | undefined
  readonly shown: readonly Card[]
}

export type Lane = {
  /** Id of the objective, `none`, or `all` where there are no lanes. */
  readonly key: string
  readonly objective: ObjectiveName | null
  readonly isFolded: boolean
  /** One for each column. */
  readonly cells: readonly Cell[]
}

export type Grid = { readonly columns: readonly Column[]; readonly lanes: readonly Lane[]; readonly hasLanes: boolean }

export type GridInput = {
  readonly board: Board
  /** Name of the column of cards without a stage. */
  readonly unplaced: string
  readonly filter: CardFilter
  readonly names: PlanNames
  readonly hasLanes: boolean
  readonly folded: readonly string[]
}

/** Lays out boards that follow one another; columns, lanes and cells that show the same stay the same objects. */
export function createGridReader(): (input: GridInput) => Grid {
  let cells = new Map<string, Cell>()
  let columns: readonly Column[] = []
  let lanes: readonly Lane[] = []
  const stages = new WeakMap<object, Stage>()
  const lost = { id: UNPLACED, title: '', view: null }
  let lostStage: Stage = lost

  function stageOf(view: ViewOf<'Stage'>): Stage {
    const known = stages.get(view) ?? { id: view.id, title: view.title, view }
    stages.set(view, known)
    return known
  }
  function columnsOf({ board, unplaced, filter }: GridInput): readonly Column[] {
    if (lostStage.title !== unplaced) lostStage = { ...lost, title: unplaced }
    const placed = board.columns.map(({ stage, cards }) => ({ stage: stageOf(stage), cards, shown: filter(cards) }))
    if (board.unplaced.length === 0) return placed
    return [...placed, { stage: lostStage, cards: board.unplaced, shown: filter(board.unplaced) }]
  }

  return (input) => {
    const { names, hasLanes, folded } = input
    columns = keepSame(columns, columnsOf(input), ({ stage }) => stage.id, isSameColumn)
    const next = new Map<string, Cell>()
    const cell = (lane: string, stage: Stage, objective: Cell['objective'], shown: readonly Card[]): Cell => {
      const key = `${lane}/${stage.id}`
      const known = cells.get(key)
      const isSame = known?.stage === stage && known.objective === objective && sameItems(known.shown, shown)
      const made = isSame ? known : { key, stage, objective, shown }
      next.set(key, made)
      return made
    }
    const made: readonly Lane[] = hasLanes
      ? lanesOf(columns, names).map(({ objective, lists }) => {
          const key = objective?.id ?? NO_OBJECTIVE
          const inLane = columns.map(({ stage }, at) => cell(key, stage, objective?.id ?? null, lists[at]!))
          return { key, objective, isFolded: folded.includes(key), cells: inLane }
        })
      : [
          {
            key: ALL,
            objective: null,
            isFolded: false,
            cells: columns.map(({ stage, shown }) => cell(ALL, stage, undefined, shown)),
          },
        ]
    cells = next
    lanes = keepSame(lanes, made, ({ key }) => key, isSameLane)
    return { columns, lanes, hasLanes }
  }
}

type LaneCards = { readonly objective: ObjectiveName | null; readonly lists: readonly (readonly Card[])[] }

/** One for each objective in their order, and one for the cards of none, or of one that is in the bin. */
function lanesOf(columns: readonly Column[], { objectives }: PlanNames): readonly LaneCards[] {
  const byObjective = columns.map(({ shown }) => {
    const lists = new Map<string | null, Card[]>()
    for (const card of shown) {
      const key = card.objective !== null && objectives.has(card.objective) ? card.objective : null
      const list = lists.get(key)
      if (list === undefined) lists.set(key, [card])
      else list.push(card)
    }
    return lists
  })
  return [...objectives.values(), null].map((objective) => ({
    objective,
    lists: byObjective.map((cards) => cards.get(objective?.id ?? null) ?? NO_CARDS),
  }))
}

const NO_CARDS: readonly Card[] = []

function keepSame<T>(
  before: readonly T[],
  now: readonly T[],
  keyOf: (item: T) => string,
  isSame: (a: T, b: T) => boolean,
): readonly T[] {
  const known = new Map(before.map((item) => [keyOf(item), item]))
  return now.map((item) => {
    const old = known.get(keyOf(item))
    return old !== undefined && isSame(old, item) ? old : item
  })
}

const isSameColumn = (a: Column, b: Column): boolean =>
  a.stage === b.stage && a.cards === b.cards && a.shown === b.shown

const isSameLane = (a: Lane, b: Lane): boolean =>
  a.objective === b.objective && a.isFolded === b.isFolded && sameItems(a.cells, b.cells)

export const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === b.length && a.every((item, at) => item === b[at]))

export const shownIn = ({ cells }: Lane): number => cells.reduce((sum, { shown }) => sum + shown.length, 0)
export const shownOf = ({ columns }: Grid): number => columns.reduce((sum, { shown }) => sum + shown.length, 0)
export const totalOf = ({ columns }: Grid): number => columns.reduce((sum, { cards }) => sum + cards.length, 0)

/** Cards that can be seen and are among `ids`, as they are read: lane by lane, column by column. */
export function inOrder({ lanes }: Grid, ids: ReadonlySet<string>): readonly string[] {
  if (ids.size === 0) return []
  const open = lanes.filter(({ isFolded }) => !isFolded)
  return open.flatMap(({ cells }) => cells.flatMap(({ shown }) => shown.filter(({ id }) => ids.has(id)).map(idOf)))
}

export const idOf = ({ id }: Card): string => id
