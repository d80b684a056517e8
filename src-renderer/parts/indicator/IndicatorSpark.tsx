import type { IndicatorDetail } from '#shared/plan/indicators.ts'
import { useWords } from '../../words/words.ts'
import { figureText, type Point, pointsOf } from './figures.ts'

const WIDTH = 132
const HEIGHT = 36
const EDGE = 5

/** Readings as a line, targets as open diamonds on a broken one; all of it in words for those who listen. */
export function IndicatorSpark({ detail }: { readonly detail: IndicatorDetail }) {
  const { t, language, shortDay } = useWords()
  const { measured, wanted } = pointsOf(detail)
  const all = [...measured, ...wanted]
  if (all.length < 2) return null
  const place = placing(all)
  const figure = (amount: number | null): string => (amount === null ? '–' : figureText(amount, detail, language))
  const said = [
    ...detail.readings.map(({ day, amount }) => `${day === null ? '–' : shortDay(day)}: ${figure(amount)}`),
    ...detail.targets.map(({ year, amount }) =>
      t('indicator.goal', { amount: figure(amount), year: String(year ?? '–') }),
    ),
  ]
  const last = measured.at(-1)
  const path = (points: readonly Point[]): string => points.map((point) => place(point).join(',')).join(' ')
  return (
    <svg
      className="spark"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${detail.indicator.title}. ${said.join('; ')}`}
    >
      <polyline className="spark-wanted" points={path([...(last === undefined ? [] : [last]), ...wanted])} />
      <polyline className="spark-measured" points={path(measured)} />
      {measured.map((point, index) => {
        const [x, y] = place(point)
        return <circle key={index} className="spark-dot" cx={x} cy={y} r="2.25" />
      })}
      {wanted.map((point, index) => {
        const [x, y] = place(point)
        return <path key={index} className="spark-goal" d={`M${x} ${y - 3.5}l3.5 3.5-3.5 3.5-3.5-3.5Z`} />
      })}
    </svg>
  )
}

/** Where a point is drawn, so that all of them fit. */
function placing(points: readonly Point[]): (point: Point) => readonly [number, number] {
  const span = (values: readonly number[], size: number) => {
    const [low, high] = [Math.min(...values), Math.max(...values)]
    return (value: number): number =>
      high === low ? size / 2 : EDGE + ((value - low) / (high - low)) * (size - 2 * EDGE)
  }
  const x = span(
    points.map(({ at }) => at),
    WIDTH,
  )
  const y = span(
    points.map(({ amount }) => amount),
    HEIGHT,
  )
  const round = (value: number): number => Math.round(value * 10) / 10
  return ({ at, amount }) => [round(x(at)), round(HEIGHT - y(amount))]
}
