import { useMemo, useState } from 'react'

type Named = { readonly id: string; readonly name: string }

/** By name, as the names were when the list was opened: a line stays where it is while its name is typed; new ones come last. */
export function useStableOrder<T extends Named>(items: readonly T[]): readonly T[] {
  const [places] = useState(() => new Map(items.toSorted(byName).map(({ id }, index) => [id, index])))
  return useMemo(() => {
    const placeOf = ({ id }: Named): number => places.get(id) ?? places.size
    return items.toSorted((a, b) => placeOf(a) - placeOf(b) || byName(a, b))
  }, [items, places])
}

const byName = (a: Named, b: Named): number => a.name.localeCompare(b.name)
