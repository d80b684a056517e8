import { randomBytes } from 'node:crypto'
import type { Clock, Random, Timer } from '#shared/base/ports.ts'

/** The real clock, randomness and timers of a Node process. */
export const systemClock: Clock = { now: () => Date.now() }

export const systemRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) }

export const systemTimer: Timer = {
  after(ms, run) {
    const timer = setTimeout(run, Math.max(0, ms))
    return () => clearTimeout(timer)
  },
}
