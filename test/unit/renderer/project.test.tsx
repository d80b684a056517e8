// @vitest-environment happy-dom
// A project's panel over a plan of the real core: what is shown of it, and what can be edited.
import 'fake-indexeddb/auto'
import { I18nProvider } from '@lingui/react'
import { act, cleanup, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { ok } from '#shared/base/result.ts'
import { shownText } from '#shared/base/shownText.ts'
import { selectProject } from '#shared/plan/cards.ts'
import type { FieldInputs } from '#shared/plan/fieldEdits.ts'
import type { TypeName } from '#shared/plan/fields.ts'
import { planAdd, planSet } from '#shared/plan/operations.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import { systemRandom } from '#node/system/ports.ts'
import { ServicesProvider, type WindowServices } from '#renderer/app/context.ts'
import { PlanProvider } from '#renderer/app/planContext.ts'
import { ProjectPanel } from '#renderer/features/project/ProjectPanel.tsx'
import { createWords } from '#renderer/words/words.ts'
import { waitFor } from '../../helpers/waitFor.ts'
import { wholePanel } from './openedPanel.tsx'
import { mustBe, type OpenedPlan, openedPlan } from './openedPlan.ts'

let opened: OpenedPlan
let projectId: string
/** Addresses that the window asked main to open. */
let asked: string[]

beforeEach(async () => {
  opened = await openedPlan()
  projectId = opened.addProject('Forn de pa')
  asked = []
})

afterEach(async () => {
  cleanup()
  await opened.close()
})

const project = (): ThingRef => ({ type: 'Project', id: projectId })

function add(type: TypeName, fields: FieldInputs, parent?: ThingRef): string {
  const id = newId(systemRandom)
  const ref: ThingRef = parent === undefined ? { type, id } : { type, id, in: parent }
  mustBe(opened.plan.edit((doc) => planAdd(doc, ref, fields, systemRandom)))
  return id
}

const detail = () => selectProject(opened.plan.document.doc.now(), projectId)!

async function show(): Promise<void> {
  // The shell is another process; what it is asked is all that belongs to the window.
  const shell = { openExternal: async ({ url }: { url: string }) => (asked.push(url), ok(true)) }
  const services = { core: { shell } } as unknown as WindowServices
  const route = { at: 'plan', planId: opened.plan.planId, view: 'board', projectId } as const
  render(
    <ServicesProvider value={services}>
      <I18nProvider i18n={createWords('en')}>
        <PlanProvider value={opened.plan}>
          <ProjectPanel route={route} projectId={projectId} />
        </PlanProvider>
      </I18nProvider>
    </ServicesProvider>,
  )
  await wholePanel()
}

const part = (name: string) => within(screen.getByRole('region', { name: new RegExp(`^${name}`) }))

test('[UI20] what came from another tool is shown: links, labelled texts, lists of actions, comments with author and day', async () => {
  add('Link', { title: 'Plànols', url: 'https://example.org/planols' }, project())
  add('Link', { title: 'Parany', url: 'javascript:alert(1)' }, project())
  add('Extra', { label: 'Prioritat', text: 'Alta' }, project())
  add('Action', { title: 'Trobar local', heading: 'Primers passos', done: false, note: 'Amb xemeneia' }, project())
  const at = Date.UTC(2026, 6, 27, 10)
  add('Comment', { about: projectId, aboutType: 'Project', authorName: 'Jordi', at, text: 'Molt bona idea' })
  await show()

  const links = part('Links')
  await userEvent.click(links.getByRole('link', { name: 'example.org' }))
  expect(asked).toEqual(['https://example.org/planols'])
  expect(links.getAllByRole('link')).toHaveLength(1)
  expect(links.getByText('javascript:alert(1)').tagName).toBe('SPAN')
  expect([part('Also brought in').getByDisplayValue('Prioritat'), screen.getByDisplayValue('Alta')]).toHaveLength(2)
  expect(part('Actions').getByRole('heading', { level: 3 }).textContent).toBe('Primers passos')
  expect(part('Actions').getByDisplayValue('Amb xemeneia')).toBeTruthy()
  const comments = part('Comments')
  expect([comments.getByText('Jordi').tagName, comments.getByText('Molt bona idea').tagName]).toEqual(['STRONG', 'P'])
  expect(comments.getByText(/27 Jul 2026/)).toBeTruthy()
})

test('[UI20] what it depends on is a link to that project, found by some letters of its name', async () => {
  const mill = opened.addProject('Molí comunal')
  await show()
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Depends on' }))
  await user.type(screen.getByLabelText('Find a project that has to come first'), 'moli{Enter}')
  expect(detail().project.dependsOn).toEqual([mill])
  const link = part('Depends on').getByRole('link', { name: 'Molí comunal' })
  expect(link.getAttribute('href')).toContain(`/board/${mill}`)
  await user.click(part('Depends on').getByRole('button', { name: 'Remove: Molí comunal' }))
  expect(detail().project.dependsOn).toEqual([])
})

test('[UI20] lines are edited: reached milestones, notes, sort and year of an output, who gives a contribution', async () => {
  add('Milestone', { title: 'Obertura' }, project())
  add('Output', { title: 'Forn', sort: 'tangible' }, project())
  add('Contribution', { title: 'Feina', amount: { unit: 'EUR', minor: 100 } }, project())
  const núria = add('Member', { name: 'Núria Serra' })
  await show()
  const user = userEvent.setup()
  await user.click(screen.getByLabelText('Reached: Obertura'))
  await user.click(screen.getByRole('button', { name: 'More: Obertura' }))
  await user.click(screen.getByRole('menuitem', { name: 'Add a note' }))
  await user.type(screen.getByLabelText('Note: Obertura'), 'Amb festa')
  await user.click(part('For the commons').getByRole('button', { name: 'What sort' }))
  await user.type(screen.getByLabelText('What sort'), 'eina{Enter}')
  await user.click(part('For the commons').getByRole('button', { name: 'Year' }))
  await user.type(part('For the commons').getByLabelText('Year'), '2031{Enter}')
  await user.click(screen.getByRole('button', { name: 'More: Feina' }))
  await user.click(screen.getByRole('menuitem', { name: 'Say who it comes from' }))
  await user.click(part('Contributions').getByRole('button', { name: /From/ }))
  await user.click(screen.getByRole('option', { name: 'Núria Serra' }))
  await waitFor('all is written', () => detail().milestones[0]?.note === 'Amb festa')
  const { milestones, outputs, contributions } = detail()
  expect([milestones[0]!.done, outputs[0]!.category, outputs[0]!.year]).toEqual([true, 'eina', 2031])
  expect([contributions[0]!.member, contributions[0]!.partner]).toEqual([núria, null])
})

test('[UI20] an address that cannot be opened is refused when it is typed; a bare one becomes https', async () => {
  await show()
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Links' }))
  const field = screen.getByLabelText('Add a link')
  await user.type(field, 'javascript:alert(1){Enter}')
  expect(detail().links).toEqual([])
  await user.clear(field)
  await user.type(field, 'example.org/forn{Enter}')
  expect(detail().links.map(({ title, url }) => [title, url])).toEqual([['example.org', 'https://example.org/forn']])
})

test('[UI10] what was done in the panel is undone step by step', async () => {
  await show()
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('Add an action'), 'Trobar local{Enter}')
  await user.click(screen.getByLabelText('Done: Trobar local'))
  await user.type(screen.getByLabelText('Add a tag'), 'pa{Enter}')
  const seen = () => [detail().actions.map(({ done }) => done), detail().project.tags]
  const states = [seen()]
  for (let step = 0; step < 3; step++) {
    act(() => void opened.plan.history.undo())
    states.push(seen())
  }
  expect(states).toEqual([
    [[true], ['pa']],
    [[true], []],
    [[false], []],
    [[], []],
  ])
})

test('[UI19] names that would steer the line they stand in do not', async () => {
  const steering = 'Forn\u202Eap ed\n\u0007nroF'
  mustBe(opened.plan.edit((doc) => planSet(doc, project(), { title: steering })))
  const group = add('Group', { name: steering })
  mustBe(opened.plan.edit((doc) => planSet(doc, project(), { groups: { add: [group] } })))
  add('Action', { title: steering, done: false }, project())
  await show()
  // Fields in which it is edited hold it as it is; everything else is a line.
  const lines = [...document.querySelectorAll('*')].flatMap((element) => [
    ...['aria-label', 'title'].map((name) => element.getAttribute(name) ?? ''),
    ...[...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ textContent }) => textContent ?? ''),
  ])
  expect(lines.filter((line) => line.includes('Forn')).length).toBeGreaterThan(3)
  const fields = new Set([...document.querySelectorAll('textarea')].map(({ textContent }) => textContent))
  expect(lines.filter((line) => shownText(line) !== line && !fields.has(line))).toEqual([])
})
