import { expect, test } from 'vitest'
import { objectiveMarks } from '#shared/plan/objectiveMarks.ts'

test('[UI31] a mark is the first letter, and two where several begin alike', () => {
  expect(objectiveMarks(['Habitatge', 'Aliments', 'energia'])).toEqual(['H', 'A', 'E'])
  expect(objectiveMarks(['Food', 'Free knowledge', 'Land', 'Fabric'])).toEqual(['Fo', 'Fr', 'L', 'Fa'])
  // The second letters are alike: the first position that tells all of them apart.
  expect(objectiveMarks(['Terra', 'Tecnologia', 'Teixit'])).toEqual(['Tr', 'Tc', 'Ti'])
  expect(objectiveMarks(['Salut', 'Salut', 'S'])).toEqual(['S1', 'S2', 'S3'])
})

test('[UI31] spaces, quotes and emoji are no letters; another script is', () => {
  expect(objectiveMarks([' “Aigua”', '🌾 Blat', 'السكن', ''])).toEqual(['A', 'B', 'ا', '·'])
})
