import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Vector,
  countHeld,
  countRanges,
  emptyVector,
  equalVectors,
  gapsOf,
  rangesLacking,
  uniteVectors,
  vectorHas,
  vectorWith,
} from '#shared/journal/vector.ts'

const places = fc.array(fc.record({ stream: fc.constantFrom('a', 'b'), seq: fc.nat({ max: 20 }) }), { maxLength: 30 })
const of = (held: readonly { stream: string; seq: number }[]): Vector => vectorWith(emptyVector, held)
const keyOf = ({ stream, seq }: { stream: string; seq: number }) => `${stream}${seq}`

test('[JR8] a vector tells the part without a gap and the ranges beyond', () => {
  expect(of([3, 0, 1, 7, 8, 4].map((seq) => ({ stream: 'a', seq })))).toEqual(
    new Map([
      [
        'a',
        {
          length: 2,
          ranges: [
            { from: 3, to: 4 },
            { from: 7, to: 8 },
          ],
        },
      ],
    ]),
  )
})

test('[JR8] vectors answer as sets of places would', () => {
  fc.assert(
    fc.property(places, places, (mine, theirs) => {
      const [a, b] = [of(mine), of(theirs)]
      const [setA, setB] = [new Set(mine.map(keyOf)), new Set(theirs.map(keyOf))]
      const onlyTheirs = [...setB].filter((key) => !setA.has(key))
      const lacking = rangesLacking(a, b)
      const listed = lacking.flatMap(({ stream, from, to }) =>
        Array.from({ length: to - from + 1 }, (_, i) => keyOf({ stream, seq: from + i })),
      )
      expect({
        held: countHeld(a),
        lacking: listed.toSorted(),
        count: countRanges(lacking),
        united: countHeld(uniteVectors(a, b)),
        equal: equalVectors(a, b),
        has: theirs.map((place) => vectorHas(a, place.stream, place.seq)),
      }).toEqual({
        held: setA.size,
        lacking: onlyTheirs.toSorted(),
        count: onlyTheirs.length,
        united: setA.size + onlyTheirs.length,
        equal: onlyTheirs.length === 0 && setA.size === setB.size,
        has: theirs.map((place) => setA.has(keyOf(place))),
      })
    }),
  )
})

test('[JR8] gaps are what lies below something held', () => {
  expect(
    gapsOf(
      of([
        { stream: 'a', seq: 2 },
        { stream: 'a', seq: 5 },
        { stream: 'b', seq: 0 },
      ]),
    ),
  ).toEqual([
    { stream: 'a', from: 0, to: 1 },
    { stream: 'a', from: 3, to: 4 },
  ])
})
