/**
 * Whether the clock of this computer seems wrong (CR34, W_CLOCK). Times are for display, so nothing is refused or held back
 * because of it. A relay tells its time in every handshake; where none has, what others claim to have written long
 * after now speaks against this clock.
 */
import { type PlanCore, report } from './planCore.ts'
import { selfId } from './self.ts'

/** A time zone set wrong by hand is an hour or more; a slow clock is seconds. */
const FAR_OFF_FROM_RELAY_IN_MS = 10 * 60_000
/** Claimed times are believed less: a day allows for any mistake of zones. */
const FAR_OFF_FROM_OTHERS_IN_MS = 24 * 3_600_000

/** `relayTime`: UTC seconds. True: this clock seems wrong. */
export function noteRelayTime(core: PlanCore, url: string, relayTime: number): boolean {
  core.state.relayClocks.set(url, relayTime * 1000 - core.deps.clock.now())
  return checkClock(core)
}

/** After entries have come, and when a plan is opened. */
export function checkClock(core: PlanCore): boolean {
  const isOff = seemsWrong(core)
  if (isOff) report(core, 'W_CLOCK')
  else core.health.clear('W_CLOCK')
  return isOff
}

/** One relay that agrees is enough; without relays all others must have written later than now. */
function seemsWrong(core: PlanCore): boolean {
  const { state, deps } = core
  const ahead = [...state.relayClocks.values()]
  if (ahead.length > 0) return ahead.every((by) => Math.abs(by) > FAR_OFF_FROM_RELAY_IN_MS)
  const self = selfId(core)
  const heard = [...state.ledger.heardAt].flatMap(([member, at]) => (member === self ? [] : [at]))
  const now = deps.clock.now()
  return heard.length > 0 && heard.every((at) => at - now > FAR_OFF_FROM_OTHERS_IN_MS)
}
