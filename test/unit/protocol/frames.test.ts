import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concat, toHex, utf8 } from '#shared/base/bytes.ts'
import { hash } from '#shared/base/crypto.ts'
import { MAX_SEALED_PIECE_BYTES } from '#shared/files/sealedFile.ts'
import { rangesLacking, vectorWith } from '#shared/journal/vector.ts'
import { decodeFrame, describeFrames, encodeFrame } from '#shared/protocol/frameCodec.ts'
import { FRAMES, type FrameName } from '#shared/protocol/frames.ts'
import { MAX_ENTRY_BYTES, MAX_PIECE_BYTES } from '#shared/protocol/limits.ts'
import { REFUSALS } from '#shared/protocol/refusals.ts'
import { rangesToWire, rangesWantedFromWire, vectorFromWire, vectorToWire } from '#shared/sync/vectors.ts'
import { exampleFrames, fill } from '#test/helpers/exampleFrames.ts'

const names = Object.keys(FRAMES) as FrameName[]
const encode = (name: FrameName): Uint8Array => encodeFrame(name, exampleFrames[name])

test.each(names)('[FR1] %s comes back as it went in, and always as the same bytes', (name) => {
  const decoded = decodeFrame(encode(name))
  expect(decoded.ok && decoded.value.name).toBe(name)
  if (decoded.ok) expect(decoded.value.body).toMatchObject(exampleFrames[name])
  expect(toHex(encode(name))).toBe(toHex(encode(name)))
})

test('[FR1] the bytes of each frame are those of the vectors', () => {
  const vectors = Object.fromEntries(names.map((name) => [name, toHex(hash('test', encode(name))).slice(0, 16)]))
  expect(vectors).toMatchInlineSnapshot(`
    {
      "ACK": "4e8ac6814e5de9cf",
      "BLOB_ACK": "111a6dfbee8cfb22",
      "BLOB_GET": "1624727a2320b92f",
      "BLOB_HAVE": "5f9aea93234f6a3f",
      "BLOB_PUT": "04f595a27da84e1b",
      "CAUGHT_UP": "c5a8b011cf95d105",
      "CHAL": "e52205b7285db4ad",
      "DELIVER": "8d84feb74a1beabf",
      "EPH": "8a5fbaaf61042e4b",
      "ERROR": "de2e37b3da5d2abd",
      "GOAWAY": "01a6a7ca7bd6561f",
      "HAVE": "9d5b2a4d0820ed23",
      "HELLO": "6ea5337bc68721eb",
      "NACK": "d7e2728171e6841c",
      "OPEN": "e903ba22ad6f302c",
      "OPENED": "03fb469fff393f20",
      "PING": "53fcfff93fad0c49",
      "PONG": "cdc31856ba3b53bc",
      "PUT": "ca055d2e87606d19",
      "WANT": "e9db8326f3f11b7e",
    }
  `)
  expect(toHex(encode('PING'))).toBe('0fa10101')
  expect(toHex(encode('GOAWAY'))).toBe('11a20167455f474f494e47021903e8')
})

test.each([
  ['indefinite map', '0fbf0101ff'],
  ['tag', '0fa101c101'],
  ['float', '0fa101fb3ff0000000000000'],
  ['2^53-1', '0fa1011b001fffffffffffff'],
  ['text key', '0fa1616101'],
  ['negative key', '0fa12001'],
  ['nine levels', `0fa101${'81'.repeat(8)}01`],
  ['bytes after the map', '0fa1010100'],
  ['an array of four thousand million', '0fa1019affffffff'],
  ['nothing but the type', '0f'],
])('[FR2] %s is no frame', (_, hex) => {
  const frame = decodeFrame(Uint8Array.from(Buffer.from(hex, 'hex')))
  expect(frame).toMatchObject({ ok: false, error: { kind: 'BadFrame' } })
})

test('[FR3] unknown keys are ignored; missing and wrong fields are not', () => {
  const withUnknown = Uint8Array.from([0x0f, 0xa2, 0x01, 0x05, 0x18, 0x63, 0x61, 0x78])
  expect(decodeFrame(withUnknown)).toMatchObject({ ok: true, value: { name: 'PING', body: { nonce: 5 } } })
  for (const wrong of ['0fa0', '0fa10120', '0fa1016178', '0fa10241ff']) {
    expect(decodeFrame(Uint8Array.from(Buffer.from(wrong, 'hex'))).ok, wrong).toBe(false)
  }
})

test('[FR4] an unknown type is skipped with the high bit and is an error without', () => {
  expect(decodeFrame(Uint8Array.of(0x80, 0xa0))).toEqual({ ok: false, error: { kind: 'Skip', type: 0x80 } })
  expect(decodeFrame(Uint8Array.of(0x7f, 0xa0))).toEqual({ ok: false, error: { kind: 'UnknownFrame', type: 0x7f } })
})

test('[FR5] random bytes and damaged frames end with a value', () => {
  let read = 0
  const damaged = fc.tuple(fc.constantFrom(...names), fc.nat(), fc.nat(255)).map(([name, at, value]) => {
    const bytes = encode(name)
    bytes[at % bytes.length] = value
    return bytes
  })
  fc.assert(
    fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 300 })), (bytes) => {
      read += decodeFrame(bytes).ok ? 1 : 0
    }),
    { numRuns: 5_000, seed: 7 },
  )
  expect(read).toBeGreaterThan(0)
})

test('[FR10] entries in the usual form are read as the general reader reads them', () => {
  const entry = fc.uint8Array({ minLength: 250, maxLength: 300 })
  const edit = fc.record({ at: fc.nat(40), value: fc.nat(255), cut: fc.nat(3), more: fc.nat(1) })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 3 }), fc.option(edit), (entries, damage) => {
      const plain = encodeFrame('PUT', { entries })
      if (damage !== null) plain[damage.at % plain.length] = damage.value
      const bytes = concat(plain.subarray(0, plain.length - (damage?.cut ?? 0)), new Uint8Array(damage?.more ?? 0))
      // The same map with a second pair, which is ignored: a form that only the general reader knows.
      const general = concat(bytes, Uint8Array.of(2, 0))
      if (bytes[0] !== FRAMES.PUT.type || bytes[1] !== 0xa1) return
      general[1] = 0xa2
      const [one, other] = [decodeFrame(bytes), decodeFrame(general)]
      expect(one.ok).toBe(other.ok)
      if (one.ok && other.ok) expect(one.value.body).toEqual(other.value.body)
    }),
    { numRuns: 2_000 },
  )
  expect(decodeFrame(encodeFrame('PUT', { entries: Array.from({ length: 65 }, () => fill(252, 1)) })).ok).toBe(false)
})

test('[FR6] a batch has 1 to 64 entries, each with its own bound', () => {
  const put = (entries: Uint8Array[]): boolean => decodeFrame(encodeFrame('PUT', { entries })).ok
  expect(put([])).toBe(false)
  expect(put(Array.from({ length: 64 }, () => fill(252, 0)))).toBe(true)
  expect(put(Array.from({ length: 65 }, () => fill(252, 0)))).toBe(false)
  expect(put([fill(251, 0)])).toBe(false)
  expect(put([fill(MAX_ENTRY_BYTES, 0)])).toBe(true)
  expect(put([fill(MAX_ENTRY_BYTES + 1, 0)])).toBe(false)
})

test('[FR1] file frames hold at most four pieces, each with its bound, and 512 addresses', () => {
  const put = (pieces: Uint8Array[]): boolean => decodeFrame(encodeFrame('BLOB_PUT', { pieces })).ok
  expect([put([]), put(Array.from({ length: 4 }, () => fill(65_552, 0)))]).toEqual([true, true])
  expect([put(Array.from({ length: 5 }, () => fill(20, 0))), put([fill(65_553, 0)]), put([fill(0, 0)])]).toEqual([
    false,
    false,
    false,
  ])
  const have = (length: number): boolean => decodeFrame(encodeFrame('BLOB_HAVE', { addresses: fill(length, 1) })).ok
  expect([have(0), have(512 * 32), have(513 * 32), have(33)]).toEqual([true, true, false, false])
  expect(MAX_PIECE_BYTES).toBe(MAX_SEALED_PIECE_BYTES)
})

const anyPlaces = fc.array(fc.record({ stream: fc.constantFrom('aa'.repeat(16), 'bb'.repeat(16)), seq: fc.nat(30) }))

test('[FR7] vectors and ranges cross the wire unchanged', () => {
  fc.assert(
    fc.property(anyPlaces, anyPlaces, (left, right) => {
      const [mine, theirs] = [vectorWith(new Map(), left), vectorWith(new Map(), right)]
      expect(vectorFromWire(vectorToWire(mine))).toEqual(mine)
      const lacking = rangesLacking(mine, theirs)
      expect(rangesWantedFromWire(rangesToWire(lacking))).toEqual(lacking)
    }),
    { seed: 11 },
  )
})

test('[FR7] a vector of an odd shape is no vector', () => {
  const stream = fill(16, 1)
  expect(vectorFromWire([[stream, 5, 3, 9]])).toBeUndefined()
  expect(vectorFromWire([[stream, 5, 9, 7]])).toBeUndefined()
  expect(vectorFromWire([[stream, 5, 7, 8, 8, 9]])).toBeUndefined()
  expect(
    vectorFromWire([
      [stream, 5],
      [stream, 6],
    ]),
  ).toBeUndefined()
  expect(
    rangesWantedFromWire([
      [stream, 0, 4],
      [fill(16, 2), 0, 4],
    ]),
  ).toHaveLength(2)
  expect(
    rangesWantedFromWire([
      [stream, 0, 4],
      [stream, 5, 6],
    ]),
  ).toBeUndefined()
  expect(decodeFrame(encodeFrame('HAVE', { vector: [[stream, 5, 7]] })).ok).toBe(false)
  expect(decodeFrame(encodeFrame('HAVE', { vector: [[5, 5]] })).ok).toBe(false)
})

test('[FR8] the wire contract is the pinned one', () => {
  // A new hash here means a new protocol number, a line of history in docs/specs/frames.md, and a test on both sides of it.
  expect(toHex(hash('wire', utf8(describeFrames())))).toMatchInlineSnapshot(
    `"ff11d7ff36d3d24f7284a848ab724b35c71fa2430f8bf2756c132ee7647c92ba"`,
  )
})

test('[FR9] a refusal that may be tried again says when, a final one does not', () => {
  for (const [code, { retryable, retryAfterMs }] of Object.entries(REFUSALS)) {
    expect(retryAfterMs > 0, code).toBe(retryable)
    expect(code).toMatch(/^[EW]_[A-Z_]{1,38}$/)
  }
})
