/** From CHAL to OPENED: the relay's proof, ours, and what its answer says about its log. */
import { equalBytes, fromHex, toHex } from '../base/bytes.ts'
import type { Frame, FrameBody, FrameInput, OpenMode } from '../protocol/frames.ts'
import { OPEN_MODES } from '../protocol/frames.ts'
import { encodeFrame } from '../protocol/frameCodec.ts'
import { openMessage, openProof, sessionKeys, transcriptHash, verifyChallenge } from '../protocol/handshake.ts'
import { CLOSE, OLDEST_PROTOCOL, PROTOCOL } from '../protocol/limits.ts'
import type { RefusalCode } from '../protocol/refusals.ts'
import { dayOf, NO_CREATION } from '../protocol/work.ts'
import { isSealedUrl } from './relayUrl.ts'
import { enterLive, verifiedRoot } from './sessionLive.ts'
import { leave, send, without } from './sessionMoves.ts'
import type {
  AfterClose,
  Connected,
  OpenDraft,
  SessionMachine,
  SessionState,
  SessionStep,
  StoreView,
} from './sessionState.ts'
import { countLacking, vectorFromWire, vectorToWire } from './vectors.ts'

type Greeting = Extract<SessionState, { at: 'greeting' }>
type Proving = Extract<SessionState, { at: 'proving' }>

/** Checks the relay's key and signature before anything about the room is said (SY1, SY2). */
export function onChallenge(machine: SessionMachine, state: Greeting, frame: Frame, view: StoreView): SessionStep {
  const { config } = machine
  if (frame.name === 'NACK' || frame.name === 'ERROR') return leaveRefused(machine, state.attempt, frame)
  if (frame.name !== 'CHAL') return leaveWaiting(machine, CLOSE.badFrame, state.attempt)
  const { body, bytes } = frame
  const relayKey = toHex(body.relayKey)
  if (config.relayKey !== null && config.relayKey !== relayKey) return refuse(machine, 'E_RELAY_KEY')
  if (!verifyChallenge(state.hello, bytes, body.relayKey)) return refuse(machine, 'E_RELAY_KEY')
  if (body.proto < OLDEST_PROTOCOL || body.proto > PROTOCOL) return refuse(machine, 'E_PROTOCOL')
  const th = transcriptHash(state.hello, bytes)
  const sealed = isSealedUrl(config.url)
  const keys = sealed ? sessionKeys('client', state.ephemeral, body.ephemeral, th) : null
  if (keys === undefined) return refuse(machine, 'E_RELAY_KEY')
  const seal =
    keys === null ? null : { send: { key: keys.send, counter: 0 }, receive: { key: keys.receive, counter: 0 } }
  const { attempt, mode } = state
  const connected: Connected = { attempt, mode, proto: body.proto, relayKey: body.relayKey, seal, silentTicks: 0 }
  const learnt = { ...machine, config: { ...config, relayKey } }
  const learn = config.relayKey === null ? ([{ run: 'learnKey', relayKey }] as const) : []
  const draft: OpenDraft = { th, day: dayOf(body.time), bits: body.work, control: null }
  const [next, effects] = needsControl(learnt, mode)
    ? beginProving(learnt, { ...connected, at: 'proving', draft })
    : sendOpen(learnt, connected, draft, view)
  return [next, [...learn, { run: 'learnTime', seconds: body.time }, ...effects]]
}

/** A member's device shows the control log where the relay may not know the room, the grant or the invite yet. */
const needsControl = ({ config }: SessionMachine, mode: OpenMode): boolean =>
  mode === 'create' || (mode === 'join' && config.identity.as !== 'newcomer')

function beginProving(machine: SessionMachine, state: Proving): SessionStep {
  if (state.mode === 'create' && state.draft.bits === NO_CREATION) return refuse(machine, 'E_RELAY_NO_ROOM')
  const roomId = fromHex(machine.config.roomId)
  const { day, bits } = state.draft
  const work = { run: 'work', relayKey: state.relayKey, roomId, day, bits } as const
  return [without(machine, state), [{ run: 'readControl' }, ...(isWorkDone(machine, state) ? [] : [work])]]
}

function isWorkDone({ config, work }: SessionMachine, { mode, draft, relayKey }: Proving): boolean {
  if (mode !== 'create' || draft.bits === 0) return true
  if (config.identity.as === 'writer' && config.identity.token !== undefined) return true
  return work?.day === draft.day && work.relayKey === toHex(relayKey)
}

export const proveWith = (
  machine: SessionMachine,
  state: Proving,
  found: { readonly control: readonly Uint8Array[] },
  view: StoreView,
): SessionStep => continueProving(machine, { ...state, draft: { ...state.draft, ...found } }, view)

/** OPEN goes out when the control log is read and the work, if any is asked, is found. */
export function continueProving(machine: SessionMachine, state: Proving, view: StoreView): SessionStep {
  if (state.draft.control === null || !isWorkDone(machine, state)) return [without(machine, state), []]
  const { at: _, draft, ...connected } = state
  return sendOpen(machine, connected, draft, view)
}

function sendOpen(machine: SessionMachine, connected: Connected, draft: OpenDraft, view: StoreView): SessionStep {
  const { config, work } = machine
  const { mode } = connected
  const roomId = fromHex(config.roomId)
  const epochId = fromHex(config.epochId)
  const last = view.lastRoot
  const { identity } = config
  const create: Partial<FrameInput<'OPEN'>> = {
    ...(draft.control === null ? {} : { control: [...draft.control] }),
    ...(mode === 'create' && identity.as === 'writer' && identity.token ? { token: identity.token } : {}),
    ...(mode === 'create' && work !== null ? { workDay: work.day, workNonce: work.nonce } : {}),
  }
  const open = encodeFrame('OPEN', {
    roomId,
    mode: OPEN_MODES[mode],
    epochId,
    vector: vectorToWire(view.vector),
    ...(last === null ? {} : { lastLogId: fromHex(last.logId), lastPos: last.pos, lastRoot: fromHex(last.root) }),
    ...proofsFor(machine, mode, openMessage(draft.th, roomId, mode, epochId)),
    ...create,
  })
  return send(machine, { ...connected, at: 'opening', silentTicks: 0 }, open)
}

function proofsFor({ config }: SessionMachine, mode: OpenMode, message: Uint8Array): Partial<FrameInput<'OPEN'>> {
  const { identity } = config
  const prove = (key: Uint8Array): Uint8Array => openProof(key, message)
  if (mode === 'join') {
    if (identity.invite === undefined) return {}
    return { inviteKey: identity.invite.publicKey, inviteProof: prove(identity.invite.privateKey) }
  }
  if (identity.as === 'newcomer') return {}
  const read = { subscribeProof: prove(identity.subscribe.privateKey) }
  if (identity.as === 'reader') return read
  return { ...read, deviceKey: identity.device.publicKey, deviceProof: prove(identity.device.privateKey) }
}

type Opening = Extract<SessionState, { at: 'opening' | 'proving' }>

/** The answer to OPEN. */
export function onOpening(machine: SessionMachine, state: Opening, frame: Frame, view: StoreView): SessionStep {
  switch (frame.name) {
    case 'NACK':
    case 'ERROR':
    case 'GOAWAY':
      return leaveRefused(machine, state.attempt, frame)
    case 'PING':
      return send(machine, state, encodeFrame('PONG', { nonce: frame.body.nonce }))
    case 'PONG':
      return [without(machine, state), []]
    case 'OPENED':
      return state.at === 'opening'
        ? onOpened(machine, state, frame.body, view)
        : leaveWaiting(machine, CLOSE.badFrame, state.attempt)
    default:
      return leaveWaiting(machine, CLOSE.badFrame, state.attempt)
  }
}

function onOpened(
  machine: SessionMachine,
  state: Extract<SessionState, { at: 'opening' }>,
  body: FrameBody<'OPENED'>,
  view: StoreView,
): SessionStep {
  const root = verifiedRoot(machine, state, body)
  const relay = vectorFromWire(body.vector)
  if (root === undefined || relay === undefined) return leaveWaiting(machine, CLOSE.badFrame, state.attempt)
  const lost = lostEntries(body, view, state.mode === 'create', countLacking(relay, view.vector))
  const [next, effects] = enterLive(machine, state, relay, body, view)
  return [
    next,
    [
      { run: 'saveRoot', root },
      ...(lost > 0 ? [{ run: 'tell', notice: { code: 'W_RELAY_ROLLBACK', count: lost } } as const] : []),
      ...effects,
    ],
  ]
}

/**
 * How many entries this relay had and lacks now: its log is another, is shorter, or differs where we knew it (SY8).
 * What it lacks is sent again by the ordinary comparison of vectors; nothing is ever deleted here.
 */
function lostEntries(body: FrameBody<'OPENED'>, { lastRoot }: StoreView, isMade: boolean, lacking: number): number {
  if (lastRoot === null) return 0
  // The room had to be made again: everything was gone, though the control log came with OPEN.
  if (isMade) return lastRoot.pos
  const sameLog = toHex(body.logId) === lastRoot.logId
  if (sameLog && body.pos < lastRoot.pos) return lastRoot.pos - body.pos
  if (sameLog && body.rootAtLast !== undefined && equalBytes(body.rootAtLast, fromHex(lastRoot.root))) return 0
  return Math.min(lacking, lastRoot.pos)
}

/** A refusal before the room is open: another way in where there is one, a later try, or an end (SY6). */
function leaveRefused(
  machine: SessionMachine,
  attempt: number,
  frame: Extract<Frame, { name: 'NACK' | 'ERROR' | 'GOAWAY' }>,
): SessionStep {
  const { code } = frame.body
  const detour = detourFor(machine, code)
  if (detour !== undefined) {
    const tried = {
      join: machine.tried.join || detour !== 'create',
      create: machine.tried.create || detour === 'create',
    }
    return leave({ ...machine, tried }, CLOSE.normal, { go: 'connect', mode: detour, attempt })
  }
  const askAgainMs = isJoinToCome(machine, code) ? (code === 'E_NOT_MEMBER' || attempt >= SOON ? LATE_MS : SOON_MS) : 0
  const isToCome = askAgainMs > 0 || isRoomToCome(machine, code)
  const retryable = frame.name === 'GOAWAY' || (frame.name === 'NACK' && frame.body.retryable === 1) || isToCome
  const atLeastMs = Math.max(askAgainMs, frame.name === 'ERROR' ? 0 : frame.body.retryAfterMs)
  const next: AfterClose = retryable
    ? { go: 'wait', attempt, atLeastMs, cause: { code } }
    : { go: 'refuse', cause: { code } }
  return leave(machine, CLOSE.normal, next)
}

/** A reader cannot make the room; whoever writes can, at any moment. */
const isRoomToCome = ({ config }: SessionMachine, code: string): boolean =>
  code === 'E_RELAY_NO_ROOM' && config.identity.as === 'reader'

/** A member by a link that this relay does not take: somebody else who holds the JOIN may hand it in at any moment. */
const isJoinToCome = ({ config }: SessionMachine, code: string): boolean =>
  config.identity.as !== 'newcomer' && config.identity.invite !== undefined && AT_THE_DOOR.has(code)

const AT_THE_DOOR: ReadonlySet<string> = new Set<RefusalCode>([
  'E_NOT_MEMBER',
  'E_INVITE_UNKNOWN',
  'E_INVITE_EXPIRED',
  'E_INVITE_VOID',
  'E_INVITE_USED',
])
/** Within the 30 s in which honest peers must converge (I11), a few times; then so seldom that no relay bans for it. */
const SOON_MS = 12_000
const SOON = 4
const LATE_MS = 65_000

function detourFor({ config, tried, state }: SessionMachine, code: string): OpenMode | undefined {
  const { identity } = config
  const mode = 'mode' in state ? state.mode : undefined
  if (identity.as === 'reader' && mode === 'join') return 'read'
  if (identity.as !== 'writer') return undefined
  // In mode `create` too: someone else may have made the room a moment ago, without this device in its log.
  if (code === 'E_NOT_MEMBER' && mode !== 'join' && identity.invite !== undefined && !tried.join) return 'join'
  if (code === 'E_RELAY_NO_ROOM' && identity.mayCreate && !tried.create) return 'create'
  return undefined
}

const refuse = (machine: SessionMachine, code: string): SessionStep =>
  leave(machine, CLOSE.normal, { go: 'refuse', cause: { code } })

const leaveWaiting = (machine: SessionMachine, close: number, attempt: number): SessionStep =>
  leave(machine, close, { go: 'wait', attempt, atLeastMs: 0, cause: { code: 'E_RELAY' } })
