type Years = { readonly from: number | null; readonly to: number | null }

/** `2027–29`, `2028`, `2027–`, `–2030`: as short as can be told apart. */
export function yearsText({ from, to }: Years): string {
  if (from !== null && to !== null) return from === to ? `${from}` : `${from}–${shortEnd(from, to)}`
  if (from !== null) return `${from}–`
  return to === null ? '' : `–${to}`
}

const shortEnd = (from: number, to: number): string =>
  Math.floor(from / 100) === Math.floor(to / 100) ? String(to % 100).padStart(2, '0') : `${to}`

/** A year in a field to type in; empty when it is not set. */
export const yearField = (year: number | null | undefined): string =>
  year === null || year === undefined ? '' : String(year)
