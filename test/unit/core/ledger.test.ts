import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countSeen, emptyLedger, findGaps, noteSeen } from '#shared/core/ledger.ts'
import type { SeqRange } from '#shared/journal/vector.ts'

const mark = (stream: string, seq: number) => ({ stream, seq, hash8: '00'.repeat(8) })

test('[CR12] what a member has seen of our streams is counted, whatever the order of its entries', () => {
  const marks = [mark('s1', 0), mark('s1', 4), mark('s2', 1), mark('other', 9)]
  const own = new Map([
    ['s1', 6],
    ['s2', 1],
    ['s3', 3],
  ])
  fc.assert(
    fc.property(fc.shuffledSubarray(marks, { minLength: marks.length }), (order) => {
      const ledger = order.reduce((sum, one, at) => noteSeen(sum, 'pau', [one], at), emptyLedger)
      expect(countSeen(ledger, 'pau', own)).toBe(5 + 1)
      expect(countSeen(ledger, 'ana', own)).toBe(0)
      expect(ledger.heardAt.get('pau')).toBe(marks.length - 1)
    }),
  )
})

test('[CR12] entries that others have and this device lacks are gaps until they are held', () => {
  const ledger = noteSeen(noteSeen(emptyLedger, 'pau', [mark('s1', 2)], 0), 'ana', [mark('s1', 4)], 0)
  const held = (length: number, ...ranges: SeqRange[]) => new Map([['s1', { length, ranges }]])
  expect(findGaps(ledger, held(2))).toEqual([{ stream: 's1', count: 3 }])
  expect(findGaps(ledger, held(2, { from: 4, to: 4 }))).toEqual([{ stream: 's1', count: 2 }])
  expect(findGaps(ledger, held(5))).toEqual([])
  // Nobody has named them yet, and a later entry of the stream is here.
  expect(findGaps(emptyLedger, held(1, { from: 4, to: 6 }))).toEqual([{ stream: 's1', count: 3 }])
})
