import { type RefObject, useCallback, useState } from 'react'
import type { Pick } from './boardContext.ts'
import type { Grid } from './grid.ts'
import { cellAt, findCard } from './gridWalk.ts'

export type Selected = {
  readonly ids: ReadonlySet<string>
  readonly pick: (id: string, how: Pick) => void
  readonly add: (ids: readonly string[]) => void
  readonly clear: () => void
}

const NONE: ReadonlySet<string> = new Set()

/** Cards that are chosen to do something with all of them. `grid` is read when something is picked, not when drawn. */
export function useSelected(grid: RefObject<Grid>): Selected {
  const [{ ids }, set] = useState<Choice>({ ids: NONE, anchor: null })
  const pick = useCallback(
    (id: string, how: Pick) =>
      set((before) => {
        const between = how === 'range' ? rangeOf(grid.current, before.anchor ?? id, id) : null
        if (between !== null) return { ids: new Set([...before.ids, ...between]), anchor: before.anchor ?? id }
        const ids = new Set(before.ids)
        if (!ids.delete(id)) ids.add(id)
        return { ids, anchor: id }
      }),
    [grid],
  )
  const add = useCallback(
    (more: readonly string[]) => set(({ ids }) => ({ ids: new Set([...ids, ...more]), anchor: more.at(-1) ?? null })),
    [],
  )
  const clear = useCallback(() => set({ ids: NONE, anchor: null }), [])
  return { ids, pick, add, clear }
}

type Choice = { readonly ids: ReadonlySet<string>; readonly anchor: string | null }

/** All cards between two of one list, both included; null when they do not stand in one. */
function rangeOf(grid: Grid, from: string, to: string): readonly string[] | null {
  const [a, b] = [findCard(grid, from), findCard(grid, to)]
  if (a === null || b === null || cellAt(grid, a) !== cellAt(grid, b)) return null
  const rows = cellAt(grid, a).shown.slice(Math.min(a.row, b.row), Math.max(a.row, b.row) + 1)
  return rows.map(({ id }) => id)
}
