import fc from 'fast-check'
import { expect, test } from 'vitest'
import { movedCaret } from '#renderer/parts/useTypedText.ts'

test('[UI7] the caret stays between the letters it stood between', () => {
  const before = 'Forn de pa'
  expect(movedCaret(before, 'Gran Forn de pa', 4)).toBe(9)
  expect(movedCaret(before, 'Forn de pa comunal', 4)).toBe(4)
  expect(movedCaret(before, 'Forn pa', 10)).toBe(7)
  // The letters around it are gone: it stays where they were.
  expect(movedCaret(before, 'Forn pa', 6)).toBe(5)
})

test('[UI7] whatever is put in ahead of it or behind it, what stands before the caret is still before it', () => {
  // Letters of two alphabets, so that what was added cannot be taken for what was there.
  const stood = fc.string({ unit: fc.constantFrom('a', 'b', ' '), minLength: 1 })
  const put = fc.string({ unit: fc.constantFrom('X', 'Y'), minLength: 1 })
  fc.assert(
    fc.property(stood, stood, put, fc.boolean(), (left, right, added, isAhead) => {
      const after = isAhead ? added + left + right : left + right + added
      const caret = movedCaret(left + right, after, left.length)
      expect(after.slice(0, caret)).toBe(isAhead ? added + left : left)
    }),
  )
})
