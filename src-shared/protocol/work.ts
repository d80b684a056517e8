import { concat, u32, u64 } from '../base/bytes.ts'
import { hash } from '../base/crypto.ts'

/** What a proof of work is bound to: one relay, one room, one day (UTC days since 1970, by the relay's clock). */
export interface WorkTask {
  readonly relayKey: Uint8Array
  readonly roomId: Uint8Array
  readonly day: number
  /** Leading zero bits asked for. */
  readonly bits: number
}

/** In CHAL: this client may create no room here. */
export const NO_CREATION = 255

export const dayOf = (utcSeconds: number): number => Math.floor(utcSeconds / 86_400)

export function isWork(task: WorkTask, nonce: number): boolean {
  if (task.bits === 0) return true
  const digest = hash('pow', concat(task.relayKey, task.roomId, u32(task.day), u64(nonce)))
  const whole = task.bits >> 3
  for (let i = 0; i < whole; i++) if (digest[i] !== 0) return false
  const rest = task.bits & 7
  return rest === 0 || (digest[whole] ?? 255) >> (8 - rest) === 0
}

/** Tries `count` nonces from `from`: a slice of the search, so that its caller can breathe between slices. */
export function tryWork(task: WorkTask, from: number, count: number): number | undefined {
  for (let nonce = from; nonce < from + count; nonce++) if (isWork(task, nonce)) return nonce
  return undefined
}
