/** How one person looks at one plan's board on this laptop: lanes, filter, filters kept by name. Losing it loses nothing of a plan. */
import { createCell, type Source } from './source.ts'

/** What is looked for. Lists: one of them is enough; an empty list asks nothing. */
export type Filter = {
  readonly text: string
  /** Ids, or `none` for cards that belong to no objective. */
  readonly objectives: readonly string[]
  readonly people: readonly string[]
  readonly groups: readonly string[]
  readonly tags: readonly string[]
  readonly outputs: readonly string[]
  readonly from: number | null
  readonly to: number | null
  /** New or changed since the last agreement. */
  readonly isChanged: boolean
  /** With two ideas for the same thing. */
  readonly isContested: boolean
}

export type SavedFilter = { readonly name: string; readonly filter: Filter }

export type BoardLook = {
  readonly hasLanes: boolean
  /** Keys of the lanes that are folded to a line. */
  readonly folded: readonly string[]
  readonly filter: Filter
  readonly saved: readonly SavedFilter[]
}

export type BoardMemory = Source<BoardLook> & { readonly change: (part: Partial<BoardLook>) => void }

export const NO_FILTER: Filter = {
  text: '',
  objectives: [],
  people: [],
  groups: [],
  tags: [],
  outputs: [],
  from: null,
  to: null,
  isChanged: false,
  isContested: false,
}

const keyOf = (planId: string): string => `aplec.board.${planId}`

export function openBoardMemory(storage: Storage, planId: string): BoardMemory {
  const cell = createCell(readBoardLook(storage.getItem(keyOf(planId))))
  return {
    now: cell.now,
    subscribe: cell.subscribe,
    change: (part) => {
      cell.set({ ...cell.now(), ...part })
      storage.setItem(keyOf(planId), JSON.stringify(cell.now()))
    },
  }
}

/** What a plan that is taken off this laptop leaves behind here. */
export const forgetBoard = (storage: Storage, planId: string): void => storage.removeItem(keyOf(planId))

/** What is stored counts only where it makes sense. */
export function readBoardLook(stored: string | null): BoardLook {
  const found = recordOf(parse(stored))
  return {
    hasLanes: found['hasLanes'] === true,
    folded: strings(found['folded']),
    filter: readFilter(found['filter']),
    saved: list(found['saved']).flatMap((one) => {
      const { name, filter } = recordOf(one)
      return typeof name === 'string' && name !== '' ? [{ name, filter: readFilter(filter) }] : []
    }),
  }
}

function readFilter(stored: unknown): Filter {
  const found = recordOf(stored)
  return {
    text: typeof found['text'] === 'string' ? found['text'] : '',
    objectives: strings(found['objectives']),
    people: strings(found['people']),
    groups: strings(found['groups']),
    tags: strings(found['tags']),
    outputs: strings(found['outputs']),
    from: year(found['from']),
    to: year(found['to']),
    isChanged: found['isChanged'] === true,
    isContested: found['isContested'] === true,
  }
}

const list = (stored: unknown): readonly unknown[] => (Array.isArray(stored) ? stored : [])
const strings = (stored: unknown): readonly string[] => list(stored).filter((one) => typeof one === 'string')
const year = (stored: unknown): number | null => (Number.isInteger(stored) ? (stored as number) : null)
const recordOf = (stored: unknown): Readonly<Record<string, unknown>> =>
  typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {}

function parse(stored: string | null): unknown {
  try {
    return JSON.parse(stored ?? 'null')
  } catch {
    return null
  }
}
