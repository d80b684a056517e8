import { diffRich, type RichSplice } from './richDiff.ts'
import { elementsOf, type RichElement, richOf } from './richElements.ts'
import { type RichMarks, type RichText, sameBlock, sameMarks } from './richText.ts'

/**
 * Brings what was typed on one state of a text onto another state of it (PL38): what either side put in stands, what either
 * took out is gone, and a mark or block that was changed here is as it was made here.
 */
export function mergeRich(base: RichText, typed: RichText, now: RichText): RichText {
  const ours = sidesOf(base, typed)
  const theirs = sidesOf(base, now)
  const merged: RichElement[] = []
  // One by one: a text of half a million characters does not fit the arguments of one call.
  const putAt = (at: number): void => {
    for (const side of [theirs, ours]) for (const element of side.put.get(at) ?? []) merged.push(element)
  }
  elementsOf(base).forEach((element, at) => {
    putAt(at)
    const [mine, other] = [ours.kept[at], theirs.kept[at]]
    if (mine !== undefined && other !== undefined) merged.push(mergedElement(element, mine, other))
  })
  putAt(ours.kept.length)
  return richOf(merged)
}

type Side = {
  /** What became of each element of the base; `undefined` when it was taken out. */
  readonly kept: readonly (RichElement | undefined)[]
  /** What was put in ahead of an element of the base. */
  readonly put: ReadonlyMap<number, readonly RichElement[]>
}

function sidesOf(base: RichText, side: RichText): Side {
  const [before, after] = [elementsOf(base), elementsOf(side)]
  const put = new Map<number, readonly RichElement[]>()
  const kept: (RichElement | undefined)[] = []
  let next = 0
  for (const { index, remove, from, to } of inElements(base, side, diffRich(base, side))) {
    while (kept.length < index) kept.push(after[next++])
    if (to > from) put.set(index, after.slice(from, to))
    next = to
    for (let gone = 0; gone < remove; gone++) kept.push(undefined)
  }
  while (kept.length < before.length) kept.push(after[next++])
  return { kept, put }
}

/** Splices count units of UTF-16; elements are whole characters. */
function inElements(base: RichText, side: RichText, splices: readonly RichSplice[]): readonly RichSplice[] {
  const [inBase, inSide] = [elementCounter(base), elementCounter(side)]
  return splices.map(({ index, remove, from, to }) => {
    const [start, first] = [inBase(index), inSide(from)]
    return { index: start, remove: inBase(index + remove) - start, from: first, to: inSide(to) }
  })
}

/** How many elements end at or before a unit; asked in rising order. */
function elementCounter(rich: RichText): (unit: number) => number {
  const elements = elementsOf(rich)
  let [count, at] = [0, 0]
  return (unit) => {
    while (at < unit && count < elements.length) at += elements[count++]!.character?.length ?? 1
    return count
  }
}

function mergedElement(base: RichElement, mine: RichElement, other: RichElement): RichElement {
  if (base.character === null || mine.character === null || other.character === null) {
    const isMine = base.character === null && mine.character === null && !sameBlock(base.block, mine.block)
    return isMine ? mine : other
  }
  if (sameMarks(base.marks, mine.marks)) return other
  return { character: other.character, marks: mergedMarks(base.marks, mine.marks, other.marks) }
}

const mergedMarks = (base: RichMarks, mine: RichMarks, other: RichMarks): RichMarks => ({
  strong: mine.strong === base.strong ? other.strong : mine.strong,
  em: mine.em === base.em ? other.em : mine.em,
  link: mine.link === base.link ? other.link : mine.link,
})
