/** One relay of a plan: who this device is to it, and what a status says of it. */
import { type Hex, fromHex } from '../base/bytes.ts'
import { type Notice, isCode, notice } from '../base/codes.ts'
import { subscribeKeys } from '../base/crypto.ts'
import type { Session } from '../sync/runSession.ts'
import type { SessionConfig, SessionIdentity, SessionStatus } from '../sync/sessionState.ts'
import type { RelayAddress, RelayStatus } from './contract.ts'
import { ownInvite } from './ownInvite.ts'
import type { FileCourier } from './fileCourier.ts'
import type { PlanCore } from './planCore.ts'
import { canWrite, roleOf, selfOf } from './self.ts'

export interface Link {
  config: SessionConfig
  readonly session: Session
  readonly files: FileCourier
  status: SessionStatus
  /** Grows whenever a connection is over. */
  connections: number
  readonly notices: Notice[]
  received: number
  sent: number
}

export const OFF: SessionStatus = {
  state: 'off',
  caughtUp: false,
  inStep: false,
  mode: null,
  files: false,
  toSend: 0,
  retryInMs: 0,
  cause: null,
  relay: null,
}

/** `null` while this device has no key to the plan. */
export function configFor(core: PlanCore, relay: RelayAddress): SessionConfig | null {
  const { epochs } = core.state
  const epochId = newestEpoch(core)
  const secret = epochId === undefined ? undefined : epochs.get(epochId)
  if (epochId === undefined || secret === undefined) return null
  const subscribe = subscribeKeys(secret, fromHex(core.planId))
  const invite = ownInvite(core)?.sign
  const mayWrite = canWrite(core) || roleOf(selfOf(core)) === 'writer' || roleOf(selfOf(core)) === 'steward'
  const identity: SessionIdentity = mayWrite
    ? { as: 'writer', device: core.keys.sign, subscribe, mayCreate: true, ...(invite ? { invite } : {}) }
    : { as: 'reader', subscribe, ...(invite ? { invite } : {}) }
  return { roomId: core.planId, url: relay.url, relayKey: relay.key ?? null, epochId, app: core.deps.app, identity }
}

/** The epoch written in; without its key, the newest that can be opened: it shows the control log at least. */
function newestEpoch({ state: { roster, epochs } }: PlanCore): Hex | undefined {
  if (roster.sendingEpoch !== undefined && epochs.has(roster.sendingEpoch)) return roster.sendingEpoch
  const known = [...roster.epochs.values()].filter(({ id }) => epochs.has(id))
  return known.toSorted((a, b) => b.body.number - a.body.number || (a.id < b.id ? -1 : 1))[0]?.id
}

/** A reader who was made a writer has other proofs to give, and so has everybody in a new epoch. */
export function followOwnRights(core: PlanCore, link: Link): void {
  const { config } = link
  const next = configFor(core, { url: config.url, ...(config.relayKey === null ? {} : { key: config.relayKey }) })
  if (next === null || (next.identity.as === config.identity.as && next.epochId === config.epochId)) return
  link.config = next
  link.session.configure(next)
}

export function statusOf(
  url: string,
  link: Link | undefined,
  acked: ReadonlyMap<Hex, number> | undefined,
): RelayStatus {
  const status = link?.status ?? OFF
  return {
    url,
    state: status.state,
    caughtUp: status.caughtUp,
    acked: [...(acked?.values() ?? [])].reduce((sum, length) => sum + length, 0),
    toSend: status.toSend,
    ...(status.state === 'waiting' ? { retryInMs: status.retryInMs } : {}),
    ...(status.cause === null ? {} : { notice: refusalNotice(url, status) }),
  }
}

/** Why a session stands still, for people. */
export function refusalNotice(url: string, status: SessionStatus): Notice {
  const code = status.cause?.code
  if (code === undefined) return notice('E_RELAY', { relay: url })
  return isCode(code) ? notice(code, { relay: url }) : notice('E_RELAY_REFUSED', { relay: url, reason: code })
}
