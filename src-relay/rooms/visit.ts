/**
 * One connection: HELLO, CHAL, OPEN, and then the room. Bytes arrive through `receive`, everything goes out through its
 * `Peer`; the hot path (PUT to DELIVER) is one synchronous call. Whole in one file because every way through the stages of a
 * connection, and every way out of it, is checked by reading them side by side.
 */
import { type Hex, concat, fromHex, toHex } from '#shared/base/bytes.ts'
import type { Entry } from '#shared/journal/entry.ts'
import { isControlKind, nameOfNewer, parseEntry } from '#shared/journal/entry.ts'
import type { StreamRange, Vector } from '#shared/journal/vector.ts'
import { decodeFrame, encodeFrame } from '#shared/protocol/frameCodec.ts'
import type { Frame, FrameBody, OpenMode } from '#shared/protocol/frames.ts'
import { ephemeralKeys, makeChallenge, sessionKeys, transcriptHash } from '#shared/protocol/handshake.ts'
import {
  CLOSE,
  FILES_PROTOCOL,
  MAX_BATCH_BYTES,
  MAX_BATCH_ENTRIES,
  MAX_ENTRY_BYTES,
  MAX_EPHEMERAL_BYTES,
  OLDEST_PROTOCOL,
  PROTOCOL,
} from '#shared/protocol/limits.ts'
import { type Refusal, type RefusalCode, refusal } from '#shared/protocol/refusals.ts'
import { type SealState, openFrame, sealFrame } from '#shared/protocol/seal.ts'
import { rangesWantedFromWire, vectorFromWire, vectorToWire } from '#shared/sync/vectors.ts'
import { type Submitter, admit } from './admit.ts'
import { type Bucket, fullBucket, takeToken } from './bucket.ts'
import type { Entrant, OpenAsked } from './openChecks.ts'
import { readOpen, seesContent } from './openChecks.ts'
import type { Peer } from './peer.ts'
import { PieceDesk, type PieceFrame } from './pieceDesk.ts'
import type { RelayCore } from './relayCore.ts'
import type { Room, SignedRoot, Waiter } from './room.ts'

type Stage =
  | { readonly at: 'fresh' }
  | { readonly at: 'greeted'; readonly th: Uint8Array }
  | { readonly at: 'opening' }
  | { readonly at: 'open'; readonly room: Room; readonly submitter: Submitter; readonly files: PieceDesk | null }
  | { readonly at: 'gone' }

/** What only those are told who have no business here, or whose keys are wrong. */
const STRIKES: ReadonlySet<string> = new Set(['E_SIG', 'E_NOT_MEMBER', 'E_CONTEXT', 'E_INVITE_UNKNOWN'])

/** Type, map and length around the body of an EPH frame. */
const NOTE_FRAME_BYTES = 8

/** What may wait while a room is being opened: whoever sends it has not been let in yet (RL25). */
const MAX_WAITING = { messages: 64, bytes: 64 * 1024 }

export class Visit implements Waiter {
  readonly peer: Peer
  private readonly core: RelayCore
  private stage: Stage = { at: 'fresh' }
  private seal: { send: SealState; receive: SealState } | null = null
  private proto = OLDEST_PROTOCOL
  private readonly waiting: Uint8Array[] = []
  private waitingBytes = 0
  private readonly frames: Bucket
  private readonly notes: Bucket
  private strikes = 0
  private lastHeard: number
  private readonly since: number
  /** Live entries are not sent while the connection cannot take them; then the vectors are compared again. */
  private laggingSince: number | null = null
  private serving = false
  /** Since when what was read from the disk waits for the connection. */
  private blockedSince: number | null = null
  private wanted: StreamRange[] = []

  constructor(core: RelayCore, peer: Peer) {
    this.core = core
    this.peer = peer
    this.since = core.clock.now()
    this.lastHeard = this.since
    this.frames = fullBucket(core.limits.framesBurst, this.since)
    this.notes = fullBucket(core.limits.notesBurst, this.since)
    core.guests.arrived(peer.address)
  }

  /** Also of a connection that was let in before a removal became known. */
  get seesContent(): boolean {
    return this.stage.at === 'open' && seesContent(this.stage.room.roster, this.stage.submitter)
  }

  get mode(): OpenMode | null {
    return this.stage.at === 'open' ? this.stage.submitter.mode : null
  }

  /** One message. The size was bounded by the transport; the order of checks is that of docs/specs/relay.md. */
  receive(message: Uint8Array): void {
    const { stage, core } = this
    if (stage.at === 'gone') return
    this.lastHeard = core.clock.now()
    core.counters.framesIn += 1
    core.counters.bytesIn += message.length
    const { framesPerSecond, framesBurst } = core.limits
    if (!takeToken(this.frames, framesPerSecond, framesBurst, this.lastHeard)) return this.refuse('E_RATE')
    if (stage.at === 'opening') {
      this.waitingBytes += message.length
      const isTooMuch = this.waiting.length >= MAX_WAITING.messages || this.waitingBytes > MAX_WAITING.bytes
      if (isTooMuch) return this.refuse('E_RATE')
      this.waiting.push(message)
      return
    }
    const bytes = this.unseal(message)
    if (bytes === undefined) return this.end(CLOSE.badSeal)
    const frame = decodeFrame(bytes)
    if (frame.ok) return this.onFrame(frame.value)
    if (frame.error.kind === 'Skip') return
    this.badFrame()
  }

  private unseal(message: Uint8Array): Uint8Array | undefined {
    if (this.seal === null) return message
    const opened = openFrame(this.seal.receive, message)
    if (opened === undefined) return undefined
    this.seal.receive = opened[0]
    return opened[1]
  }

  /** A frame of its own to this connection. */
  send(frame: Uint8Array): void {
    if (this.stage.at === 'gone') return
    const { counters } = this.core
    counters.framesOut += 1
    counters.bytesOut += frame.length
    if (this.seal === null) return this.peer.send(frame)
    const [next, sealed] = sealFrame(this.seal.send, frame)
    this.seal.send = next
    this.peer.send(sealed)
  }

  private badFrame(): void {
    this.core.counters.badFrames += 1
    this.core.logLimited('relay.badFrame')
    this.end(CLOSE.badFrame)
  }

  private onFrame(frame: Frame): void {
    const { stage } = this
    if (stage.at === 'fresh') return frame.name === 'HELLO' ? this.onHello(frame.body, frame.bytes) : this.badFrame()
    if (stage.at === 'greeted') return frame.name === 'OPEN' ? this.onOpen(frame.body, stage.th) : this.badFrame()
    if (stage.at !== 'open') return
    switch (frame.name) {
      case 'PUT':
        return this.onPut(stage.room, stage.submitter, frame)
      case 'WANT': {
        const ranges = rangesWantedFromWire(frame.body.ranges)
        return ranges === undefined ? this.badFrame() : this.onWant(stage.room, ranges)
      }
      case 'HAVE': {
        const announced = vectorFromWire(frame.body.vector)
        if (announced === undefined) return this.badFrame()
        if (announced.size > 0) this.stage = { ...stage, submitter: { ...stage.submitter, announced } }
        return this.sendHave(stage.room)
      }
      case 'EPH':
        return stage.submitter.mode === 'join'
          ? this.badFrame()
          : !this.seesContent
            ? undefined
            : this.onNote(stage.room, frame.bytes)
      case 'BLOB_PUT':
      case 'BLOB_GET':
      case 'BLOB_HAVE':
        return this.onPieces(stage.files, frame)
      case 'PING':
        return this.send(encodeFrame('PONG', { nonce: frame.body.nonce }))
      case 'PONG':
        return
      default:
        return this.badFrame()
    }
  }

  private onHello(hello: FrameBody<'HELLO'>, received: Uint8Array): void {
    const { core, peer } = this
    if (hello.protoMin > PROTOCOL || hello.protoMax < OLDEST_PROTOCOL) return this.refuse('E_PROTOCOL')
    if (hello.sealed === 0 && !peer.isShielded) return this.refuse('E_UNSEALED')
    this.proto = Math.min(PROTOCOL, hello.protoMax)
    const ephemeral = ephemeralKeys(core.random.bytes(32))
    const chal = makeChallenge(received, core.relayKeys, {
      proto: this.proto,
      ephemeral: ephemeral.publicKey,
      nonce: core.random.bytes(32),
      time: Math.floor(core.clock.now() / 1000),
      work: core.workBitsFor(peer),
      maxEntryBytes: MAX_ENTRY_BYTES,
      maxBatchEntries: MAX_BATCH_ENTRIES,
    })
    const th = transcriptHash(received, chal)
    const keys = hello.sealed === 1 ? sessionKeys('relay', ephemeral, hello.ephemeral, th) : null
    if (keys === undefined) return this.badFrame()
    this.send(chal)
    this.stage = { at: 'greeted', th }
    if (keys === null) return
    this.seal = { send: { key: keys.send, counter: 0 }, receive: { key: keys.receive, counter: 0 } }
  }

  private onOpen(body: FrameBody<'OPEN'>, th: Uint8Array): void {
    const announced = vectorFromWire(body.vector)
    if (announced === undefined) return this.badFrame()
    this.stage = { at: 'opening' }
    const asked = readOpen(body, th)
    this.core.enter(this, asked).then(
      (entered) => {
        if (this.stage.at !== 'opening') return
        if (entered.ok) this.entered(entered.value.room, entered.value.entrant, asked, announced)
        else this.refuse(entered.error, !this.core.isNewcomer(entered.error, asked))
      },
      (cause: unknown) => {
        this.core.log.error('relay.enterFailed', { cause: cause instanceof Error ? cause.message : 'unknown' })
        this.refuse('E_BUSY')
      },
    )
  }

  private entered(room: Room, { mode, device, invite, bring }: Entrant, asked: OpenAsked, announced: Vector): void {
    const submitter = { mode, device, invite, announced, epochId: toHex(asked.body.epochId) }
    this.stage = { at: 'open', room, submitter, files: this.deskFor(room, submitter) }
    this.core.guests.admitted(this.peer.address)
    this.core.join(room, this)
    const fresh = bring.filter(({ hash }) => !room.has(hash))
    for (const entry of fresh) this.core.store(room, entry, this)
    if (fresh.length > 0) this.core.deliver(room, fresh, this)
    const { lastLogId, lastPos } = asked.body
    const isSameLog = lastLogId !== undefined && toHex(lastLogId) === toHex(room.logId)
    const rootAtLast = isSameLog && lastPos !== undefined ? room.chain.at(lastPos) : undefined
    this.send(
      encodeFrame('OPENED', {
        ...room.signedRoot(),
        vector: vectorToWire(this.visible(room)),
        ...(rootAtLast === undefined ? {} : { rootAtLast }),
        quotaBytes: this.core.limits.roomBytes,
        usedBytes: room.usedBytes,
      }),
    )
    for (const message of this.waiting.splice(0)) this.receive(message)
  }

  /** Whoever stands at the door, or speaks a protocol of before, has no business with files. */
  private deskFor(room: Room, submitter: Submitter): PieceDesk | null {
    if (submitter.mode === 'join' || this.proto < FILES_PROTOCOL) return null
    const visit = {
      send: (frame: Uint8Array) => this.send(frame),
      drained: () => this.peer.drained(),
      countRefusal: (code: RefusalCode) => this.core.countRefusal(code),
    }
    return new PieceDesk(visit, room, submitter, this.core.limits)
  }

  private onPieces(files: PieceDesk | null, frame: PieceFrame): void {
    if (files === null) return this.badFrame()
    if (!this.seesContent) return
    if (!files.take(frame)) this.refuse('E_RATE')
  }

  private visible(room: Room): Vector {
    return this.mode === 'join' ? room.controlVector() : room.vector()
  }

  private onPut(room: Room, submitter: Submitter, { body, bytes: put }: Extract<Frame, { name: 'PUT' }>): void {
    const { core } = this
    const stored: Entry[] = []
    const known: Hex[] = []
    const newer: Hex[] = []
    const refused = new Map<string, { refusal: Refusal; hashes: Hex[] }>()
    const moment = { now: this.lastHeard, limits: core.limits }
    room.startDay(moment.now)
    for (const bytes of body.entries) {
      const entry = parseEntry(bytes)
      if (!entry.ok) {
        if (entry.error.code !== 'E_NEWER') return this.badFrame()
        newer.push(toHex(nameOfNewer(bytes)))
        continue
      }
      const admission = admit(room, submitter, entry.value, moment)
      if (admission.do === 'store') {
        stored.push(entry.value)
        core.store(room, entry.value, this)
      } else if (admission.do === 'known') {
        core.counters.entriesKnown += 1
        if (!room.alsoWaits(entry.value.hash, this)) known.push(entry.value.hash)
      } else {
        const { refusal: why } = admission
        const same = refused.get(why.code) ?? { refusal: why, hashes: [] }
        same.hashes.push(entry.value.hash)
        refused.set(why.code, same)
        if (admission.isStrike) this.strikes += 1
      }
    }
    const isWhole = stored.length === body.entries.length
    if (stored.length > 0) core.deliver(room, stored, this, isWhole ? put : undefined)
    if (known.length > 0) this.written(known, room.signedRoot())
    if (newer.length > 0) this.sendNack(refusal('E_NEWER'), newer)
    for (const { refusal: why, hashes } of refused.values()) this.sendNack(why, hashes)
    if (this.strikes > 0) this.judgeStrikes(refused)
  }

  private judgeStrikes(refused: ReadonlyMap<string, { hashes: readonly Hex[] }>): void {
    for (const code of STRIKES) {
      for (const _ of refused.get(code)?.hashes ?? []) this.core.strike(this.peer)
    }
    if (this.strikes >= this.core.limits.strikesPerConnection) this.end(CLOSE.refused)
  }

  private sendNack(why: Refusal, hashes?: readonly Hex[]): void {
    this.core.countRefusal(why.code)
    this.send(
      encodeFrame('NACK', {
        code: why.code,
        retryable: why.retryable ? 1 : 0,
        retryAfterMs: why.retryAfterMs,
        ...(hashes === undefined ? {} : { hashes: packed(hashes) }),
        ...(why.used === undefined ? {} : { used: why.used }),
        ...(why.limit === undefined ? {} : { limit: why.limit }),
      }),
    )
  }

  /** Durable: tells the author. */
  written(hashes: readonly Hex[], root: SignedRoot): void {
    for (let at = 0; at < hashes.length; at += MAX_BATCH_ENTRIES) {
      this.send(encodeFrame('ACK', { ...root, hashes: packed(hashes.slice(at, at + MAX_BATCH_ENTRIES)) }))
    }
  }

  failed(hashes: readonly Hex[]): void {
    for (let at = 0; at < hashes.length; at += MAX_BATCH_ENTRIES) {
      this.sendNack(refusal('E_RELAY_DISK'), hashes.slice(at, at + MAX_BATCH_ENTRIES))
    }
  }

  /** What this connection was told of the room may not be so any more: it is given the vector again. */
  compareAgain(): void {
    if (this.stage.at === 'open') this.sendHave(this.stage.room)
  }

  /** A live entry of someone else, in the frame that serves every connection of the room. */
  deliver(frame: Uint8Array): void {
    if (this.laggingSince !== null) return
    if (this.peer.buffered() > this.core.limits.sendBufferBytes) return this.lag()
    this.send(frame)
  }

  private onNote(room: Room, frame: Uint8Array): void {
    const { notesPerSecond, notesBurst } = this.core.limits
    // Keys of a later version could make a frame of any size of it, and it is handed on as it came.
    if (frame.length > MAX_EPHEMERAL_BYTES + NOTE_FRAME_BYTES) return
    if (takeToken(this.notes, notesPerSecond, notesBurst, this.lastHeard)) this.core.handOn(room, this, frame)
  }

  /** A note of someone else. It never waits, so that no entry waits behind it: who cannot take it now does without. */
  pass(frame: Uint8Array): void {
    if (this.laggingSince !== null || this.serving) return
    if (this.peer.buffered() <= this.core.limits.noteBufferBytes) this.send(frame)
  }

  private lag(): void {
    this.laggingSince = this.core.clock.now()
    void this.peer.drained().then(() => {
      this.laggingSince = null
      if (this.stage.at === 'open') this.sendHave(this.stage.room)
    })
  }

  private sendHave(room: Room): void {
    this.send(encodeFrame('HAVE', { vector: vectorToWire(this.visible(room)) }))
  }

  private onWant(room: Room, ranges: readonly StreamRange[]): void {
    this.wanted.push(...ranges)
    if (this.serving) return
    this.serving = true
    void this.serve(room).then(
      () => {
        this.serving = false
        if (this.wanted.length > 0) this.onWant(room, [])
      },
      (cause: unknown) => {
        this.core.log.error('relay.readFailed', { cause: cause instanceof Error ? cause.message : 'unknown' })
        this.end(CLOSE.goingAway)
      },
    )
  }

  /** Streams what is wanted from the disk, no faster than the connection takes it. */
  private async serve(room: Room): Promise<void> {
    await room.settled()
    const ranges = this.wanted.splice(0)
    const controlOnly = !this.seesContent
    const places = room.placesWithin(ranges, controlOnly)
    const evidence = room.forkPlaces().filter(({ kind }) => !controlOnly || isControlKind(kind))
    let batch: Uint8Array[] = []
    let size = 0
    const flush = async (): Promise<void> => {
      if (batch.length === 0) return
      this.send(encodeFrame('DELIVER', { entries: batch }))
      this.core.counters.delivered += batch.length
      batch = []
      size = 0
      this.blockedSince = this.core.clock.now()
      await this.peer.drained()
      this.blockedSince = null
    }
    for await (const { bytes } of room.journal.read([...new Set([...places, ...evidence])])) {
      if (this.stage.at === 'gone') return
      const isFull = batch.length === MAX_BATCH_ENTRIES || size + bytes.length > MAX_BATCH_BYTES
      if (batch.length > 0 && isFull) await flush()
      batch.push(bytes)
      size += bytes.length
    }
    await flush()
    this.send(encodeFrame('CAUGHT_UP', room.signedRoot()))
  }

  /** Refuses the connection: the reason, then the end. */
  refuse(code: RefusalCode, mayStrike = true): void {
    if (mayStrike && STRIKES.has(code)) this.core.strike(this.peer)
    this.sendNack(refusal(code))
    this.end(CLOSE.refused)
  }

  goAway(retryAfterMs: number): void {
    this.send(encodeFrame('GOAWAY', { code: 'E_GOING', retryAfterMs }))
    this.end(CLOSE.goingAway)
  }

  /** Closes what has stalled. `isMidMessage`: since when a message is incomplete, UTC ms. */
  sweep(now: number, midMessageSince: number | null): void {
    const { limits } = this.core
    const { stage } = this
    const hasStalled =
      (stage.at === 'fresh' && now - this.since > limits.helloMs) ||
      ((stage.at === 'greeted' || stage.at === 'opening') && now - this.since > limits.openMs + limits.helloMs) ||
      isOver(midMessageSince, limits.messageMs, now) ||
      isOver(this.laggingSince, limits.slowMs, now) ||
      isOver(this.blockedSince, limits.slowMs, now) ||
      now - this.lastHeard > limits.silenceMs
    if (!hasStalled) return
    this.core.counters.stalled += 1
    this.end(CLOSE.stalled)
  }

  private end(code: number): void {
    this.left()
    this.peer.close(code)
  }

  /** The connection is gone. */
  left(): void {
    const { stage, core } = this
    if (stage.at === 'gone') return
    this.stage = { at: 'gone' }
    if (stage.at === 'open') {
      stage.files?.left()
      core.leave(stage.room, this)
      core.guests.leftAuthenticated()
    } else core.guests.leftUnauthenticated(this.peer.address)
    core.visits.delete(this)
  }
}

const isOver = (since: number | null, limitMs: number, now: number): boolean => since !== null && now - since > limitMs

const packed = (hashes: readonly Hex[]): Uint8Array => concat(...hashes.map(fromHex))
