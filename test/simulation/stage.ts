/** Who and what is in a world, for all that acts in it. */
import type { Hex } from '#shared/base/bytes.ts'
import type { Notice } from '#shared/base/codes.ts'
import type { Result } from '#shared/base/result.ts'
import type { Forgery } from './forger.ts'
import type { GivenLink } from './links.ts'
import type { PeerHost, PeerImage } from './peerHost.ts'
import type { RelayHost } from './relayHost.ts'
import type { DiskImage } from './simDisk.ts'
import type { WorldPorts } from './worldPorts.ts'

export interface Rollback {
  readonly of: 'peer' | 'relay'
  readonly at: number
  /** Entries the old state lacks and others have or remember, at the moment of the rollback. */
  readonly lost: ReadonlySet<Hex>
  /** Those of them that continue streams which the old state of a device goes on with. */
  readonly twins: ReadonlySet<Hex>
  /** How a relay's log began, as far as somebody knew. */
  readonly log: readonly Hex[]
}

export interface Stage {
  readonly ports: WorldPorts
  readonly peers: readonly PeerHost[]
  readonly relays: readonly RelayHost[]
  readonly links: GivenLink[]
  readonly forgeries: Forgery[]
  /** Rollbacks that somebody has to notice at the next contact (I7). */
  readonly rollbacks: Rollback[]
  readonly images: { readonly peers: Map<number, PeerImage>; readonly relays: Map<number, DiskImage> }
}

export const SYNC = { timeoutInMs: 15_000 }

export const addressOf = (relay: RelayHost) => ({ url: relay.url, key: relay.publicKey })

/** What a person would be told. */
export function told(result: Result<unknown, Notice> | undefined): string {
  if (result === undefined) return 'no plan'
  return result.ok ? 'ok' : result.error.code
}
