import { expect, test } from 'vitest'
import type { RichText } from '#shared/plan/rich/richText.ts'
import { actorOf, type Doc, handTo, take } from './builders.ts'
import { base, block, edit, heading, item, json, put, rich, text } from './richPlans.ts'

const by = (digit: string, doc: Doc = base): Doc => handTo(doc, actorOf(digit))
const titled = (digit: string, doc: Doc = base): Doc => edit(by(digit, doc), (now) => put(now, 0, heading(1)))
/** Types at the end. */
const typed = (doc: Doc, more: string): Doc => edit(doc, (now) => [...now, text(more)])
const FIRST = [heading(1), text('The garden feeds us'), block()]
const read = (doc: Doc): RichText => rich(doc)

test('[PL43] two people make the first line a heading at once: the next edit leaves one heading and every letter', () => {
  const both = take(titled('1'), titled('2'))
  expect(read(both).slice(0, 2)).toEqual([heading(1), heading(1)])
  const next = typed(by('3', both), '!')
  expect(read(next)).toEqual([...FIRST, text('all year round!')])
  expect(read(typed(next, '!'))).toEqual([...FIRST, text('all year round!!')])
})

test('[PL43] both go on at once, each leaves out the same one', () => {
  const both = take(titled('1'), titled('2'))
  const [one, other] = [typed(by('1', both), ' A'), edit(by('2', both), (now) => put(now, 2, text('B ')))]
  const [here, there] = [take(by('4', one), other), take(by('5', other), one)]
  expect(read(here)).toEqual([heading(1), text('B The garden feeds us'), block(), text('all year round A')])
  expect(json(here)).toBe(json(there))
})

test('[PL43] three at once, of whom each knows one other: one heading is left', () => {
  const [one, two, three] = ['1', '2', '3'].map((digit) => titled(digit)) as [Doc, Doc, Doc]
  const known = [take(by('1', one), two), take(by('2', two), three), take(by('3', three), one)]
  const edited = known.map((doc, index) => typed(doc, ` ${index}`))
  const all = edited.reduce((merged, doc) => take(merged, doc), by('4', edited[0]))
  expect(read(all).filter(({ type }) => type === 'block')).toEqual([heading(1), block()])
})

test('[PL43] what somebody typed into the empty heading meanwhile stays', () => {
  const both = take(titled('1'), titled('2'))
  const into = edit(by('5', both), (now) => put(now, 1, text('New ')))
  const joined = typed(by('6', both), '!')
  const merged = take(by('7', into), joined)
  expect(
    read(merged)
      .map((span) => (span.type === 'text' ? span.text : '|'))
      .join(''),
  ).toMatch(/^\|New \|?The garden feeds us\|all year round!$/)
})

test('[PL43] an empty line that somebody put ahead of a heading they saw, or of their own, stays', () => {
  for (const digit of ['1', '2']) {
    const spaced = edit(by(digit, titled('1')), (now) => put(now, 0, heading(1)))
    expect(read(typed(by('3', spaced), '!')).slice(0, 2)).toEqual([heading(1), heading(1)])
  }
  // Two that are not alike are two people's ideas.
  const unlike = take(
    titled('1'),
    edit(by('2'), (now) => put(now, 0, item())),
  )
  expect(read(typed(by('3', unlike), '!')).slice(0, 2)).toHaveLength(2)
  expect(read(typed(by('3', unlike), '!')).filter(({ type }) => type === 'block')).toHaveLength(3)
})
