import { type FrameInput, type FrameName } from '#shared/protocol/frames.ts'
import { MAX_BATCH_ENTRIES, MAX_ENTRY_BYTES } from '#shared/protocol/limits.ts'

export const fill = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value)
const root = { logId: fill(16, 1), pos: 7, root: fill(32, 2), rootSignature: fill(64, 3) }

/** One of each frame, small and fixed. */
export const exampleFrames: { readonly [N in FrameName]: FrameInput<N> } = {
  HELLO: { protoMin: 1, protoMax: 1, ephemeral: fill(32, 4), app: 'aplec 0.1', sealed: 1 },
  CHAL: {
    proto: 1,
    relayKey: fill(32, 5),
    ephemeral: fill(32, 6),
    nonce: fill(32, 7),
    time: 1_795_000_000,
    work: 20,
    maxEntryBytes: MAX_ENTRY_BYTES,
    maxBatchEntries: MAX_BATCH_ENTRIES,
    signature: fill(64, 8),
  },
  OPEN: {
    roomId: fill(32, 9),
    mode: 4,
    epochId: fill(32, 10),
    vector: [[fill(16, 11), 5, 7, 9]],
    lastLogId: fill(16, 1),
    lastPos: 2 ** 40,
    lastRoot: fill(32, 2),
    subscribeProof: fill(64, 12),
    deviceKey: fill(32, 13),
    deviceProof: fill(64, 14),
  },
  OPENED: { ...root, vector: [], quotaBytes: 52_428_800, usedBytes: 1_000 },
  HAVE: { vector: [[fill(16, 11), 3]] },
  WANT: { ranges: [[fill(16, 11), 0, 4]] },
  PUT: { entries: [fill(252, 15)] },
  ACK: { ...root, hashes: fill(64, 16) },
  NACK: { code: 'E_RELAY_FULL', retryable: 1, retryAfterMs: 600_000, hashes: fill(32, 17), used: 10, limit: 11 },
  DELIVER: { entries: [fill(252, 18)] },
  CAUGHT_UP: root,
  EPH: { body: fill(3, 19) },
  PING: { nonce: 1 },
  PONG: { nonce: 1 },
  GOAWAY: { code: 'E_GOING', retryAfterMs: 1_000 },
  ERROR: { code: 'E_BUSY' },
  BLOB_PUT: { pieces: [fill(20, 20), fill(17, 21)] },
  BLOB_GET: { addresses: fill(64, 22) },
  BLOB_HAVE: { addresses: fill(96, 23), news: 1 },
  BLOB_ACK: { addresses: fill(32, 24), code: 'E_RELAY_FULL', used: 10, limit: 11 },
}
