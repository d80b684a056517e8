/** Edits from each of some clients to all others of its room, through a relay or through a peer. */
import { assert } from '#shared/base/assert.ts'
import { decodeFrame } from '#shared/protocol/frameCodec.ts'
import { FRAMES } from '#shared/protocol/frames.ts'
import { waitFor } from '#test/helpers/waitFor.ts'
import type { Connection } from './relayClients.ts'

interface Sent {
  readonly at: number
  readonly client: number
  /** Clients that have not got it. */
  left: number
}

export interface Delivered {
  /** Milliseconds from the editor until the last of the others has it. */
  readonly toAll: readonly number[]
  /** Milliseconds until the relay says that it is on its disk. */
  readonly toAck: readonly number[]
  readonly seconds: number
}

/** Rooms of `roomSize` clients, in order: clients 0 to roomSize - 1 are in the first. */
export class Broadcast {
  private readonly clients: Connection[] = []
  private readonly roomSize: number
  private readonly acknowledges: boolean
  private readonly sent = new Map<string, Sent>()
  private readonly unacknowledged = new Map<number, number[]>()
  private toAll: number[] = []
  private toAck: number[] = []
  private onAll: (client: number) => void = () => {}

  constructor({ roomSize, acknowledges }: { readonly roomSize: number; readonly acknowledges: boolean }) {
    this.roomSize = roomSize
    this.acknowledges = acknowledges
  }

  async add(client: number, connect: (receive: (message: Uint8Array) => void) => Promise<Connection>): Promise<void> {
    this.clients[client] = await connect((message) => this.receive(client, message))
  }

  private receive(client: number, message: Uint8Array): void {
    const now = performance.now()
    if (message[0] === FRAMES.ACK.type) return this.acknowledged(client, message, now)
    if (message[0] !== FRAMES.DELIVER.type && message[0] !== FRAMES.PUT.type) return
    const key = tailOf(message)
    const sent = this.sent.get(key)
    if (sent === undefined) return
    sent.left -= 1
    if (sent.left > 0) return
    this.sent.delete(key)
    this.toAll.push(now - sent.at)
    this.onAll(sent.client)
  }

  /** ACKs of one connection come in the order of its PUTs, each for as many as went to the disk together. */
  private acknowledged(client: number, message: Uint8Array, now: number): void {
    const frame = decodeFrame(message)
    assert(frame.ok && frame.value.name === 'ACK', 'the relay acknowledges')
    const durable = this.unacknowledged.get(client)?.splice(0, frame.value.body.hashes.length / 32)
    for (const at of durable ?? []) this.toAck.push(now - at)
  }

  private send(client: number, frame: Uint8Array): void {
    const at = performance.now()
    this.sent.set(tailOf(frame), { at, client, left: this.roomSize - 1 })
    if (this.acknowledges) this.unacknowledged.set(client, [...(this.unacknowledged.get(client) ?? []), at])
    this.clients[client]?.send(frame)
  }

  /** Each client sends its frames one after the other, `everyMs` apart, the clients evenly spread. */
  async paced(frames: readonly (readonly Uint8Array[])[], everyMs: number): Promise<Delivered> {
    const start = performance.now()
    const timers = frames.flatMap((own, client) =>
      own.map((frame, i) => setTimeout(() => this.send(client, frame), (i + client / frames.length) * everyMs)),
    )
    return this.ended(timers.length, start)
  }

  /** As fast as it goes, with `inFlight` edits of each client under way. */
  async saturated(frames: readonly (readonly Uint8Array[])[], inFlight: number): Promise<Delivered> {
    const next = frames.map(() => 0)
    const start = performance.now()
    const sendNext = (client: number): void => {
      const frame = frames[client]?.[next[client]!]
      next[client]! += 1
      if (frame !== undefined) this.send(client, frame)
    }
    this.onAll = sendNext
    for (const client of frames.keys()) for (let i = 0; i < inFlight; i++) sendNext(client)
    const count = frames.reduce((sum, own) => sum + own.length, 0)
    const delivered = await this.ended(count, start)
    this.onAll = () => {}
    return delivered
  }

  private async ended(count: number, start: number): Promise<Delivered> {
    await waitFor('everybody has every edit', () => this.toAll.length === count, 90_000)
    if (this.acknowledges) await waitFor('every edit is durable', () => this.toAck.length === count)
    const { toAll, toAck } = this
    this.toAll = []
    this.toAck = []
    return { toAll, toAck, seconds: (performance.now() - start) / 1000 }
  }

  close(): void {
    for (const client of this.clients) client.close()
  }
}

/** The end of an edit's signature: no two are the same, and every server leaves it as it is. */
const tailOf = (frame: Uint8Array): string =>
  Buffer.from(frame.buffer, frame.byteOffset + frame.length - 16, 16).toString('latin1')
