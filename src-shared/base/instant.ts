/** Last UTC millisecond that calendars reckon with (ECMAScript time range); the first is its opposite. */
const LAST_INSTANT = 8_640_000_000_000_000

/** A time as somebody claimed it, brought to where calendars reach: a later one would end every program that shows it. */
export const shownInstant = (ms: number): number => Math.min(Math.max(ms, -LAST_INSTANT), LAST_INSTANT)
