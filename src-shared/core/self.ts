/** Who this device is in its plan, as the roster says now. */
import type { Hex } from '../base/bytes.ts'
import { memberOfDevice } from '../roster/authorise.ts'
import type { Member } from '../roster/roster.ts'
import { mayWriteContent } from '../roster/roles.ts'
import type { Role } from './contract.ts'
import type { PlanCore } from './planCore.ts'

export const memberOf = (core: PlanCore, device: Hex): Member | undefined => memberOfDevice(core.state.roster, device)

export const selfOf = (core: PlanCore): Member | undefined => memberOf(core, core.device)

/** The founder's id is the room's; null while no control entry names this device. */
export const selfId = (core: PlanCore): Hex | null => selfOf(core)?.id ?? null

export function roleOf(member: Member | undefined): Role | null {
  if (member?.standing !== true || member.role === 'unknown') return null
  return member.role
}

/**
 * Whether what was written may be sealed: also by who has lost the right since. Beyond the cut-off it waits elsewhere until
 * a steward accepts it, and it can leave on a stick.
 */
export const canSeal = (core: PlanCore): boolean => selfOf(core)?.hasWritten === true && !core.state.isNewer

/** A removed member, a reader, and everybody once something newer has been written, only reads. */
export function canWrite(core: PlanCore): boolean {
  const self = selfOf(core)
  return self?.standing === true && mayWriteContent(self.role) && !core.state.isNewer
}
