import { createContext, useContext } from 'react'
import { assert } from '#shared/base/assert.ts'
import type { ChangedSince } from '../../data/changedSince.ts'
import type { CardCommands } from '../../parts/useCardCommands.ts'
import type { PlanNames } from '../../parts/usePlanNames.ts'
import type { HeadCommands } from './useHeadCommands.ts'

/** How a card joins what is selected: by itself, or with all between it and the last one. */
export type Pick = 'toggle' | 'range'

/** Ways to draw a card that is in its list and out of sight; each list that draws only a part has one. True when it will. */
export type Reveal = Set<(id: string) => boolean>

/** What cards and columns can ask of the board; the same object as long as the board is shown. */
export type BoardActions = {
  readonly canWrite: boolean
  readonly commands: CardCommands
  readonly heads: HeadCommands
  readonly reveal: Reveal
  readonly hrefOf: (id: string) => string
  readonly onMenu: (id: string, anchor: Element) => void
  readonly onRenamed: (id: string, byKey: boolean) => void
  readonly onPick: (id: string, how: Pick) => void
  /** Says so when the filter hides what was just added. */
  readonly onAdded: (id: string) => void
  /** All cards of a stage that can be seen. */
  readonly selectAll: (stage: string) => void
  /** What goes along when this card is dragged, and the lanes it comes out of. */
  readonly draggedWith: (id: string) => Dragged
}

export type Dragged = { readonly ids: readonly string[]; readonly lanes: ReadonlySet<string> }

/** What is marked on cards; another object whenever any of it changed. */
export type BoardMarks = {
  readonly names: PlanNames
  readonly changed: ChangedSince
  readonly contested: ReadonlySet<string>
  readonly selected: ReadonlySet<string>
  readonly openProject: string | null
  readonly renaming: string | null
  /** Lanes say the objective already. */
  readonly hasLanes: boolean
  readonly isFiltered: boolean
}

const Actions = createContext<BoardActions | null>(null)

export const BoardActionsProvider = Actions.Provider

export function useBoardActions(): BoardActions {
  const actions = useContext(Actions)
  assert(actions !== null, 'A part of the board stands inside BoardActionsProvider.')
  return actions
}
