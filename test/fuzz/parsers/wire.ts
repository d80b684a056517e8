import { encodeFrame, decodeFrame } from '#shared/protocol/frameCodec.ts'
import { type FrameName, FRAMES } from '#shared/protocol/frames.ts'
import {
  type Entry,
  isControlKind,
  KIND,
  openContentEntry,
  parseEntry,
  sealContentEntry,
  signControlEntry,
  verifyEntry,
} from '#shared/journal/entry.ts'
import { fromHex, toHex, u32 } from '#shared/base/bytes.ts'
import { deviceSignKeys, epochKey } from '#shared/base/crypto.ts'
import { decodeContentBody, encodeContentBody } from '#shared/journal/contentBody.ts'
import { rangesToWire, rangesWantedFromWire, vectorFromWire, vectorToWire } from '#shared/sync/vectors.ts'
import { ROOM, seededRandom } from '#test/helpers/entries.ts'
import { exampleFrames } from '#test/helpers/exampleFrames.ts'
import { type FuzzParser, hold, holdSame, refusalOf, shortened } from '../fuzzParser.ts'

const names = Object.keys(FRAMES) as FrameName[]

/** What is before the gate of a relay: a stranger can send any of it. */
export const frame: FuzzParser = {
  name: 'frame',
  share: 22,
  samples: () => names.map((name) => encodeFrame(name, exampleFrames[name])),
  cborAt: 1,
  read(bytes) {
    const frame = decodeFrame(bytes)
    if (!frame.ok) {
      const { error } = frame
      hold(['BadFrame', 'UnknownFrame', 'Skip'].includes(error.kind), `${error.kind} is no kind of frame error`)
      return error.kind === 'BadFrame' ? `BadFrame: ${shortened(error.reason)}` : error.kind
    }
    const { name, body } = frame.value
    const again = decodeFrame(encodeFrame(name, body as never))
    hold(again.ok && again.value.name === name, 'what was read cannot be written and read again')
    holdSame(again.value.body, body, 'a frame says something else when written again')
    if ('vector' in body) readVector(body.vector)
    if ('ranges' in body) {
      const ranges = rangesWantedFromWire(body.ranges)
      if (ranges !== undefined) holdSame(rangesWantedFromWire(rangesToWire(ranges)), ranges, 'other ranges')
    }
    return name
  },
}

function readVector(wire: Parameters<typeof vectorFromWire>[0]): void {
  const vector = vectorFromWire(wire)
  if (vector !== undefined) holdSame(vectorFromWire(vectorToWire(vector)), vector, 'another vector')
}

const random = seededRandom(1)
const room = fromHex(ROOM)
const keys = deviceSignKeys(new Uint8Array(32).fill(4), room)
const contentKey = epochKey(new Uint8Array(32).fill(1), 'content', room)
const header = (kind: number) => ({
  kind,
  roomId: ROOM,
  epochId: 'bb'.repeat(32),
  device: toHex(keys.publicKey),
  stream: 'cc'.repeat(16),
  seq: 3,
  prev: 'dd'.repeat(32),
})
export const sampleEntries = (): readonly Entry[] => [
  sealContentEntry(header(KIND.CONTENT), encodeContentBody(sampleBody), contentKey, keys.privateKey, random),
  signControlEntry(header(KIND.JOIN), random.bytes(60), keys.privateKey, random),
]

/** An entry with its length right again, and where it is of a kind that can be, signed or sealed anew. */
export const entry: FuzzParser = {
  name: 'entry',
  share: 8,
  samples: () => sampleEntries().map(({ bytes }) => bytes),
  mend(bytes, chance) {
    if (bytes.length < 252) return bytes
    const out = bytes.slice()
    out.set(Uint8Array.of(0x41, 0x50, 0x4c, 0x45, 1), 0)
    out.set(u32(out.length - 252), 160)
    if (chance.below(2) === 0) out.fill(0, 6, 8)
    return out
  },
  read(bytes) {
    const parsed = parseEntry(bytes)
    if (!parsed.ok) return refusalOf(parsed.error, ['E_ENTRY', 'E_NEWER'])
    holdSame(parsed.value.bytes, bytes, 'an entry has other bytes than were read')
    const isSigned = bytes.at(-1)! % 8 === 0 && verifyEntry(parsed.value)
    const opened = isControlKind(parsed.value.header.kind) ? undefined : openContentEntry(parsed.value, contentKey)
    if (opened === undefined) return `control, ${isSigned ? 'signed' : 'not signed'}`
    return opened.ok ? 'opened' : refusalOf(opened.error, ['E_CONTEXT'])
  },
}

export const sampleBody = {
  v: 1,
  minReader: 1,
  n: 0,
  bundle: Uint8Array.of(1, 2, 3),
  seen: [{ stream: 'cc'.repeat(16), seq: 4, hash8: 'ee'.repeat(8) }],
  ctrl: ['dd'.repeat(32)],
  t: 1_795_438_680_000,
}

export const contentBody: FuzzParser = {
  name: 'contentBody',
  share: 12,
  samples: () => [encodeContentBody(sampleBody), encodeContentBody({ ...sampleBody, seen: [], n: 7, minReader: 1 })],
  cborAt: 0,
  read(bytes) {
    const body = decodeContentBody(bytes)
    if (!body.ok) return refusalOf(body.error, ['E_BODY', 'E_NEWER'])
    holdSame(decodeContentBody(encodeContentBody(body.value)), body, 'a body says something else when written again')
    return 'read'
  },
}
