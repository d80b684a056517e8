import type * as A from '@automerge/automerge/slim'
import { BUCKET_KEYS } from './buckets.ts'
import { type Card, cardOf, sameCard } from './cards.ts'
import { compareRanked } from './ranks.ts'
import type { AnyThing } from './things.ts'
import type { PlanDoc } from './types.ts'
import { listOf, type ViewOf } from './views.ts'

export interface Column {
  readonly stage: ViewOf<'Stage'>
  /** In their order; without the bin. */
  readonly cards: readonly Card[]
}

export interface Board {
  readonly columns: readonly Column[]
  /** Cards without a stage, or whose stage is in the bin or not known here: they must not vanish from sight. */
  readonly unplaced: readonly Card[]
}

/** Reads the board of one document as it grows; keeps what did not change (PL15). */
export interface BoardReader {
  /** The board; the same object, columns and cards as before wherever nothing they show has changed. */
  board(doc: A.Doc<PlanDoc>): Board
  /** One card, the bin included; the same object as long as it shows the same. */
  card(doc: A.Doc<PlanDoc>, id: string): Card | null
}

type Bucket = Readonly<Record<string, AnyThing>>

/**
 * A reader remembers the cards of every bucket. After an edit one bucket is another object; only its cards are looked at, and
 * only the columns they stand in are made anew: about 40 cards of 10,000 are read for an edit.
 */
export function createBoardReader(): BoardReader {
  const buckets = new Map<string, { readonly stored: Bucket; readonly cards: ReadonlyMap<string, Card> }>()
  let columns = new Map<string, readonly Card[]>()
  let seen: { readonly projects: object; readonly stages: object; readonly board: Board } | null = null

  function refresh(doc: A.Doc<PlanDoc>): void {
    const out: Card[] = []
    const into: Card[] = []
    for (const key of BUCKET_KEYS) {
      const stored = (doc.projects[key] ?? NO_BUCKET) as Bucket
      const before = buckets.get(key)
      if (before?.stored === stored) continue
      const cards = readBucket(stored, before?.cards ?? NO_CARDS)
      for (const [id, card] of before?.cards ?? NO_CARDS) if (cards.get(id) !== card) out.push(card)
      for (const [id, card] of cards) if (before?.cards.get(id) !== card) into.push(card)
      buckets.set(key, { stored, cards })
    }
    if (out.length === 0 && into.length === 0) return
    columns = regroup(columns, out.filter(isShown), into.filter(isShown))
  }

  function board(doc: A.Doc<PlanDoc>): Board {
    if (seen !== null && seen.projects === doc.projects && seen.stages === doc.stages) return seen.board
    refresh(doc)
    const next = keepSame(seen?.board ?? null, assemble(listOf('Stage', doc.stages), columns))
    seen = { projects: doc.projects, stages: doc.stages, board: next }
    return next
  }

  return {
    board,
    card(doc, id) {
      board(doc)
      return buckets.get(id.slice(0, 2))?.cards.get(id) ?? null
    },
  }
}

const NO_BUCKET: Bucket = {}
const NO_CARDS: ReadonlyMap<string, Card> = new Map()

const isShown = (card: Card): boolean => !card.isRemoved

function readBucket(stored: Bucket, before: ReadonlyMap<string, Card>): ReadonlyMap<string, Card> {
  const cards = new Map<string, Card>()
  for (const id of Object.keys(stored)) {
    const card = cardOf(id, stored[id]!)
    const old = before.get(id)
    cards.set(id, old !== undefined && sameCard(old, card) ? old : card)
  }
  return cards
}

function regroup(
  columns: ReadonlyMap<string, readonly Card[]>,
  out: readonly Card[],
  into: readonly Card[],
): Map<string, readonly Card[]> {
  const next = new Map(columns)
  for (const stage of new Set([...out, ...into].map(stageKey))) {
    const inStage = (card: Card): boolean => stageKey(card) === stage
    next.set(stage, replaceCards(columns.get(stage) ?? [], out.filter(inStage), into.filter(inStage)))
  }
  return next
}

const stageKey = (card: Card): string => card.stage ?? ''

/** A sorted list without some cards and with others. Few: each is put in its slot. Many: sorted once. */
function replaceCards(sorted: readonly Card[], out: readonly Card[], into: readonly Card[]): readonly Card[] {
  if (out.length === 0 && into.length === 0) return sorted
  const gone = new Set(out)
  const kept = sorted.filter((card) => !gone.has(card))
  if (into.length > 20) return [...kept, ...into].sort(compareRanked)
  for (const card of into) kept.splice(slotOf(kept, card), 0, card)
  return kept
}

function slotOf(sorted: readonly Card[], card: Card): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareRanked(sorted[middle]!, card) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function assemble(stages: readonly ViewOf<'Stage'>[], columns: ReadonlyMap<string, readonly Card[]>): Board {
  const shown = new Set(stages.map(({ id }) => id))
  const lost = [...columns].filter(([stage, cards]) => !shown.has(stage) && cards.length > 0).map(([, cards]) => cards)
  return {
    columns: stages.map((stage) => ({ stage, cards: columns.get(stage.id) ?? NO_COLUMN })),
    unplaced: lost.length === 1 ? lost[0]! : lost.length === 0 ? NO_COLUMN : lost.flat().sort(compareRanked),
  }
}

const NO_COLUMN: readonly Card[] = []

function keepSame(before: Board | null, now: Board): Board {
  if (before === null) return now
  const columns = now.columns.map((column, index) => {
    const old = before.columns[index]
    return old !== undefined && old.stage === column.stage && old.cards === column.cards ? old : column
  })
  const same =
    columns.length === before.columns.length && columns.every((column, index) => column === before.columns[index])
  return same && now.unplaced === before.unplaced ? before : { columns, unplaced: now.unplaced }
}
