/**
 * The letters that stand beside an objective's colour, in the order of the titles: the first letter of each; where several
 * begin alike, a second letter in which all of those differ, else their number. Colour is never alone, and no two marks of
 * titles that have letters are the same.
 */
export function objectiveMarks(titles: readonly string[]): readonly string[] {
  const words = titles.map(lettersOf)
  return words.map((letters, index) => {
    const first = (letters[0] ?? '·').toUpperCase()
    const alike = words.filter((other) => other[0]?.toUpperCase() === first)
    if (letters.length === 0 || alike.length === 1) return first
    const second = positionThatTellsApart(alike)
    const place = words.slice(0, index).filter((other) => other[0]?.toUpperCase() === first).length + 1
    return first + (second === null ? String(place) : letters[second]!.toLowerCase())
  })
}

/** Letters and digits only: a space or a comma tells nothing apart. */
const lettersOf = (title: string): readonly string[] => [...title].filter((letter) => /[\p{L}\p{N}]/u.test(letter))

function positionThatTellsApart(words: readonly (readonly string[])[]): number | null {
  const shortest = Math.min(...words.map(({ length }) => length))
  for (let at = 1; at < shortest; at += 1) {
    if (new Set(words.map((letters) => letters[at]!.toLowerCase())).size === words.length) return at
  }
  return null
}
