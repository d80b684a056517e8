import { expect, test } from 'vitest'
import { decodeCbor, encodeCbor } from '#shared/base/cbor.ts'
import { fromHex } from '#shared/base/bytes.ts'

test('[FR2] integers above 2^32, bytes, texts and nested lists come back as they went in', () => {
  const map = new Map<number, never>([
    [0, [new Uint8Array([1, 2])] as never],
    [1, 1_764_000_000_000 as never],
    [2, 'Can Batlló' as never],
    [3, new Map([[1, -5]]) as never],
    [4, [true, null, [new Uint8Array(0), 0xffff_ffff, 0x1_0000_0000]] as never],
  ])
  expect(decodeCbor(encodeCbor(map))).toStrictEqual({ ok: true, value: map })
})

test.each([
  ['an empty message', ''],
  ['an array', '80'],
  ['bytes after the map', 'a000'],
  ['an indefinite map', 'bf0001ff'],
  ['indefinite bytes', 'a1005f4101ff'],
  ['a tag', 'a100c101'],
  ['a float', 'a100f93c00'],
  ['undefined', 'a100f7'],
  ['a text key', 'a1616101'],
  ['a negative key', 'a12001'],
  ['a map that ends too early', 'a20001'],
  ['a length beyond the message', 'a1005affffffff00'],
  ['a list longer than the message', 'a1009affffffff'],
  ['2^53', 'a1001b0020000000000000'],
  ['nine levels', 'a1008181818181818181'.padEnd(22, '0')],
])('[FR2] refuses %s', (_name, hex) => {
  expect(decodeCbor(fromHex(hex)).ok).toBe(false)
})
