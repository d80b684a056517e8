import { type KeyboardEvent, type RefObject, useCallback, useLayoutEffect, useRef } from 'react'
import type { Card } from '#shared/plan/cards.ts'
import type { CardCommands, Destination } from '../../parts/useCardCommands.ts'

/** The column of cards that have no stage: they can be taken out of it, and not put into it. */
export const UNPLACED = ''

export type ShownColumn = {
  readonly stage: { readonly id: string }
  readonly cards: readonly Card[]
  readonly shown: readonly Card[]
}

/** Ways to draw a card that is in its list and out of sight; each list that draws only a part has one. True when it will. */
export type Reveal = Set<(id: string) => boolean>

type BoardKeys = {
  readonly page: RefObject<HTMLElement | null>
  readonly reveal: Reveal
  readonly shown: readonly ShownColumn[]
  readonly canWrite: boolean
  readonly commands: CardCommands
  readonly onMove: (id: string) => void
  readonly onRename: (id: string) => void
}

/** Arrow keys walk the cards; with Alt they move the card that has the focus, which keeps it. */
export function useBoardKeys(keys: BoardKeys): (event: KeyboardEvent) => void {
  const { page, reveal, shown, canWrite, commands, onMove, onRename } = keys
  const wanted = useRef<string | null>(null)

  // A moved card is drawn anew in its new column: the focus follows it there.
  useLayoutEffect(() => {
    if (wanted.current === null) return
    if (focusCard(page.current, wanted.current, reveal)) wanted.current = null
  })

  return useCallback(
    (event) => {
      const id = event.target instanceof HTMLElement ? event.target.dataset['cardLink'] : undefined
      if (id === undefined || event.ctrlKey || event.metaKey) return
      const at = find(shown, id)
      if (at === null) return
      const handled = event.altKey ? moveBy(event.key) : act(event.key)
      if (handled) event.preventDefault()

      function act(key: string): boolean {
        const next = neighbour(shown, at!, key)
        if (next !== null) return focusCard(page.current, next, reveal)
        if (!canWrite) return false
        if (key === 'F2') onRename(id!)
        else if (key === 'm' || key === 'M') onMove(id!)
        else if (key === 'Delete') {
          wanted.current = afterRemoval(shown, at!)
          commands.remove(id!)
        } else return false
        return true
      }
      function moveBy(key: string): boolean {
        const to = canWrite ? destination(shown, at!, key) : null
        if (to === null) return key.startsWith('Arrow')
        wanted.current = id!
        commands.move(id!, to)
        return true
      }
    },
    [page, reveal, shown, canWrite, commands, onMove, onRename],
  )
}

type At = { readonly column: number; readonly row: number }

function find(shown: readonly ShownColumn[], id: string): At | null {
  for (const [column, { shown: cards }] of shown.entries()) {
    const row = cards.findIndex((card) => card.id === id)
    if (row !== -1) return { column, row }
  }
  return null
}

/** The card an arrow key leads to; in a shorter column, its last one. Empty columns are passed over. */
function neighbour(shown: readonly ShownColumn[], { column, row }: At, key: string): string | null {
  if (key === 'ArrowDown') return shown[column]!.shown[row + 1]?.id ?? null
  if (key === 'ArrowUp') return shown[column]!.shown[row - 1]?.id ?? null
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null
  const step = key === 'ArrowLeft' ? -1 : 1
  for (let next = column + step; next >= 0 && next < shown.length; next += step) {
    const { shown: cards } = shown[next]!
    if (cards.length > 0) return cards[Math.min(row, cards.length - 1)]!.id
  }
  return null
}

/** Where Alt and an arrow key bring a card; `null` where there is no further to go. */
export function destination(shown: readonly ShownColumn[], { column, row }: At, key: string): Destination | null {
  const { stage, cards, shown: visible } = shown[column]!
  if (stage.id === UNPLACED && !key.startsWith('ArrowL')) return null
  const step = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0
  if (step !== 0) {
    const next = shown[column + step]
    if (next === undefined || next.stage.id === UNPLACED) return null
    return { stage: next.stage.id, before: next.shown[row]?.id ?? null }
  }
  if (key === 'ArrowUp' && row > 0) return { stage: stage.id, before: visible[row - 1]!.id }
  if (key !== 'ArrowDown' || row + 1 >= visible.length) return null
  // Behind the next card that is shown: ahead of whatever follows that one, shown or not.
  const next = cards.findIndex((card) => card.id === visible[row + 1]!.id)
  return { stage: stage.id, before: cards[next + 1]?.id ?? null }
}

const afterRemoval = (shown: readonly ShownColumn[], { column, row }: At): string | null =>
  shown[column]!.shown[row + 1]?.id ?? shown[column]!.shown[row - 1]?.id ?? null

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
