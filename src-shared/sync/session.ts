/**
 * One plan at one relay, as a pure machine (docs/specs/sync.md). `stepSession` decides; `runSession.ts` owns the socket,
 * the timers and the journal, in the programs and in the simulator alike. Whole in one file with `sessionOpen.ts` and
 * `sessionLive.ts` beside it, because a reader wants to see every way out of every state.
 */
import { unreachable } from '../base/assert.ts'
import { CLOSE } from '../protocol/limits.ts'
import { decodeFrame, encodeFrame } from '../protocol/frameCodec.ts'
import { ephemeralKeys } from '../protocol/handshake.ts'
import { OLDEST_PROTOCOL, PROTOCOL } from '../protocol/limits.ts'
import { openFrame } from '../protocol/seal.ts'
import { continueProving, onChallenge, onOpening, proveWith } from './sessionOpen.ts'
import { mayFile, onLiveFrame, onRead, onReceived, onStored, pump } from './sessionLive.ts'
import { connect, finish, leave, send, without } from './sessionMoves.ts'
import { isSealedUrl } from './relayUrl.ts'
import {
  ANSWER_TICKS,
  DEAD_TICKS,
  HANDSHAKE_TICKS,
  PING_TICKS,
  type SessionConfig,
  type SessionEvent,
  type SessionIdentity,
  type SessionMachine,
  type SessionStatus,
  type SessionStep,
  type StoreView,
  TICK_MS,
} from './sessionState.ts'
import { countLacking } from './vectors.ts'
import type { OpenMode } from '../protocol/frames.ts'

export const newSession = (config: SessionConfig): SessionMachine => ({
  config,
  state: { at: 'stopped' },
  tried: untried,
  work: null,
})

/** A reader proves no device, so one with an invite first hands in its JOIN; a writer only when it is not known. */
function firstMode(identity: SessionIdentity, tried: SessionMachine['tried']): OpenMode {
  if (identity.as === 'writer') return 'write'
  return identity.as === 'reader' && (identity.invite === undefined || tried.join) ? 'read' : 'join'
}

const untried = { join: false, create: false } as const

/** Pure step: equal machine, event and view give equal effects. */
export function stepSession(machine: SessionMachine, event: SessionEvent, view: StoreView): SessionStep {
  const { state, config } = machine
  switch (event.on) {
    case 'start':
      if (state.at !== 'stopped' && state.at !== 'refused') return [machine, []]
      return connect({ ...machine, tried: untried }, firstMode(config.identity, untried), 0)
    case 'stop':
      return onStop(machine)
    case 'configure':
      return onConfigure(machine, event.config)
    case 'opened':
      return onOpened(machine, event.seed)
    case 'message':
      return onMessage(machine, event.bytes, view)
    case 'closed':
      return onClosed(machine, event.chance)
    case 'timer':
      return onTimer(machine, event.timer, view)
    case 'control':
      return state.at === 'proving' ? proveWith(machine, state, { control: event.entries }, view) : [machine, []]
    case 'worked': {
      const { relayKey, day, nonce } = event
      const worked = { ...machine, work: { relayKey, day, nonce } }
      return state.at === 'proving' ? continueProving(worked, state, view) : [worked, []]
    }
    case 'stored':
      return state.at === 'live' ? onStored(machine, state) : [machine, []]
    case 'read':
      return state.at === 'live' ? onRead(machine, state, event.entries) : [machine, []]
    case 'received':
      return state.at === 'live' ? onReceived(machine, state, event.count, view) : [machine, []]
    case 'file':
      return state.at === 'live' && mayFile(state) ? send(machine, state, event.frame) : [machine, []]
    case 'ephemeral':
      if (state.at !== 'live' || state.mode === 'join') return [machine, []]
      return send(machine, state, encodeFrame('EPH', { body: event.body }))
    default:
      return unreachable(event)
  }
}

function onStop(machine: SessionMachine): SessionStep {
  const { state } = machine
  if (state.at === 'stopped') return [machine, []]
  if (state.at === 'waiting') return [without(machine, { at: 'stopped' }), [{ run: 'clearTimer', timer: 'retry' }]]
  if (state.at === 'refused') return [without(machine, { at: 'stopped' }), []]
  return leave(machine, CLOSE.normal, { go: 'stop' })
}

function onConfigure(machine: SessionMachine, config: SessionConfig): SessionStep {
  const next = { ...machine, config, tried: untried }
  const { state } = next
  const mode = firstMode(config.identity, untried)
  if (state.at === 'stopped') return [next, []]
  if (state.at === 'refused') return connect(next, mode, 0)
  if (state.at === 'waiting') {
    const [machine, effects] = connect(next, mode, 0)
    return [machine, [{ run: 'clearTimer', timer: 'retry' }, ...effects]]
  }
  return leave(next, CLOSE.normal, { go: 'connect', mode, attempt: 0 })
}

function onOpened(machine: SessionMachine, seed: Uint8Array): SessionStep {
  const { state, config } = machine
  if (state.at !== 'connecting') return [machine, []]
  const ephemeral = ephemeralKeys(seed)
  const hello = encodeFrame('HELLO', {
    protoMin: OLDEST_PROTOCOL,
    protoMax: PROTOCOL,
    ephemeral: ephemeral.publicKey,
    app: config.app,
    sealed: isSealedUrl(config.url) ? 1 : 0,
  })
  const { attempt, mode } = state
  return [
    without(machine, { at: 'greeting', attempt, mode, silentTicks: 0, hello, ephemeral }),
    [{ run: 'send', bytes: hello }],
  ]
}

function onMessage(machine: SessionMachine, bytes: Uint8Array, view: StoreView): SessionStep {
  const { state } = machine
  if (state.at === 'greeting') {
    const frame = decodeFrame(bytes)
    return frame.ok ? onChallenge(machine, state, frame.value, view) : leaveBadFrame(machine)
  }
  if (state.at !== 'proving' && state.at !== 'opening' && state.at !== 'live') return [machine, []]
  const opened = state.seal === null ? bytes : openFrame(state.seal.receive, bytes)
  if (opened === undefined) return leave(machine, CLOSE.badSeal, { go: 'wait', attempt: state.attempt, atLeastMs: 0 })
  const [plain, seal] =
    opened instanceof Uint8Array ? [opened, state.seal] : [opened[1], { ...state.seal, receive: opened[0] }]
  const heard = { ...state, silentTicks: 0, seal } as typeof state
  const frame = decodeFrame(plain)
  if (!frame.ok) return frame.error.kind === 'Skip' ? [without(machine, heard), []] : leaveBadFrame(machine)
  if (heard.at === 'live') return onLiveFrame(machine, heard, frame.value, view)
  return onOpening(machine, heard, frame.value, view)
}

const leaveBadFrame = (machine: SessionMachine): SessionStep =>
  leave(machine, CLOSE.badFrame, {
    go: 'wait',
    attempt: attemptOf(machine),
    atLeastMs: 0,
    cause: { code: 'E_RELAY' },
  })

const attemptOf = ({ state }: SessionMachine): number => ('attempt' in state ? state.attempt : 0)

/** The connection is gone: by our wish (`closing`), or not. */
function onClosed(machine: SessionMachine, chance: number): SessionStep {
  const { state } = machine
  if (state.at === 'stopped' || state.at === 'waiting' || state.at === 'refused') return [machine, []]
  if (state.at === 'closing') return finish(machine, state.next, chance)
  return finish(machine, { go: 'wait', attempt: state.attempt, atLeastMs: 0 }, chance)
}

function onTimer(machine: SessionMachine, timer: 'retry' | 'tick' | 'put', view: StoreView): SessionStep {
  const { state, config } = machine
  if (timer === 'retry') {
    if (state.at !== 'waiting') return [machine, []]
    // A new attempt is a new start: a detour that a lost connection cut short may be taken again.
    return connect({ ...machine, tried: untried }, firstMode(config.identity, untried), state.attempt)
  }
  if (timer === 'put')
    return state.at === 'live' ? pump(machine, { ...state, putPaused: false, dirty: true }) : [machine, []]
  if (!('silentTicks' in state)) return [machine, []]
  const silentTicks = state.silentTicks + 1
  const asking = state.at === 'live' ? state.wanting || state.inFlight.size > 0 : state.at !== 'proving'
  const patience = state.at === 'live' ? (asking ? ANSWER_TICKS : DEAD_TICKS) : asking ? HANDSHAKE_TICKS : DEAD_TICKS
  if (silentTicks > patience) {
    return leave(machine, CLOSE.stalled, {
      go: 'wait',
      attempt: state.attempt,
      atLeastMs: 0,
      cause: { code: 'E_RELAY' },
    })
  }
  const again = { run: 'setTimer', timer: 'tick', ms: TICK_MS } as const
  const waited = { ...state, silentTicks }
  if (waited.at !== 'live' || silentTicks < PING_TICKS) return [without(machine, waited), [again]]
  // A hole that outlived a silence is worth the larger question: what do you hold?
  const question = hasHoles(view) ? encodeFrame('HAVE', { vector: [] }) : encodeFrame('PING', { nonce: silentTicks })
  const [next, effects] = send(machine, waited, question)
  return [next, [again, ...effects]]
}

const hasHoles = (view: StoreView): boolean => [...view.vector.values()].some(({ ranges }) => ranges.length > 0)

/** What a host shows of a session. */
export function selectStatus(machine: SessionMachine, view: StoreView): SessionStatus {
  const { state } = machine
  const live = state.at === 'live' ? state : undefined
  const caughtUp = live !== undefined && !live.wanting && live.handing === 0
  const settled = caughtUp && !live.reading && !live.dirty && !live.putPaused && live.inFlight.size === 0
  return {
    state: state.at === 'stopped' ? 'off' : live ? 'live' : isBusy(state.at) ? 'connecting' : (state.at as 'waiting'),
    caughtUp,
    inStep: settled,
    mode: 'mode' in state ? state.mode : null,
    files: live !== undefined && mayFile(live),
    toSend: live === undefined ? 0 : countLacking(live.relay, view.vector),
    retryInMs: state.at === 'waiting' ? state.retryInMs : 0,
    cause: 'cause' in state ? (state.cause ?? null) : null,
    relay: live?.relay ?? null,
  }
}

const isBusy = (at: SessionMachine['state']['at']): boolean => at !== 'waiting' && at !== 'refused' && at !== 'stopped'
