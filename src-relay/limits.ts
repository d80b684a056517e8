import { SILENCE_LIMIT_MS } from '#shared/protocol/limits.ts'

/** What a relay allows (docs/specs/relay.md, Limits). A host may overrule any of them. */
export interface RelayLimits {
  /** Of a room's log, bytes. */
  readonly roomBytes: number
  /** Of a room's files, sealed, bytes. Beside its log. */
  readonly roomFileBytes: number
  /** A room may grow by this in one UTC day, bytes. */
  readonly roomBytesPerDay: number
  /** Live entries of one device: sustained each second, and at once. Catch-up counts against the quota only. */
  readonly entriesPerSecond: number
  readonly entriesBurst: number
  /** Frames of one connection, whatever they are. */
  readonly framesPerSecond: number
  readonly framesBurst: number
  /** Notes in passing (EPH) of one connection; those beyond are dropped. */
  readonly notesPerSecond: number
  readonly notesBurst: number
  /** Waiting to be sent on one connection: above it no note in passing is added. */
  readonly noteBufferBytes: number
  readonly unauthenticatedPerAddress: number
  readonly unauthenticated: number
  readonly authenticated: number
  readonly roomsPerDayPerAddress: number
  /** Leading zero bits asked of those who create a room from beyond this machine. */
  readonly workBits: number
  /** Different entries at one place of a stream: evidence of a fork, and no more of it than this. */
  readonly forksPerPlace: number
  readonly helloMs: number
  readonly openMs: number
  /** A message that has begun must end. */
  readonly messageMs: number
  readonly silenceMs: number
  /** Waiting to be sent on one connection: above it live entries pause, and after `slowMs` it is closed. */
  readonly sendBufferBytes: number
  readonly slowMs: number
  /** Wrong signatures or foreign entries before a connection is closed, and before its address must wait. */
  readonly strikesPerConnection: number
  readonly strikesPerAddress: number
  readonly banMs: number
  /** New entries are refused below either; reading goes on. */
  readonly freeDiskBytes: number
  readonly freeDiskShare: number
  /** A commit round starts at most this often; a lone entry and a pile of them never wait. */
  readonly commitEveryMs: number
  /** A room nobody is connected to is let go from memory. */
  readonly roomIdleMs: number
}

export const DEFAULT_LIMITS: RelayLimits = {
  roomBytes: 50 * 1024 * 1024,
  roomFileBytes: 200 * 1024 * 1024,
  roomBytesPerDay: 20 * 1024 * 1024,
  entriesPerSecond: 1,
  entriesBurst: 600,
  framesPerSecond: 100,
  framesBurst: 2_000,
  notesPerSecond: 20,
  notesBurst: 60,
  noteBufferBytes: 64 * 1024,
  unauthenticatedPerAddress: 32,
  unauthenticated: 512,
  authenticated: 1_000,
  roomsPerDayPerAddress: 5,
  workBits: 20,
  forksPerPlace: 8,
  helloMs: 5_000,
  openMs: 10_000,
  messageMs: 15_000,
  silenceMs: SILENCE_LIMIT_MS,
  sendBufferBytes: 4 * 1024 * 1024,
  slowMs: 30_000,
  strikesPerConnection: 5,
  strikesPerAddress: 20,
  banMs: 60_000,
  freeDiskBytes: 500 * 1024 * 1024,
  freeDiskShare: 0.05,
  commitEveryMs: 250,
  roomIdleMs: 60_000,
}
