import { shownInstant } from '#shared/base/instant.ts'
import type { Words } from '../words/words.ts'

const DAY = 86_400_000
/** As far back as one counts in days. */
const MOST_DAYS = 6

/** A moment as people say it: `today, 21:40`, `yesterday, 9:05`, `3 days ago`; farther away, and ahead of us, the day. */
export function whenText(ms: number, now: number, { language, day }: Pick<Words, 'language' | 'day'>): string {
  const at = new Date(shownInstant(ms))
  const days = daysBetween(at, new Date(now))
  if (days < 0 || days > MOST_DAYS) return day(isoDay(at))
  const said = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-days, 'day')
  if (days > 1) return said
  return `${said}, ${new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { timeStyle: 'short' }).format(at)}`
}

/** Midnights of this computer's calendar between the two. */
const daysBetween = (from: Date, to: Date): number => Math.round((midnight(to) - midnight(from)) / DAY)

const midnight = (at: Date): number => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate())

const isoDay = (at: Date): string => {
  const date = new Date(midnight(at))
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10)
}
