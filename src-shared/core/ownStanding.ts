/** What membership means for this device, told to its person: removed, or without the key of the epoch written in. */
import { nameOf } from './people.ts'
import type { PlanCore } from './planCore.ts'
import { selfOf } from './self.ts'

export function tellStanding(core: PlanCore): void {
  const { roster, epochs } = core.state
  const self = selfOf(core)
  if (self === undefined) return
  const sending = roster.sendingEpoch === undefined ? undefined : roster.epochs.get(roster.sendingEpoch)
  if (self.standing) core.health.clear('W_REMOVED')
  else core.health.report('W_REMOVED')
  if (sending === undefined || !self.standing || epochs.has(sending.id)) core.health.clear('E_EPOCH_KEY')
  else core.health.report('E_EPOCH_KEY', { author: nameOf(core, sending.by) })
}
