/** Which notes have been heard before: by two paths at once a note comes twice, and a relay may send old ones again. */
import type { Hex } from '../base/bytes.ts'
import type { NoteHead } from './note.ts'

/** How far a note's time may be from ours, by the clock of the relay both know. */
export const NOTE_LIFE_MS = 120_000
/** Two paths bring notes in different orders; what is further behind than this counts as heard. */
const WINDOW = 64

interface Heard {
  readonly session: Hex
  /** Time of the newest note of the session. */
  time: number
  highest: number
  readonly counts: Set<number>
}

export class ReplayGuard {
  readonly #heard = new Map<Hex, Heard>()

  /** True once for each note; a session of before, that the device has left, is not heard again. */
  isNew({ device, session, count, time }: NoteHead, now: number): boolean {
    if (Math.abs(time - now) > NOTE_LIFE_MS || count === 0) return false
    const heard = this.#heard.get(device)
    if (heard?.session !== session) {
      if (heard !== undefined && time <= heard.time) return false
      this.#heard.set(device, { session, time, highest: count, counts: new Set([count]) })
      return true
    }
    if (count + WINDOW <= heard.highest || heard.counts.has(count)) return false
    heard.counts.add(count)
    heard.time = Math.max(heard.time, time)
    if (count > heard.highest) {
      heard.highest = count
      for (const old of heard.counts) if (old + WINDOW <= count) heard.counts.delete(old)
    }
    return true
  }
}
