import { expect, test } from 'vitest'
import { concat, equalBytes, fromHex, toHex, u32, u64 } from '#shared/base/bytes.ts'

test('numbers are big-endian and parts keep their order', () => {
  const joined = concat(u32(0x01020304), u64(2 ** 40))
  expect(toHex(joined)).toBe('010203040000010000000000')
  expect(equalBytes(fromHex(toHex(joined)), joined)).toBe(true)
})

test('long runs of bytes turn into the same hex, in pieces', () => {
  const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => (i * 31) % 256)
  expect(toHex(bytes)).toBe([...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
  expect(toHex(bytes.subarray(0, 0))).toBe('')
})

test('every byte comes back from its hex, and nothing else is hex', () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i)
  expect(fromHex(toHex(all))).toEqual(all)
  expect(fromHex(toHex(all).toUpperCase())).toEqual(all)
  for (const strange of ['0', 'abc', '0g', 'g0', ' 0', '\u01300', '0x'])
    expect(() => fromHex(strange)).toThrow('not hex')
})
