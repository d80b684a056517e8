import { expect, test } from 'vitest'
import { concat, equalBytes, fromHex, toHex, u32, u64 } from '#shared/base/bytes.ts'

test('numbers are big-endian and parts keep their order', () => {
  const joined = concat(u32(0x01020304), u64(2 ** 40))
  expect(toHex(joined)).toBe('010203040000010000000000')
  expect(equalBytes(fromHex(toHex(joined)), joined)).toBe(true)
})
