/** Whether a notification may appear now: never over one's own work, and one for a plan in a while. */
const QUIET_FOR_MS = 10 * 60_000

export class QuietNews {
  readonly #now: () => number
  readonly #told = new Map<string, number>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** True at most once in ten minutes for a plan, and only while the person looks elsewhere. */
  mayTell(planId: string, isWindowFocused: boolean): boolean {
    const last = this.#told.get(planId)
    const now = this.#now()
    if (isWindowFocused || (last !== undefined && now - last < QUIET_FOR_MS)) return false
    this.#told.set(planId, now)
    return true
  }
}
