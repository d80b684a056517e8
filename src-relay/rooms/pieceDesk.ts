/** What one connection asks and hands over of files: sizes, rights and quota, in the order of docs/specs/relay.md (AT16–AT18). */
import { type Hex, concat, fromHex, toHex } from '#shared/base/bytes.ts'
import { addressOf } from '#shared/files/sealedFile.ts'
import { encodeFrame } from '#shared/protocol/frameCodec.ts'
import type { Frame } from '#shared/protocol/frames.ts'
import type { RefusalCode } from '#shared/protocol/refusals.ts'
import { memberOfDevice } from '#shared/roster/authorise.ts'
import { mayWriteContent } from '#shared/roster/roles.ts'
import type { RelayLimits } from '../limits.ts'
import type { Submitter } from './admit.ts'
import type { Listener } from './pieceStore.ts'
import type { Room } from './room.ts'

export type PieceFrame = Extract<Frame, { readonly name: 'BLOB_PUT' | 'BLOB_GET' | 'BLOB_HAVE' }>

export interface PieceVisit {
  send(frame: Uint8Array): void
  /** Resolves when little is left to send. */
  drained(): Promise<void>
  countRefusal(code: RefusalCode): void
}

/** Questions of one connection that may wait: an honest client asks one at a time. */
const MOST_WAITING = 4
/** Pieces that are not here of which one connection is told when they come; all files of a full room are some 3,200. */
const MOST_AWAITED = 16_384
const ADDRESS_BYTES = 32

export class PieceDesk implements Listener {
  private readonly visit: PieceVisit
  private readonly room: Room
  private readonly submitter: Submitter
  private readonly limits: RelayLimits
  private waiting = 0
  private last: Promise<void> = Promise.resolve()

  constructor(visit: PieceVisit, room: Room, submitter: Submitter, limits: RelayLimits) {
    this.visit = visit
    this.room = room
    this.submitter = submitter
    this.limits = limits
    room.pieces.listen(this)
  }

  /** One question after the other. False: more wait, or more is waited for, than an honest client would ask. */
  take(frame: PieceFrame): boolean {
    if (this.waiting >= MOST_WAITING || this.asksTooMuch(frame)) return false
    this.waiting += 1
    this.last = this.last
      .then(() => this.answer(frame))
      .catch(() => this.refuse([], 'E_BUSY'))
      .finally(() => (this.waiting -= 1))
    return true
  }

  private asksTooMuch(frame: PieceFrame): boolean {
    if (frame.name !== 'BLOB_HAVE') return false
    return this.room.pieces.awaitedBy(this) + frame.body.addresses.length / ADDRESS_BYTES > MOST_AWAITED
  }

  private answer(frame: PieceFrame): Promise<void> {
    switch (frame.name) {
      case 'BLOB_PUT':
        return this.onPut(frame.body.pieces)
      case 'BLOB_GET':
        return this.onGet(addressesIn(frame.body.addresses))
      case 'BLOB_HAVE':
        return this.onHave(addressesIn(frame.body.addresses))
    }
  }

  private async onPut(bytes: readonly Uint8Array[]): Promise<void> {
    const { pieces: store, isDiskLow } = this.room
    const pieces = bytes.map((piece) => ({ address: addressOf(piece), bytes: piece }))
    const addresses = pieces.map(({ address }) => address)
    if (!this.mayWrite()) return this.refuse(addresses, 'E_ROLE')
    if (isDiskLow) return this.refuse(addresses, 'E_RELAY_DISK')
    const [held, used] = [new Set(await store.holds(addresses)), await store.usedBytes()]
    const size = pieces.reduce((sum, piece) => sum + (held.has(piece.address) ? 0 : piece.bytes.length), 0)
    if (size > 0 && used + size > this.limits.roomFileBytes) {
      return this.refuse(addresses, 'E_RELAY_FULL', { used, limit: this.limits.roomFileBytes })
    }
    if (!(await store.put(pieces, this))) return this.refuse(addresses, 'E_RELAY_DISK')
    this.visit.send(encodeFrame('BLOB_ACK', { addresses: packed(addresses) }))
  }

  /** The rights of now, not those of when the connection was opened. */
  private mayWrite(): boolean {
    const { mode, device } = this.submitter
    const member = mode === 'write' && device !== undefined ? memberOfDevice(this.room.roster, device) : undefined
    return member?.standing === true && mayWriteContent(member.role)
  }

  private async onGet(addresses: readonly Hex[]): Promise<void> {
    const read: (Uint8Array | undefined)[] = []
    // All of them, so that damage is found; up to the first that is missing they are of use.
    for (const address of addresses) read.push(await this.room.pieces.read(address))
    const end = read.indexOf(undefined)
    const pieces = (end === -1 ? read : read.slice(0, end)) as Uint8Array[]
    this.visit.send(encodeFrame('BLOB_PUT', { pieces }))
    await this.visit.drained()
  }

  private async onHave(addresses: readonly Hex[]): Promise<void> {
    const { pieces } = this.room
    const held = new Set(await pieces.holds(addresses))
    pieces.await(
      addresses.filter((address) => !held.has(address)),
      this,
    )
    this.visit.send(encodeFrame('BLOB_HAVE', { addresses: packed([...held]) }))
  }

  cameIn(addresses: readonly Hex[]): void {
    this.visit.send(encodeFrame('BLOB_HAVE', { addresses: packed(addresses), news: 1 }))
  }

  /** Whoever has the file may hand this piece in again. */
  lost(address: Hex): void {
    this.visit.send(encodeFrame('BLOB_ACK', { addresses: fromHex(address), code: 'E_FILE_DAMAGED' }))
  }

  private async refuse(
    addresses: readonly Hex[],
    code: RefusalCode,
    numbers: { readonly used?: number; readonly limit?: number } = {},
  ): Promise<void> {
    this.visit.countRefusal(code)
    this.visit.send(encodeFrame('BLOB_ACK', { addresses: packed(addresses), code, ...numbers }))
  }

  /** The connection is gone. */
  left(): void {
    this.room.pieces.forget(this)
  }
}

const packed = (addresses: readonly Hex[]): Uint8Array => concat(...addresses.map(fromHex))

function addressesIn(row: Uint8Array): readonly Hex[] {
  return Array.from({ length: row.length / ADDRESS_BYTES }, (_, i) =>
    toHex(row.subarray(ADDRESS_BYTES * i, ADDRESS_BYTES * (i + 1))),
  )
}
