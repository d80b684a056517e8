/** What the parts of a world share. */
import type { Chance } from './chance.ts'
import type { Network } from './network.ts'
import type { WorldOptions } from './options.ts'
import type { Scheduler } from './scheduler.ts'

export type InvariantName = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I7' | 'I8' | 'I11' | 'I12' | 'crash'

export interface WorldPorts {
  readonly options: WorldOptions
  readonly scheduler: Scheduler
  readonly network: Network
  /** Right time, UTC ms; the clocks of peers may differ from it. */
  utc(): number
  chance(...labels: readonly (string | number)[]): Chance
  /** The first failure is the result of the world. */
  fail(invariant: InvariantName, text: string): void
  /** One line of what happened, for the person who reads a failure. */
  note(line: string): void
}
