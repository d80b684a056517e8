/**
 * Sealed pieces of attached files of one room: one file each, named by what it holds, so that nothing else has to be
 * believed (AT16). The relay knows neither which pieces belong together nor how many files there are.
 */
import type { Hex } from '#shared/base/bytes.ts'
import type { Log } from '#shared/base/ports.ts'
import { addressOf } from '#shared/files/sealedFile.ts'
import type { Disk } from '#shared/journal/disk.ts'
import { MAX_PIECE_BYTES } from '#shared/protocol/limits.ts'

export interface Piece {
  readonly address: Hex
  readonly bytes: Uint8Array
}

export interface Listener {
  /** Pieces came after it had asked for them in vain. */
  cameIn(addresses: readonly Hex[]): void
  /** A piece that was held is held no longer. */
  lost(address: Hex): void
}

const WHOLE_NAME = /^[0-9a-f]{64}$/
const COMING = '.new'

export class PieceStore {
  private readonly disk: Disk
  private readonly log: Log
  private held: Promise<Map<Hex, number>> | undefined
  private readonly awaited = new Map<Hex, Set<Listener>>()
  /** How many pieces each of them waits for. */
  private readonly counts = new Map<Listener, number>()
  private readonly listeners = new Set<Listener>()
  /** One after the other: pieces must not keep the disk from entries. */
  private writing: Promise<unknown> = Promise.resolve()
  private bytes = 0
  private reserved = 0

  constructor(disk: Disk, log: Log) {
    this.disk = disk
    this.log = log
  }

  /** The folder is looked at when the first piece is asked about: most rooms have none. */
  private open(): Promise<Map<Hex, number>> {
    this.held ??= this.disk.list().then(async (listed) => {
      if (!listed.ok) {
        this.held = undefined
        throw new Error(listed.error.cause)
      }
      const held = new Map<Hex, number>()
      for (const { name, size } of listed.value) {
        if (WHOLE_NAME.test(name)) held.set(name, size)
        else if (name.endsWith(COMING)) await this.disk.remove(name)
      }
      this.bytes = [...held.values()].reduce((sum, size) => sum + size, 0)
      return held
    })
    return this.held
  }

  /** Bytes held and on their way in. */
  async usedBytes(): Promise<number> {
    await this.open()
    return this.bytes + this.reserved
  }

  async holds(addresses: readonly Hex[]): Promise<readonly Hex[]> {
    const held = await this.open()
    return addresses.filter((address) => held.has(address))
  }

  /** Whoever asked for these in vain hears of them when they come. */
  await(addresses: readonly Hex[], listener: Listener): void {
    for (const address of addresses) {
      const listeners = this.awaited.get(address) ?? new Set()
      if (listeners.has(listener)) continue
      this.awaited.set(address, listeners.add(listener))
      this.counts.set(listener, this.awaitedBy(listener) + 1)
    }
  }

  /** Pieces of which this one waits to be told. */
  awaitedBy(listener: Listener): number {
    return this.counts.get(listener) ?? 0
  }

  listen(listener: Listener): void {
    this.listeners.add(listener)
  }

  forget(listener: Listener): void {
    this.listeners.delete(listener)
    this.counts.delete(listener)
    for (const [address, listeners] of this.awaited) {
      if (listeners.delete(listener) && listeners.size === 0) this.awaited.delete(address)
    }
  }

  /** True when all of them are durable; none is held that was not written whole. */
  async put(pieces: readonly Piece[], from: Listener): Promise<boolean> {
    const size = pieces.reduce((sum, { bytes }) => sum + bytes.length, 0)
    this.reserved += size
    const written = this.writing.then(() => this.write(pieces))
    this.writing = written.catch(() => undefined)
    try {
      const isWritten = await written
      if (isWritten) this.tell(pieces, from)
      return isWritten
    } finally {
      this.reserved -= size
    }
  }

  private async write(pieces: readonly Piece[]): Promise<boolean> {
    const held = await this.open()
    const fresh = pieces.filter(({ address }) => !held.has(address))
    for (const { address, bytes } of fresh) {
      const coming = address + COMING
      for (const step of [
        () => this.disk.remove(coming),
        () => this.disk.write(coming, 0, bytes),
        () => this.disk.sync(coming),
        () => this.disk.rename(coming, address),
      ]) {
        const done = await step()
        if (done.ok) continue
        this.log.error('relay.pieceNotWritten', { cause: done.error.cause })
        await this.disk.remove(coming)
        return false
      }
    }
    const named = fresh.length === 0 ? undefined : await this.disk.syncFolder()
    if (named?.ok === false) return false
    for (const { address, bytes } of fresh) {
      held.set(address, bytes.length)
      this.bytes += bytes.length
    }
    return true
  }

  private tell(pieces: readonly Piece[], from: Listener): void {
    const news = new Map<Listener, Hex[]>()
    for (const { address } of pieces) {
      for (const listener of this.awaited.get(address) ?? []) {
        this.counts.set(listener, this.awaitedBy(listener) - 1)
        if (listener !== from) news.set(listener, [...(news.get(listener) ?? []), address])
      }
      this.awaited.delete(address)
    }
    for (const [listener, addresses] of news) listener.cameIn(addresses)
  }

  /** `undefined`: not held, or no longer what its name says; then it is not held any more, and may come again. */
  async read(address: Hex): Promise<Uint8Array | undefined> {
    const held = await this.open()
    const size = held.get(address)
    if (size === undefined) return undefined
    const read = await this.disk.read(address, 0, MAX_PIECE_BYTES)
    if (read.ok && addressOf(read.value) === address) return read.value
    this.log.error('relay.pieceDamaged')
    held.delete(address)
    this.bytes -= size
    for (const listener of this.listeners) listener.lost(address)
    return undefined
  }

  /** Resolves when nothing is on its way to the disk. */
  async settled(): Promise<void> {
    await this.writing
  }
}
