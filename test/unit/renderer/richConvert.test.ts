// @vitest-environment happy-dom
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRichText, richLength } from '#shared/plan/rich/richText.ts'
import type { PlainSpan } from '#shared/plan/spans.ts'
import { docFromRich, placeOf, positionOf, richFromDoc } from '#renderer/parts/richText/convert.ts'

const junk = fc.anything({ maxDepth: 2 })
const names = fc.constantFrom(
  'paragraph',
  'heading',
  'blockquote',
  'ordered-list-item',
  'unordered-list-item',
  'table',
  'doc',
)
const anySpan: fc.Arbitrary<PlainSpan> = fc.oneof(
  fc.record({
    type: fc.constant('text' as const),
    value: fc.string({ minLength: 1, unit: 'grapheme', maxLength: 6 }),
    marks: fc.dictionary(
      fc.constantFrom('strong', 'em', 'link', 'glow'),
      fc.oneof(fc.boolean(), fc.constant('https://x.example'), junk),
    ),
  }),
  fc.record({
    type: fc.constant('block' as const),
    value: fc.oneof(
      fc.record({
        type: fc.oneof({ weight: 6, arbitrary: names }, junk),
        parents: fc.oneof({ weight: 6, arbitrary: fc.array(names, { maxLength: 4 }) }, junk),
        attrs: fc.oneof({ weight: 3, arbitrary: fc.record({ level: fc.integer({ min: -1, max: 7 }) }) }, junk),
      }),
      fc.dictionary(fc.string(), junk),
    ),
  }),
) as fc.Arbitrary<PlainSpan>

test('[UI70] whatever stands in the plan is shown by the editor, reads back as the same text, and keeps its places', () => {
  fc.assert(
    fc.property(fc.array(anySpan, { maxLength: 14 }), (spans) => {
      const rich = readRichText(spans)
      const doc = docFromRich(rich)
      doc.check()
      expect(richFromDoc(doc)).toEqual(rich)
      for (let place = 0; place <= richLength(rich); place++) {
        const position = positionOf(doc, place)
        expect(doc.resolve(position).parent.isTextblock).toBe(true)
        // Ahead of the first block there is no place of the editor.
        if (place > 0 || rich[0]?.type !== 'block') expect(placeOf(doc, position)).toBe(place)
      }
    }),
    { numRuns: 1000 },
  )
})
