import { isDay } from '../plan/days.ts'

/** `2025-01-15T02:47:30.869Z`: the only form Trello writes; other offsets are understood too. */
const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):?(\d{2}))?)?$/
const MS_A_DAY = 86_400_000

/** UTC milliseconds of an ISO 8601 instant; `null` for anything else, and for days no calendar has. */
export function instantOf(text: string): number | null {
  const match = INSTANT.exec(text)
  if (match === null || !isDay(text.slice(0, 10))) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0))
  const ms = Number((match[7] ?? '0').padEnd(3, '0').slice(0, 3))
  const offset = (match[8] === '-' ? -1 : 1) * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0))
  const minutes = (hour as number) * 60 + (minute as number) - offset
  return (
    daysFrom1970(year as number, month as number, day as number) * MS_A_DAY +
    minutes * 60_000 +
    (second as number) * 1_000 +
    ms
  )
}

/** The day of an instant in UTC, `2025-01-15`; `null` when it is none, or before the year 1 or after 9999. */
export function dayOf(text: string): string | null {
  const instant = instantOf(text)
  return instant === null ? null : dayOfInstant(instant)
}

/** Proleptic Gregorian calendar, the year begun in March so that the leap day is its last (Hinnant, days_from_civil). */
function daysFrom1970(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function dayOfInstant(instant: number): string | null {
  const days = Math.floor(instant / MS_A_DAY) + 719_468
  const era = Math.floor(days / 146_097)
  const dayOfEra = days - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const text = [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
  return isDay(text) ? text : null
}
