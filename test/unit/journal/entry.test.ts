import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex, toHex, utf8 } from '#shared/base/bytes.ts'
import { deviceSignKeys, epochKey } from '#shared/base/crypto.ts'
import type { Random } from '#shared/base/ports.ts'
import {
  type EntryHeader,
  KIND,
  MAX_CONTENT_BYTES,
  MAX_ENTRY_BYTES,
  MAX_PAYLOAD_BYTES,
  openContentEntry,
  parseEntry,
  sealContentEntry,
  signControlEntry,
  verifyEntry,
} from '#shared/journal/entry.ts'
import { seededRandom } from '#test/helpers/entries.ts'

const room = new Uint8Array(32).fill(0xaa)
const keys = deviceSignKeys(new Uint8Array(32).fill(7), room)
const contentKey = epochKey(
  Uint8Array.from({ length: 32 }, (_, i) => i),
  'content',
  room,
)
const header: EntryHeader = {
  kind: KIND.CONTENT,
  roomId: 'aa'.repeat(32),
  epochId: 'bb'.repeat(32),
  device: toHex(keys.publicKey),
  stream: 'cc'.repeat(16),
  seq: 5,
  prev: 'dd'.repeat(32),
}
/** Nonce 00 01 … 17, as in the vectors. */
const counting: Random = { bytes: (length) => Uint8Array.from({ length }, (_, i) => i) }
const hola = () => sealContentEntry(header, utf8('hola'), contentKey, keys.privateKey, counting)

test('[JR2] the entry of the vectors, byte for byte', () => {
  const entry = hola()
  expect({
    header: toHex(entry.headerBytes),
    hash: entry.hash,
    signature: toHex(entry.signature),
    wireBytes: entry.bytes.length,
    verified: verifyEntry(entry),
    opened: openContentEntry(entry, contentKey),
  }).toEqual({
    header:
      '41504c4501100000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbe984c5e039982d429d63f1d0b132b56f9f62bb5191d52afdc4e1ee7324182f9dcccccccccccccccccccccccccccccccc0000000000000005dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd00000110000102030405060708090a0b0c0d0e0f1011121314151617',
    hash: 'bd221fa367c7ed5e3b29921342f96a8434ccfb1baed38a820ea86d37a99f183f',
    signature:
      '3f60caabadff2e7e75c62945c6486712858531bcf3fdaf015e52c547217cf9ae00035bbe9ca65cfef439f9fd83a398b1ab393f3626f1674078460f66c2eaa606',
    wireBytes: 524,
    verified: true,
    opened: { ok: true, value: utf8('hola') },
  })
})

test('[JR2] a control entry, byte for byte', () => {
  const entry = signControlEntry({ ...header, kind: KIND.JOIN }, utf8('hola'), keys.privateKey, counting)
  expect([entry.hash, toHex(entry.signature), entry.bytes.length, toHex(entry.payload)]).toMatchInlineSnapshot(`
    [
      "a7f237852ae5b4a45065c30d6b6eb14b832ad5aa1278a9418fae19514969eccf",
      "cd6ab3a9bfd5538ff401bb805a071ef66862ce8125a0bb82699536f5a553278b0128546c6ece512d83323d6a22d1719e7f4dfa6ac7f508f303aaf73db0bbae0a",
      256,
      "686f6c61",
    ]
  `)
})

test('[JR2] what is written is read: every field, for any header and body', () => {
  const hex = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes }).map(toHex)
  const anyHeader = fc.record({
    kind: fc.integer({ min: 10, max: 255 }),
    roomId: hex(32),
    epochId: hex(32),
    device: fc.constant(header.device),
    stream: hex(16),
    seq: fc.maxSafeNat().filter((seq) => seq < Number.MAX_SAFE_INTEGER),
    prev: hex(32),
  })
  fc.assert(
    fc.property(anyHeader, fc.uint8Array({ maxLength: 5000 }), (any, body) => {
      const made = sealContentEntry(any, body, contentKey, keys.privateKey, seededRandom(1))
      const read = parseEntry(new Uint8Array(made.bytes))
      if (!read.ok) throw new Error(JSON.stringify(read.error))
      expect([read.value.header, verifyEntry(read.value), openContentEntry(read.value, contentKey)]).toEqual([
        any,
        true,
        { ok: true, value: body },
      ])
    }),
    { numRuns: 50 },
  )
})

test('[JR3] sizes step by 256 bytes up to 4 KB, then by 4 KB', () => {
  const sizeFor = (bytes: number) =>
    sealContentEntry(header, new Uint8Array(bytes), contentKey, keys.privateKey, counting).payload.length - 16
  expect([0, 255, 256, 4095, 4096, 8191, 8192, MAX_CONTENT_BYTES].map(sizeFor)).toEqual([
    256, 256, 512, 4096, 8192, 8192, 12288, 1_044_480,
  ])
  expect(() => sizeFor(MAX_CONTENT_BYTES + 1)).toThrow('fits one entry')
})

test('[JR4] bytes that are not exactly one entry are refused with the reason', () => {
  const good = hola().bytes
  const changed = (offset: number, value: number) => Uint8Array.from(good, (byte, i) => (i === offset ? value : byte))
  const reasonOf = (bytes: Uint8Array) => {
    const result = parseEntry(bytes)
    return result.ok ? 'ok' : result.error
  }
  const refused = (reason: string) => ({ code: 'E_ENTRY', reason })
  expect([
    reasonOf(new Uint8Array()),
    reasonOf(good.subarray(0, 251)),
    reasonOf(good.subarray(0, good.length - 1)),
    reasonOf(Uint8Array.from([...good, 0])),
    reasonOf(changed(0, 0)),
    reasonOf(changed(4, 0)),
    reasonOf(changed(4, 3)),
    reasonOf(changed(5, 0)),
    reasonOf(changed(6, 1)),
    reasonOf(changed(7, 128)),
    reasonOf(changed(120, 0x20)),
    reasonOf(changed(160, 0xff)),
    reasonOf(changed(5, 200)),
  ]).toEqual([
    refused('length'),
    refused('length'),
    refused('length'),
    refused('length'),
    refused('magic'),
    refused('version'),
    { code: 'E_NEWER', version: 3 },
    refused('kind'),
    refused('flags'),
    refused('flags'),
    refused('seq'),
    refused('size'),
    'ok',
  ])
})

test('[JR4] the largest payload fits, one byte more is refused by its length field alone', () => {
  const largest = signControlEntry(
    { ...header, kind: KIND.GENESIS },
    new Uint8Array(MAX_PAYLOAD_BYTES),
    keys.privateKey,
    counting,
  )
  const more = new Uint8Array(MAX_ENTRY_BYTES + 1)
  more.set(largest.bytes)
  new DataView(more.buffer).setUint32(160, MAX_PAYLOAD_BYTES + 1)
  expect([largest.bytes.length, parseEntry(more)]).toEqual([
    MAX_ENTRY_BYTES,
    { ok: false, error: { code: 'E_ENTRY', reason: 'size' } },
  ])
})

test('[JR5] one changed bit anywhere breaks the signature, and header and key are bound to the ciphertext', () => {
  const entry = hola()
  const verified = Array.from({ length: entry.bytes.length }, (_, at) => {
    const flipped = parseEntry(Uint8Array.from(entry.bytes, (byte, i) => (i === at ? byte ^ 1 : byte)))
    return flipped.ok && verifyEntry(flipped.value)
  })
  expect(verified.filter(Boolean)).toEqual([])

  const sealed = { ok: false, error: { code: 'E_CONTEXT', reason: 'seal' } }
  // The same ciphertext replayed into another room, epoch, stream and place, signed anew by its device.
  const replayed = [8, 40, 104, 127].map((at) => {
    const bytes = Uint8Array.from(entry.bytes, (byte, i) => (i === at ? byte ^ 1 : byte))
    const parsed = parseEntry(bytes)
    return parsed.ok ? openContentEntry(parsed.value, contentKey) : parsed
  })
  expect([...replayed, openContentEntry(entry, epochKey(room, 'content', room))]).toEqual(Array(5).fill(sealed))
})

test('[JR3] a padding that another program could have made wrongly is refused', () => {
  const nonce = counting.bytes(24)
  const made = hola()
  const sealedWith = async (plain: Uint8Array) => {
    const { aeadSeal } = await import('#shared/base/crypto.ts')
    return openContentEntry(
      { ...made, nonce, payload: aeadSeal(contentKey, nonce, plain, made.headerBytes) },
      contentKey,
    )
  }
  const padding = { ok: false, error: { code: 'E_CONTEXT', reason: 'padding' } }
  return expect(
    Promise.all([sealedWith(new Uint8Array(256)), sealedWith(fromHex('80')), sealedWith(new Uint8Array())]),
  ).resolves.toEqual([padding, padding, padding])
})
