import type { Clock } from '#shared/base/ports.ts'
import { dayOf } from '#shared/protocol/work.ts'
import type { RelayLimits } from '../limits.ts'
import type { Peer } from './peer.ts'

interface Address {
  unauthenticated: number
  strikes: number
  /** UTC ms of the last one: a quiet minute forgives them all. */
  strikeAt: number
  bannedUntil: number
  rooms: number
  roomsDay: number
}

/**
 * Who is at the door: connections that have not proved anything yet, addresses that misbehave, rooms made today. In
 * memory only, and forgotten when nothing is left to remember (no log of addresses is kept anywhere).
 */
export class Guests {
  private readonly clock: Clock
  private readonly limits: RelayLimits
  private readonly byAddress = new Map<string, Address>()
  unauthenticated = 0
  authenticated = 0

  constructor(clock: Clock, limits: RelayLimits) {
    this.clock = clock
    this.limits = limits
  }

  /** Asked before a connection is upgraded. */
  mayConnect(address: string): boolean {
    const { limits } = this
    const known = this.byAddress.get(address)
    if (this.unauthenticated >= limits.unauthenticated || this.authenticated >= limits.authenticated) return false
    if (known === undefined) return true
    return known.bannedUntil <= this.clock.now() && known.unauthenticated < limits.unauthenticatedPerAddress
  }

  arrived(address: string): void {
    this.unauthenticated += 1
    this.of(address).unauthenticated += 1
  }

  /** Proved who it is. */
  admitted(address: string): void {
    this.leftUnauthenticated(address)
    this.authenticated += 1
  }

  leftUnauthenticated(address: string): void {
    this.unauthenticated -= 1
    this.of(address).unauthenticated -= 1
    this.forget(address)
  }

  leftAuthenticated(): void {
    this.authenticated -= 1
  }

  /** A wrong proof or signature; true: this address must wait now. */
  strike(address: string): boolean {
    const known = this.of(address)
    const now = this.clock.now()
    if (now - known.strikeAt > this.limits.banMs) known.strikes = 0
    known.strikes += 1
    known.strikeAt = now
    if (known.strikes < this.limits.strikesPerAddress) return false
    known.strikes = 0
    known.bannedUntil = now + this.limits.banMs
    return true
  }

  /** Counts a room that is about to be made; false: enough for today. */
  mayCreate({ address, isLocal }: Peer): boolean {
    if (isLocal) return true
    const known = this.of(address)
    const today = dayOf(this.clock.now() / 1000)
    if (known.roomsDay !== today) Object.assign(known, { roomsDay: today, rooms: 0 })
    if (known.rooms >= this.limits.roomsPerDayPerAddress) return false
    known.rooms += 1
    return true
  }

  private of(address: string): Address {
    const known = this.byAddress.get(address)
    if (known !== undefined) return known
    const fresh = { unauthenticated: 0, strikes: 0, strikeAt: 0, bannedUntil: 0, rooms: 0, roomsDay: 0 }
    this.byAddress.set(address, fresh)
    return fresh
  }

  private forget(address: string): void {
    const known = this.byAddress.get(address)
    if (known === undefined || known.unauthenticated > 0) return
    const now = this.clock.now()
    const isQuiet = now - known.strikeAt > this.limits.banMs && known.bannedUntil <= now
    if (isQuiet && known.roomsDay !== dayOf(now / 1000)) this.byAddress.delete(address)
  }
}
