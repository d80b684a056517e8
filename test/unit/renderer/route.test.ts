import { expect, test } from 'vitest'
import { parseRoute, type Route, routeToHash } from '#renderer/app/route.ts'

const planId = '0f'.repeat(32)

test('[UI9] every place has an address that leads back to it', () => {
  const places: readonly Route[] = [
    { at: 'plans' },
    { at: 'join', link: 'aplec://join#AbC_-09' },
    { at: 'plan', planId, view: 'board' },
    { at: 'plan', planId, view: 'board', projectId: 'ab'.repeat(16) },
    { at: 'plan', planId, view: 'agreements', projectId: 'ab'.repeat(16), wide: true },
  ]
  expect(places.map((place) => parseRoute(routeToHash(place)))).toEqual(places)
})

test('[UI9] an address that means nothing leads to the list of plans; an unknown view to the board', () => {
  const strange = ['', '#', '#/nowhere', '#/plan/xyz/board', `#/plan/${planId.slice(1)}`, '#/plan/%E0%A4%A']
  expect(strange.map(parseRoute)).toEqual(strange.map(() => ({ at: 'plans' })))
  expect(parseRoute(`#/plan/${planId}/weather`)).toEqual({ at: 'plan', planId, view: 'board' })
})
