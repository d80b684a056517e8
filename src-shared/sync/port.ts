/**
 * What a sync session asks of its host. The command line, the Electron core and the simulator pass these; the machine
 * in `session.ts` is pure and `runSession.ts` joins the two.
 */
import type { Hex } from '../base/bytes.ts'
import type { Vector } from '../journal/vector.ts'

/** One message-based connection, as a WebSocket gives it. After `closed` nothing more is called. */
export interface Socket {
  send(bytes: Uint8Array): void
  /** Ends the connection; `closed` is called soon after, also when the other side does not answer. */
  close(code: number): void
  /** Stops and resumes reading, so that what waits to be journaled stays bounded. */
  pause(): void
  resume(): void
}

export interface SocketEvents {
  opened(): void
  message(bytes: Uint8Array): void
  closed(code: number): void
}

export interface SocketPort {
  connect(url: string, events: SocketEvents): Socket
}

/** The last signed root a relay gave for this plan; a relay that comes back with another has lost or changed its log. */
export interface LastRoot {
  /** 32 hex digits. */
  readonly logId: Hex
  readonly pos: number
  /** 64 hex digits. */
  readonly root: Hex
}

export interface StoredEntry {
  readonly bytes: Uint8Array
  readonly hash: Hex
  readonly stream: Hex
  readonly seq: number
}

export interface ReadLimits {
  readonly entries: number
  readonly bytes: number
}

/**
 * The part of a plan's journal that sync may touch. The core decides what "received" means: entries are raw in the
 * journal and durable before `receive` resolves; the gate comes after.
 */
export interface EntryStore {
  /** What is durable here. */
  vector(): Vector
  /**
   * Entries held here that `except` lacks: control entries first and parents before children, then the rest in the
   * order of their streams. At least one when there is one, whatever its size; otherwise within `limits`.
   */
  readLacking(
    except: Vector,
    limits: ReadLimits,
    options: { readonly controlOnly: boolean },
  ): Promise<readonly StoredEntry[]>
  receive(entries: readonly Uint8Array[]): Promise<void>
  /** The whole control log, parents before children. */
  control(): Promise<readonly Uint8Array[]>
  lastRoot(): LastRoot | null
  saveLastRoot(root: LastRoot): void
}
