/** An open room: fetching what the relay has, sending what it lacks, and keeping both true. */
import { type Hex, fromHex, toHex } from '../base/bytes.ts'
import { verify } from '../base/crypto.ts'
import { entryPlaceOf } from './entryPlace.ts'
import { type Vector, emptyVector, rangesLacking, uniteVectors, vectorWith } from '../journal/vector.ts'
import type { Frame, FrameBody } from '../protocol/frames.ts'
import { encodeFrame } from '../protocol/frameCodec.ts'
import { rootMessage } from '../protocol/handshake.ts'
import { CLOSE, FILES_PROTOCOL, MAX_BATCH_BYTES, MAX_BATCH_ENTRIES } from '../protocol/limits.ts'
import type { Refusal } from '../protocol/refusals.ts'
import type { LastRoot, StoredEntry } from './port.ts'
import { leave, send, without } from './sessionMoves.ts'
import {
  type Connected,
  type EntryPlace,
  type Live,
  MAX_IN_FLIGHT,
  type SessionEffect,
  type SessionMachine,
  type SessionNotice,
  type SessionStep,
  type StoreView,
} from './sessionState.ts'
import { rangesToWire, vectorFromWire } from './vectors.ts'

/** Signed by this relay for this room, or `undefined`. */
export function verifiedRoot(
  machine: SessionMachine,
  { relayKey }: Connected,
  signed: FrameBody<'CAUGHT_UP'>,
): LastRoot | undefined {
  const { logId, pos, root, rootSignature } = signed
  const message = rootMessage(fromHex(machine.config.roomId), logId, pos, root)
  if (!verify(relayKey, 'root', message, rootSignature)) return undefined
  return { logId: toHex(logId), pos, root: toHex(root) }
}

export function enterLive(
  machine: SessionMachine,
  { attempt, mode, proto, relayKey, seal }: Connected,
  relay: Vector,
  { quotaBytes, usedBytes }: FrameBody<'OPENED'>,
  view: StoreView,
): SessionStep {
  const live: Live = {
    at: 'live',
    attempt,
    // A room that has just been made is an ordinary room.
    mode: mode === 'create' ? 'write' : mode,
    proto,
    relayKey,
    seal,
    silentTicks: 0,
    relay,
    refused: emptyVector,
    inFlight: new Map(),
    reading: false,
    dirty: maySend(mode),
    putPaused: false,
    wanting: false,
    toldMeanwhile: false,
    handing: 0,
    quotaBytes,
    usedBytes,
  }
  const [asked, effects] = ask(machine, live, view)
  return then([asked, effects], pump)
}

/** The relay knows files, and this is no visit at the door. */
export const mayFile = ({ mode, proto }: Live): boolean => mode !== 'join' && proto >= FILES_PROTOCOL

const maySend = (mode: Connected['mode']): boolean => mode !== 'read'

/** WANT of what the relay holds and we lack; an empty one still brings CAUGHT_UP, the end of the beginning. */
function ask(machine: SessionMachine, live: Live, view: StoreView): SessionStep {
  const ranges = rangesToWire(rangesLacking(view.vector, live.relay))
  return send(machine, { ...live, wanting: true, toldMeanwhile: false }, encodeFrame('WANT', { ranges }))
}

/** Continues with the live state of a step, when it is still live. */
function then(
  [machine, effects]: SessionStep,
  continueWith: (machine: SessionMachine, live: Live) => SessionStep,
): SessionStep {
  if (machine.state.at !== 'live') return [machine, effects]
  const [next, more] = continueWith(machine, machine.state)
  return [next, [...effects, ...more]]
}

const withEffects = ([machine, effects]: SessionStep, ...more: readonly SessionEffect[]): SessionStep => [
  machine,
  [...more, ...effects],
]

export function onLiveFrame(machine: SessionMachine, live: Live, frame: Frame, view: StoreView): SessionStep {
  switch (frame.name) {
    case 'DELIVER':
      return onDeliver(machine, live, frame.body.entries)
    case 'ACK':
      return onAck(machine, live, frame.body)
    case 'NACK':
      return onNack(machine, live, frame.body)
    case 'CAUGHT_UP':
      return onCaughtUp(machine, live, frame.body, view)
    case 'HAVE': {
      const relay = vectorFromWire(frame.body.vector)
      if (relay === undefined) return badFrame(machine, live)
      const compared = { ...live, relay, dirty: maySend(live.mode) }
      return then(
        live.wanting ? [without(machine, { ...compared, toldMeanwhile: true }), []] : ask(machine, compared, view),
        pump,
      )
    }
    case 'BLOB_PUT':
    case 'BLOB_HAVE':
    case 'BLOB_ACK':
      return mayFile(live) ? [without(machine, live), [{ run: 'file', frame }]] : badFrame(machine, live)
    case 'EPH':
      return [without(machine, live), [{ run: 'ephemeral', body: frame.body.body }]]
    case 'PING':
      return send(machine, live, encodeFrame('PONG', { nonce: frame.body.nonce }))
    case 'PONG':
      return [without(machine, live), []]
    case 'GOAWAY':
      return leaveLive(machine, live, frame.body.retryAfterMs, frame.body.code)
    case 'ERROR':
      return leaveLive(machine, live, 0, frame.body.code)
    default:
      return badFrame(machine, live)
  }
}

function leaveLive(machine: SessionMachine, live: Live, atLeastMs: number, code: string): SessionStep {
  return leave(without(machine, live), CLOSE.normal, {
    go: 'wait',
    attempt: live.attempt,
    atLeastMs,
    cause: { code },
  })
}

const badFrame = (machine: SessionMachine, live: Live): SessionStep =>
  leave(without(machine, live), CLOSE.badFrame, {
    go: 'wait',
    attempt: live.attempt,
    atLeastMs: 0,
    cause: { code: 'E_RELAY' },
  })

/** Handed to the core at once; they count as here when the core says they are durable (SY7). */
function onDeliver(machine: SessionMachine, live: Live, entries: readonly Uint8Array[]): SessionStep {
  const relay = vectorWith(live.relay, entries.map(entryPlaceOf))
  const next = { ...live, relay, handing: live.handing + entries.length }
  return [without(machine, next), [{ run: 'handOver', entries }]]
}

export function onReceived(machine: SessionMachine, live: Live, count: number, _view: StoreView): SessionStep {
  return leaveJoin(without(machine, { ...live, handing: Math.max(0, live.handing - count) }))
}

function onAck(machine: SessionMachine, live: Live, body: FrameBody<'ACK'>): SessionStep {
  const root = verifiedRoot(machine, live, body)
  if (root === undefined) return badFrame(machine, live)
  const places = placesOf(live, body.hashes)
  const inFlight = withoutKeys(live.inFlight, places)
  const relay = vectorWith(live.relay, places)
  const notice = { code: 'acknowledged', entries: places } as const
  return withEffects(
    pump(machine, { ...live, inFlight, relay }),
    { run: 'saveRoot', root },
    ...(places.length > 0 ? [tell(notice)] : []),
  )
}

function onNack(machine: SessionMachine, live: Live, body: FrameBody<'NACK'>): SessionStep {
  if (body.hashes === undefined) {
    const cause = { code: body.code }
    if (body.retryable === 1) return leaveLive(machine, live, body.retryAfterMs, body.code)
    return leave(without(machine, live), CLOSE.normal, { go: 'refuse', cause })
  }
  const places = placesOf(live, body.hashes)
  const inFlight = withoutKeys(live.inFlight, places)
  if (body.retryable === 1) {
    const paused = { ...live, inFlight, putPaused: true, dirty: true }
    return [without(machine, paused), [{ run: 'setTimer', timer: 'put', ms: body.retryAfterMs }]]
  }
  const refusal: Refusal = { code: body.code, retryable: false, retryAfterMs: 0, ...numbersOf(body) }
  return withEffects(
    pump(machine, { ...live, inFlight, refused: vectorWith(live.refused, places) }),
    ...places.map((entry) => tell({ code: 'refusedEntry', entry, refusal })),
  )
}

const numbersOf = ({ used, limit }: FrameBody<'NACK'>): Pick<Refusal, 'used' | 'limit'> => ({
  ...(used === undefined ? {} : { used }),
  ...(limit === undefined ? {} : { limit }),
})

const tell = (notice: SessionNotice): SessionEffect => ({ run: 'tell', notice })

/** Only entries of ours that are on their way: a relay cannot acknowledge what was not sent. */
function placesOf(live: Live, hashes: Uint8Array): readonly EntryPlace[] {
  const places: EntryPlace[] = []
  for (let at = 0; at < hashes.length; at += 32) {
    const place = live.inFlight.get(toHex(hashes.subarray(at, at + 32)))
    if (place !== undefined) places.push(place)
  }
  return places
}

function withoutKeys(
  inFlight: ReadonlyMap<Hex, EntryPlace>,
  places: readonly EntryPlace[],
): ReadonlyMap<Hex, EntryPlace> {
  const next = new Map(inFlight)
  for (const { hash } of places) next.delete(hash)
  return next
}

function onCaughtUp(machine: SessionMachine, live: Live, body: FrameBody<'CAUGHT_UP'>, view: StoreView): SessionStep {
  const root = verifiedRoot(machine, live, body)
  if (root === undefined) return badFrame(machine, live)
  // Only now has the connection proved its worth: a relay that fails right after OPENED is not hammered.
  const caughtUp = { ...live, wanting: false, attempt: 0 }
  if (live.toldMeanwhile) return withEffects(ask(machine, caughtUp, view), { run: 'saveRoot', root })
  const isHome = machine.config.identity.as === 'writer' && live.mode === 'write'
  const home = isHome ? { ...machine, tried: { join: false, create: false } } : machine
  return withEffects(leaveJoin(without(home, caughtUp)), { run: 'saveRoot', root })
}

export const onStored = (machine: SessionMachine, live: Live): SessionStep =>
  maySend(live.mode) ? pump(machine, { ...live, dirty: true }) : [machine, []]

/** Starts the next read when there may be something to send and room for it on the way. */
export function pump(machine: SessionMachine, live: Live): SessionStep {
  const idle = !live.dirty || live.reading || live.putPaused || live.inFlight.size >= MAX_IN_FLIGHT
  if (idle) return leaveJoin(without(machine, live))
  const except = vectorWith(uniteVectors(live.relay, live.refused), [...live.inFlight.values()])
  return [
    without(machine, { ...live, reading: true, dirty: false }),
    [
      {
        run: 'read',
        except,
        limits: { entries: MAX_BATCH_ENTRIES, bytes: MAX_BATCH_BYTES },
        controlOnly: live.mode === 'join',
      },
    ],
  ]
}

export function onRead(machine: SessionMachine, live: Live, entries: readonly StoredEntry[]): SessionStep {
  if (entries.length === 0) return pump(machine, { ...live, reading: false })
  const inFlight = new Map(live.inFlight)
  for (const { hash, stream, seq } of entries) inFlight.set(hash, { hash, stream, seq })
  const put = encodeFrame('PUT', { entries: entries.map(({ bytes }) => bytes) })
  return then(send(machine, { ...live, inFlight, reading: false, dirty: true }, put), pump)
}

/**
 * A member whose device the relay did not know is in `join` mode only to hand in its control entries: when they are
 * acknowledged it comes back as what it is. A newcomer stays.
 */
function leaveJoin(machine: SessionMachine): SessionStep {
  const { state, config } = machine
  if (state.at !== 'live' || state.mode !== 'join' || config.identity.as === 'newcomer') return [machine, []]
  const busy = state.wanting || state.dirty || state.reading || state.putPaused || state.handing > 0
  if (busy || state.inFlight.size > 0) return [machine, []]
  const mode = config.identity.as === 'writer' ? 'write' : 'read'
  const tried = { ...machine.tried, join: true }
  return leave({ ...machine, tried }, CLOSE.normal, { go: 'connect', mode, attempt: state.attempt })
}
