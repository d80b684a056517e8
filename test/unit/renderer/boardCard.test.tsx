// @vitest-environment happy-dom
// What a card says, and what one edit draws again where there are lanes.
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { Card } from '#shared/plan/cards.ts'
import type * as CardFaceModule from '#renderer/features/board/CardFace.tsx'
import { CardFace } from '#renderer/features/board/CardFace.tsx'
import { createWords } from '#renderer/words/words.ts'
import { boardOf, type ShownBoard } from './boardOf.tsx'

// Counts how often each card is drawn; the card itself is the real one.
const drawn: string[] = []
vi.mock('#renderer/features/board/CardFace.tsx', async (original) => {
  const real = await original<typeof CardFaceModule>()
  return {
    CardFace: (props: Parameters<typeof real.CardFace>[0]) => {
      drawn.push(props.card.title)
      return real.CardFace(props)
    },
  }
})

let board: ShownBoard | null = null

afterEach(async () => {
  cleanup()
  await board?.close()
  board = null
})

const CARD: Card = {
  id: 'a',
  title: 'Forn de pa',
  stage: 's',
  objective: 'o',
  rank: 'a0',
  years: { from: 2027, to: 2029 },
  actionsDone: 3,
  actions: 7,
  tangible: 6,
  intangible: 1,
  leads: ['p1', 'p2', 'p3', 'p4', 'gone'],
  groups: [],
  partners: ['s1'],
  tags: ['barri', 'pa'],
  isRemoved: false,
}
const OBJECTIVE = { id: 'o', title: 'Menjar', hue: 1, initial: 'M' } as const
const named = (id: string, name: string) => [id, { id, name }] as const
const NAMES = {
  objectives: new Map([['o', OBJECTIVE]]),
  people: new Map([named('p1', 'Núria Vidal'), named('p2', 'Pau'), named('p3', 'Ona'), named('p4', 'Biel')]),
  groups: new Map(),
  partners: new Map([named('s1', 'Som Energia')]),
}

test('[UI52] a card says all that is known of its project, to those who listen too', () => {
  const { container } = render(
    <I18nProvider i18n={createWords('en')}>
      <CardFace card={CARD} objective={OBJECTIVE} names={NAMES} since="changed" isContested />
    </I18nProvider>,
  )
  for (const said of [
    '2027–29',
    '3 of 7 actions done',
    'Objective: Menjar',
    'barri · pa',
    'Som Energia',
    'Núria Vidal',
  ]) {
    expect(container.textContent).toContain(said)
  }
  expect(container.textContent).toContain('Changed since it was agreed')
  expect(screen.getAllByRole('img').map((mark) => mark.getAttribute('aria-label'))).toEqual([
    'Two ideas for the same thing',
    '6 tangible outputs',
    '1 intangible output',
  ])
  // Long lists are short on a card: four seeds and a number, three people and a number.
  expect(container.textContent).toContain('+2')
  expect(container.querySelectorAll('.initials')).toHaveLength(3)
  expect(container.textContent).toContain('+1')
})

test('[UI52] a card of which nothing is known is its name', () => {
  const bare = { ...CARD, years: null, actions: 0, tangible: 0, intangible: 0, leads: [], partners: [], tags: [] }
  const { container } = render(
    <I18nProvider i18n={createWords('en')}>
      <CardFace card={bare} objective={undefined} names={NAMES} since={undefined} isContested={false} />
    </I18nProvider>,
  )
  expect(container.textContent).toBe('Forn de pa')
})

test('[UI58] with lanes too an edit draws one card again, and of a long list only a part is drawn', async () => {
  let edited = ''
  board = await boardOf(({ add, opened }) => {
    const objective = add('Objective', { title: 'Menjar' })
    edited = add('Project', { title: 'Forn', place: { objective } })
    for (let card = 0; card < 60; card++) opened.addProject(`Projecte ${card}`)
  })
  await board.user.click(screen.getByRole('button', { name: 'By objective' }))
  expect(document.querySelectorAll('.card').length).toBeLessThan(20)
  drawn.length = 0
  board.set(edited, { title: 'Forn de pa' })
  expect(drawn).toEqual(['Forn de pa'])
})
