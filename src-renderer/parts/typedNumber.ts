import type { MessageId } from '../words/words.ts'

/** Why what was typed is no amount: the sentence, and what it speaks of. */
export type WrongNumber = { readonly why: MessageId; readonly values: Readonly<Record<string, string | number>> }
export type TypedNumber = { readonly minor: number } | WrongNumber

type NumberKind = {
  /** Digits after the separator that one whole is divided into: 2 for euros. */
  readonly decimals: number
  readonly language: string
  readonly mayBeNegative?: boolean
}

/** Minor units of one amount. Nine of them still add up exactly; nobody has more of anything. */
export const MAX_MINOR = 10 ** 15

/**
 * Reads an amount as people write it in their language, `1.234,50` or `1,234.50`, with spaces anywhere, into whole minor
 * units. The other language's separator is understood where it can mean one thing only.
 */
export function typedNumber(typed: string, { decimals, language, mayBeNegative = false }: NumberKind): TypedNumber {
  const text = typed.replace(/[\s\u00a0\u202f'’]/g, '').replace(/^[−–]/, '-')
  const found = /^(-?)([\d.,]*\d[\d.,]*)$/.exec(text)
  if (found === null) return { why: 'refusal.number', values: {} }
  const [, minus, digits] = found as unknown as [string, string, string]
  const parts = splitAtPoint(digits, language)
  if (parts === null) return { why: 'refusal.number', values: {} }
  if (minus !== '' && !mayBeNegative) return { why: 'refusal.negative', values: {} }
  const [whole, fraction] = parts
  if (fraction.replace(/0+$/, '').length > decimals) return { why: 'refusal.decimals', values: { count: decimals } }
  const minor = Number(whole + fraction.slice(0, decimals).padEnd(decimals, '0'))
  if (minor > MAX_MINOR) return { why: 'refusal.tooMuch', values: {} }
  return { minor: minus === '' || minor === 0 ? minor : -minor }
}

/** Whole digits and those of the fraction; `null` when the separators mean nothing. */
function splitAtPoint(digits: string, language: string): readonly [string, string] | null {
  const marks = digits.replace(/\d/g, '')
  const point = pointOf(digits, marks, language)
  const [whole = '', fraction = '', ...more] = point === null ? [digits] : digits.split(point)
  const isGrouped = /^\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(whole)
  if (more.length > 0 || !/^\d*$/.test(fraction) || !(isGrouped || /^\d*$/.test(whole))) return null
  return [whole.replace(/[.,]/g, ''), fraction]
}

/** The mark that parts the fraction from the whole; `null` when there is none. */
function pointOf(digits: string, marks: string, language: string): string | null {
  if (marks === '') return null
  const last = marks.at(-1)!
  if (new Set(marks).size > 1) return last
  if (marks.length > 1) return null
  if (last === decimalPoint(language)) return last
  // One mark, and it is the one that groups thousands here: `1.234` is grouped, `12.5` can only be a fraction.
  return /^\d{1,3}[.,]\d{3}$/.test(digits) ? null : last
}

const decimalPoint = (language: string): string =>
  new Intl.NumberFormat(language).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.'

/** An amount in a field to type in, as it is read: `1.234,5` in the window's language. */
export function numberField(minor: number | null, decimals: number, language: string): string {
  if (minor === null) return ''
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: decimals })
  return format.format(minor / 10 ** decimals)
}

/** A calendar year in four digits; `null` when the field was emptied, `NaN` when it is no year. */
export function typedYear(typed: string): number | null {
  if (typed.trim() === '') return null
  return /^\d{4}$/.test(typed.trim()) ? Number(typed) : Number.NaN
}
