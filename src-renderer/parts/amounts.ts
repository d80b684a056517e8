import type { ViewOf } from '#shared/plan/views.ts'

/** `40.000 €`, `1.200 Ecos`, `320 Hores`: a currency by its sign, other units by their name. */
export function amountText(minor: number, unit: ViewOf<'Unit'> | undefined, language: string): string {
  const decimals = decimalsOf(unit)
  const value = minor / 10 ** decimals
  if (unit?.sort === 'currency' && /^[A-Za-z]{3}$/.test(unit.id)) {
    const style = { style: 'currency', currency: unit.id, minimumFractionDigits: 0 } as const
    return new Intl.NumberFormat(language, { ...style, maximumFractionDigits: decimals }).format(value)
  }
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: decimals }).format(value)
  return `${number} ${(unit?.name ?? unit?.id ?? '').toLocaleLowerCase(language)}`.trim()
}

/** Decimals of a unit, 0 to 6 as on paper: what others may have written there ends no number format. */
export const decimalsOf = (unit: ViewOf<'Unit'> | undefined): number =>
  Math.min(6, Math.max(0, Math.trunc(unit?.decimals ?? 0)))
