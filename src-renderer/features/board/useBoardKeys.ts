import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react'
import type { CardCommands } from '../../parts/useCardCommands.ts'
import type { Reveal } from './boardContext.ts'
import { type Grid, idOf, inOrder } from './grid.ts'
import { afterRemoval, type At, cellAt, destination, findCard, neighbour } from './gridWalk.ts'
import type { Selected } from './useSelected.ts'

type BoardKeys = {
  readonly page: RefObject<HTMLElement | null>
  readonly reveal: Reveal
  readonly grid: Grid
  readonly selected: Selected
  readonly canWrite: boolean
  readonly commands: CardCommands
  readonly onMove: (ids: readonly string[]) => void
  readonly onRename: (id: string) => void
}

/**
 * Arrow keys walk the cards, with Shift they select, with Alt they move the card that has the focus and keeps it. What is
 * done to a card that is selected is done to all that are.
 */
export function useBoardKeys(keys: BoardKeys): (event: KeyboardEvent) => void {
  const { page, reveal, grid, selected, canWrite, commands, onMove, onRename } = keys
  const wanted = useRef<string | null>(null)

  // A moved card is drawn anew in its new column: the focus follows it there.
  useLayoutEffect(() => {
    if (wanted.current === null) return
    if (focusCard(page.current, wanted.current, reveal)) wanted.current = null
  })

  return (event) => {
    const id = event.target instanceof HTMLElement ? event.target.dataset['cardLink'] : undefined
    const at = id === undefined ? null : findCard(grid, id)
    if (id === undefined || at === null) return
    if (handle(event, id, at)) event.preventDefault()
  }

  function handle(event: KeyboardEvent, id: string, at: At): boolean {
    const { key } = event
    if (event.ctrlKey || event.metaKey) {
      if (key.toLowerCase() !== 'a' || event.altKey || event.shiftKey) return false
      selected.add(cellAt(grid, at).shown.map(idOf))
      return true
    }
    if (event.altKey) return moveBy(key, id, at)
    const next = neighbour(grid, at, key)
    if (next !== null) {
      if (event.shiftKey) {
        if (!selected.ids.has(id)) selected.pick(id, 'toggle')
        selected.pick(next, 'range')
      }
      return focusCard(page.current, next, reveal)
    }
    if (key === ' ') {
      selected.pick(id, 'toggle')
      return true
    }
    return canWrite && act(key, id, at)
  }

  function act(key: string, id: string, at: At): boolean {
    const ids = togetherWith(grid, selected.ids, id)
    if (key === 'F2') onRename(id)
    else if (key === 'm' || key === 'M') onMove(ids)
    else if (key === 'Delete') {
      wanted.current = afterRemoval(grid, at, new Set(ids))
      commands.removeAll(ids)
      selected.clear()
    } else return false
    return true
  }

  function moveBy(key: string, id: string, at: At): boolean {
    const ids = togetherWith(grid, selected.ids, id)
    const to = canWrite ? destination(grid, at, key, new Set(ids)) : null
    if (to === null) return key.startsWith('Arrow')
    wanted.current = id
    commands.moveAll(ids, to)
    return true
  }
}

/** All that are selected, when this card is one of them; else this card alone. */
export const togetherWith = (grid: Grid, selected: ReadonlySet<string>, id: string): readonly string[] =>
  selected.has(id) ? inOrder(grid, selected) : [id]

/** Focuses a card, or has it drawn and focused as soon as it is. */
function focusCard(page: HTMLElement | null, id: string, reveal: Reveal): boolean {
  if (focusDrawn(page, id)) return true
  return [...reveal].some((draw) => draw(id))
}

export function focusDrawn(within: HTMLElement | null, id: string): boolean {
  const link = within?.querySelector<HTMLElement>(`[data-card-link="${id}"]`)
  link?.focus()
  // What has the focus already is not brought into sight by getting it.
  link?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  return link !== null && link !== undefined
}
