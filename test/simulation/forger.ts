/** Somebody who forges entries: filled in by the hostile worlds. */
import type { Chance } from './chance.ts'
import type { Stage } from './actions.ts'
import type { PeerHost } from './peerHost.ts'
import type { ForgeKind } from './steps.ts'

export async function forge(
  _stage: Stage,
  _how: ForgeKind,
  _by: PeerHost,
  _at: PeerHost,
  _chance: Chance,
): Promise<string> {
  return 'none'
}
