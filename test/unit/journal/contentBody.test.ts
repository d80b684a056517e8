import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CborValue, decodeNamedCbor, encodeNamedCbor } from '#shared/base/cbor.ts'
import { fromHex, toHex } from '#shared/base/bytes.ts'
import { type ContentBody, decodeContentBody, encodeContentBody } from '#shared/journal/contentBody.ts'

const body: ContentBody = {
  v: 1,
  minReader: 1,
  n: 0,
  bundle: Uint8Array.of(1, 2, 3),
  seen: [{ stream: 'cc'.repeat(16), seq: 4, hash8: 'ee'.repeat(8) }],
  ctrl: ['dd'.repeat(32)],
  t: 1_795_438_680_000,
}

const changed = (key: string, value: CborValue): Uint8Array => {
  const map = decodeNamedCbor(encodeContentBody(body))
  if (!map.ok) throw new Error(map.error.reason)
  return encodeNamedCbor(new Map([...map.value, [key, value]]))
}

test('[JR6] the content body of the vectors, byte for byte', () => {
  expect(toHex(encodeContentBody(body))).toMatchInlineSnapshot(
    `"a7617601696d696e52656164657201616e006662756e646c6543010203647365656e818350cccccccccccccccccccccccccccccccc0448eeeeeeeeeeeeeeee646374726c815820dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd61741b000001a2087c17c0"`,
  )
  expect(decodeContentBody(encodeContentBody(body))).toEqual({ ok: true, value: body })
})

test('[JR6] any body comes back as it was', () => {
  const hex = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes }).map(toHex)
  const whole = fc.nat({ max: Number.MAX_SAFE_INTEGER - 1 })
  const anyBody = fc.record({
    v: fc.constant(1),
    minReader: fc.constant(1),
    n: fc.nat({ max: 0xffff_ffff }),
    bundle: fc.uint8Array({ maxLength: 300 }),
    seen: fc.array(fc.record({ stream: hex(16), seq: whole, hash8: hex(8) }), { maxLength: 5 }),
    ctrl: fc.array(hex(32), { maxLength: 4 }),
    t: whole,
  })
  fc.assert(
    fc.property(anyBody, (any) => {
      expect(decodeContentBody(encodeContentBody(any))).toEqual({ ok: true, value: any })
    }),
    { numRuns: 100 },
  )
})

test('[JR6] keys this version does not know are skipped', () => {
  expect(decodeContentBody(changed('mood', ['new', 1]))).toEqual({ ok: true, value: body })
})

test('[JR6] a body for later readers says so, whatever else is in it', () => {
  const map = new Map<string, CborValue>([['minReader', 2]])
  expect([decodeContentBody(changed('minReader', 3)), decodeContentBody(encodeNamedCbor(map))]).toEqual([
    { ok: false, error: { code: 'E_NEWER', version: 3 } },
    { ok: false, error: { code: 'E_NEWER', version: 2 } },
  ])
})

test('[JR7] a body of another shape is refused', () => {
  const nested = (depth: number): CborValue => (depth === 0 ? 1 : [nested(depth - 1)])
  const shapes: readonly Uint8Array[] = [
    new Uint8Array(),
    changed('bundle', 'text'),
    changed('n', -1),
    changed('n', 0x1_0000_0000),
    changed('seen', [[fromHex('cc'.repeat(16)), 4]]),
    changed('seen', [[fromHex('cc'.repeat(15)), 4, fromHex('ee'.repeat(8))]]),
    changed('ctrl', [fromHex('dd'.repeat(31))]),
    changed('ctrl', Array(1001).fill(fromHex('dd'.repeat(32)))),
    changed('t', null),
    changed('mood', nested(9)),
    Uint8Array.from([...encodeContentBody(body), 0]),
    encodeContentBody(body).subarray(0, 40),
  ]
  expect(
    shapes.map((bytes) => decodeContentBody(bytes)).map((result) => (result.ok ? 'ok' : result.error.code)),
  ).toEqual(shapes.map(() => 'E_BODY'))
})

test('[JR7] no bytes make the reader throw', () => {
  const good = encodeContentBody(body)
  fc.assert(
    fc.property(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
      const result = decodeContentBody(Uint8Array.from(good, (byte, i) => (i === at ? value : byte)))
      expect(typeof result.ok).toBe('boolean')
    }),
    { numRuns: 500 },
  )
})

test('[JR7] CBOR outside the narrow form of ours is refused, before anything is allocated for it', () => {
  const reasonOf = (hex: string) => {
    const result = decodeNamedCbor(fromHex(hex))
    return result.ok ? 'ok' : result.error.reason
  }
  expect({
    integer: reasonOf('a1616e00'),
    float: reasonOf('a16174f93c00'),
    tag: reasonOf('a1616ec100'),
    indefinite: reasonOf('bf616e00ff'),
    hugeArray: reasonOf('a1616e9b0000000100000000'),
    hugeBytes: reasonOf('a1616e5b0000000100000000'),
    beyond53: reasonOf('a1616e1b0020000000000000'),
    integerKey: reasonOf('a10100'),
    afterwards: reasonOf('a1616e0000'),
  }).toEqual({
    integer: 'ok',
    float: 'float or unknown simple value',
    tag: 'tag',
    indefinite: 'indefinite or reserved length',
    hugeArray: 'length beyond the message',
    hugeBytes: 'ends too early',
    beyond53: 'number too large',
    integerKey: 'key is not text',
    afterwards: 'bytes after the map',
  })
})
