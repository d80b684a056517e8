import type { IndicatorDetail } from '#shared/plan/indicators.ts'
import type { Words } from '../../words/words.ts'

/** Decimals that an indicator counts with, 0 to 6: what others may have written there ends no number format. */
export const decimalsOfIndicator = ({ indicator }: IndicatorDetail): number =>
  Math.min(6, Math.max(0, Math.trunc(indicator.decimals ?? 0)))

/** `1.250 kg`: an amount with the indicator's unit behind it. */
export function figureText(amount: number, detail: IndicatorDetail, language: string): string {
  const decimals = decimalsOfIndicator(detail)
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: decimals }).format(amount / 10 ** decimals)
  return `${number} ${detail.indicator.unit ?? ''}`.trim()
}

/** What is known of it in a line: where it began, where it stands, where it should be. */
export function figureSentences(detail: IndicatorDetail, { t, language, shortDay }: Words): readonly string[] {
  const { indicator, readings, targets } = detail
  const figure = (amount: number): string => figureText(amount, detail, language)
  const last = readings.findLast(({ amount }) => amount !== null)
  const goal = targets.findLast(({ amount }) => amount !== null)
  return [
    ...(indicator.baseline === null
      ? []
      : [t('indicator.began', { amount: figure(indicator.baseline), year: String(indicator.baselineYear ?? '–') })]),
    ...(last === undefined
      ? []
      : [t('indicator.stands', { amount: figure(last.amount!), day: last.day === null ? '–' : shortDay(last.day) })]),
    ...(goal === undefined
      ? []
      : [t('indicator.goal', { amount: figure(goal.amount!), year: String(goal.year ?? '–') })]),
  ]
}

export type Point = { readonly at: number; readonly amount: number }

/** Readings and targets on one line of years: a day is a part of its year, a target and a baseline stand at its end. */
export function pointsOf({ indicator, readings, targets }: IndicatorDetail): {
  readonly measured: readonly Point[]
  readonly wanted: readonly Point[]
} {
  const baseline =
    indicator.baseline === null || indicator.baselineYear === null
      ? []
      : [{ at: indicator.baselineYear + 1, amount: indicator.baseline }]
  const measured = readings.flatMap(({ day, amount }) =>
    day === null || amount === null ? [] : [{ at: Number(day.slice(0, 4)) + partOfYear(day), amount }],
  )
  const wanted = targets.flatMap(({ year, amount }) =>
    year === null || amount === null ? [] : [{ at: year + 1, amount }],
  )
  return { measured: [...baseline, ...measured].toSorted(byTime), wanted }
}

const partOfYear = (day: string): number => (Number(day.slice(5, 7)) - 1 + Number(day.slice(8)) / 31) / 12
const byTime = (a: Point, b: Point): number => a.at - b.at
