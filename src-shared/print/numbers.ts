import { fill, type PrintLabels } from './labels/labels.ts'

// Not `Intl`: its data differ between the runtimes that make the same PDF, and the bytes must not.

/** Minor units as a decimal number: `1234567` with 2 decimals is `12.345,67` in Catalan; whole amounts lose `,00`. */
export function formatAmount(minor: number, decimals: number, labels: PrintLabels): string {
  const scale = 10n ** BigInt(decimals)
  const all = BigInt(Math.trunc(minor))
  const size = all < 0n ? -all : all
  const whole = (size / scale).toString().replace(/\B(?=(\d{3})+(?!\d))/g, labels.thousands)
  const rest = size % scale
  const fraction = rest === 0n ? '' : labels.decimal + rest.toString().padStart(decimals, '0')
  return (all < 0n ? '−' : '') + whole + fraction
}

/** An ISO day in words; anything else as it stands. */
export function formatDay(day: string, labels: PrintLabels): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  const month = found && labels.months[Number(found[2]) - 1]
  if (!found || !month) return day
  const of = labels.language === 'Català' && /^[aeiou]/.test(month) ? 'd’' : 'de '
  return fill(labels.date, { day: Number(found[3]), of, month, year: found[1]! })
}

export function formatYears(years: { readonly from?: unknown; readonly to?: unknown } | undefined): string {
  const from = Number.isInteger(years?.from) ? String(years?.from) : ''
  const to = Number.isInteger(years?.to) ? String(years?.to) : ''
  return from === to || to === '' ? from : `${from}–${to}`
}

/** Four hex digits a group: what two people can read to each other. */
export const grouped = (hex: string): string => hex.replace(/(.{4})(?=.)/g, '$1 ')
