import { expect, test } from 'vitest'
import { SEAL_AT_BYTES, sealDueInMs } from '#shared/core/sealRule.ts'

const load = { changes: 3, bytes: 900, firstAt: 10_000, lastAt: 14_000 }

test('[CR3] drafts wait for a pause of 2 s, and 10 s at most, while someone is connected', () => {
  expect(sealDueInMs(load, 14_500, true)).toBe(1_500)
  expect(sealDueInMs({ ...load, lastAt: 19_900 }, 19_950, true)).toBe(50)
  expect(sealDueInMs(load, 25_000, true)).toBe(0)
})

test('[CR3] with nobody connected drafts wait for the next contact, or for 64 KB or 5,000 changes', () => {
  expect(sealDueInMs(load, 999_999, false)).toBe(null)
  expect(sealDueInMs({ ...load, bytes: SEAL_AT_BYTES }, 14_000, false)).toBe(0)
  expect(sealDueInMs({ ...load, changes: 5_000 }, 14_000, false)).toBe(0)
})

test('[CR3] a clock that jumps does not put it off', () => {
  expect(sealDueInMs(load, -1e12, true)).toBe(2_000)
  expect(sealDueInMs(load, 1e15, true)).toBe(0)
})

test('[CR3] nothing is due without drafts', () => {
  expect(sealDueInMs({ changes: 0, bytes: 0, firstAt: 0, lastAt: 0 }, 1e15, true)).toBe(null)
})
