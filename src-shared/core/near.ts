/** What the core asks of the local network. A program without one passes none. */
import type { Hex } from '../base/bytes.ts'
import type { Notice } from '../base/codes.ts'
import type { Result } from '../base/result.ts'
import type { RelayAddress, Unsubscribe } from './contract.ts'

/** A computer on this network that has the plan. */
export interface NearHost {
  readonly key: Hex
  /** The newest first: who repeats another's announcement gives an address at which nobody has that key. */
  readonly urls: readonly string[]
  /** First digits of the id of the member whose computer it claims to be. */
  readonly member: Hex
  /** Another number than before: it was away, or this computer was. */
  readonly found: number
}

/** A plan that this computer shares. */
export interface NearHosting {
  /** Its own relay, from this machine. */
  readonly relay: RelayAddress & { readonly key: Hex }
  /** Where others reach it: `192.168.1.5:47391`. */
  addresses(): readonly string[]
  /** Connections of others to this plan. */
  guests(): number
  onChange(listener: () => void): Unsubscribe
  /** Lets others find it: once the relay has what this device has. */
  announce(): void
  stop(): Promise<void>
}

export interface NearPort {
  /** The hosts of a plan, whenever they are others than before. */
  find(roomId: Hex, listener: (hosts: readonly NearHost[]) => void): Unsubscribe
  /** Error: `E_NEAR_HOST`. */
  host(roomId: Hex, member: Hex): Promise<Result<NearHosting, Notice>>
}
