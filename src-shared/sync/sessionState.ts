/** States, events and effects of one client session: one plan at one relay. */
import type { Hex } from '../base/bytes.ts'
import type { Vector } from '../journal/vector.ts'
import type { Refusal } from '../protocol/refusals.ts'
import type { KeyPair } from '../base/crypto.ts'
import type { Frame, OpenMode } from '../protocol/frames.ts'
import { PING_AFTER_MS, SILENCE_LIMIT_MS } from '../protocol/limits.ts'
import type { SealState } from '../protocol/seal.ts'
import type { LastRoot, ReadLimits, StoredEntry } from './port.ts'

/** Who opens the room, and how much it may do there. */
export type SessionIdentity =
  | {
      readonly as: 'writer'
      readonly device: KeyPair
      readonly subscribe: KeyPair
      /** The invite this device joined by: used when the relay does not know the device yet. */
      readonly invite?: KeyPair
      /** May make the room where the relay has none; `token` where the relay asks for one instead of work. */
      readonly mayCreate: boolean
      readonly token?: Uint8Array
    }
  | { readonly as: 'reader'; readonly subscribe: KeyPair; readonly invite?: KeyPair }
  /** A newcomer: receives the control log only, and may hand in its JOIN. */
  | { readonly as: 'newcomer'; readonly invite: KeyPair }

export interface SessionConfig {
  readonly roomId: Hex
  readonly url: string
  /** The relay's Ed25519 key, 64 hex digits: pinned by a link or learnt before; null takes the first one seen (TOFU). */
  readonly relayKey: Hex | null
  /** 64 hex digits; zeros for a newcomer. */
  readonly epochId: Hex
  /** Name and version of this program, for the relay's metrics. */
  readonly app: string
  readonly identity: SessionIdentity
}

/** What is durable here at the moment of a step. */
export interface StoreView {
  readonly vector: Vector
  readonly lastRoot: LastRoot | null
}

export type SessionEvent =
  | { readonly on: 'start' }
  | { readonly on: 'stop' }
  /** New identity, address or pinned key; reconnects at once. */
  | { readonly on: 'configure'; readonly config: SessionConfig }
  /** `seed`: 32 fresh random bytes. */
  | { readonly on: 'opened'; readonly seed: Uint8Array }
  | { readonly on: 'message'; readonly bytes: Uint8Array }
  /** `chance`: evenly between 0 and 1, for the jitter of the next try. */
  | { readonly on: 'closed'; readonly chance: number }
  | { readonly on: 'timer'; readonly timer: SessionTimer }
  | { readonly on: 'control'; readonly entries: readonly Uint8Array[] }
  | { readonly on: 'worked'; readonly relayKey: Hex; readonly day: number; readonly nonce: number }
  /** The store has more than before. */
  | { readonly on: 'stored' }
  | { readonly on: 'read'; readonly entries: readonly StoredEntry[] }
  /** Entries of one `handOver` are durable here. */
  | { readonly on: 'received'; readonly count: number }
  /** Sends presence, when live. */
  | { readonly on: 'ephemeral'; readonly body: Uint8Array }
  /** Sends a frame about files, when live at a relay that knows them. */
  | { readonly on: 'file'; readonly frame: Uint8Array }

/** `retry` ends a wait; `tick` every TICK_MS while connected; `put` ends a pause that the relay asked for. */
export type SessionTimer = 'retry' | 'tick' | 'put'

export type SessionEffect =
  | { readonly run: 'connect'; readonly url: string }
  | { readonly run: 'disconnect'; readonly code: number }
  | { readonly run: 'send'; readonly bytes: Uint8Array }
  | { readonly run: 'setTimer'; readonly timer: SessionTimer; readonly ms: number }
  | { readonly run: 'clearTimer'; readonly timer: SessionTimer }
  | { readonly run: 'readControl' }
  | {
      readonly run: 'work'
      readonly relayKey: Uint8Array
      readonly roomId: Uint8Array
      readonly day: number
      readonly bits: number
    }
  | { readonly run: 'read'; readonly except: Vector; readonly limits: ReadLimits; readonly controlOnly: boolean }
  | { readonly run: 'handOver'; readonly entries: readonly Uint8Array[] }
  | { readonly run: 'saveRoot'; readonly root: LastRoot }
  /** First meeting with this relay: keep its key and pin it from now on. */
  | { readonly run: 'learnKey'; readonly relayKey: Hex }
  /** The relay's clock as its challenge tells it, UTC seconds. */
  | { readonly run: 'learnTime'; readonly seconds: number }
  | { readonly run: 'ephemeral'; readonly body: Uint8Array }
  /** What the relay says of files: the host's business. */
  | { readonly run: 'file'; readonly frame: FileFrame }
  | { readonly run: 'tell'; readonly notice: SessionNotice }

export type FileFrame = Extract<Frame, { readonly name: 'BLOB_PUT' | 'BLOB_HAVE' | 'BLOB_ACK' }>

/** What the host may want to tell or act on. */
export type SessionNotice =
  /** `count` entries that this relay had and lacks now; they are being sent again. */
  | { readonly code: 'W_RELAY_ROLLBACK'; readonly count: number }
  /** This entry was refused for good; `E_FORK` on an own stream asks for a new stream. */
  | { readonly code: 'refusedEntry'; readonly entry: EntryPlace; readonly refusal: Refusal }
  /** The relay has acknowledged these: they are durable there. */
  | { readonly code: 'acknowledged'; readonly entries: readonly EntryPlace[] }

export interface EntryPlace {
  readonly hash: Hex
  readonly stream: Hex
  readonly seq: number
}

/** Why a session stands still until the host acts. A code of `base/codes.ts` or of `protocol/refusals.ts`. */
export interface SessionRefusal {
  readonly code: string
}

interface Sealing {
  readonly send: SealState
  readonly receive: SealState
}

export interface Connected {
  readonly attempt: number
  readonly mode: OpenMode
  /** The protocol number both speak. */
  readonly proto: number
  readonly relayKey: Uint8Array
  readonly seal: Sealing | null
  /** Ticks since the last message; see TICK_MS. */
  readonly silentTicks: number
}

/** OPEN while it waits for the control log, and for work where a room is to be made. */
export interface OpenDraft {
  readonly th: Uint8Array
  readonly day: number
  readonly bits: number
  readonly control: readonly Uint8Array[] | null
}

export interface Live extends Connected {
  readonly at: 'live'
  /** What the relay holds, as far as known here. */
  readonly relay: Vector
  /** Refused for good in this connection: not sent again. */
  readonly refused: Vector
  readonly inFlight: ReadonlyMap<Hex, EntryPlace>
  /** A `read` is under way; `dirty`: another is due. */
  readonly reading: boolean
  readonly dirty: boolean
  readonly putPaused: boolean
  /** Waiting for CAUGHT_UP. */
  readonly wanting: boolean
  /** A HAVE came meanwhile: what it names may lie beyond what was asked for. */
  readonly toldMeanwhile: boolean
  /** Entries handed over and not yet durable here. */
  readonly handing: number
  /** The room's quota and use at this relay, bytes. */
  readonly quotaBytes: number
  readonly usedBytes: number
}

export type SessionState =
  | { readonly at: 'stopped' }
  | { readonly at: 'waiting'; readonly attempt: number; readonly retryInMs: number; readonly cause?: SessionRefusal }
  | { readonly at: 'connecting'; readonly attempt: number; readonly mode: OpenMode; readonly silentTicks: number }
  | {
      readonly at: 'greeting'
      readonly attempt: number
      readonly mode: OpenMode
      readonly silentTicks: number
      readonly hello: Uint8Array
      readonly ephemeral: KeyPair
    }
  | (Connected & { readonly at: 'proving'; readonly draft: OpenDraft })
  | (Connected & { readonly at: 'opening' })
  | Live
  /** We ended the connection and wait for `closed`, then do what `next` says. */
  | { readonly at: 'closing'; readonly next: AfterClose }
  /** Final until `configure` or `start`. */
  | { readonly at: 'refused'; readonly cause: SessionRefusal }

export type AfterClose =
  | { readonly go: 'stop' }
  | { readonly go: 'refuse'; readonly cause: SessionRefusal }
  | { readonly go: 'connect'; readonly mode: OpenMode; readonly attempt: number }
  | { readonly go: 'wait'; readonly attempt: number; readonly atLeastMs: number; readonly cause?: SessionRefusal }

export interface SessionMachine {
  readonly config: SessionConfig
  readonly state: SessionState
  /** Detours already taken since `start`: each is taken once. */
  readonly tried: { readonly join: boolean; readonly create: boolean }
  /** Work found for this relay; it outlives the connection for which it was begun. */
  readonly work: { readonly relayKey: Hex; readonly day: number; readonly nonce: number } | null
}

export type SessionStep = readonly [SessionMachine, readonly SessionEffect[]]

export const TICK_MS = 5_000
/** Ticks of silence after which a question of ours counts as lost, a PING is due, the line is dead. */
export const ANSWER_TICKS = 4
export const PING_TICKS = PING_AFTER_MS / TICK_MS
export const DEAD_TICKS = SILENCE_LIMIT_MS / TICK_MS
/** Ticks for the connection, the challenge and the answer to OPEN, each. */
export const HANDSHAKE_TICKS = 2
/** Entries on their way to the relay at one time: two full batches. */
export const MAX_IN_FLIGHT = 128

/** What a host shows of a session. */
export interface SessionStatus {
  readonly state: 'off' | 'connecting' | 'live' | 'waiting' | 'refused'
  /** Everything the relay had is durable here. */
  readonly caughtUp: boolean
  /** Live, caught up, and everything that is here is acknowledged by the relay. */
  readonly inStep: boolean
  readonly mode: OpenMode | null
  /** Live at a relay that knows files. */
  readonly files: boolean
  /** Entries held here that the relay lacks, as far as known. */
  readonly toSend: number
  readonly retryInMs: number
  readonly cause: SessionRefusal | null
  /** What the relay holds, as far as known; null before OPENED. */
  readonly relay: Vector | null
}
