/** Limits of the wire, the same on both sides. What a relay may choose for itself stands in `src-relay/limits.ts`. */

/** Raising it needs a line of history in docs/specs/frames.md and a test on both sides of the cut-off. */
export const PROTOCOL = 2
/** The oldest that is still spoken. */
export const OLDEST_PROTOCOL = 1
/** The first in which files are spoken of. */
export const FILES_PROTOCOL = 2

/** One WebSocket message; larger ones are closed with 1009 before they are read. */
export const MAX_MESSAGE_BYTES = 1_310_720
export const MAX_MESSAGE_FRAGMENTS = 64
export const MAX_BUFFERED_CHUNKS = 1_024

/** One entry: 1 MiB of payload, 188 bytes of header and 64 of signature. */
export const MIN_ENTRY_BYTES = 252
export const MAX_ENTRY_BYTES = 1_048_576 + MIN_ENTRY_BYTES
/** Entries in one PUT or DELIVER, and their bytes together; one entry alone may reach MAX_ENTRY_BYTES. */
export const MAX_BATCH_ENTRIES = 64
export const MAX_BATCH_BYTES = 1_048_576

/** A sealed piece of a file. */
export const MAX_PIECE_BYTES = 65_552
/** Pieces in one message: what an edit may have to wait for on its way. */
export const MAX_BATCH_PIECES = 4
/** Addresses one may ask about at once. */
export const MAX_ASKED_PIECES = 512

export const MAX_EPHEMERAL_BYTES = 2_048
/** Streams in one vector: 500 members x 10 devices x 4 installations, far below what a device may open. */
export const MAX_VECTOR_STREAMS = 20_000
/** Ranges held beyond the contiguous part, in one stream of a vector. */
export const MAX_STREAM_RANGES = 1_024

/** A client sends PING after this much silence; either side closes after the second. */
export const PING_AFTER_MS = 25_000
export const SILENCE_LIMIT_MS = 60_000

/** WebSocket close codes that we send. */
export const CLOSE = {
  normal: 1000,
  goingAway: 1001,
  tooBig: 1009,
  /** Bytes that are no frame of this protocol. */
  badFrame: 4002,
  /** Refused: the reason went before it as NACK or ERROR. */
  refused: 4003,
  /** Too slow: HELLO, OPEN, a message or the reading of ours stalled. */
  stalled: 4008,
  /** Sealed session whose frame did not open, or a proof that did not hold. */
  badSeal: 4010,
} as const
