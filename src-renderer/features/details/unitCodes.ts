/** Decimals that a new unit counts with: cents, hundredths of an hour, whole things. */
export const FIRST_DECIMALS = { currency: 2, community: 2, time: 2, kind: 0 } as const
export type UnitSort = keyof typeof FIRST_DECIMALS
export const UNIT_SORTS = Object.keys(FIRST_DECIMALS) as readonly UnitSort[]

export type NewUnit = { readonly code: string; readonly name: string }

/**
 * Code and name of a unit that was typed by name (`Ecos`), or as the code of a currency (`USD`). The code is not `taken`.
 * It stands in every amount, so it never changes; what people read is the name.
 */
export function newUnit(typed: string, sort: UnitSort, taken: ReadonlySet<string>, language: string): NewUnit {
  const name = typed.trim()
  if (sort === 'currency' && /^[A-Za-z]{3}$/.test(name)) {
    const code = name.toUpperCase()
    if (!taken.has(code)) return { code, name: currencyName(code, language) }
  }
  const letters = name
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^\d+/, '')
    .slice(0, 9)
  const stem = letters.length < 2 ? 'UNIT' : letters
  let code = stem
  for (let count = 2; taken.has(code); count++) code = `${stem}${count}`
  return { code, name }
}

function currencyName(code: string, language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'currency' }).of(code) ?? code
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}
