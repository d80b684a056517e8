/**
 * The canonical JSON of a plan as print reads it: every field may be missing or of a newer version's kind, so each read
 * says what it wants and gets that or nothing.
 */
export type Thing = Readonly<Record<string, unknown>>
export type Entry = { readonly id: string; readonly thing: Thing }

const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value)

export const asText = (value: unknown): string => (typeof value === 'string' ? value : '')

export const asInteger = (value: unknown): number | null => (Number.isSafeInteger(value) ? (value as number) : null)

export const asThing = (value: unknown): Thing => (isThing(value) ? value : {})

const isRemoved = (thing: Thing): boolean => isThing(thing['removed'])

/** What of a collection is not in the bin, by rank, then by id. */
export function standing(collection: unknown): readonly Entry[] {
  return Object.entries(asThing(collection))
    .filter((pair): pair is [string, Thing] => isThing(pair[1]) && !isRemoved(pair[1]))
    .map(([id, thing]) => ({ id, thing }))
    .sort((a, b) => byCodeUnit(asText(a.thing['rank']), asText(b.thing['rank'])) || byCodeUnit(a.id, b.id))
}

/** The things of a set that stand in a collection, by name. */
export function named(set: unknown, collection: unknown, field: string): readonly string[] {
  const things = asThing(collection)
  return Object.keys(asThing(set))
    .filter((id) => Object.hasOwn(things, id) && isThing(things[id]) && !isRemoved(things[id]))
    .map((id) => asText(asThing(things[id])[field]))
    .filter((name) => name !== '')
    .sort(byCodeUnit)
}

export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
