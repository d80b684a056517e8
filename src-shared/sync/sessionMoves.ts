/** The moves that the parts of the session machine share: connecting, sending, leaving and what comes after. */
import { unreachable } from '../base/assert.ts'
import type { OpenMode } from '../protocol/frames.ts'
import { sealFrame } from '../protocol/seal.ts'
import {
  type AfterClose,
  type Connected,
  type SessionMachine,
  type SessionState,
  type SessionStep,
  TICK_MS,
} from './sessionState.ts'

const FIRST_RETRY_MS = 500
/** Under the 30 s within which honest peers must converge once the network is back (I11). */
const LONGEST_RETRY_MS = 15_000

/** The same machine in another state. */
export const without = (machine: SessionMachine, state: SessionState): SessionMachine => ({ ...machine, state })

export function connect(machine: SessionMachine, mode: OpenMode, attempt: number): SessionStep {
  return [
    without(machine, { at: 'connecting', attempt, mode, silentTicks: 0 }),
    [
      { run: 'connect', url: machine.config.url },
      { run: 'setTimer', timer: 'tick', ms: TICK_MS },
    ],
  ]
}

/** Sends one frame, sealed where the session is. */
export function send<S extends Connected & SessionState>(
  machine: SessionMachine,
  state: S,
  frame: Uint8Array,
): SessionStep {
  if (state.seal === null) return [without(machine, state), [{ run: 'send', bytes: frame }]]
  const [next, bytes] = sealFrame(state.seal.send, frame)
  const sent: SessionState = { ...state, seal: { ...state.seal, send: next } } as S
  return [without(machine, sent), [{ run: 'send', bytes }]]
}

/** Ends the connection; what follows happens when it is gone. */
export function leave(machine: SessionMachine, code: number, next: AfterClose): SessionStep {
  if (machine.state.at === 'closing') return [without(machine, { at: 'closing', next }), []]
  return [without(machine, { at: 'closing', next }), [{ run: 'disconnect', code }]]
}

/** The connection is gone. `chance` between 0 and 1 spreads the clients of a relay that fell. */
export function finish(machine: SessionMachine, next: AfterClose, chance: number): SessionStep {
  const quiet = [
    { run: 'clearTimer', timer: 'tick' },
    { run: 'clearTimer', timer: 'put' },
  ] as const
  switch (next.go) {
    case 'stop':
      return [without(machine, { at: 'stopped' }), quiet]
    case 'refuse':
      return [without(machine, { at: 'refused', cause: next.cause }), quiet]
    case 'connect': {
      const [connecting, effects] = connect(machine, next.mode, next.attempt)
      return [connecting, [...quiet, ...effects]]
    }
    case 'wait': {
      const retryInMs = Math.max(next.atLeastMs, backoff(next.attempt, chance))
      const waiting = { at: 'waiting', attempt: next.attempt + 1, retryInMs } as const
      const state = next.cause === undefined ? waiting : { ...waiting, cause: next.cause }
      return [without(machine, state), [...quiet, { run: 'setTimer', timer: 'retry', ms: retryInMs }]]
    }
    default:
      return unreachable(next)
  }
}

/** Doubles up to the longest; half of it is by chance (SY9). */
function backoff(attempt: number, chance: number): number {
  const whole = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10))
  return Math.round(whole / 2 + (whole / 2) * chance)
}
