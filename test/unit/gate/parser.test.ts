import * as A from '@automerge/automerge/slim'
import fc from 'fast-check'
import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { concat } from '#shared/base/bytes.ts'
import { openBundle } from '#shared/gate/bundleHeader.ts'
import { ByteReader } from '#shared/gate/byteReader.ts'
import { readChangeHeader } from '#shared/gate/changeHeader.ts'
import { inflateWithin } from '#shared/gate/inflate.ts'
import { gateLimits } from '#shared/gate/limits.ts'
import { ANA, born, changeOf, checksumOf, chunkOf, dataOf, leb, newPlan, sleb } from './world.ts'

const codeOf = (bytes: Uint8Array): string => {
  const read = readChangeHeader(bytes, gateLimits)
  return read.ok ? 'read' : read.error.code
}

test('[GT5] our parser reads from every honest change what the library reads', () => {
  const doc = newPlan('commons-transition', 'ca')
  const read = A.getAllChanges(doc).map((bytes) => {
    const header = readChangeHeader(bytes, gateLimits)
    if (!header.ok) return header.error
    const { actor, seq, startOp, maxOp, deps, ops, badKey, badValue } = header.value
    return { actor, seq, startOp, maxOp, deps: deps.toSorted(), ops, badKey, badValue }
  })
  const expected = A.getChangesMetaSince(doc, []).map(({ actor, seq, startOp, maxOp, deps }) => ({
    actor,
    seq,
    startOp,
    maxOp,
    deps: deps.toSorted(),
    ops: maxOp - startOp + 1,
    badKey: false,
    badValue: false,
  }))
  expect(read).toEqual(expected)
  expect(read.length).toBeGreaterThan(1)
})

test('[GT5] a deflated change is read like the plain one', () => {
  const [plain] = A.getAllChanges(newPlan('commons-transition', 'ca')).filter((change) => change.length > 2_000)
  const packed = chunkOf(2, deflateRawSync(dataOf(plain!)), checksumOf(plain!))
  expect(readChangeHeader(packed, gateLimits)).toEqual(readChangeHeader(plain!, gateLimits))
})

test.each([
  ['a document chunk', A.save(born(ANA))],
  ['a bundle where a change belongs', A.saveBundle(born(ANA), A.getHeads(born(ANA)))],
  ['no chunk', new Uint8Array()],
  ['another magic', Uint8Array.from(A.getAllChanges(born(ANA))[0]!, (byte, at) => (at === 0 ? 0 : byte))],
  ['bytes after the chunk', concat(A.getAllChanges(born(ANA))[0]!, Uint8Array.of(0))],
  ['a chunk cut short', A.getAllChanges(born(ANA))[0]!.subarray(0, -1)],
  ['more deps than there are bytes', chunkOf(1, concat(leb(1_000), new Uint8Array(40)))],
  ['a hundred thousand deps', chunkOf(1, concat(leb(100_000), new Uint8Array(3_200_000)))],
  ['a hundred thousand actors', changeOf({ ...plain(), others: Array.from({ length: 100_000 }, () => ANA) })],
  ['an actor of one byte', changeOf({ ...plain(), actor: 'aa' })],
  ['number zero', changeOf({ ...plain(), seq: 0 })],
  ['a column nobody knows', changeOf({ ...plain(), columns: [[8 * 16 + 2, sleb(1)]] })],
  ['columns out of order', changeOf({ ...plain(), columns: [[66, leb(1)], [18, leb(1)]] })], // prettier-ignore
  ['an actor that is not listed', changeOf({ ...plain(), columns: [[0x11, concat(sleb(1), leb(9))]] })],
  ['a value longer than the values', changeOf({ ...plain(), columns: [[0x56, concat(sleb(1), leb(6 + 16 * 99))]] })],
  ['an empty run', changeOf({ ...plain(), columns: [[0x42, concat(sleb(0), leb(0))]] })],
])('[GT5] %s is refused as malformed', (_, bytes) => {
  expect(codeOf(bytes)).toBe('E_CHANGE_FORM')
})

function plain(): Parameters<typeof changeOf>[0] {
  return { actor: ANA, seq: 1, startOp: 1, deps: [], columns: [] }
}

test('[GT8] counts by which the library would allocate are bounded before it sees them', () => {
  const predecessors = changeOf({ ...plain(), columns: [[0x70, concat(sleb(1), leb(2 ** 50))]] })
  const nulls = changeOf({ ...plain(), columns: [[0x15, concat(sleb(0), leb(2 ** 40))]] })
  const booleans = changeOf({ ...plain(), columns: [[0x34, leb(2 ** 40)]] })
  expect([predecessors, nulls, booleans].map(codeOf)).toEqual(['E_CHANGE_OPS', 'E_CHANGE_OPS', 'E_CHANGE_OPS'])
})

test('[GT5] numbers must be in their shortest form and within 2^53', () => {
  const unsigned = (...bytes: number[]): number => new ByteReader(Uint8Array.from(bytes)).unsigned()
  const signed = (...bytes: number[]): number => new ByteReader(Uint8Array.from(bytes)).signed()
  expect([unsigned(0), unsigned(0x7f), unsigned(0x80, 1), signed(0x7f), signed(0x40), signed(0x80, 0x40)]).toEqual([
    0, 127, 128, -1, -64, -8192,
  ])
  expect(() => unsigned(0x80, 0)).toThrow('longer form')
  expect(() => signed(0xff, 0x7f)).toThrow('longer form')
  expect(() => unsigned(...Array.from({ length: 9 }, () => 0xff), 1)).toThrow('too large')
  expect(() => unsigned(0x80)).toThrow('end early')
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(new ByteReader(sleb(value)).signed()).toBe(value)
      expect(new ByteReader(leb(Math.abs(value))).unsigned()).toBe(Math.abs(value))
    }),
  )
  expect([2 ** 53, -(2 ** 53), 2 ** 60].map((value) => new ByteReader(sleb(value)).signed())).toEqual([
    Infinity,
    -Infinity,
    Infinity,
  ])
})

test('[GT6] inflating gives the bytes back within the limits, and stops beyond them', () => {
  const words = new TextEncoder().encode('terra i aigua '.repeat(5_000))
  const limits = { ...gateLimits, inflatedBytes: 100_000, inflateRatio: 50, ratioFloorBytes: 20_000 }
  const inflate = (bytes: Uint8Array): unknown => inflateWithin(deflateRawSync(bytes), limits)
  expect(inflate(words.subarray(0, 15_000))).toEqual({ ok: true, value: words.subarray(0, 15_000) })
  expect(inflate(words)).toEqual({ ok: false, error: 'size' }) // 70,000 bytes, but more than 50 times its packed size
  expect(inflate(new Uint8Array(200_000))).toEqual({ ok: false, error: 'size' })
  expect(inflateWithin(deflateRawSync(words).subarray(0, -2), { ...limits, inflateRatio: 1_000 })).toEqual({ ok: false, error: 'form' }) // prettier-ignore
  expect(inflateWithin(Uint8Array.of(0xff, 0xff), limits)).toEqual({ ok: false, error: 'form' })
})

test('[GT5] whatever the bytes, the parsers answer and never throw', () => {
  const seeds = [
    A.getAllChanges(newPlan('blank')).at(-1)!,
    A.saveBundle(newPlan('blank'), A.getHeads(newPlan('blank'))),
  ] as const
  const answered = { read: 0, refused: 0 }
  const flip = fc.record({ at: fc.nat(), byte: fc.nat(255) })
  fc.assert(
    fc.property(fc.constantFrom(...seeds), fc.array(flip, { maxLength: 6 }), fc.nat(), (seed, flips, cut) => {
      const bytes = seed.slice(0, flips.length === 0 ? cut % seed.length : seed.length)
      for (const { at, byte } of flips) if (bytes.length > 0) bytes[at % bytes.length] = byte
      for (const read of [readChangeHeader(bytes, gateLimits), openBundle(bytes, gateLimits)]) {
        answered[read.ok ? 'read' : 'refused'] += 1
      }
    }),
    { numRuns: 3_000, seed: 11 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(1, 2, 3), (data, type) => {
      const bytes = chunkOf(type, data)
      expect(typeof readChangeHeader(bytes, gateLimits).ok).toBe('boolean')
      expect(typeof openBundle(bytes, gateLimits).ok).toBe('boolean')
    }),
    { numRuns: 2_000, seed: 12 },
  )
  expect(answered.read).toBeGreaterThan(100)
  expect(answered.refused).toBeGreaterThan(100)
})
