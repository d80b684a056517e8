// @vitest-environment happy-dom
// What a project waits for, and what is said of it: both directions, circles, years; threads, own comments.
import 'fake-indexeddb/auto'
import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { circleThrough } from '#shared/plan/depends.ts'
import { planSet } from '#shared/plan/operations.ts'
import { waitFor } from '../../helpers/waitFor.ts'
import { mustBe } from './openedPlan.ts'
import { type OpenedPanel, openedPanel, part } from './openedPanel.tsx'

let panel: OpenedPanel

beforeEach(async () => {
  panel = await openedPanel()
})

afterEach(() => panel.close())

function set(id: string, fields: Record<string, unknown>): void {
  mustBe(panel.plan.edit((doc) => planSet(doc, { type: 'Project', id }, fields)))
}
const waitsFor = (id: string, first: string): void => set(id, { dependsOn: { add: [first] } })

test('[UI86] both directions are shown, and years that cannot both be are said', async () => {
  const mill = panel.addProject('Molí')
  const shop = panel.addProject('Botiga')
  set(panel.projectId, { years: { from: 2028, to: 2030 } })
  set(mill, { years: { from: 2027, to: 2031 } })
  set(shop, { years: { from: 2030 } })
  waitsFor(panel.projectId, mill)
  waitsFor(shop, panel.projectId)
  await panel.show()
  const depends = part('Depends on')
  expect(depends.getByText('“Molí” ends in 2031, but “Forn de pa” is to begin in 2028.')).toBeTruthy()
  const waiting = within(screen.getByRole('group', { name: 'Waiting for this' }))
  expect(waiting.getByRole('link', { name: 'Botiga' })).toBeTruthy()
  expect(waiting.queryByText(/is to begin/)).toBeNull()
})

test('[UI86] a circle is said by its names and ends with the dependency that is taken off', async () => {
  const mill = panel.addProject('Molí')
  const shop = panel.addProject('Botiga')
  waitsFor(panel.projectId, mill)
  waitsFor(mill, shop)
  waitsFor(shop, panel.projectId)
  await panel.show()
  expect(part('Depends on').getByText(/Forn de pa → Molí → Botiga → Forn de pa/)).toBeTruthy()
  await userEvent.click(part('Depends on').getByRole('button', { name: 'Remove: Molí' }))
  expect([circleThrough(panel.doc(), panel.projectId), screen.queryByText(/→/)]).toEqual([null, null])
})

test('[UI87] an answer stands under what it answers; the head says how many, and long talks show their end', async () => {
  for (let count = 1; count <= 7; count++) {
    const about = { about: panel.projectId, aboutType: 'Project', at: count * 1000 }
    panel.add('Comment', { ...about, authorName: 'Jordi', text: `Pregunta ${count}` })
  }
  await panel.show()
  const user = userEvent.setup()
  const comments = part('Comments')
  expect(screen.getByRole('heading', { name: /^Comments\s*7$/ })).toBeTruthy()
  expect(comments.queryByText('Pregunta 2')).toBeNull()
  const thread = within(comments.getByText('Pregunta 6').closest<HTMLElement>('.thread')!)
  await user.click(thread.getByRole('button', { name: 'Answer' }))
  await user.type(thread.getByLabelText('Write an answer'), 'I tant!{Control>}{Enter}{/Control}')
  expect(thread.getByText('I tant!').closest('.replies')).toBeTruthy()
  await user.click(comments.getByRole('button', { name: 'Show 2 earlier threads' }))
  expect(comments.getByText('Pregunta 1')).toBeTruthy()
})

test('[UI87] one’s own comment is changed and put in the bin, another’s is not; an answer then stands alone', async () => {
  await panel.show()
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('Write a comment'), 'Bona idea{Control>}{Enter}{/Control}')
  await waitFor('it is known who sits here', () => panel.plan.selfId() !== null)
  const [own] = panel.plan.reader.comments(panel.doc(), panel.projectId)
  panel.add('Comment', {
    about: panel.projectId,
    aboutType: 'Project',
    at: 1,
    authorName: 'Jordi',
    text: 'Sí',
    replyTo: own!.id,
  })
  const comments = part('Comments')
  await comments.findByText('Sí')
  expect(comments.getAllByRole('button', { name: /^More/ })).toHaveLength(1)
  await user.click(comments.getByRole('button', { name: 'More: Bona idea' }))
  await user.click(screen.getByRole('menuitem', { name: 'Change the comment' }))
  await user.type(comments.getByLabelText('Change the comment'), ' de debò')
  await user.click(comments.getByRole('button', { name: 'Done' }))
  expect(await comments.findByText('Bona idea de debò')).toBeTruthy()
  await user.click(comments.getByRole('button', { name: /^More/ }))
  await user.click(screen.getByRole('menuitem', { name: 'Put in the bin' }))
  expect([comments.queryByText(/Bona idea/), comments.getByText('Sí').closest('.replies')]).toEqual([null, null])
})
