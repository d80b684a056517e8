import { expect, test } from 'vitest'
import type { Card } from '#shared/plan/cards.ts'
import { forgetBoard, NO_FILTER, openBoardMemory, readBoardLook } from '#renderer/data/boardMemory.ts'
import { createCardFilter, partsOf, without } from '#renderer/features/board/filter.ts'
import { pastedTitles } from '#renderer/features/board/pastedTitles.ts'

const BLANK: Card = {
  id: '',
  title: '',
  stage: null,
  objective: null,
  rank: '',
  years: null,
  actionsDone: 0,
  actions: 0,
  tangible: 0,
  intangible: 0,
  leads: [],
  groups: [],
  partners: [],
  tags: [],
  isRemoved: false,
}
const card = (id: string, part: Partial<Card>): Card => ({ ...BLANK, id, ...part })
const named = (id: string, name: string) => [id, { id, name }] as const

const CONTEXT = {
  names: {
    objectives: new Map([['o1', { id: 'o1', title: 'Menjar', hue: 0, initial: 'M' }]]),
    people: new Map([named('p1', 'Núria')]),
    groups: new Map([named('g1', 'Habitatge')]),
    partners: new Map([named('s1', 'Som Energia')]),
  },
  changed: new Map([['b', 'changed' as const]]),
  contested: new Set(['c']),
}

const CARDS: readonly Card[] = [
  card('a', { title: 'Forn', objective: 'o1', years: { from: 2027, to: 2029 }, groups: ['g1'] }),
  card('b', { title: 'Arxiu', tags: ['Memòria'], intangible: 1, years: { from: 2030, to: null } }),
  card('c', { title: 'Molí', objective: 'gone', partners: ['s1'], tangible: 2 }),
]

const found = (part: Partial<typeof NO_FILTER>): string =>
  createCardFilter(
    { ...NO_FILTER, ...part },
    CONTEXT,
  )(CARDS)
    .map(({ id }) => id)
    .join('')

test.each([
  [{}, 'abc'],
  [{ text: 'moli som' }, 'c'],
  [{ text: 'habitatge' }, 'a'],
  [{ objectives: ['o1'] }, 'a'],
  [{ objectives: ['none'] }, 'bc'],
  [{ objectives: ['o1', 'none'] }, 'abc'],
  [{ groups: ['g1'] }, 'a'],
  [{ tags: ['memoria'] }, 'b'],
  [{ outputs: ['tangible'] }, 'c'],
  [{ outputs: ['tangible', 'intangible'] }, 'bc'],
  [{ from: 2029 }, 'ab'],
  [{ from: 2030, to: 2031 }, 'b'],
  [{ to: 2026 }, ''],
  [{ isChanged: true }, 'b'],
  [{ isContested: true }, 'c'],
  [{ isContested: true, text: 'forn' }, ''],
])('[UI55] %o finds %s', (part, ids) => expect(found(part)).toBe(ids))

test('[UI55] a list that is the same is not looked through again', () => {
  const filter = createCardFilter({ ...NO_FILTER, text: 'o' }, CONTEXT)
  expect(filter(CARDS)).toBe(filter(CARDS))
  const all = createCardFilter(NO_FILTER, CONTEXT)
  expect(all(CARDS)).toBe(CARDS)
})

test('[UI55] every part of a filter can be taken out by itself', () => {
  const full = { ...NO_FILTER, text: 'x', objectives: ['o1'], tags: ['a', 'b'], from: 2027, isContested: true }
  expect(partsOf(full).map(({ field }) => field)).toEqual(['text', 'objectives', 'tags', 'tags', 'from', 'isContested'])
  expect(partsOf(full).reduce(without, full)).toEqual(NO_FILTER)
})

test('[UI56] how one looks at a board is kept for each plan, and goes with it; what makes no sense counts for nothing', () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage
  const filter = { ...NO_FILTER, tags: ['barri'] }
  openBoardMemory(storage, 'one').change({ hasLanes: true, folded: ['o1'], saved: [{ name: 'El barri', filter }] })
  openBoardMemory(storage, 'two').change({ filter })
  expect(openBoardMemory(storage, 'one').now()).toEqual({
    hasLanes: true,
    folded: ['o1'],
    filter: NO_FILTER,
    saved: [{ name: 'El barri', filter }],
  })
  forgetBoard(storage, 'one')
  expect([...kept.keys()]).toEqual(['aplec.board.two'])
  for (const broken of [
    '',
    '{',
    '[]',
    '3',
    '{"filter":{"tags":[1,{}],"from":"x"},"saved":[{"name":3},null],"folded":7}',
  ]) {
    expect(readBoardLook(broken)).toEqual(readBoardLook(null))
  }
})

test('[UI53] pasted lines lose bullets and numbers, and what is too long is cut', () => {
  expect(pastedTitles('- Forn\n* Hort\r\n\r\n12) Molí\n[x] Arxiu\n2027 és l’any\n')).toEqual([
    'Forn',
    'Hort',
    'Molí',
    'Arxiu',
    '2027 és l’any',
  ])
  expect(pastedTitles('Forn')).toEqual(['Forn'])
  expect(pastedTitles('x'.repeat(5_000_000)).map(({ length }) => length)).toEqual([300])
  expect(pastedTitles('x\n'.repeat(2_000_000))).toHaveLength(501)
})
