import * as A from '@automerge/automerge/slim'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffRich } from '#shared/plan/rich/richDiff.ts'
import { mergeRich } from '#shared/plan/rich/richMerge.ts'
import { PLAIN, type RichText, readRichText, sliceRich, writtenLink } from '#shared/plan/rich/richText.ts'
import type { PlainSpan } from '#shared/plan/spans.ts'
import { actorOf, handTo, take, write } from './builders.ts'
import { base, rich, set, json, lastHash, undo, text, heading } from './richPlans.ts'

/** Texts of every kind, as an editor may make them. */
const someText = fc.array(
  fc.oneof(
    fc
      .tuple(fc.constantFrom('a', 'bo', ' ', '🌱', 'línia'), fc.boolean(), fc.boolean(), fc.boolean())
      .map(([value, strong, em, link]) => text(value, { strong, em, link: link ? 'https://x.example' : '' })),
    fc
      .tuple(
        fc.constantFrom('paragraph', 'heading', 'blockquote', 'ordered-list-item', 'unordered-list-item'),
        fc.array(fc.constantFrom('blockquote', 'ordered-list-item', 'unordered-list-item'), { maxLength: 3 }),
        fc.constantFrom(1, 2, 3),
      )
      .map(([type, parents, level]): PlainSpan => ({ type: 'block', value: { type, parents, attrs: { level } } })),
  ),
  { maxLength: 12 },
)
const someRich = someText.map((spans) =>
  readRichText(
    spans.map((span): PlainSpan => {
      if (!('text' in span)) return span as PlainSpan
      const { strong, em, link } = span.marks
      const marks = {
        ...(strong ? { strong } : {}),
        ...(em ? { em } : {}),
        ...(link ? { link: writtenLink(link) } : {}),
      }
      return { type: 'text', value: span.text, marks }
    }),
  ),
)

describe('whatever is written', () => {
  test('[PL35] any text becomes any other, and goes back by undo', () => {
    fc.assert(
      fc.property(someRich, someRich, (was, is) => {
        const one = set(handTo(base, actorOf('a')), was)
        expect(rich(one)).toEqual(was)
        const two = set(one, is)
        expect(rich(two)).toEqual(is)
        if (two !== one && A.getChangesSince(two, A.getHeads(one)).length === 1)
          expect(rich(write(two, undo(two).edits))).toEqual(was)
      }),
      { numRuns: 150 },
    )
  })

  test('[PL36] any edits of two people, merged in either order, give the same, and an undo after them never throws', () => {
    fc.assert(
      fc.property(someRich, someRich, someRich, someRich, (start, one, two, three) => {
        const from = set(handTo(base, actorOf('0')), start)
        const nuria = set(handTo(from, actorOf('a')), one)
        const pau = set(set(handTo(from, actorOf('b')), two), three)
        const [met, other] = [take(nuria, pau), take(pau, nuria)]
        expect(json(met)).toBe(json(other))
        if (nuria === from || A.getHeads(nuria).join() === A.getHeads(from).join()) return
        const undone = write(met, undo(met, lastHash(nuria)).edits)
        expect(json(handTo(undone, actorOf('d')))).toBe(json(undone))
      }),
      { numRuns: 100 },
    )
  })

  test('[PL38] others may have put in a text as long as one may be', () => {
    const of = (text: string): RichText => [{ type: 'text', text, marks: PLAIN }]
    const long = 'y'.repeat(300_000)
    expect(mergeRich(of('ab'), of('axb'), of(`a${long}b`))).toEqual(of(`a${long}xb`))
  })

  test('[PL38] what was typed on one state comes onto another: nothing of either is lost', () => {
    const start: RichText = [text('one two three')]
    const typed: RichText = [text('one '), text('two', { strong: true }), text(' three four')]
    const now: RichText = [heading(1), text('Zero one two 3')]
    expect(mergeRich(start, typed, now)).toEqual([
      heading(1),
      text('Zero one '),
      text('two', { strong: true }),
      text(' 3 four'),
    ])
    fc.assert(
      fc.property(someRich, someRich, someRich, (base, mine, other) => {
        expect(mergeRich(base, mine, base)).toEqual(mine)
        expect(mergeRich(base, base, other)).toEqual(other)
        const kept = (rich: RichText): string => rich.map((span) => (span.type === 'text' ? span.text : '')).join('')
        const added = diffRich(base, mine).map(({ from, to }) => kept(sliceRich(mine, from, to)))
        const merged = kept(mergeRich(base, mine, other))
        for (const piece of added) expect(merged).toContain(piece)
      }),
      { numRuns: 300 },
    )
  })
})
